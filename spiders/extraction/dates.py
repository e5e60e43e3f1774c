"""Dates as pages write them, to moments in UTC."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from dateutil import parser as dateutil_parser  # type: ignore[import-untyped]

_MAIL = re.compile(r"(?:[A-Za-z]{3}, )?\d{1,2} [A-Za-z]{3} \d{4} \d\d:\d\d")
_LONGEST = 80
_EARLIEST = 1990
_ZONES = {
    "EST": -18000, "EDT": -14400, "CST": -21600, "CDT": -18000, "MST": -25200, "MDT": -21600, "PST": -28800,
    "PDT": -25200, "ET": -18000, "PT": -28800, "BST": 3600, "CET": 3600, "CEST": 7200, "IST": 19800, "SGT": 28800,
    "HKT": 28800, "JST": 32400, "KST": 32400, "AEST": 36000, "AEDT": 39600, "UTC": 0, "GMT": 0, "Z": 0,
}  # fmt: skip
_TIME = re.compile(r"\d[:T]\d|\d ?[ap]\.?m\b", re.IGNORECASE)
_DAY = timedelta(days=1)
_FARTHEST_ZONE = timedelta(hours=14)
_ZONE_STEP = timedelta(minutes=30)
_IN_PATH = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=\D|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A date as it was stated: its clock, and how far from UTC that is, None where no zone was said.

    `timed` is False for a day alone.
    """

    clock: datetime
    offset: timedelta | None
    timed: bool

    @property
    def zoned(self) -> bool:
        """Whether the moment is sure: a time of day has its zone; a day alone needs none."""
        return not self.timed or self.offset is not None

    @property
    def moment(self) -> datetime:
        """The moment in UTC, taking a missing zone as UTC."""
        return (self.clock - (self.offset or timedelta())).replace(tzinfo=UTC)


def parse_moment(text: object) -> datetime | None:
    """Return the moment in UTC, taking a missing zone as UTC; None for what is no date between 1990 and 2100."""
    stated = parse_stated(text)
    return stated.moment if stated is not None else None


def choose_stated(texts: Iterable[object]) -> Stated | None:
    """Return the first date among several statements of one moment, with what the others know better.

    A day alone gives way to a time on that day, a clock without a zone to a statement with one that differs from it
    as zones do. The same clock with a Z is no such statement: many systems write Z after the local time.
    """
    stated = [one for one in map(parse_stated, texts) if one is not None]
    if not stated:
        return None
    first = stated[0]
    if not first.timed:
        first = next((one for one in stated if one.timed and abs(one.clock - first.clock) < _DAY), first)
    if first.timed and first.offset is None:
        first = next((one for one in stated if _tells_zone(one, of=first)), first)
    return first


def _tells_zone(one: Stated, *, of: Stated) -> bool:
    apart = abs(one.moment - of.moment)
    return one.timed and one.offset is not None and bool(apart) and apart <= _FARTHEST_ZONE and not apart % _ZONE_STEP


def parse_stated(text: object) -> Stated | None:
    """Return what a text states, None for what is no date between 1990 and 2100."""
    words = " ".join(str(text).split()) if isinstance(text, str) else ""
    if not words or len(words) > _LONGEST:
        return None
    for parse in _parse_iso, _parse_mail, _parse_words:
        moment = parse(words)
        if moment is not None:
            return _to_stated(moment, timed=_TIME.search(words) is not None)
    return None


def date_in_path(url: str) -> datetime | None:
    """Return midnight UTC of the day that an address names, as in /2025/12/09/."""
    match = _IN_PATH.search(url)
    try:
        return datetime(int(match[1]), int(match[2]), int(match[3]), tzinfo=UTC) if match else None
    except ValueError:
        return None


def _parse_iso(words: str) -> datetime | None:
    try:
        return datetime.fromisoformat(words)
    except ValueError:
        return None


def _parse_mail(words: str) -> datetime | None:
    if not _MAIL.match(words):
        return None
    try:
        return parsedate_to_datetime(words)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _parse_words(words: str) -> datetime | None:
    if not re.search(r"\d", words) or not re.search(r"(?:19|20)\d\d", words):
        return None
    early = datetime(_EARLIEST, 1, 1)  # noqa: DTZ001 - only fills in what the words leave out
    try:
        moment: datetime = dateutil_parser.parse(words, tzinfos=_ZONES, default=early)
    except (ValueError, OverflowError, TypeError, AttributeError, RecursionError):
        return None
    return moment


def _to_stated(moment: datetime, *, timed: bool) -> Stated | None:
    if not _EARLIEST <= moment.year < 2100:
        return None
    try:
        return Stated(clock=moment.replace(tzinfo=None), offset=moment.utcoffset(), timed=timed)
    except (OverflowError, ValueError):
        return None
