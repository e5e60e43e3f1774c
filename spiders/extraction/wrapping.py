"""Lines of plain text to paragraphs."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

_WIDEST = 100
_NARROWEST = 40
_LEAST_JOINTS = 3
# Marks that were put in or taken out after the text was wrapped leave its lines a little shorter or longer.
_FULL = 0.85


def join_lines(lines: Sequence[str]) -> list[str]:
    """Return paragraphs: blank lines part them, and so do line ends where the text was not wrapped to a width.

    A line was wrapped where the first word of the next line would not have fitted any more.
    """
    width = _wrap_width(lines)
    return [paragraph for group in _groups(lines) for paragraph in _join_group(group, width)]


def _groups(lines: Sequence[str]) -> Iterator[list[str]]:
    group: list[str] = []
    for line in lines:
        if line.strip():
            group.append(line.rstrip())
        elif group:
            yield group
            group = []
    if group:
        yield group


def _wrap_width(lines: Sequence[str]) -> int:
    """The width that the text is wrapped to, 0 where it is not."""
    inner = [len(line.rstrip()) for line, following in itertools.pairwise(lines) if line.strip() and following.strip()]
    # One longer line (a title, an address) does not mean that the text is not wrapped.
    long = sorted(length for length in inner if length >= _NARROWEST)
    if len(long) < _LEAST_JOINTS:
        return 0
    width = long[max(0, len(long) - 1 - len(long) // 20)]
    return width if width <= _WIDEST else 0


def _join_group(group: Sequence[str], width: int) -> Iterator[str]:
    parts = [group[0].strip()]
    for line, following in itertools.pairwise(group):
        words = following.split()
        if len(line) + 1 + len(words[0]) > _FULL * width > 0:
            parts.append(following.strip() if _is_broken_word(line, following) else " " + following.strip())
        else:
            yield "".join(parts)
            parts = [following.strip()]
    yield "".join(parts)


def _is_broken_word(line: str, following: str) -> bool:
    """A line that ends in a hyphen goes on in the same compound: "case-" + "by-case"."""
    return line.endswith("-") and not line.endswith(" -") and following.lstrip()[:1].isalnum()
