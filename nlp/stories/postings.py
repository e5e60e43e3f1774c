"""Which rows have a word, for words that not too many have."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from nlp.stories.column import Rows
from nlp.stories.ragged import list_positions, sum_rows
from nlp.stories.similarity import COLUMNS, Columns

# Rows are sorted in by word when this many have come, or a fiftieth of what is there: each sorting goes over all.
_TAIL = 256
_TAIL_SHARE = 50
# A word that more rows have than this finds too many and says too little.
_COMMON = 500


class Postings:
    """Rows found by their words, four bytes for each word of a row that is not common."""

    def __init__(self) -> None:
        self._length = 0
        self._frequency = np.zeros(COLUMNS, dtype=np.int32)
        self._sorted = 0
        self._starts = np.zeros(COLUMNS + 1, dtype=np.int64)
        self._rows = np.empty(0, dtype=np.int32)
        self._recent: dict[int, list[int]] = {}

    def add(self, columns: Columns) -> None:
        """Put one more row at the end, which has these different words."""
        for column in columns.tolist():
            self._recent.setdefault(column, []).append(self._length)
        self._length += 1
        self._frequency[columns] += 1

    def is_due(self) -> bool:
        """Whether so many rows have come that they are to be sorted in."""
        return self._length - self._sorted >= max(_TAIL, self._length // _TAIL_SHARE)

    def find(self, columns: Columns, worth: NDArray[np.float32], sizes: Rows, *, most: int) -> list[Rows]:
        """Return for each of several texts the rows that share the most of its words, by what each word is worth.

        `columns` are the different words of one text after the other, and `sizes` says how many each has. Common words
        are passed over.
        """
        rare = self._frequency[columns] <= _COMMON
        words, places = np.unique(columns[rare], return_inverse=True)
        counts = sum_rows(sizes, rare.astype(np.float32))
        # Each word twice: once for the rows that are sorted in, and once for those that came since.
        texts = csr_array(
            (
                np.repeat(worth[rare], 2),
                np.stack([places, places + len(words)], axis=1, dtype=np.int32).ravel(),
                np.concatenate([[0], 2 * counts.cumsum()]).astype(np.int32),
            ),
            shape=(len(sizes), 2 * len(words)),
        )
        shared = texts @ self._list_rows(words)
        return [
            _choose(shared.indices[start:end], shared.data[start:end], most=most)
            for start, end in pairwise(shared.indptr.tolist())
        ]

    def recount(self, parts: Iterable[Columns], *, rows: int) -> None:
        """Begin anew with so many rows, whose words are all those of the parts; they are to be sorted in."""
        self._length = rows
        self._frequency = np.zeros(COLUMNS, dtype=np.int32)
        for columns in parts:
            self._frequency += np.bincount(columns, minlength=COLUMNS).astype(np.int32)

    def sort(self, parts: Iterable[tuple[Columns, Rows]]) -> None:
        """Sort all rows in by word; the parts have their words, row after row, and how many each row has."""
        # A word that is on the edge may become rare again when rows leave; all are sorted anew then.
        common = self._frequency > _COMMON
        columns, sizes = [np.empty(0, np.int32)], [np.zeros(1, np.int64)]
        for words, lengths in parts:
            rare = ~common[words]
            columns.append(words[rare])
            sizes.append(sum_rows(lengths, rare.astype(np.float32)).astype(np.int64))
        flat, ends = np.concatenate(columns), np.concatenate(sizes).cumsum().astype(np.int32)
        by_word = csr_array((np.ones(len(flat), np.bool_), flat, ends), shape=(self._length, COLUMNS)).tocsc()
        self._starts, self._rows = by_word.indptr.astype(np.int64), by_word.indices
        self._sorted = self._length
        self._recent.clear()

    def _list_rows(self, words: Columns) -> csr_array:
        """Return a table of ones where a row has a word: the words among sorted rows first, then among recent ones."""
        starts = self._starts[words]
        sizes = self._starts[words + 1] - starts
        older = self._rows[list_positions(starts, sizes)]
        recent = [self._recent.get(word, ()) for word in words.tolist()]
        lengths = np.array([len(rows) for rows in recent], dtype=np.int64)
        newer = np.fromiter(chain.from_iterable(recent), np.int32, int(lengths.sum()))
        rows = np.concatenate([older, newer])
        ends = np.concatenate([[0], sizes, lengths]).cumsum().astype(np.int32)
        return csr_array((np.ones(len(rows), np.float32), rows, ends), shape=(2 * len(words), self._length))


def _choose(rows: NDArray[np.int32], worth: NDArray[np.float32], *, most: int) -> Rows:
    if len(rows) > most:
        rows = rows[np.argpartition(worth, -most)[-most:]]
    return np.sort(rows).astype(np.int64)
