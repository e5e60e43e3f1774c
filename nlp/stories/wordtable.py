"""The words of the window's articles, one row each, found by word."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from nlp.stories.column import Column
from nlp.stories.ragged import list_positions, sum_rows
from nlp.stories.similarity import COLUMNS, EMPHASIS, PRESENCE, Floats, Rarity, Words

# Rows are sorted in by word when this many have come, or a fiftieth of what is there: each sorting goes over all.
_TAIL = 256
_TAIL_SHARE = 50
# A word that more rows have than this finds too many and says too little.
_COMMON = 500
# Rows that are gone through at once, so that no array as long as all words is made.
_STRIDE = 16_384


class WordTable:
    """For each row its words' columns and steps: five bytes a word, and four more for finding rows by a rare word."""

    def __init__(self) -> None:
        self._columns: Column[np.int32] = Column(np.int32)
        self._steps: Column[np.uint8] = Column(np.uint8)
        self._ends: Column[np.int64] = Column(np.int64)
        self._frequency = np.zeros(COLUMNS, dtype=np.int32)
        self._sorted = 0
        self._starts = np.zeros(COLUMNS + 1, dtype=np.int64)
        self._rows = np.empty(0, dtype=np.int32)
        self._recent: dict[int, list[int]] = {}
        # Filled for one comparison and emptied after it: making it anew each time would take longer than comparing.
        self._aimed = np.zeros(COLUMNS, dtype=np.float32)

    def __len__(self) -> int:
        return len(self._ends)

    def add(self, words: Words) -> None:
        """Put one more row at the end."""
        for column in words.columns.tolist():
            self._recent.setdefault(column, []).append(len(self))
        self._columns.extend(words.columns)
        self._steps.extend(words.steps)
        self._ends.append(len(self._columns))
        self._frequency[words.columns] += 1
        if len(self) - self._sorted >= max(_TAIL, len(self) // _TAIL_SHARE):
            self._sort()

    def compare(self, words: Words, rows: NDArray[np.int64], rarity: Rarity) -> Floats:
        """Return the cosine of these words with those of each of these rows. A row without words is like nothing."""
        aims = EMPHASIS[words.steps] * rarity.weigh(words.columns, words.expected)
        starts, sizes = self._bounds(rows)
        positions = list_positions(starts, sizes)
        columns = self._columns.values[positions]
        weights = EMPHASIS[self._steps.values[positions]] * rarity.weigh(columns)
        self._aimed[words.columns] = aims
        shared, squares = sum_rows(sizes, self._aimed[columns] * weights, weights * weights)
        self._aimed[words.columns] = 0.0
        lengths = np.sqrt(squares) * float(np.sqrt(np.sum(aims**2)))
        cosines: Floats = np.divide(shared, lengths, out=np.zeros(len(rows)), where=lengths > 0)
        return cosines

    def compare_all(self, rows: NDArray[np.int64], rarity: Rarity) -> Floats:
        """Return the cosines of the words of these rows with one another."""
        starts, sizes = self._bounds(rows)
        positions = list_positions(starts, sizes)
        # Few columns are used, and a matrix as wide as all of them is slow to turn.
        used, columns = np.unique(self._columns.values[positions], return_inverse=True)
        weights = EMPHASIS[self._steps.values[positions]] * rarity.weigh(used)[columns]
        ends = np.concatenate([[0], np.cumsum(sizes)])
        table = csr_array((weights, columns, ends), shape=(len(rows), len(used)))
        shared = (table @ table.T).toarray().astype(np.float64)
        lengths = np.sqrt(shared.diagonal())
        scale = np.outer(lengths, lengths)
        cosines: Floats = np.divide(shared, scale, out=np.zeros_like(shared), where=scale > 0)
        return cosines

    def read(self, row: int, rarity: Rarity) -> Words:
        """Return the words of one row."""
        start, end = int(self._ends.values[row - 1]) if row else 0, int(self._ends.values[row])
        columns = self._columns.values[start:end]
        return Words(columns=columns, steps=self._steps.values[start:end], expected=rarity.expect(columns))

    def sizes(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return how many different words each of these rows has."""
        return self._bounds(rows)[1]

    def find(self, words: Words, rarity: Rarity, *, most: int) -> NDArray[np.int64]:
        """Return the rows that share the most of these words, the rarer the more; words that many rows have aside."""
        rare = self._frequency[words.columns] <= _COMMON
        columns = words.columns[rare]
        weights = rarity.weigh(columns, words.expected[rare]) ** 2
        starts = self._starts[columns]
        sizes = self._starts[columns.astype(np.int64) + 1] - starts
        older = self._rows[list_positions(starts, sizes)]
        newer = [self._recent.get(column, ()) for column in columns.tolist()]
        lengths = np.array([len(one) for one in newer], dtype=np.int64)
        found = np.concatenate(
            [older, np.fromiter((row for one in newer for row in one), np.int64, int(lengths.sum()))]
        )
        if not len(found):
            return found.astype(np.int64)
        worth = np.concatenate([np.repeat(weights, sizes), np.repeat(weights, lengths)])
        rows, places = np.unique(found, return_inverse=True)
        sums = np.bincount(places, weights=worth)
        if len(rows) > most:
            rows = rows[np.argpartition(sums, -most)[-most:]]
        return rows.astype(np.int64)

    def keep(self, mask: NDArray[np.bool_]) -> None:
        """Drop the rows that the mask is false for."""
        sizes = np.diff(self._ends.values, prepend=0)
        words = np.repeat(mask, sizes)
        self._columns.keep(words)
        self._steps.keep(words)
        self._ends.keep(mask)
        self._ends.values[:] = np.cumsum(sizes[mask])
        self._frequency = np.zeros(COLUMNS, dtype=np.int32)
        for _, part in self._strides():
            self._frequency += np.bincount(self._columns.values[part], minlength=COLUMNS).astype(np.int32)
        self._sort()

    def count(self, shares: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return for each column the sum of the shares of the rows that have it, by how much they have of it."""
        total = np.zeros(COLUMNS, dtype=np.float32)
        for rows, part in self._strides():
            worth = np.repeat(shares[rows], self._bounds(rows)[1]) * PRESENCE[self._steps.values[part]]
            total += np.bincount(self._columns.values[part], weights=worth, minlength=COLUMNS).astype(np.float32)
        return total

    def _bounds(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        ends = self._ends.values
        starts = np.where(rows > 0, ends[rows - 1], 0)
        return starts, ends[rows] - starts

    def _strides(self) -> Iterator[tuple[NDArray[np.int64], slice]]:
        for start in range(0, len(self), _STRIDE):
            rows = np.arange(start, min(start + _STRIDE, len(self)))
            starts, sizes = self._bounds(rows)
            yield rows, slice(int(starts[0]), int(starts[-1] + sizes[-1]))

    def _sort(self) -> None:
        # A word that is on the edge may become rare again when rows leave; all are sorted anew then.
        common = self._frequency > _COMMON
        columns, sizes = [np.empty(0, np.int32)], [np.zeros(1, np.int64)]
        for rows, part in self._strides():
            rare = ~common[self._columns.values[part]]
            columns.append(self._columns.values[part][rare])
            (kept,) = sum_rows(self._bounds(rows)[1], rare.astype(np.float32))
            sizes.append(kept.astype(np.int64))
        flat, ends = np.concatenate(columns), np.concatenate(sizes).cumsum().astype(np.int32)
        by_word = csr_array((np.ones(len(flat), np.bool_), flat, ends), shape=(len(self), COLUMNS)).tocsc()
        self._starts, self._rows = by_word.indptr.astype(np.int64), by_word.indices
        self._sorted = len(self)
        self._recent.clear()
