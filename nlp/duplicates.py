"""Copies of one article: MinHash finds candidates, a count of shared word sequences decides."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash, RMinHashLSH

_WORD = re.compile(r"\w+")
SHINGLE_WORDS = 4
# A wire copy keeps its body under a new lead: half of the shorter text's sequences is far above chance
# (two reports of one event share under a tenth) and below what edited copies keep.
MIN_CONTAINMENT = 0.5
# Shorter texts share sequences by chance.
MIN_WORDS = 25
# A text that is whole in an earlier one is not looked for again: ten thousand reprints would each be compared with all.
_WHOLE = 0.95
# Where a formula is in every text, the earliest of the texts that have it are enough.
_MOST_CANDIDATES = 200
_PERMUTATIONS = 128
_BANDS = 64
_SEED = 11


@dataclass(slots=True)
class CopyIndex:
    """Finds, for each text added, the earlier text that it is a copy of."""

    _lsh: RMinHashLSH = field(default_factory=lambda: RMinHashLSH(0.3, _PERMUTATIONS, _BANDS))
    _shingles: list[NDArray[np.int64]] = field(default_factory=list)

    def add(self, text: str) -> int | None:
        """Add a text; return the position (0, 1, ... in order of adding) of its closest earlier copy, or None."""
        words = _shingle(text)
        # Numbers in place of words: a tenth of the memory.
        shingles = np.unique(np.array([hash(shingle) for shingle in words], dtype=np.int64))
        position = len(self._shingles)
        self._shingles.append(shingles)
        if len(shingles) < MIN_WORDS:
            return None
        sketch = RMinHash(_PERMUTATIONS, _SEED)
        sketch.update(sorted(words))
        candidates = sorted(self._lsh.query(sketch))[:_MOST_CANDIDATES]
        shared = {other: self._count_shared(shingles, other) for other in candidates}
        if max(shared.values(), default=0) >= _WHOLE * len(shingles):
            self._shingles[position] = shingles[:0]
        else:
            self._lsh.insert(position, sketch)
        contained = {other: n / min(len(shingles), len(self._shingles[other])) for other, n in shared.items()}
        original = max(contained, key=contained.__getitem__, default=None)
        return original if original is not None and contained[original] >= MIN_CONTAINMENT else None

    def _count_shared(self, shingles: NDArray[np.int64], other: int) -> int:
        return len(np.intersect1d(shingles, self._shingles[other], assume_unique=True))


def _shingle(text: str) -> set[str]:
    words = _WORD.findall(text.lower())
    return {" ".join(words[i : i + SHINGLE_WORDS]) for i in range(len(words) - SHINGLE_WORDS + 1)}
