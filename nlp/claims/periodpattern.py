"""The pattern of a period's words, and where a text matches it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.claims.datewords import DAYS, MONTHS

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
)
_YEAR = r"(?:19|20)\d\d"
_COUNT = r"(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eighteen)"
_PERIOD = re.compile(
    rf"""
    \b(?=[A-Za-z12])
    # the preposition, with a part of the period where it names one
    (?P<lead>\b(?:in|for|during|over|by|since|until|through|from|as\ of|as\ recently\ as|at|on|within|throughout
            |before|after)\s
        (?:early\s|late\s|mid[-\s]|the\ (?:tail\ end|end|beginning|start)\ of\ (?:the\ )?)?)?
    (?P<the>(?:the|its|their)\s)?
    (?P<core>
        # "three months to June", "year ended March 31, 2025", "quarter through June"
        (?P<upto>(?P<ucount>(?:{_COUNT}\smonths|quarter|half(?:-|\s)year|year))
            \s(?:to|ended|ending|through|until)\s(?:the\ end\ of\ )?(?P<umonth>{_MONTH})
            (?:\s(?P<uday>\d{{1,2}}))?(?:,?\s(?P<uyear>{_YEAR}))?)
        # "first five months of the year"
      | (?P<firsts>first\s(?P<fcount>{_COUNT})\smonths\sof\s(?:the\s|this\s)?(?P<fiyear>{_YEAR}|last\syear|year))
        # "January to April", "between April and June", "April-June quarter"
      | (?P<reach>(?:between\s)?(?P<rfirst>{_MONTH})(?:\s(?:to|through|and)\s|\s?[-–]\s?)(?P<rlast>{_MONTH})
            (?:\s(?:quarter|period))?(?:,?\s(?:of\s)?(?P<ryear>{_YEAR}|(?:last|this)\syear))?)
        # "between 2020 and 2024", "2020 to 2024"
      | (?P<years>(?:between\s)?(?P<yfirst>{_YEAR})(?:\s(?:to|through|and)\s|\s?[-–]\s?)(?P<ylast>{_YEAR}|\d\d\b))
        # "third quarter of 2025", "Q3 2025", "3Q25", "fiscal second quarter"
      | (?P<quarter>(?:(?P<qf>fiscal[-\s])?(?P<qord>first|second|third|fourth|final|last)[-\s](?P<qg>fiscal\s)?quarter
                |Q(?P<qnum>[1-4])|(?P<qpre>[1-4])Q)
            (?:,?\s?(?:of\s)?(?:the\s|its\s)?(?P<qfiscal>fiscal\s(?:year\s)?|FY\s?)?
                (?P<qyear>{_YEAR}|(?<=FY|\dQ|Q\d)\d\d\b))?
            (?:\sended\s(?P<emonth>{_MONTH})\s(?P<eday>\d{{1,2}})(?:,\s(?P<eyear>{_YEAR}))?)?)
        # "second half of 2026", "1H25", "H2 2024"
      | (?P<half>(?:(?P<hord>first|second)\shalf(?:\sof\s(?P<hyear>{_YEAR}|(?:last|this|the|next)\syear))?
            |(?P<hpre>[12])H\s?(?P<hcode>{_YEAR}|(?<=H)\d\d\b)|H(?P<hnum>[12])\s(?:of\s)?(?P<hlong>{_YEAR})))
        # "fiscal 2025": whose first day depends on the company
      | (?P<fiscal>(?:fiscal\s(?:year\s)?|FY\s?)(?P<fyear>{_YEAR}|(?<=FY)\d\d\b))
        # "January 28, 2024"
      | (?P<day>(?P<dmonth>{_MONTH})\s(?P<dday>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s(?P<dyear>{_YEAR}))?\b
            (?!\s?(?:percent|million|billion)))
        # "October", "October 2022"
      | (?P<month>(?P<mmonth>{_MONTH})(?:\s(?:of\s)?(?P<myear>{_YEAR}|(?:last|this)\syear))?)
        # "last 15 months", "next five years"
      | (?P<span>(?P<swhich>last|past|next|previous|coming|latest|recent)\s(?P<scount>{_COUNT})\s
            (?P<sunit>days|weeks|months|quarters|years|decades))
        # "same quarter last year"
      | (?P<same>same\s(?:quarter|period)\s(?:of\s)?(?:last\syear|a\syear\s(?:ago|earlier|before)))
        # "two years ago", "a month ago"
      | (?P<ago>(?P<acount>{_COUNT}|an?|one)\s(?P<aunit>day|week|month|quarter|year|decade)s?\sago)
        # "last year", "this quarter"
      | (?P<relative>(?P<rwhich>last|past|this|next|previous|prior|coming|current)
            \s(?P<runit>year|quarter|month|week|decade|spring|summer|autumn|fall|winter))
        # "1990s"
      | (?P<tens>(?:(?P<tpart>early|mid|late)[-\s])?(?P<tyear>(?:19|20)\d0)s)
      | (?P<plain>\b{_YEAR}\b(?!\s?(?:percent|%|million|billion)))
      | (?P<decade>end\ of\ the\ decade)
      | (?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)
      | (?P<today>today|yesterday)
      | (?P<year>(?:full\s)?year)(?=[,.;\s])
    )\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
# The words that the core of a match begins with; what begins with a digit or as _CODED has it may begin one as well.
_CORE_WORDS = frozenset({
    *MONTHS, *DAYS,
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "eighteen", "one",
    "first", "second", "third", "fourth", "final", "last", "past", "next", "previous", "coming", "latest", "recent",
    "this", "prior", "current", "same", "early", "mid", "late", "end", "quarter", "half", "year", "full", "fiscal",
    "between", "today", "yesterday",
})  # fmt: skip
_CODED = ("q", "h", "fy")
# The words that may stand before it, and those that may stand between these and the core.
_OPENERS = frozenset({
    "in", "for", "during", "over", "by", "since", "until", "through", "from", "as", "at", "on", "within", "throughout",
    "before", "after", "the", "its", "their", "a", "an",
})  # fmt: skip
_INNER = frozenset({
    "of", "recently", "tail", "beginning", "start", "day", "days", "week", "weeks", "month", "months", "quarters",
    "years", "decade", "decades",
})  # fmt: skip
_WORD = re.compile(r"\w+")


def find_matches(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Give the matches in text[start:end] from left to right, none of which overlap."""
    free = start
    for first in _find_starts(text, start, end):
        match = _PERIOD.match(text, first, end) if first >= free else None
        if match is not None:
            yield match
            free = match.end()


def _find_starts(text: str, start: int, end: int) -> list[int]:
    """Return where a match may begin, in order: looks into sets cost much less than to try the pattern everywhere."""
    starts: list[int] = []
    leads = False
    for word in reversed(list(_WORD.finditer(text, start, end))):
        shown = word.group().lower()
        core = shown in _CORE_WORDS or shown[0].isdigit() or shown.startswith(_CODED)
        begins = core or (leads and shown in _OPENERS)
        if begins:
            starts.append(word.start())
        leads = begins or shown in _INNER
    starts.reverse()
    return starts
