"""The days that a period's words mean, counted from the day of publication."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from nlp.claims.fiscal import FiscalCalendar

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
    "eleven": 11,
    "twelve": 12,
    "eighteen": 18,
    "a": 1,
    "an": 1,
    "decade": 10,
}
_STEPS = {"last": -1, "previous": -1, "prior": -1, "next": 1, "coming": 1}
_MONTHS_IN = {"year": 12, "quarter": 3, "month": 1}
# Outside of these years there is no room to count from.
_FIRST, _LAST = 100, 9900
_PARTS = ("early", "mid", "late")
_Span = tuple[date, date]
_Dater = Callable[[re.Match[str], date | None], _Span | None]
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


@dataclass(frozen=True, slots=True, kw_only=True)
class FiscalPeriod:
    """A fiscal year, or a quarter of one. `year` is None for the last such quarter; `said` tells that the text says
    "fiscal", without which only what companies report is meant by the company's own calendar."""

    year: int | None
    quarter: int | None
    said: bool
    lead: str


def read_fiscal(match: re.Match[str], core: str, *, lead: str) -> FiscalPeriod | None:
    """Return the fiscal year or quarter that a period may mean, None where it can mean none."""
    if core == "fiscal":
        return FiscalPeriod(year=_full(match["fyear"]), quarter=None, said=True, lead=lead)
    if core != "quarter" or match["emonth"] or (match["qord"] or "").lower() == "last":
        return None
    said = bool(match["qfiscal"] or match["qf"] or match["qg"])
    if match["qyear"] and not said:
        return None
    year = _full(match["qyear"]) if match["qyear"] else None
    return FiscalPeriod(year=year, quarter=_quarter_number(match), said=said, lead=lead)


def date_fiscal(
    period: FiscalPeriod, fiscal: FiscalCalendar, *, published: datetime | None
) -> tuple[date | None, date | None]:
    """Return the first and last day of a fiscal period by a company's calendar."""
    today = _today(published)
    if period.year is not None and not _FIRST < period.year < _LAST:
        return None, None
    if period.quarter is None or period.year is not None:
        year = period.year or _FIRST
        span = fiscal.year(year) if period.quarter is None else fiscal.quarter(year, period.quarter)
    elif today is not None:
        span = fiscal.last_quarter(period.quarter, today)
    else:
        return None, None
    return _narrow(span, lead=period.lead, today=today)


def _full(shown: str) -> int:
    """The year that two or four digits mean."""
    return int(shown) + (2000 if len(shown) == 2 else 0)


def _quarter_number(match: re.Match[str]) -> int:
    code = match["qnum"] or match["qpre"]
    return int(code) if code else _ORDINALS[match["qord"].lower()]


def _today(published: datetime | None) -> date | None:
    return published.date() if published is not None and _FIRST < published.year < _LAST else None


def date_period(
    match: re.Match[str], core: str, *, lead: str, published: datetime | None
) -> tuple[date | None, date | None]:
    """Return the first and last day of a period that period.py matched as `core`; None where it cannot be dated."""
    today = _today(published)
    span = _DATERS[core](match, today)
    return (None, None) if span is None else _narrow(span, lead=lead, today=today)


def _narrow(span: _Span, *, lead: str, today: date | None) -> tuple[date | None, date | None]:
    """Return what the words before a period leave of it: "since", "by", "early", "the end of"."""
    first, last = span
    word = lead.partition(" ")[0]
    if word == "since":
        return first, today
    if word in {"by", "until", "through"}:
        return None, last
    if word == "before":
        return None, first - timedelta(days=1)
    if "beginning of" in lead or "start of" in lead:
        return first, first
    if "end of" in lead:
        return last, last
    part = next((i for i, name in enumerate(_PARTS) if name in lead), None)
    return (first, last) if part is None else _third(first, last, part)


