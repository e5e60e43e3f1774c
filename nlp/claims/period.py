"""When a figure holds: the text's words, and the days that they mean, counted from the day of publication."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from nlp.claims.dating import date_period
from nlp.claims.fiscalperiod import FiscalPeriod, read_fiscal
from nlp.claims.periodpattern import find_matches

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
    for match in find_matches(text, start, end):
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
