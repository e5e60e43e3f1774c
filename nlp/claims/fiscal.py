"""The days of a company's fiscal years and quarters, where the company's calendar is known."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from nlp.claims.words import load_table, read_words
from nlp.errors import DataFileError
from nlp.registry import load_registry

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_DAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
_QUARTER = timedelta(weeks=13)


@dataclass(frozen=True, slots=True, kw_only=True)
class FiscalCalendar:
    """The month in which a fiscal year ends, and the weekday: None for the month's last day.

    `nearest` takes the weekday nearest to the month's end instead of the month's last one; `later` is 1 where a year is
    named for the calendar year in which it starts.
    """

    month: int
    weekday: int | None
    nearest: bool
    later: int

    def year(self, number: int) -> tuple[date, date]:
        """Return the first and last day of fiscal year `number`."""
        return self._end(number - 1 + self.later) + timedelta(days=1), self._end(number + self.later)

    def quarter(self, number: int, quarter: int) -> tuple[date, date]:
        """Return the first and last day of a quarter; where a year has 53 weeks, its last quarter has 14."""
        first, last = self.year(number)
        if self.weekday is None:
            start = _first_of_month(first, 3 * (quarter - 1))
            return start, _first_of_month(start, 3) - timedelta(days=1)
        start = first + (quarter - 1) * _QUARTER
        return start, last if quarter == 4 else start + _QUARTER - timedelta(days=1)

    def last_quarter(self, quarter: int, today: date) -> tuple[date, date]:
        """Return the last such quarter that had begun by a day."""
        spans = [self.quarter(today.year + step, quarter) for step in (-2, -1, 0, 1)]
        return max(span for span in spans if span[0] <= today)

    def _end(self, year: int) -> date:
        last = date(year, self.month, calendar.monthrange(year, self.month)[1])
        if self.weekday is None:
            return last
        back = (last.weekday() - self.weekday) % 7
        return last + timedelta(days=7 - back) if self.nearest and back > 3 else last - timedelta(days=back)


def _first_of_month(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def find_calendar(entity_id: str | None) -> FiscalCalendar | None:
    """Return the calendar of a company, or of the maker of a chip; None where it is not known."""
    if entity_id is None:
        return None
    entry = load_registry().entries.get(entity_id)
    owner = entry.details.get("vendor") if entry is not None and "vendor" in entry.details else entity_id
    return _load_calendars().get(owner or entity_id)


@cache
def read_reported() -> frozenset[str]:
    """Return the metrics that companies report by fiscal quarter."""
    return frozenset(read_words(load_table("fiscal.toml"), "reported", name="fiscal.toml"))


@cache
def _load_calendars() -> Mapping[str, FiscalCalendar]:
    rows = load_table("fiscal.toml").get("calendar")
    if not isinstance(rows, list) or not rows:
        raise DataFileError("nlp/claims/fiscal.toml: no [[calendar]]")
    found: dict[str, FiscalCalendar] = {}
    for row in rows:
        calendar_read = _read_calendar(row)
        for company in read_words(row, "companies", name="fiscal.toml"):
            if company in found or company not in load_registry().entries:
                wrong = "is there twice" if company in found else "is not in the registry"
                raise DataFileError(f"nlp/claims/fiscal.toml: {company} {wrong}")
            found[company] = calendar_read
    return found


def _read_calendar(row: Mapping[str, object]) -> FiscalCalendar:
    words = str(row.get("ends", "")).split()
    shaped = len(words) == 4 and words[0] in {"last", "nearest"} and words[2] == "of" and words[3] in _MONTHS
    if not shaped or (words[1] != "day" and words[1] not in _DAYS) or row.get("named", "end") not in {"start", "end"}:
        raise DataFileError(f'nlp/claims/fiscal.toml: "ends" must read like "last sunday of january", not {row}')
    return FiscalCalendar(
        month=_MONTHS[words[3]],
        weekday=_DAYS.get(words[1]),
        nearest=words[0] == "nearest",
        later=int(row.get("named") == "start"),
    )
