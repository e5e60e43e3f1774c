"""Fiscal years and quarters that a text names, and their days by the calendar of a company."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from nlp.claims.datewords import full_year, read_quarter
from nlp.claims.fiscal import FiscalCalendar
from nlp.claims.timespan import FIRST, LAST, narrow, reckon_from


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
        return FiscalPeriod(year=full_year(match["fyear"]), quarter=None, said=True, lead=lead)
    if core != "quarter" or match["emonth"] or (match["qord"] or "").lower() == "last":
        return None
    said = bool(match["qfiscal"] or match["qf"] or match["qg"])
    if match["qyear"] and not said:
        return None
    year = full_year(match["qyear"]) if match["qyear"] else None
    return FiscalPeriod(year=year, quarter=read_quarter(match), said=said, lead=lead)


def date_fiscal(
    period: FiscalPeriod, fiscal: FiscalCalendar, *, published: datetime | None
) -> tuple[date | None, date | None]:
    """Return the first and last day of a fiscal period by a company's calendar."""
    today = reckon_from(published)
    if period.year is not None and not FIRST < period.year < LAST:
        return None, None
    if period.quarter is None or period.year is not None:
        year = period.year or FIRST
        span = fiscal.year(year) if period.quarter is None else fiscal.quarter(year, period.quarter)
    elif today is not None:
        span = fiscal.last_quarter(period.quarter, today)
    else:
        return None, None
    return narrow(span, lead=period.lead, today=today)
