"""The days that a period's words mean, counted from the day of publication."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
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
_STEPS = {"last": -1, "previous": -1, "prior": -1, "next": 1, "coming": 1}
_MONTHS_IN = {"year": 12, "quarter": 3, "month": 1}
# Outside of these years there is no room to count from.
_FIRST, _LAST = 100, 9900
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


def date_period(
    match: re.Match[str], core: str, *, lead: str, published: datetime | None
) -> tuple[date | None, date | None]:
    """Return the first and last day of a period that period.py matched as `core`; None where it cannot be dated."""
    today = published.date() if published is not None and _FIRST < published.year < _LAST else None
    span = _DATERS[core](match, today)
    if span is None:
        return None, None
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
    return (last, last) if "end of" in lead else (first, last)


_Span = tuple[date, date]
_Dater = Callable[[re.Match[str], date | None], _Span | None]


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
        return int(words)
    if today is None:
        return None
    return today.year + {"last": -1, "next": 1}.get(words.lower().split()[0], 0)


def _date_quarter(match: re.Match[str], today: date | None) -> _Span | None:
    if match["emonth"]:
        return _date_ended(match, today)
    if match["qfiscal"]:
        return None
    quarter = int(match["qnum"]) if match["qnum"] else _ORDINALS[match["qord"].lower()]
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
