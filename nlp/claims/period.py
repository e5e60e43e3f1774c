"""When a figure holds: the text's words, and the days that they mean, counted from the day of publication."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_DAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
_NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "a": 1,
    "an": 1,
    "decade": 10,
}
_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "final": 4,
    "last": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
}

_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
_YEAR = r"(?:19|20)\d\d"
_PERIOD = re.compile(
    rf"""
    (?P<lead>\b(?:in|for|during|over|by|since|until|through|from|as\ of|as\ recently\ as|at|on|within|throughout|before|after)\s+
        (?:early\s+|late\s+|mid[-\s]|the\s+end\s+of\s+(?:the\s+)?|the\s+tail\s+end\s+of\s+|the\s+beginning\s+of\s+|the\s+start\s+of\s+)?)?
    (?P<the>(?:the|its|their)\s+)?
    (?P<core>
        (?P<quarter>(?:(?P<qord>first|second|third|fourth|final|last)\s+(?:fiscal\s+)?quarter|Q(?P<qnum>[1-4]))
            (?:\s+(?:of\s+)?(?P<qfiscal>(?:fiscal\s+(?:year\s+)?|FY))?(?P<qyear>{_YEAR}))?
            (?:\s+ended\s+{_MONTH}\s+\d{{1,2}}(?:,\s+{_YEAR})?)?)
      | (?P<half>(?P<hord>first|second)\s+half(?:\s+of\s+(?P<hyear>{_YEAR}|last\s+year|this\s+year|the\s+year|next\s+year))?)
      | (?P<fiscal>(?:fiscal\s+(?:year\s+)?|FY\s?)(?P<fyear>{_YEAR}))
      | (?P<day>(?P<dmonth>{_MONTH})\s+(?P<dday>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<dyear>{_YEAR}))?\b(?!\s*(?:percent|million|billion)))
      | (?P<month>(?P<mmonth>{_MONTH})(?:\s+(?:of\s+)?(?P<myear>{_YEAR}|last\s+year|this\s+year))?)
      | (?P<span>(?:last|past|next|previous|coming|latest|recent)\s+(?P<scount>\d{{1,2}}|two|three|four|five|six|seven|eight|nine|ten|twelve)\s+(?P<sunit>days|weeks|months|quarters|years|decades))
      | (?P<rel>(?P<rwhich>last|this|next|previous|prior|coming|current)\s+(?P<runit>year|quarter|month|week|decade|spring|summer|autumn|fall|winter)(?!\s+ago))
      | (?P<yearcore>\b{_YEAR}\b(?!\s*(?:percent|%|million|billion|TPP)))
      | (?P<decade>end\ of\ the\ decade)
      | (?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)
      | (?P<today>today|yesterday)
      | (?P<year>(?:full\s+)?year)(?=[,.;\s])
    )\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LEADLESS = frozenset({"quarter", "half", "fiscal", "day", "month", "span", "rel", "weekday", "today"})
_CAPITAL_MAY = re.compile(r"\bMay\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The text's own words with their place, and the first and last day where they could be dated."""

    text: str
    offset: int
    start: date | None
    end: date | None


def find_periods(text: str, start: int, end: int, *, published: datetime | None) -> list[Period]:
    """Return the periods named in text[start:end] in order."""
    found: list[Period] = []
    for match in _PERIOD.finditer(text, start, end):
        lead = (match["lead"] or "").strip().lower()
        core = next(name for name in _CORES if match[name])
        if core in ("year",) and lead.split(" ")[0] not in {"for", "during", "by", "throughout"}:
            continue
        if (
            core == "month"
            and not match["myear"]
            and not lead
            and match["mmonth"].rstrip(".").lower() in {"may", "march"}
        ):
            continue
        if core in ("month", "day", "weekday") and not match["core"][0].isupper():
            continue
        first, last = _date(match, core, lead=lead, published=published)
        begin = (
            match.start("core")
            if lead
            in {
                "in",
                "for",
                "during",
                "on",
                "over",
                "at",
                "from",
                "through",
                "within",
                "as of",
                "as recently as",
                "throughout",
            }
            else match.start()
        )
        while begin < match.end() and text[begin] == " ":
            begin += 1
        found.append(
            Period(text=" ".join(text[begin : match.end()].split()), offset=match.start("core"), start=first, end=last)
        )
    return found


_CORES = ("quarter", "half", "fiscal", "day", "month", "span", "rel", "yearcore", "decade", "weekday", "today", "year")


def choose_period(periods: list[Period], *, start: int, end: int, clause: tuple[int, int]) -> Period | None:
    """Return the period that belongs to a number: the nearest of its clause, else the sentence's first."""
    own = [p for p in periods if clause[0] <= p.offset < clause[1]]
    if own:
        return min(own, key=lambda p: p.offset - end if p.offset >= end else (start - p.offset) * 1.5)
    before = [p for p in periods if p.offset < start]
    return before[-1] if before else None


def _date(match: re.Match[str], core: str, *, lead: str, published: datetime | None) -> tuple[date | None, date | None]:
    today = published.date() if published is not None else None
    span = _DATERS[core](match, today)
    if span is None:
        return None, None
    first, last = span
    word = lead.split(" ")[0] if lead else ""
    if word == "since":
        return first, today
    if word in {"by", "until", "before"}:
        return (None, first - timedelta(days=1)) if word == "before" else (None, last)
    if "end of" in lead:
        return last, last
    if "beginning of" in lead or "start of" in lead:
        return first, first
    return first, last


_Span = tuple[date, date]


def _year(year: int) -> _Span | None:
    return date(year, 1, 1), date(year, 12, 31)


def _month(year: int, month: int) -> _Span:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _quarter(year: int, quarter: int) -> _Span:
    return date(year, 3 * quarter - 2, 1), _month(year, 3 * quarter)[1]


def _of_year(words: str | None, today: date | None) -> int | None:
    if words is None:
        return None
    if words.isdigit():
        return int(words)
    if today is None:
        return None
    return today.year + {"last": -1, "next": 1}.get(words.lower().split()[0], 0)


def _date_quarter(match: re.Match[str], today: date | None) -> _Span | None:
    if match["qfiscal"]:
        return None
    quarter = int(match["qnum"]) if match["qnum"] else _ORDINALS[match["qord"].lower()]
    year = _of_year(match["qyear"], today)
    if year is None and today is not None and (match["qord"] or "").lower() != "last":
        year = today.year if 3 * quarter - 2 <= today.month else today.year - 1
    if year is None:
        return _relative("last", "quarter", today)
    return _quarter(year, quarter)


def _date_half(match: re.Match[str], today: date | None) -> _Span | None:
    year = _of_year(match["hyear"], today) if match["hyear"] else (today.year if today else None)
    if year is None:
        return None
    half = _ORDINALS[match["hord"].lower()]
    return date(year, 6 * half - 5, 1), _month(year, 6 * half)[1]


def _date_day(match: re.Match[str], today: date | None) -> _Span | None:
    month, day = _MONTHS[match["dmonth"].rstrip(".").lower()], int(match["dday"])
    year = int(match["dyear"]) if match["dyear"] else _recent_year(month, today)
    if year is None or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, day), date(year, month, day)


