"""Quotations: where quotation marks open and close."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

_MARK = re.compile(r"[\"“”]|\n[ \t\r]*\n")


class Quotes:
    """The quotations of one text; one that its paragraph does not close ends with the paragraph."""

    def __init__(self, text: str) -> None:
        """Read the text's quotation marks."""
        self._spans: Sequence[tuple[int, int]] = _find_spans(text)
        self._starts = [start for start, _ in self._spans]

    def at(self, offset: int) -> tuple[int, int] | None:
        """Return the quotation that holds a character, None where there is none."""
        number = bisect_right(self._starts, offset) - 1
        if number >= 0 and offset < self._spans[number][1]:
            return self._spans[number]
        return None

    def touch(self, start: int, end: int) -> bool:
        """Tell whether a quotation reaches into [start, end)."""
        number = bisect_right(self._starts, end) - 1
        return number >= 0 and self._spans[number][1] > start


def _find_spans(text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    opened: int | None = None
    for match in _MARK.finditer(text):
        sign = match.group()[0]
        if opened is None:
            opened = match.start() if sign not in "”\n" else None
        elif sign == "“":
            found.append((opened, match.start()))
            opened = match.start()
        else:
            found.append((opened, match.start() if sign == "\n" else match.end()))
            opened = None
    if opened is not None:
        found.append((opened, len(text)))
    return found
