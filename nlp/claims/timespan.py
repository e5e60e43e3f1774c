"""Spans of days: a year, a quarter, a month, a third of one, and what "since" or "the end of" leaves of it."""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta

Span = tuple[date, date]
PARTS = ("early", "mid", "late")
# Outside of these years there is no room to count from.
FIRST, LAST = 100, 9900


def reckon_from(published: datetime | None) -> date | None:
    """Return the day to count from; None where none is known or no room is left to count."""
    return published.date() if published is not None and FIRST < published.year < LAST else None


def year_span(year: int) -> Span:
    """Return the first and last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def quarter_span(year: int, quarter: int) -> Span:
    """Return the first and last day of a quarter."""
    return date(year, 3 * quarter - 2, 1), month_span(year, 3 * quarter)[1]


def month_span(year: int, month: int) -> Span:
    """Return the first and last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def shift(day: date, months: int) -> date:
    """Return the same day so many months on, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    year = min(max(year, 1), 9998)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def take_third(first: date, last: date, part: int) -> Span:
    """The first, second or third part of a year or of a shorter period."""
    if last - first > timedelta(days=400):
        years = last.year - first.year + 1
        cuts = (0, years * 4 // 10, years * 7 // 10, years)
        return date(first.year + cuts[part], 1, 1), date(first.year + cuts[part + 1] - 1, 12, 31)
    if last - first > timedelta(days=300):
        return shift(first, 4 * part), shift(first, 4 * part + 4) - timedelta(days=1)
    step = ((last - first).days + 1) // 3
    return first + timedelta(days=step * part), last if part == 2 else first + timedelta(days=step * (part + 1) - 1)


def narrow(span: Span, *, lead: str, today: date | None) -> tuple[date | None, date | None]:
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
    part = next((i for i, name in enumerate(PARTS) if name in lead), None)
    return (first, last) if part is None else take_third(first, last, part)