def _date_month(match: re.Match[str], today: date | None) -> _Span | None:
    month = _MONTHS[match["mmonth"].rstrip(".").lower()]
    year = _of_year(match["myear"], today) if match["myear"] else _recent_year(month, today)
    return _month(year, month) if year is not None else None


def _recent_year(month: int, today: date | None) -> int | None:
    if today is None:
        return None
    return today.year if month <= today.month else today.year - 1


def _date_span(match: re.Match[str], today: date | None) -> _Span | None:
    if today is None:
        return None
    shown = match["scount"].lower()
    count = int(shown) if shown.isdigit() else _NUMBERS[shown]
    unit = match["sunit"].lower().rstrip("s")
    forward = match["span"].lower().split()[0] in {"next", "coming"}
    sign = 1 if forward else -1
    if unit in {"day", "week"}:
        other = today + timedelta(days=sign * count * (7 if unit == "week" else 1))
    else:
        other = _shift(today, sign * count * {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit])
    return (today, other) if forward else (other, today)


def _shift(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    year = min(max(year, 1), 9998)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _relative(which: str, unit: str, today: date | None) -> _Span | None:
    if today is None:
        return None
    step = {"last": -1, "previous": -1, "prior": -1, "next": 1, "coming": 1}.get(which, 0)
    if unit == "year":
        return _year(today.year + step)
    if unit == "quarter":
        moved = _shift(today.replace(day=1), 3 * step)
        return _quarter(moved.year, (moved.month - 1) // 3 + 1)
    if unit == "month":
        moved = _shift(today.replace(day=1), step)
        return _month(moved.year, moved.month)
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        return monday, monday + timedelta(days=6)
    if unit == "decade":
        if which in {"next", "coming"}:
            return today, _shift(today, 120)
        return _shift(today, 120 * step), today
    return None


def _date_weekday(match: re.Match[str], today: date | None) -> _Span | None:
    if today is None:
        return None
    day = today - timedelta(days=(today.weekday() - _DAYS[match["weekday"].lower()]) % 7)
    return day, day


def _date_today(match: re.Match[str], today: date | None) -> _Span | None:
    if today is None:
        return None
    day = today - timedelta(days=match["today"].lower() == "yesterday")
    return day, day


def _date_decade(_match: re.Match[str], today: date | None) -> _Span | None:
    if today is None:
        return None
    last = date(today.year - today.year % 10 + 9, 12, 31)
    return last, last


_DATERS = {
    "quarter": _date_quarter,
    "half": _date_half,
    "fiscal": lambda _match, _today: None,
    "day": _date_day,
    "month": _date_month,
    "span": _date_span,
    "rel": lambda match, today: _relative(match["rwhich"].lower(), match["runit"].lower(), today),
    "yearcore": lambda match, _today: _year(int(match["yearcore"])),
    "decade": _date_decade,
    "weekday": _date_weekday,
    "today": _date_today,
    "year": lambda _match, today: _year(today.year) if today is not None else None,
}
