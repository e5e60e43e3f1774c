"""Bylines to names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from spiders.extraction.characters import fold, squeeze_blanks
from spiders.extraction.phrases import load_phrases

_LEAD = re.compile(
    r"^(?:(?:written|posted|reported|story|words|article|authored?|analysis|opinion) )?by\b[\s:]*"
    r"|^(?:authors?|reporter|von|par|por)[:\s]+",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:;|\||·|•|\s(?:and|und|et|y|with)\s|&(?!\w)|/(?=\s))\s*", re.IGNORECASE)
_LAST_FIRST = re.compile(r"^([^\W\d_][\w'’.-]+), ([^\W\d_][\w'’.-]+(?: [^\W\d_]\.?)?)$")
_ROLE = re.compile(
    r"(?:,|\s[-–|]\s|\s\(|\sin\s(?=[A-Z])|\sfor\s(?=(?:the\s)?[A-Z])).*$|"
    r"\s(?:updated|published|posted|staff writer|correspondent|reporter|editor)\b.*$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://|www\.|@|\.(?:com|org|net)\b", re.IGNORECASE)
_HANDLE = re.compile(r"^@?[\w.-]+ \(([^()]+)\)$")
_JOB = re.compile(
    r"\b(?:reporter|editor|correspondent|writer|columnist|analyst|journalist|producer|contributor|chief|senior|staff|bureau|desk)\b",
    re.IGNORECASE,
)
_MOST = 12
_LONGEST = 60


def clean_authors(names: Iterable[str], *, outlet: str | None = None) -> tuple[str, ...]:
    """Return the people of a byline, each once, without "By", roles, addresses, slugs and the outlet's own name."""
    kept: list[str] = []
    for name in _split(names):
        folded = fold(name)
        if folded in load_phrases().roles or not folded or (outlet and folded == fold(outlet)):
            continue
        # "jane-doe" beside "Jane Doe", and "Doe" beside it, are the same person.
        if all(folded != fold(other) for other in kept):
            kept.append(name)
    full = [name for name in kept if " " in name]
    return tuple(name for name in kept if name in full or not _is_short_for(name, full))[:_MOST]


def _split(names: Iterable[str]) -> Iterator[str]:
    for raw in names:
        line = _LEAD.sub("", squeeze_blanks(raw)[:500])
        if match := _LAST_FIRST.match(line):
            # Two single words are a name the other way round only where neither side could be a whole name.
            line = f"{match[2]} {match[1]}"
        for part in _SPLIT.split(line):
            yield from _clean_part(part)


def _clean_part(part: str) -> Iterator[str]:
    if match := _HANDLE.match(part):
        part = match[1]
    pieces = part.split(", ") if all(" " in piece for piece in part.split(", ")) else [part]
    for number, piece in enumerate(pieces):
        if number and _JOB.search(piece):
            continue
        name = _ROLE.sub("", _LEAD.sub("", piece)).strip(" ,;:.-–—*")
        if re.fullmatch(r"[a-z]+(?:[-_.][a-z]+)+", name):
            name = re.sub("[-_.]", " ", name).title()
        if name and len(name) <= _LONGEST and not _ADDRESS.search(name) and not name.isdigit():
            yield name.title() if name.isupper() and " " in name and len(name) > 5 else name


def _is_short_for(name: str, full: list[str]) -> bool:
    return any(fold(name) in fold(other).split() or fold(name) == fold(other).replace(" ", "") for other in full)
