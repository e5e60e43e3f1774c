"""The words of the window's articles, one row each, found by word."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from nlp.column import Column
from nlp.ragged import list_positions, sum_rows
from nlp.similarity import COLUMNS, EMPHASIS, Columns, Floats, Rarity, Words

# Rows are sorted in by word when this many have come, or a two-hundredth of what is there: each sorting goes over all.
_TAIL = 256
_TAIL_SHARE = 200
# A word that more rows have than this, and more than this part of them, finds too many and says too little.
_COMMON = 2000
_COMMON_SHARE = 0.02
# Rows that are gone through at once, so that no array as long as all words is made.
_STRIDE = 16_384


class WordTable:
    """For each row its words' columns and counts: five bytes a word, and as much again for finding rows by word."""

    def __init__(self) -> None:
        self._columns: Column[np.int32] = Column(np.int32)
        self._counts: Column[np.uint8] = Column(np.uint8)
        self._ends: Column[np.int64] = Column(np.int64)
        self._lengths: Column[np.float32] = Column(np.float32)
        self._frequency = np.zeros(COLUMNS, dtype=np.int32)
        self._sorted = 0
        self._starts = np.zeros(COLUMNS + 1, dtype=np.int64)
        self._rows = np.empty(0, dtype=np.int32)
        self._times = np.empty(0, dtype=np.uint8)
        # Filled for one comparison and emptied after it: making it anew each time would take longer than comparing.
        self._aimed = np.zeros(COLUMNS, dtype=np.float32)

    def __len__(self) -> int:
        return len(self._ends)

    def add(self, words: Words) -> None:
        """Put one more row at the end."""
        self._columns.extend(words.columns)
        self._counts.extend(words.counts)
        self._ends.append(len(self._columns))
        self._lengths.append(0.0)
        self._frequency[words.columns] += 1

    def refresh(self, rarity: Rarity) -> None:
        """Bring the rows' lengths up to date, and sort new rows in when there are enough; call before comparing."""
        if len(self) - self._sorted >= max(_TAIL, len(self) // _TAIL_SHARE):
            self._sort()
            self._measure(0, rarity)
        else:
            self._measure(self._sorted, rarity)

    def compare(self, words: Words, rows: NDArray[np.int64], rarity: Rarity) -> Floats:
        """Return the cosine of these words with those of each of these rows. A row without words is like nothing."""
        weights = rarity.weigh(words.columns, words.expected)
        starts, sizes = self._bounds(rows)
        positions = list_positions(starts, sizes)
        aimed = self._aim(words, weights, self._columns.values[positions])
        shared = sum_rows(aimed * EMPHASIS[self._counts.values[positions]], sizes)
        return self._divide(shared, words, weights, self._lengths.values[rows])

    def scan(self, words: Words, rarity: Rarity) -> Floats:
        """Return about what `compare` gives for every row: a little less where they share very common words."""
        weights = rarity.weigh(words.columns, words.expected)
        aims = EMPHASIS[words.counts] * weights**2
        starts = self._starts[words.columns]
        sizes = self._starts[words.columns.astype(np.int64) + 1] - starts
        positions = list_positions(starts, sizes)
        worth = np.repeat(aims, sizes) * EMPHASIS[self._times[positions]]
        shared = np.bincount(self._rows[positions], weights=worth, minlength=len(self)).astype(np.float64)
        tail = np.arange(self._sorted, len(self))
        starts, sizes = self._bounds(tail)
        begin = int(starts[0]) if len(tail) else len(self._columns)
        aimed = self._aim(words, weights, self._columns.values[begin:])
        shared[self._sorted :] = sum_rows(aimed * EMPHASIS[self._counts.values[begin:]], sizes)
        return self._divide(shared, words, weights, self._lengths.values)

    def keep(self, mask: NDArray[np.bool_]) -> None:
        """Drop the rows that the mask is false for."""
        sizes = np.diff(self._ends.values, prepend=0)
        words = np.repeat(mask, sizes)
        self._columns.keep(words)
        self._counts.keep(words)
        self._ends.keep(mask)
        self._ends.values[:] = np.cumsum(sizes[mask])
        self._lengths.keep(mask)
        self._frequency = self.count(np.ones(len(self), dtype=np.float32)).astype(np.int32)
        self._sort()

    def count(self, shares: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return for each column the sum of the shares of the rows that have it."""
        total = np.zeros(COLUMNS, dtype=np.float32)
        for rows, part in self._strides(0):
            worth = np.repeat(shares[rows], self._bounds(rows)[1])
            total += np.bincount(self._columns.values[part], weights=worth, minlength=COLUMNS).astype(np.float32)
        return total

    def _bounds(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        ends = self._ends.values
        starts = np.where(rows > 0, ends[rows - 1], 0)
        return starts, ends[rows] - starts

    def _strides(self, first: int) -> Iterator[tuple[NDArray[np.int64], slice]]:
        for start in range(first, len(self), _STRIDE):
            rows = np.arange(start, min(start + _STRIDE, len(self)))
            starts, sizes = self._bounds(rows)
            yield rows, slice(int(starts[0]), int(starts[-1] + sizes[-1]))

    def _aim(self, words: Words, weights: NDArray[np.float32], columns: Columns) -> NDArray[np.float32]:
        self._aimed[words.columns] = EMPHASIS[words.counts] * weights**2
        aimed = self._aimed[columns]
        self._aimed[words.columns] = 0.0
        return aimed

    def _divide(
        self, shared: Floats, words: Words, weights: NDArray[np.float32], lengths: NDArray[np.float32]
    ) -> Floats:
        length = float(np.sqrt(np.sum((EMPHASIS[words.counts] * weights) ** 2)))
        cosines: Floats = np.divide(shared, lengths * length, out=np.zeros(len(shared)), where=lengths * length > 0)
        return cosines

    def _measure(self, first: int, rarity: Rarity) -> None:
        for rows, part in self._strides(first):
            squares = (EMPHASIS[self._counts.values[part]] * rarity.weigh(self._columns.values[part])) ** 2
            self._lengths.values[rows] = np.sqrt(sum_rows(squares, self._bounds(rows)[1]))

    def _sort(self) -> None:
        common = self._frequency > max(_COMMON, _COMMON_SHARE * len(self))
        columns, counts, sizes = [], [], []
        for rows, part in self._strides(0):
            rare = ~common[self._columns.values[part]]
            columns.append(self._columns.values[part][rare])
            counts.append(self._counts.values[part][rare])
            sizes.append(sum_rows(rare.astype(np.float32), self._bounds(rows)[1]).astype(np.int64))
        ends = np.concatenate([[0], *sizes]).cumsum().astype(np.int32)
        parts = (np.concatenate([np.empty(0, np.uint8), *counts]), np.concatenate([np.empty(0, np.int32), *columns]))
        by_word = csr_array((*parts, ends), shape=(len(self), COLUMNS)).tocsc()
        self._starts, self._rows, self._times = by_word.indptr.astype(np.int64), by_word.indices, by_word.data
        self._sorted = len(self)
