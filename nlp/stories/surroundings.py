"""How crowded the place of each article is: how near the words of others are to its own."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nlp.stories.column import Column, Rows
from nlp.stories.similarity import Floats

# So many of the articles with the most like words are looked at.
AROUND = 64
# The average is that of so many matters, each as near as its nearest article: the many articles of one event must not
# be all that there is around each of them. Articles whose vectors are at least that near are one matter.
_MATTERS = 8
_ONE_MATTER = 0.55
# As near as the matters are that were not looked at, since more articles were of others.
_USUAL = 0.3
LEAST_CROWD = 0.22
"""News is never emptier around an article than that; where it looks so, too little has been read to tell."""
# What was learned before more than this part of the rows came is learned anew.
_STALE = 0.1
_NEVER = -1


class Surroundings:
    """For each row how near others are to it, 12 bytes each."""

    def __init__(self) -> None:
        self._crowds: Column[np.float32] = Column(np.float32)
        # How many rows had ever been added when this was learned.
        self._learned: Column[np.int64] = Column(np.int64)
        self._added = 0

    def __len__(self) -> int:
        return len(self._learned)

    def add(self) -> None:
        """Put one more row at the end, of which nothing is known."""
        self._crowds.append(np.nan)
        self._learned.append(_NEVER)
        self._added += 1

    def learn(self, row: int, crowd: float) -> None:
        """Note how near others are to a row."""
        self._crowds.values[row] = crowd
        self._learned.values[row] = self._added

    def list_stale(self, rows: Rows) -> Rows:
        """Return those of the rows that nothing was learned of, or many rows ago."""
        learned = self._learned.values[rows]
        stale: Rows = rows[(learned == _NEVER) | (self._added - learned > _STALE * len(self))]
        return stale

    def measure(self, rows: Rows) -> Floats:
        """Return how near others are to each of these rows; no number where nothing was learned."""
        return self._crowds.values[rows].astype(np.float64)

    def keep(self, mask: NDArray[np.bool_]) -> None:
        """Drop the rows that the mask is false for."""
        self._crowds.keep(mask)
        self._learned.keep(mask)


def measure_crowd(alike: Floats, vectors: NDArray[np.float32]) -> float:
    """Return how near others are to an article on average, from 0 to 1.

    `alike` says how like its own the words of each are, and `vectors` are theirs, row by row. Fewer than AROUND are all
    that there are.
    """
    nearest = np.argsort(-alike, kind="stable")[:AROUND]
    alike, vectors = alike[nearest], vectors[nearest]
    one_matter = vectors @ vectors.T >= _ONE_MATTER
    left = np.ones(len(nearest), np.bool_)
    found: list[float] = []
    while len(found) < _MATTERS and left.any():
        first = int(left.argmax())
        found.append(float(alike[first]))
        left &= ~one_matter[first]
        left[first] = False
    missing = _USUAL if len(nearest) == AROUND else 0.0
    return max(LEAST_CROWD, (sum(found) + missing * (_MATTERS - len(found))) / _MATTERS)
