"""How often: "90s", "15m", "2h", "1d"."""

from __future__ import annotations

import re
from datetime import timedelta

from pipelines.errors import InputError

_DURATION = re.compile(r"(?P<count>[0-9]{1,6})(?P<unit>[smhd])", re.ASCII)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def parse_duration(text: str) -> timedelta:
    """Return the duration that `text` states. Raises InputError when it states none, or zero."""
    match = _DURATION.fullmatch(text.strip())
    duration = timedelta(**{_UNITS[match["unit"]]: int(match["count"])}) if match else timedelta(0)
    if not duration:
        raise InputError(f"{text!r} is no interval; write a number and s, m, h or d, for example 15m")
    return duration