def _third(first: date, last: date, part: int) -> _Span:
    """The first, second or third part of a year or of a shorter period."""
    if last - first > timedelta(days=400):
        years = last.year - first.year + 1
        cuts = (0, years * 4 // 10, years * 7 // 10, years)
        return date(first.year + cuts[part], 1, 1), date(first.year + cuts[part + 1] - 1, 12, 31)
    if last - first > timedelta(days=300):
        return _shift(first, 4 * part), _shift(first, 4 * part + 4) - timedelta(days=1)
    step = ((last - first).days + 1) // 3
    return first + timedelta(days=step * part), last if part == 2 else first + timedelta(days=step * (part + 1) - 1)


def _year(year: int) -> _Span:
    return date(year, 1, 1), date(year, 12, 31)


def _month(year: int, month: int) -> _Span:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _quarter(year: int, quarter: int) -> _Span:
    return date(year, 3 * quarter - 2, 1), _month(year, 3 * quarter)[1]


def _of_year(words: str | None, today: date | None) -> int | None:
    if words is None:
        return None
    if words.isdigit():
        return _full(words)
    if today is None:
        return None
    return today.year + {"last": -1, "next": 1}.get(words.lower().split()[0], 0)


def _date_quarter(match: re.Match[str], today: date | None) -> _Span | None:
    if match["emonth"]:
        return _date_ended(match, today)
    if match["qfiscal"] or match["qf"] or match["qg"]:
        return None
    quarter = _quarter_number(match)
    year = _of_year(match["qyear"], today)
    if year is None and today is not None and (match["qord"] or "").lower() != "last":
        year = today.year if 3 * quarter - 2 <= today.month else today.year - 1
    if year is None:
        return _relative("last", "quarter", today)
    return _quarter(year, quarter)


def _date_ended(match: re.Match[str], today: date | None) -> _Span | None:
    """A quarter that the text itself ends: the three months up to that day."""
    month = _MONTHS[match["emonth"].rstrip(".").lower()]
    year = int(match["eyear"]) if match["eyear"] else _recent_year(month, today)
    day = int(match["eday"])
    if year is None or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    last = date(year, month, day)
    return _shift(last, -3) + timedelta(days=1), last


def _date_half(match: re.Match[str], today: date | None) -> _Span | None:
    named = match["hyear"] or match["hcode"] or match["hlong"]
    year = _of_year(named, today) if named else (today.year if today else None)
    if year is None:
        return None
    code = match["hpre"] or match["hnum"]
    half = int(code) if code else _ORDINALS[match["hord"].lower()]
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


def _date_upto(match: re.Match[str], today: date | None) -> _Span | None:
    """ "Three months to June", "year ended March 31": counted back from the day or month that is named."""
    month = _MONTHS[match["umonth"].rstrip(".").lower()]
    year = int(match["uyear"]) if match["uyear"] else _recent_year(month, today)
    if year is None:
        return None
    length = calendar.monthrange(year, month)[1]
    if match["uday"] is not None and not 1 <= int(match["uday"]) <= length:
        return None
    last = date(year, month, int(match["uday"]) if match["uday"] else length)
    months = _read_months(match["ucount"].lower())
    if last.day == length:
        return _shift(last.replace(day=1), 1 - months), last
    return _shift(last, -months) + timedelta(days=1), last


def _read_months(shown: str) -> int:
    word = shown.replace("-", " ").split()[0]
    return {"quarter": 3, "half": 6, "year": 12}.get(word) or _read_number(word)


def _read_number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word.lower()]


def _date_firsts(match: re.Match[str], today: date | None) -> _Span | None:
    shown = match["fiyear"].lower()
    year = (today.year if today else None) if shown == "year" else _of_year(shown, today)
    count = _read_number(match["fcount"])
    return (date(year, 1, 1), _month(year, count)[1]) if year is not None and 1 <= count <= 12 else None


def _date_reach(match: re.Match[str], today: date | None) -> _Span | None:
    first, last = (_MONTHS[match[name].rstrip(".").lower()] for name in ("rfirst", "rlast"))
    year = _of_year(match["ryear"], today) if match["ryear"] else _recent_year(last, today)
    return (date(year - (first > last), first, 1), _month(year, last)[1]) if year is not None else None


