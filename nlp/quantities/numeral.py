"""A number as the text writes it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    """How a number is written."""

    DIGITS = "digits"
    WORDS = "words"
    FRACTION = "fraction"
    VAGUE = "vague"


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeral:
    """A number over tokens first to last (half open).

    `value` is None for a vague magnitude, which then lies between `low` and `high`. `mantissa` is the number
    before its magnitude word, `scale` that magnitude (1 where there is none).
    """

    first: int
    last: int
    value: float | None
    style: Style
    mantissa: float
    scale: float = 1.0
    low: float = 0.0
    high: float = 0.0
