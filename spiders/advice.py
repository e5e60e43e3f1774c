"""What a listing says about when to come back: RSS ttl and skipHours, the syndication module, Cache-Control."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from scrapy.http import Response

_PERIODS = {"hourly": 60.0, "daily": 1440.0, "weekly": 10_080.0, "monthly": 43_200.0, "yearly": 525_600.0}
_MAX_AGE = re.compile(r"\bmax-age\s*=\s*\"?(\d{1,9})")
# A shorter cache time says nothing about news, and a longer one is a mistake of the server's setup.
_LEAST_AGE, _MOST_AGE = 60, 86_400
_HOURS = (b"<skipHours>", b"</skipHours>")
_HOUR = re.compile(rb"<hour>\s{0,9}(\d{1,2})\s{0,9}</hour>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """How many minutes a listing stays as it is, None where it does not say; the hours (UTC) in which it rests."""

    minutes: float | None = None
    quiet_hours: tuple[int, ...] = ()


def read_advice(response: Response, channel: Mapping[str, object] | None = None) -> Advice:
    """Return what a listing advises; `channel` is the head of a feed as feedparser gives it."""
    minutes = None
    if channel is not None:
        minutes = _read_number(channel.get("ttl")) or _read_period(channel)
    return Advice(minutes=minutes or _read_max_age(response), quiet_hours=_read_quiet_hours(response.body))


def _read_number(value: object) -> float | None:
    text = value.strip() if isinstance(value, str) else ""
    # Scrapers of feeds see "60 minutes" and "-1" here as well, which say nothing sure.
    return float(text) or None if text.isascii() and text.isdigit() and len(text) < 8 else None


def _read_period(channel: Mapping[str, object]) -> float | None:
    named = channel.get("sy_updateperiod")
    period = _PERIODS.get(named.strip().lower()) if isinstance(named, str) else None
    often = _read_number(channel.get("sy_updatefrequency")) or 1.0
    # Once an hour is what WordPress writes into the feed of every site.
    return None if period is None or (period == _PERIODS["hourly"] and often == 1.0) else period / often


def _read_max_age(response: Response) -> float | None:
    header = (response.headers.get(b"Cache-Control") or b"").decode("latin-1")[:500].lower()
    match = _MAX_AGE.search(header)
    seconds = int(match[1]) if match and "no-cache" not in header else 0
    return seconds / 60 if _LEAST_AGE <= seconds <= _MOST_AGE else None


def _read_quiet_hours(body: bytes) -> tuple[int, ...]:
    start = body.find(_HOURS[0])
    end = body.find(_HOURS[1], start)
    # Twenty-four short elements; what is longer is something else.
    if start < 0 or end < 0 or end - start > 2000:
        return ()
    hours = {int(found) % 24 for found in _HOUR.findall(body, start, end) if int(found) <= 24}
    # A feed that rests at all hours says nothing.
    return tuple(sorted(hours)) if len(hours) < 24 else ()
