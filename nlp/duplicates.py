"""Copies of one article: MinHash finds candidates, a count of shared word sequences decides."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rensa import RMinHash, RMinHashLSH

_WORD = re.compile(r"\w+")
SHINGLE_WORDS = 4
# A wire copy keeps its body under a new lead: half of the shorter text's sequences is far above chance
# (two reports of one event share under a tenth) and below what edited copies keep.
MIN_CONTAINMENT = 0.5
# Shorter texts share sequences by chance.
MIN_WORDS = 25
_PERMUTATIONS = 128
_BANDS = 64
_SEED = 11


@dataclass(slots=True)
class CopyIndex:
    """Finds, for each text added, the earlier text that it is a copy of."""

    _lsh: RMinHashLSH = field(default_factory=lambda: RMinHashLSH(0.3, _PERMUTATIONS, _BANDS))
    _shingles: list[frozenset[str]] = field(default_factory=list)

    def add(self, text: str) -> int | None:
        """Add a text; return the position (0, 1, ... in order of adding) of its closest earlier copy, or None."""
        shingles = _shingle(text)
        position = len(self._shingles)
        self._shingles.append(shingles)
        if len(shingles) < MIN_WORDS:
            return None
        sketch = RMinHash(_PERMUTATIONS, _SEED)
        sketch.update(sorted(shingles))
        best = max(
            ((self._containment(shingles, other), -other) for other in self._lsh.query(sketch)),
            default=(0.0, 0),
        )
        self._lsh.insert(position, sketch)
        return -best[1] if best[0] >= MIN_CONTAINMENT else None

    def _containment(self, shingles: frozenset[str], other: int) -> float:
        earlier = self._shingles[other]
        return len(shingles & earlier) / min(len(shingles), len(earlier))


def _shingle(text: str) -> frozenset[str]:
    words = _WORD.findall(text.lower())
    return frozenset(" ".join(words[i : i + SHINGLE_WORDS]) for i in range(len(words) - SHINGLE_WORDS + 1))
