"""The part of a text that has the most of the words that were looked for."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+")


def cut_snippet(text: str, query: str, *, width: int = 220) -> str:
    """Return about `width` characters of the text around the most of the query's words; its beginning where none is."""
    wanted = {word.casefold() for word in _WORD.findall(query)}
    hits = [match.start() for match in _WORD.finditer(text) if match.group().casefold() in wanted]
    first = _find_densest(hits, width=width // 2, text=text)
    start = max(0, min(first - width // 4, len(text) - width))
    end = min(len(text), start + width)
    if start:
        # Begin at a word, unless that is too far away.
        gap = text.find(" ", start, start + 30)
        start = gap + 1 if gap >= 0 else start
    if end < len(text):
        gap = text.rfind(" ", max(start, end - 30), end)
        end = gap if gap >= 0 else end
    cut = " ".join(text[start:end].split())
    return ("…" if start else "") + cut + ("…" if end < len(text) else "")


def _find_densest(hits: list[int], *, width: int, text: str) -> int:
    """Return the hit that the most different words follow within `width`, the first of them where several do."""
    best, best_score = 0, 0
    for index, hit in enumerate(hits):
        found = set()
        for other in hits[index : index + 40]:
            if other - hit > width:
                break
            match = _WORD.match(text, other)
            found.add(match.group().casefold() if match else "")
        if len(found) > best_score:
            best, best_score = hit, len(found)
    return best