def _date_years(match: re.Match[str], _today: date | None) -> _Span | None:
    first = int(match["yfirst"])
    last = int(match["ylast"]) if len(match["ylast"]) == 4 else first + 1
    return (date(first, 1, 1), date(last, 12, 31)) if first <= last else None


def _date_same(_match: re.Match[str], today: date | None) -> _Span | None:
    """The quarter that was reported last, a year before."""
    return _relative("last", "quarter", _shift(today, -12)) if today is not None else None


def _date_ago(match: re.Match[str], today: date | None) -> _Span | None:
    """ "Two years ago" means that year, "three weeks ago" that week."""
    if today is None:
        return None
    count, unit = _read_number(match["acount"]), match["aunit"].lower()
    if unit in {"day", "week"}:
        day = today - timedelta(days=count * (7 if unit == "week" else 1))
        return (day, day) if unit == "day" else _relative("this", "week", day)
    months = {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit]
    return _relative("this", "year" if unit == "decade" else unit, _shift(today, -count * months))


def _date_tens(match: re.Match[str], _today: date | None) -> _Span:
    first = int(match["tyear"])
    span = date(first, 1, 1), date(first + 9, 12, 31)
    return _third(*span, _PARTS.index(match["tpart"].lower())) if match["tpart"] else span


_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


def _date_season(which: str, first: int, today: date) -> _Span:
    """Three months from `first` on, of the northern year: the last such season that is over, or this year's."""
    spans = [(date(year, first, 1), _month(*_next(year, first))[1]) for year in range(today.year - 2, today.year + 2)]
    if which in {"next", "coming"}:
        return next(span for span in spans if span[0] > today)
    if which in {"this", "current"}:
        return next((span for span in spans if span[0] <= today <= span[1]), spans[2])
    return [span for span in spans if span[1] < today][-1]


def _next(year: int, first: int) -> tuple[int, int]:
    """The year and month two months on."""
    return (year, first + 2) if first <= 10 else (year + 1, first - 10)


def _date_span(match: re.Match[str], today: date | None) -> _Span | None:
    if today is None:
        return None
    count = _read_number(match["scount"].lower())
    unit = match["sunit"].lower().rstrip("s")
    forward = match["swhich"].lower() in {"next", "coming"}
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
    if unit in _SEASONS:
        return _date_season(which, _SEASONS[unit], today)
    if which == "past":
        months = {"year": 12, "quarter": 3, "month": 1, "decade": 120}.get(unit)
        return (_shift(today, -months) if months else today - timedelta(weeks=1)), today
    step = _STEPS.get(which, 0)
    month = _shift(today.replace(day=1), step * _MONTHS_IN.get(unit, 0))
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
    spans: dict[str, _Span] = {
        "year": _year(month.year),
        "quarter": _quarter(month.year, (month.month - 1) // 3 + 1),
        "month": _month(month.year, month.month),
        "week": (monday, monday + timedelta(days=6)),
        "decade": (today, _shift(today, 120)) if step > 0 else (_shift(today, 120 * step), today),
    }
    return spans.get(unit)


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


_DATERS: dict[str, _Dater] = {
    "upto": _date_upto,
    "firsts": _date_firsts,
    "reach": _date_reach,
    "years": _date_years,
    "same": _date_same,
    "ago": _date_ago,
    "tens": _date_tens,
    "quarter": _date_quarter,
    "half": _date_half,
    "fiscal": lambda _match, _today: None,
    "day": _date_day,
    "month": _date_month,
    "span": _date_span,
    "relative": lambda match, today: _relative(match["rwhich"].lower(), match["runit"].lower(), today),
    "plain": lambda match, _today: _year(int(match["plain"])),
    "decade": _date_decade,
    "weekday": _date_weekday,
    "today": _date_today,
    "year": lambda _match, today: _year(today.year) if today is not None else None,
}
