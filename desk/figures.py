"""Figures as an analyst reads them: "about 10 billion USD", "at least 20,000 chips"."""

from __future__ import annotations

_BOUNDS = {"=": "", "~": "about ", "<": "under ", ">": "over ", "<=": "up to ", ">=": "at least "}
_SIZES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


def format_figure(value: float | None, high: float | None, unit: str, bound: str, text: str) -> str:
    """Return one figure with unit and bound; the text's own words where it gives no number."""
    if value is None:
        return text
    number = format_number(value) if high is None else f"{format_number(value)} to {format_number(high)}"
    joined = f"{number}{unit}" if unit in {"%", "x"} else f"{number} {unit}".rstrip()
    return f"{_BOUNDS.get(bound, '')}{joined}"


def format_number(value: float) -> str:
    """Return a number with separators, and with its magnitude in words from a million on."""
    for size, name in _SIZES:
        if abs(value) >= size:
            return f"{value / size:,.4g} {name}" if abs(value) < 1e15 else f"{value:.4g}"
    return f"{value:,.10g}"
