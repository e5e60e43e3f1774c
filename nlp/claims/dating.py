"""The days that a period's words mean, counted from the day of publication."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

from nlp.claims.datewords import (
    MONTHS,
    ORDINALS,
    read_months,
    read_number,
    read_quarter,
    read_year,
    recent_year,
)
from nlp.claims.relativeperiod import (
    date_ago,
    date_decade,
    date_relative,
    date_same,
    date_span,
    date_today,
    date_weekday,
)
from nlp.claims.timespan import PARTS, Span, month_span, narrow, quarter_span, reckon_from, shift, take_third, year_span

_Dater = Callable[[re.Match[str], date | None], Span | None]


def date_period(
    match: re.Match[str], core: str, *, lead: str, published: datetime | None
) -> tuple[date | None, date | None]:
    """Return the first and last day of a period that period.py matched as `core`; None where it cannot be dated."""
    today = reckon_from(published)
    span = _DATERS[core](match, today)
    return (None, None) if span is None else narrow(span, lead=lead, today=today)


def _date_quarter(match: re.Match[str], today: date | None) -> Span | None:
    if match["emonth"]:
        return _date_ended(match, today)
    if match["qfiscal"] or match["qf"] or match["qg"]:
        return None
    quarter = read_quarter(match)
    year = read_year(match["qyear"], today)
    if year is None and today is not None and (match["qord"] or "").lower() != "last":
        year = today.year if 3 * quarter - 2 <= today.month else today.year - 1
    if year is None:
        return date_relative("last", "quarter", today)
    return quarter_span(year, quarter)


def _date_ended(match: re.Match[str], today: date | None) -> Span | None:
    """A quarter that the text itself ends: the three months up to that day."""
    month = MONTHS[match["emonth"].rstrip(".").lower()]
    year = int(match["eyear"]) if match["eyear"] else recent_year(month, today)
    day = int(match["eday"])
    if year is None or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    last = date(year, month, day)
    return shift(last, -3) + timedelta(days=1), last


def _date_half(match: re.Match[str], today: date | None) -> Span | None:
    named = match["hyear"] or match["hcode"] or match["hlong"]
    year = read_year(named, today) if named else (today.year if today else None)
    if year is None:
        return None
    code = match["hpre"] or match["hnum"]
    half = int(code) if code else ORDINALS[match["hord"].lower()]
    return date(year, 6 * half - 5, 1), month_span(year, 6 * half)[1]


def _date_day(match: re.Match[str], today: date | None) -> Span | None:
    month, day = MONTHS[match["dmonth"].rstrip(".").lower()], int(match["dday"])
    year = int(match["dyear"]) if match["dyear"] else recent_year(month, today)
    if year is None or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, day), date(year, month, day)


def _date_month(match: re.Match[str], today: date | None) -> Span | None:
    month = MONTHS[match["mmonth"].rstrip(".").lower()]
    year = read_year(match["myear"], today) if match["myear"] else recent_year(month, today)
    return month_span(year, month) if year is not None else None


def _date_upto(match: re.Match[str], today: date | None) -> Span | None:
    """ "Three months to June", "year ended March 31": counted back from the day or month that is named."""
    month = MONTHS[match["umonth"].rstrip(".").lower()]
    year = int(match["uyear"]) if match["uyear"] else recent_year(month, today)
    if year is None:
        return None
    length = calendar.monthrange(year, month)[1]
    if match["uday"] is not None and not 1 <= int(match["uday"]) <= length:
        return None
    last = date(year, month, int(match["uday"]) if match["uday"] else length)
    months = read_months(match["ucount"].lower())
    if last.day == length:
        return shift(last.replace(day=1), 1 - months), last
    return shift(last, -months) + timedelta(days=1), last


def _date_firsts(match: re.Match[str], today: date | None) -> Span | None:
    shown = match["fiyear"].lower()
    year = (today.year if today else None) if shown == "year" else read_year(shown, today)
    count = read_number(match["fcount"])
    return (date(year, 1, 1), month_span(year, count)[1]) if year is not None and 1 <= count <= 12 else None


def _date_reach(match: re.Match[str], today: date | None) -> Span | None:
    first, last = (MONTHS[match[name].rstrip(".").lower()] for name in ("rfirst", "rlast"))
    year = read_year(match["ryear"], today) if match["ryear"] else recent_year(last, today)
    return (date(year - (first > last), first, 1), month_span(year, last)[1]) if year is not None else None


def _date_years(match: re.Match[str], _today: date | None) -> Span | None:
    first = int(match["yfirst"])
    last = int(match["ylast"]) if len(match["ylast"]) == 4 else first + 1
    return (date(first, 1, 1), date(last, 12, 31)) if first <= last else None


def _date_tens(match: re.Match[str], _today: date | None) -> Span:
    first = int(match["tyear"])
    span = date(first, 1, 1), date(first + 9, 12, 31)
    return take_third(*span, PARTS.index(match["tpart"].lower())) if match["tpart"] else span


_DATERS: dict[str, _Dater] = {
    "upto": _date_upto,
    "firsts": _date_firsts,
    "reach": _date_reach,
    "years": _date_years,
    "same": date_same,
    "ago": date_ago,
    "tens": _date_tens,
    "quarter": _date_quarter,
    "half": _date_half,
    "fiscal": lambda _match, _today: None,
    "day": _date_day,
    "month": _date_month,
    "span": date_span,
    "relative": lambda match, today: date_relative(match["rwhich"].lower(), match["runit"].lower(), today),
    "plain": lambda match, _today: year_span(int(match["plain"])),
    "decade": date_decade,
    "weekday": date_weekday,
    "today": date_today,
    "year": lambda _match, today: year_span(today.year) if today is not None else None,
}
