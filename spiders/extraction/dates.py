"""Dates as pages write them, to moments in UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime
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
_IN_PATH = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=\D|$)")


def parse_moment(text: object) -> datetime | None:
    """Return the moment in UTC, taking a missing zone as UTC; None for what is no date between 1990 and 2100."""
    words = " ".join(str(text).split()) if isinstance(text, str) else ""
    if not words or len(words) > _LONGEST:
        return None
    for parse in _parse_iso, _parse_mail, _parse_words:
        moment = parse(words)
        if moment is not None:
            return _to_utc(moment)
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


def _to_utc(moment: datetime) -> datetime | None:
    if not _EARLIEST <= moment.year < 2100:
        return None
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
