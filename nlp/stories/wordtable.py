"""The words of the window's articles, one row each, found by word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from nlp.stories.column import Column, Rows
from nlp.stories.postings import Postings
from nlp.stories.ragged import list_positions, sum_rows
from nlp.stories.similarity import COLUMNS, EMPHASIS, PRESENCE, Columns, Floats, Rarity, Words

# Rows that are gone through at once, so that no array as long as all words is made.
_STRIDE = 16_384
# Rows that are compared with others at once, so that the table of their words stays small.
_TOGETHER = 32
_NOWHERE = -1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Weighed:
    """The words of several rows, one row after the other, and what each counts for; of each row how many words it has,
    and the sum of the squares of what they count for.
    """

    columns: Columns
    weights: NDArray[np.float32]
    sizes: Rows
    squares: Floats


class WordTable:
    """For each row its words' columns and steps, five bytes a word."""

    def __init__(self) -> None:
        self._columns: Column[np.int32] = Column(np.int32)
        self._steps: Column[np.uint8] = Column(np.uint8)
        self._ends: Column[np.int64] = Column(np.int64)
        self._postings = Postings()
        # Filled for one comparison and emptied after it: making it anew each time would take longer than comparing.
        self._places = np.full(COLUMNS, _NOWHERE, dtype=np.int32)

    def __len__(self) -> int:
        return len(self._ends)

    def add(self, words: Words) -> None:
        """Put one more row at the end."""
        self._columns.extend(words.columns)
        self._steps.extend(words.steps)
        self._ends.append(len(self._columns))
        self._postings.add(words.columns)
        if self._postings.is_due():
            self._postings.sort(self._list_parts())

    def compare(self, words: Words, rows: Rows, rarity: Rarity) -> Floats:
        """Return the cosine of these words with those of each of these rows. A row without words is like nothing."""
        aims = EMPHASIS[words.steps] * rarity.weigh(words.columns, words.expected)
        theirs = self._weigh(rows, rarity)
        dots = self._multiply(words.columns, aims[:, np.newaxis], theirs)[0]
        return _divide(dots, np.sqrt(theirs.squares * float(np.sum(aims**2))))

    def compare_all(self, rows: Rows, others: Rows, rarity: Rarity) -> Floats:
        """Return the cosines of the words of these rows, a line for each, with those of others, a column for each."""
        theirs = self._weigh(others, rarity)
        found = [np.zeros((0, len(others)))]
        for start in range(0, len(rows), _TOGETHER):
            ours = self._weigh(rows[start : start + _TOGETHER], rarity)
            columns, places = self._number(ours.columns)
            aims = np.zeros((len(columns), len(ours.sizes)), dtype=np.float32)
            aims[places, np.repeat(np.arange(len(ours.sizes)), ours.sizes)] = ours.weights
            dots = self._multiply(columns, aims, theirs)
            found.append(_divide(dots, np.sqrt(np.outer(ours.squares, theirs.squares))))
        return np.concatenate(found)

    def read(self, row: int, rarity: Rarity) -> Words:
        """Return the words of one row."""
        start, end = int(self._ends.values[row - 1]) if row else 0, int(self._ends.values[row])
        columns = self._columns.values[start:end]
        return Words(columns=columns, steps=self._steps.values[start:end], expected=rarity.expect(columns))

    def sizes(self, rows: Rows) -> Rows:
        """Return how many different words each of these rows has."""
        return self._bounds(rows)[1]

    def find(self, words: Words, rarity: Rarity, *, most: int) -> Rows:
        """Return the rows that share the most of these words, the rarer the more; words that many rows have aside."""
        worth = rarity.weigh(words.columns, words.expected) ** 2
        return self._postings.find(words.columns, worth, np.array([len(worth)]), most=most)[0]

    def find_all(self, rows: Rows, rarity: Rarity, *, most: int) -> list[Rows]:
        """Return for each of these rows those that share the most of its words, itself among them."""
        positions, sizes = self._locate(rows)
        columns = self._columns.values[positions]
        return self._postings.find(columns, rarity.weigh(columns) ** 2, sizes, most=most)

    def keep(self, mask: NDArray[np.bool_]) -> None:
        """Drop the rows that the mask is false for."""
        sizes = np.diff(self._ends.values, prepend=0)
        words = np.repeat(mask, sizes)
        self._columns.keep(words)
        self._steps.keep(words)
        self._ends.keep(mask)
        self._ends.values[:] = np.cumsum(sizes[mask])
        self._postings.recount((columns for columns, _ in self._list_parts()), rows=len(self))
        self._postings.sort(self._list_parts())

    def count(self, shares: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return for each column the sum of the shares of the rows that have it, by how much they have of it."""
        total = np.zeros(COLUMNS, dtype=np.float32)
        for rows, sizes, part in self._strides():
            worth = np.repeat(shares[rows], sizes) * PRESENCE[self._steps.values[part]]
            total += np.bincount(self._columns.values[part], weights=worth, minlength=COLUMNS).astype(np.float32)
        return total

    def _bounds(self, rows: Rows) -> tuple[Rows, Rows]:
        ends = self._ends.values
        starts = np.where(rows > 0, ends[rows - 1], 0)
        return starts, ends[rows] - starts

    def _locate(self, rows: Rows) -> tuple[Rows, Rows]:
        """Return the positions of the words of these rows, and how many each has."""
        starts, sizes = self._bounds(rows)
        return list_positions(starts, sizes), sizes

    def _weigh(self, rows: Rows, rarity: Rarity) -> _Weighed:
        positions, sizes = self._locate(rows)
        columns = self._columns.values[positions]
        weights = EMPHASIS[self._steps.values[positions]] * rarity.weigh(columns)
        return _Weighed(columns=columns, weights=weights, sizes=sizes, squares=sum_rows(sizes, weights**2))

    def _number(self, columns: Columns) -> tuple[Columns, NDArray[np.int32]]:
        """Return the different ones of these columns, and for each which of those it is."""
        order = np.arange(len(columns), dtype=np.int32)
        # Of those that write their number to one place the last remains.
        self._places[columns] = order
        different = columns[self._places[columns] == order]
        self._places[different] = order[: len(different)]
        numbers = self._places[columns]
        self._places[different] = _NOWHERE
        return different, numbers

    def _multiply(self, columns: Columns, aims: NDArray[np.float32], theirs: _Weighed) -> NDArray[np.float32]:
        """Return the products of several texts, a line for each, with those rows, a column for each.

        `aims` has what each text makes of each of these different columns: a line for each column.
        """
        self._places[columns] = np.arange(len(columns), dtype=np.int32)
        places = self._places[theirs.columns]
        self._places[columns] = _NOWHERE
        # Most words of a row are in none of the texts.
        shared = np.flatnonzero(places != _NOWHERE)
        ends = np.concatenate([[0], np.searchsorted(shared, theirs.sizes.cumsum())]).astype(np.int32)
        table = csr_array((theirs.weights[shared], places[shared], ends), shape=(len(theirs.sizes), len(columns)))
        products: NDArray[np.float32] = (table @ aims).T
        return products

    def _list_parts(self) -> Iterator[tuple[Columns, Rows]]:
        for _, sizes, part in self._strides():
            yield self._columns.values[part], sizes

    def _strides(self) -> Iterator[tuple[Rows, Rows, slice]]:
        for start in range(0, len(self), _STRIDE):
            rows = np.arange(start, min(start + _STRIDE, len(self)))
            starts, sizes = self._bounds(rows)
            yield rows, sizes, slice(int(starts[0]), int(starts[-1] + sizes[-1]))


def _divide(dots: NDArray[np.float32], lengths: Floats) -> Floats:
    cosines: Floats = np.divide(dots, lengths, out=np.zeros(lengths.shape), where=lengths > 0)
    return cosines
