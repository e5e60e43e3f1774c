"""The days of periods that are counted from the day of publication: last year, two weeks ago, next spring."""

from __future__ import annotations

import re
from datetime import date, timedelta

from nlp.claims.datewords import DAYS, read_number
from nlp.claims.timespan import Span, month_span, quarter_span, shift, year_span

_STEPS = {"last": -1, "previous": -1, "prior": -1, "next": 1, "coming": 1}
_MONTHS_IN = {"year": 12, "quarter": 3, "month": 1}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


def date_relative(which: str, unit: str, today: date | None) -> Span | None:
    """Return the days of "last quarter", "this week", "next spring"."""
    if today is None:
        return None
    if unit in _SEASONS:
        return _date_season(which, _SEASONS[unit], today)
    if which == "past":
        months = {"year": 12, "quarter": 3, "month": 1, "decade": 120}.get(unit)
        return (shift(today, -months) if months else today - timedelta(weeks=1)), today
    step = _STEPS.get(which, 0)
    month = shift(today.replace(day=1), step * _MONTHS_IN.get(unit, 0))
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
    spans: dict[str, Span] = {
        "year": year_span(month.year),
        "quarter": quarter_span(month.year, (month.month - 1) // 3 + 1),
        "month": month_span(month.year, month.month),
        "week": (monday, monday + timedelta(days=6)),
        "decade": (today, shift(today, 120)) if step > 0 else (shift(today, 120 * step), today),
    }
    return spans.get(unit)


def _date_season(which: str, first: int, today: date) -> Span:
    """Three months from `first` on, of the northern year: the last such season that is over, or this year's."""
    spans = [
        (date(year, first, 1), month_span(*_next(year, first))[1]) for year in range(today.year - 2, today.year + 2)
    ]
    if which in {"next", "coming"}:
        return next(span for span in spans if span[0] > today)
    if which in {"this", "current"}:
        return next((span for span in spans if span[0] <= today <= span[1]), spans[2])
    return [span for span in spans if span[1] < today][-1]


def _next(year: int, first: int) -> tuple[int, int]:
    """The year and month two months on."""
    return (year, first + 2) if first <= 10 else (year + 1, first - 10)


def date_same(_match: re.Match[str], today: date | None) -> Span | None:
    """The quarter that was reported last, a year before."""
    return date_relative("last", "quarter", shift(today, -12)) if today is not None else None


def date_ago(match: re.Match[str], today: date | None) -> Span | None:
    """ "Two years ago" means that year, "three weeks ago" that week."""
    if today is None:
        return None
    count, unit = read_number(match["acount"]), match["aunit"].lower()
    if unit in {"day", "week"}:
        day = today - timedelta(days=count * (7 if unit == "week" else 1))
        return (day, day) if unit == "day" else date_relative("this", "week", day)
    months = {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit]
    return date_relative("this", "year" if unit == "decade" else unit, shift(today, -count * months))


def date_span(match: re.Match[str], today: date | None) -> Span | None:
    """Return the days from or to today: "last 15 months", "next five years"."""
    if today is None:
        return None
    count = read_number(match["scount"].lower())
    unit = match["sunit"].lower().rstrip("s")
    forward = match["swhich"].lower() in {"next", "coming"}
    sign = 1 if forward else -1
    if unit in {"day", "week"}:
        other = today + timedelta(days=sign * count * (7 if unit == "week" else 1))
    else:
        other = shift(today, sign * count * {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit])
    return (today, other) if forward else (other, today)


def date_weekday(match: re.Match[str], today: date | None) -> Span | None:
    """Return the last such day of the week, today included."""
    if today is None:
        return None
    day = today - timedelta(days=(today.weekday() - DAYS[match["weekday"].lower()]) % 7)
    return day, day


def date_today(match: re.Match[str], today: date | None) -> Span | None:
    """Return today or yesterday."""
    if today is None:
        return None
    day = today - timedelta(days=match["today"].lower() == "yesterday")
    return day, day


def date_decade(_match: re.Match[str], today: date | None) -> Span | None:
    """Return the last day of this decade."""
    if today is None:
        return None
    last = date(today.year - today.year % 10 + 9, 12, 31)
    return last, last
