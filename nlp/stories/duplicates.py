"""Copies of one article: shared small word sequences find candidates, the share of all sequences decides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.stories.column import Column
from nlp.stories.ragged import list_positions
from nlp.stories.shingles import Shingles

# A wire copy keeps its body under a new lead: half of the shorter text's sequences is far above chance
# (two reports of one event share under a tenth) and below what edited copies keep; benchmarks/duplicates.py.
MIN_CONTAINMENT = 0.55
# Shorter texts share sequences by chance.
MIN_SHINGLES = 25
# A text that is whole in an earlier one is not looked for again: ten thousand reprints would each be compared with all.
WHOLE = 0.95
# Of a long text this many sequences are kept, those with the smallest numbers: the same ones in every copy.
_SKETCH = 256
# Of these, this many lead to a text. A text with half of them has 16 in common where 3 are asked for.
_KEYS = 48
_LEAST_KEYS = 3
_LEAST_SHARED = 8
# Where a formula is in every text, the earliest of the texts that have it are enough.
_MOST_PER_KEY = 200
_MOST_CANDIDATES = 50
# Keys are sorted in when this many texts have come, or a two-hundredth of what is there.
_TAIL = 256
_TAIL_SHARE = 200
_SHIFT = np.uint64(32)
_LOW = np.uint64(2**32 - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An earlier text that shares sequences with a new one.

    `contained` is how much of the shorter of the two is in the other, `whole` how much of the new text is in the old.
    """

    owner: int
    contained: float
    whole: float


class CopyIndex:
    """Sketches of texts, each with the number of who owns it; found again by the sequences that they share."""

    def __init__(self) -> None:
        self._hashes: Column[np.uint32] = Column(np.uint32)
        self._ends: Column[np.int64] = Column(np.int64)
        self._totals: Column[np.int64] = Column(np.int64)
        self._owners: Column[np.int64] = Column(np.int64)
        self._keys = np.empty(0, dtype=np.uint64)
        self._sorted = 0
        self._recent: dict[int, list[int]] = {}

    def __len__(self) -> int:
        return len(self._owners)

    def add(self, shingles: Shingles, *, owner: int) -> None:
        """Keep the sketch of a text; one that is too short to be known again is left out."""
        if len(shingles) < MIN_SHINGLES:
            return
        entry = len(self)
        sketch = shingles[:_SKETCH]
        self._hashes.extend(sketch)
        self._ends.append(len(self._hashes))
        self._totals.append(len(shingles))
        self._owners.append(owner)
        for key in sketch[:_KEYS].tolist():
            self._recent.setdefault(key, []).append(entry)
        if len(self) - self._sorted >= max(_TAIL, len(self) // _TAIL_SHARE):
            self._sort(self._sorted)

    def find(self, shingles: Shingles) -> Match | None:
        """Return the text that these sequences are a copy of, or that is a copy of them; the closest one."""
        if len(shingles) < MIN_SHINGLES:
            return None
        matches = [self._match(entry, shingles) for entry in self._list_candidates(shingles)]
        # Of equals the earliest: candidates are in order of adding.
        best = max(matches, key=lambda match: match.contained, default=None)
        return best if best is not None and best.contained >= MIN_CONTAINMENT else None

    def keep(self, owners: NDArray[np.int64]) -> None:
        """Forget the texts of every owner whose new number in `owners` is below 0, and renumber the others."""
        numbers = owners[self._owners.values]
        mask = numbers >= 0
        self._hashes.keep(np.repeat(mask, self._sizes()))
        sizes = self._sizes()[mask]
        self._ends.keep(mask)
        self._ends.values[:] = np.cumsum(sizes)
        self._totals.keep(mask)
        self._owners.keep(mask)
        self._owners.values[:] = numbers[mask]
        self._keys = self._keys[:0]
        self._sort(0)

    def _sizes(self) -> NDArray[np.int64]:
        return np.diff(self._ends.values, prepend=0)

    def _match(self, entry: int, shingles: Shingles) -> Match:
        end = int(self._ends.values[entry])
        start = int(self._ends.values[entry - 1]) if entry else 0
        sketch = self._hashes.values[start:end]
        # Of a text that is longer than its sketch, only numbers up to the largest one kept can be compared.
        full = int(self._totals.values[entry]) == len(sketch)
        seen = shingles if full else shingles[: np.searchsorted(shingles, sketch[-1], side="right")]
        shared = len(np.intersect1d(seen, sketch, assume_unique=True))
        if shared < min(_LEAST_SHARED, len(sketch)):
            return Match(owner=int(self._owners.values[entry]), contained=0.0, whole=0.0)
        return Match(
            owner=int(self._owners.values[entry]),
            contained=shared / min(len(seen), len(sketch)),
            whole=shared / len(seen),
        )

    def _list_candidates(self, shingles: Shingles) -> list[int]:
        recent = [entry for key in shingles.tolist() for entry in self._recent.get(key, ())[:_MOST_PER_KEY]]
        found = np.concatenate([self._look_up(shingles), np.array(recent, dtype=np.int64)])
        entries, counts = np.unique(found, return_counts=True)
        entries, counts = entries[counts >= _LEAST_KEYS], counts[counts >= _LEAST_KEYS]
        best = np.argsort(-counts, kind="stable")[:_MOST_CANDIDATES]
        return sorted(entries[best].tolist())

    def _look_up(self, shingles: Shingles) -> NDArray[np.int64]:
        first = shingles.astype(np.uint64) << _SHIFT
        starts = np.searchsorted(self._keys, first)
        sizes = np.searchsorted(self._keys, first | _LOW, side="right") - starts
        positions = list_positions(starts, sizes.clip(max=_MOST_PER_KEY))
        return (self._keys[positions] & _LOW).astype(np.int64)

    def _sort(self, first: int) -> None:
        """Sort the keys of the texts from `first` on among those before."""
        sizes = self._sizes()[first:].clip(max=_KEYS)
        starts = np.concatenate([[0], self._ends.values])[first:-1]
        hashes = self._hashes.values[list_positions(starts, sizes)].astype(np.uint64)
        entries = np.repeat(np.arange(first, len(self), dtype=np.uint64), sizes)
        self._keys = np.concatenate([self._keys, (hashes << _SHIFT) | entries])
        # Runs that are in order already are merged, not sorted.
        self._keys.sort(kind="stable")
        self._sorted = len(self)
        self._recent.clear()
