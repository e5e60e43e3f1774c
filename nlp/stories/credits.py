"""Whom a text names as where it was reported first: the mark of a copy."""

from __future__ import annotations

import re
from functools import lru_cache

# Credits stand in the dateline, the lead, or a note at the end.
_EDGE = 600
_NAME = r"[A-Z][\w&'-]{0,30}(?:[ .][A-Z][\w&'-]{0,30}){0,3}"
_CREDIT = re.compile(
    rf"""
    \b(?P<reporter>{_NAME})\ (?:first\ |exclusively\ )?report(?:ed|s)\b
    | \b(?:report(?:ed|ing)\ by|according\ to\ a\ report\ (?:by|in|from)|courtesy\ of)
        \ (?:[Tt]he\ )?(?P<cited>{_NAME})
    | \b(?:first|originally)\ (?:published|appeared|ran)\ (?:by|in|on|at)\ (?:[Tt]he\ )?(?P<origin>{_NAME})
    | \((?P<dateline>{_NAME})\)\ *(?:-|\u2013|\u2014)
    """,
    re.VERBOSE,
)


# Reprints come close together.
@lru_cache(maxsize=8)
def find_credits(text: str) -> frozenset[str]:
    """Return the outlets that a text credits ("Reuters reported", "first published by X"), each folded."""
    edges = text if len(text) <= 2 * _EDGE else f"{text[:_EDGE]}\n{text[-_EDGE:]}"
    found = (match[match.lastgroup] for match in _CREDIT.finditer(edges) if match.lastgroup)
    return frozenset(fold_outlet(name) for name in found)


def fold_outlet(name: str | None) -> str:
    """Return an outlet's name for comparing: without case and article, "" for none."""
    return "" if name is None else name.casefold().removeprefix("the ").strip(" .")
