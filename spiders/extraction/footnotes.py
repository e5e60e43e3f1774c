"""Numbered link markers of text-only copies: "[3]reported" in the text, "[3] https://..." at its end."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spiders.extraction.repair import ends_sentence

_TARGET = re.compile(r"^\s*\[(\d{1,3})\]:?\s+(\S+://\S+|mailto:\S+|/\S*|(?:https?:)?//\S+)\s*$")
_MARKER = re.compile(r"\[(\d{1,3})\]")
_ONLY_MARKERS = re.compile(r"^(?:\[\d{1,3}\]\s*)+$")
_LINK_LINE = re.compile(r"^(?:[-*•]\s*)?\[\d{1,3}\]\s*(\S.*)$")
_BEFORE_SIGN = re.compile(r"(?<=[\w%”’\"')\]]) (?=[,.;:!?)](?:\s|$|[”’\"')]))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Footnotes:
    """The lines before the link list, with their markers, and the addresses by number.

    `numbers` is what markers may say.
    """

    lines: tuple[str, ...]
    targets: dict[int, str]
    numbers: frozenset[int]


def split_footnotes(lines: Sequence[str]) -> Footnotes:
    """Cut the link list off a text, with all that follows it; a text without one keeps all its lines.

    Without a list, markers are taken for footnotes where they count up from 0 or 1; "[2025]" and "[sic]" never are.
    """
    found = [(index, match) for index, line in enumerate(lines) if (match := _TARGET.match(line))]
    targets = {int(match[1]): match[2] for _, match in found}
    if found:
        start = _start_of_list(lines, [index for index, _ in found])
        return Footnotes(lines=tuple(lines[:start]), targets=targets, numbers=frozenset(targets))
    numbers = [int(match[1]) for line in lines for match in _MARKER.finditer(line)]
    counting = (
        len(numbers) > 1 and numbers[0] in {0, 1} and all(0 <= b - a <= 1 for a, b in itertools.pairwise(numbers))
    )
    return Footnotes(lines=tuple(lines), targets={}, numbers=frozenset(numbers if counting else ()))


def drop_markers(paragraphs: Sequence[str], *, numbers: frozenset[int]) -> list[str]:
    """Return the paragraphs without markers, marker-only lines and blocks of related links; words of links are kept."""
    if not numbers:
        return list(paragraphs)
    kept = [line for line in paragraphs if not _ONLY_MARKERS.match(line.strip())]
    return [_drop_from(line, numbers) for line in _drop_link_lines(kept, numbers)]


def _start_of_list(lines: Sequence[str], found: Sequence[int]) -> int:
    """The first line of the last run of targets; text between two runs belongs to the article."""
    start = found[-1]
    for index in reversed(found):
        if any(lines[between].strip() for between in range(index + 1, start)):
            break
        start = index
    return start


def _drop_link_lines(lines: Sequence[str], numbers: frozenset[int]) -> Iterator[str]:
    """A line that is one link and no sentence is a related story; so is every line of a run of such links."""
    links = [_is_link_line(line, numbers) for line in lines]
    for index, line in enumerate(lines):
        run = links[index] and (any(links[max(0, index - 1) : index]) or any(links[index + 1 : index + 2]))
        if not run and not (links[index] and not ends_sentence(line)):
            yield line


def _is_link_line(line: str, numbers: frozenset[int]) -> bool:
    match = _LINK_LINE.match(line.strip())
    markers = _MARKER.findall(line)
    return match is not None and len(markers) == 1 and int(markers[0]) in numbers and len(line) < 200


def _drop_from(line: str, numbers: frozenset[int]) -> str:
    bare = _MARKER.sub(lambda match: "" if int(match[1]) in numbers else match[0], line)
    # A copier leaves a blank after the words of a link, also before a comma.
    return bare if bare == line else _BEFORE_SIGN.sub("", re.sub(r"(?<=\S)  +", " ", bare))
