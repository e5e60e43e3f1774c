"""The fixed lines of widgets, forms and promotion, from phrases.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spiders.extraction.characters import fold

PATH = Path(__file__).with_name("phrases.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """The lists of phrases.toml, folded; `label` finds "Read more:" at the start of a line as it is written.

    `openings` are by their first word.
    """

    lines: frozenset[str]
    endings: frozenset[str]
    label: re.Pattern[str]
    prefix_words: int
    openings: Mapping[str, tuple[str, ...]]
    opening_words: int
    sections: tuple[str, ...]
    roles: frozenset[str]


@cache
def load_phrases() -> Phrases:
    """Return the lists of phrases.toml; raises ValueError naming the key that is wrong."""
    rows = tomllib.loads(PATH.read_text(encoding="utf-8"))
    for name in ("lines", "labels", "openings", "endings", "sections", "roles"):
        values = rows.get(name)
        if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
            raise ValueError(f"{PATH}: {name} must be a list of lines that are not empty")
    labels = sorted(rows["labels"], key=len, reverse=True)
    return Phrases(
        lines=frozenset(map(fold, rows["lines"])),
        endings=frozenset(map(fold, rows["endings"])),
        label=re.compile(rf"(?:{'|'.join(map(re.escape, labels))})\s?(?::|\||»|>|–\s|—\s|-\s)\s*", re.IGNORECASE),
        prefix_words=int(rows["prefix_words"]),
        openings=_by_first_word(fold(opening) for opening in rows["openings"]),
        opening_words=int(rows["opening_words"]),
        sections=tuple(sorted(rows["sections"], key=len, reverse=True)),
        roles=frozenset(map(fold, rows["roles"])),
    )


def _by_first_word(openings: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for opening in openings:
        first = opening.split(" ", 1)[0]
        found[first] = (*found.get(first, ()), opening)
    return found
