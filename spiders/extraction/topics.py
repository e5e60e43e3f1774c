"""What an outlet files an article under: its section and its tags."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

from spiders.extraction.characters import fold, squeeze_blanks

_SPLIT = re.compile(r"[,;|]")
# "type:story", "content-id=77": words that a publishing system leaves for other machines.
_MACHINE = re.compile(r":|^[\w.-]+[=/]\S|_|^[\d.]+$|^[0-9a-f]{8}-?[0-9a-f-]{8,}$|^[\w-]+(?:\.[\w-]+)+$|[<>{}]")
_LONGEST = 60
_MOST_WORDS = 6
_MOST = 30


def read_section(names: Iterable[str]) -> str | None:
    """Return the first of the names that can be a section's, None where there is none."""
    for name in names:
        section = squeeze_blanks(_unescape(name))[: 2 * _LONGEST]
        if section and len(section) <= _LONGEST and not _MACHINE.search(section):
            return section
    return None


def _unescape(text: str) -> str:
    """Text that was escaped twice: "PG&amp;amp;E"."""
    return unescape(unescape(text))


def clean_tags(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the tags of lists such as "chips, export controls", each once, without those meant for machines."""
    kept: dict[str, str] = {}
    for text in texts:
        for part in _SPLIT.split(_unescape(text[:5000])):
            tag = squeeze_blanks(part).strip(" \"'#")
            if not tag or len(tag) > _LONGEST or tag.count(" ") >= _MOST_WORDS or _MACHINE.search(tag):
                continue
            kept.setdefault(fold(tag), tag)
    kept.pop("", None)
    return tuple(kept.values())[:_MOST]
