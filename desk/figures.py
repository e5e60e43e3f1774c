"""Figures as an analyst reads them: "about 10 billion USD", "at least 20,000 chips"."""

from __future__ import annotations

_BOUNDS = {"=": "", "~": "about ", "<": "under ", ">": "over ", "<=": "up to ", ">=": "at least "}
_MOST_DECIMALS = 4
_SIZES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
# Units that take a prefix, and the prefixes.
_SCALED = frozenset({"B/s", "B", "FLOPS", "OPS", "Hz", "W", "Wh", "T/s"})
_PREFIXES = ((1e18, "E"), (1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"), (1.0, ""), (1e-3, "m"))


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
    shown = f"{value:,.10g}"
    # "Two thirds" has no end.
    if len(shown.partition(".")[2]) > _MOST_DECIMALS:
        return f"{value:,.{_MOST_DECIMALS}g}" if abs(value) < 1 else f"{value:,.{_MOST_DECIMALS}f}"
    return shown


def format_level(value: float, *, unit: str) -> str:
    """Return a figure in a base unit with the prefix that makes it short: 4.8 TB/s, 7 nm, 30,000 USD."""
    if unit == "m" and value and abs(value) < 1e-6:
        return f"{value * 1e9:,.4g} nm"
    if unit in _SCALED and value:
        size, prefix = next((each for each in _PREFIXES if abs(value) >= each[0]), (1.0, ""))
        return f"{value / size:,.6g} {prefix}{unit}"
    return format_figure(value, None, unit, "=", "")
