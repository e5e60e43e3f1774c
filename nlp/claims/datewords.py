"""The numbers, months and years that the words of a period mean."""

from __future__ import annotations

import calendar
import re
from datetime import date

MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
DAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "final": 4,
    "last": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
}
_NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "eighteen": 18,
    "a": 1,
    "an": 1,
    "decade": 10,
}


def full_year(shown: str) -> int:
    """The year that two or four digits mean."""
    return int(shown) + (2000 if len(shown) == 2 else 0)


def read_year(words: str | None, today: date | None) -> int | None:
    """Return the year of "2025", "25", "last year" or "next year"; None without words or a day to count from."""
    if words is None:
        return None
    if words.isdigit():
        return full_year(words)
    if today is None:
        return None
    return today.year + {"last": -1, "next": 1}.get(words.lower().split()[0], 0)


def recent_year(month: int, today: date | None) -> int | None:
    """Return the year of the last such month that has begun."""
    if today is None:
        return None
    return today.year if month <= today.month else today.year - 1


def read_quarter(match: re.Match[str]) -> int:
    """Return which quarter of its year a matched "third quarter", "Q3" or "3Q" is."""
    code = match["qnum"] or match["qpre"]
    return int(code) if code else ORDINALS[match["qord"].lower()]


def read_number(word: str) -> int:
    """Return the number of "12", "twelve" or "a"."""
    return int(word) if word.isdigit() else _NUMBERS[word.lower()]


def read_months(shown: str) -> int:
    """Return how many months "three months", "a quarter" or "half-year" are."""
    word = shown.replace("-", " ").split()[0]
    return {"quarter": 3, "half": 6, "year": 12}.get(word) or read_number(word)
