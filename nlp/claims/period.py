"""When a figure holds: the text's words, and the days that they mean, counted from the day of publication."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from nlp.claims.dating import date_period
from nlp.claims.fiscalperiod import FiscalPeriod, read_fiscal

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
_CORES = (
    "upto", "firsts", "reach", "years", "quarter", "half", "fiscal", "day", "month", "span", "same", "ago",
    "relative", "tens", "plain", "decade", "weekday", "today", "year",
)  # fmt: skip
_NAMED = frozenset({"month", "day", "weekday"})
_WORDS_TOO = frozenset({"may", "march"})
_WHOLE = ("for", "during", "by", "throughout")
# Behind these a period is what a figure is compared with: "up 22% from the third quarter".
_COMPARED = ("from", "than", "above", "below", "versus", "vs", "vs.", "against", "compared with", "compared to")
# How many characters before a period may show that.
_BASELINE = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The text's own words with their place, and the first and last day where they could be dated.

    `fiscal` is the fiscal year or quarter that the words mean or may mean, whose days depend on the company.
    """

    text: str
    offset: int
    start: date | None
    end: date | None
    fiscal: FiscalPeriod | None = None


def find_periods(text: str, start: int, end: int, *, published: datetime | None) -> list[Period]:
    """Return the periods named in text[start:end] in order."""
    found: list[Period] = []
    for match in _PERIOD.finditer(text, start, end):
        lead = (match["lead"] or "").strip().lower()
        core = next(name for name in _CORES if match[name])
        if not _is_period(match, core, lead):
            continue
        first, last = date_period(match, core, lead=lead, published=published)
        shown = " ".join(match.group().split())
        fiscal = read_fiscal(match, core, lead=lead)
        found.append(Period(text=shown, offset=match.start("core"), start=first, end=last, fiscal=fiscal))
    return found


def _is_period(match: re.Match[str], core: str, lead: str) -> bool:
    """Tell a period from a word that only looks like one ("may", "march") and from the baseline of a comparison."""
    before = match.string[max(0, match.start() - _BASELINE) : match.start()].lower()
    if core in {"reach", "years"}:
        return _is_reach(match, core, lead)
    if lead.startswith(_COMPARED) or before.strip().endswith(_COMPARED):
        return False
    if core == "year":
        return lead.startswith(_WHOLE)
    if core in _NAMED and not match["core"][0].isupper():
        return False
    return not (core == "month" and not match["myear"] and not lead and match["mmonth"].lower() in _WORDS_TOO)


def _is_reach(match: re.Match[str], core: str, lead: str) -> bool:
    """Tell "from January to April" from months that only stand side by side, and "2020 to 2024" from "2024-25"."""
    if core == "years":
        return (
            not match["ylast"].isdigit() or len(match["ylast"]) == 4 or int(match["ylast"]) == _after(match["yfirst"])
        )
    shown = match["reach"].lower()
    joined = " and " not in shown or shown.startswith("between")
    return joined and match["rfirst"][0].isupper() and (bool(lead) or match["rfirst"].lower() not in _WORDS_TOO)


def _after(year: str) -> int:
    return (int(year) + 1) % 100


def choose_period(periods: Sequence[Period], *, start: int, end: int, clause: tuple[int, int]) -> Period | None:
    """Return the period that belongs to a number: the nearest of its clause, else the last one named before it."""
    places = [period.offset for period in periods]
    own = periods[bisect_left(places, clause[0]) : bisect_left(places, clause[1])]
    if own:
        return min(own, key=lambda p: p.offset - end if p.offset >= end else (start - p.offset) * 1.5)
    before = bisect_left(places, start)
    return periods[before - 1] if before else None
