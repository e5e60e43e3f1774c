"""The articles of their own words in the window, one row each: vectors, words, dates, sketches of their texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from nlp.chronicle import Chronicle
from nlp.column import Column
from nlp.duplicates import CopyIndex, Match
from nlp.nearest import Rows, find_nearest
from nlp.pairs import Measured, Weights, ignore_time, score_pairs
from nlp.records import StoryItem
from nlp.shingles import Shingles
from nlp.similarity import Floats, Rarity, count_words
from nlp.wordtable import WordTable

Vector = NDArray[np.float32]

# How far apart two articles count as where a date is missing, and the longest gap that counts as any.
_UNKNOWN_DAYS = 2.0
_LONGEST_DAYS = 10.0
_DAY = 86_400.0
# Articles that a new one is compared with closely: those with the nearest vectors and those with its rarest words.
_NEAREST = 64
_RAREST = 32
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True, eq=False)
class Original:
    """An article and its copies. It is found by the vector and words of the first of them that came, at `row`."""

    row: int
    item_id: str
    title: str
    outlet: str
    published: datetime | None
    credits: frozenset[str]
    entity_ids: tuple[str, ...]
    chronicle: Chronicle
    last: int = 0


class Originals:
    """The originals of a window, `window` long, and what each of them shares with others."""

    def __init__(self, *, window: timedelta, weights: Weights) -> None:
        self.window = window
        self.rarity = Rarity()
        self.copies = CopyIndex()
        self._weights = weights
        self._listed: list[Original] = []
        self._times: Column[np.float64] = Column(np.float64)
        self._shares: Column[np.float32] = Column(np.float32)
        self._vectors: Column[np.float16] | None = None
        self._words = WordTable()

    def __len__(self) -> int:
        return len(self._listed)

    def __contains__(self, original: Original) -> bool:
        """Whether an original is still there."""
        return original.row < len(self._listed) and self._listed[original.row] is original

    def __getitem__(self, row: int) -> Original:
        return self._listed[row]

    def add(self, original: Original, item: StoryItem, vector: Vector, *, share: float) -> None:
        """Put one more at the end, which is its row. `share` is what it counts for among those that have its words."""
        words = count_words(item)
        self._listed.append(original)
        self._words.add(words)
        self.rarity.add(words, share=share)
        self._shares.append(share)
        self._times.append(_seconds(item.published))
        if self._vectors is None:
            self._vectors = Column(np.float16, width=len(vector))
        self._vectors.append(vector)

    def date(self, original: Original, published: datetime | None) -> None:
        """Give an original another date, that of a copy which came before it."""
        original.published = published
        self._times.values[original.row] = _seconds(published)

    def share(self, original: Original, share: float) -> None:
        """Let an original count for this much among those that have its words."""
        before = float(self._shares.values[original.row])
        if share != before:
            self.rarity.shift(self._words.columns(original.row), by=share - before)
            self._shares.values[original.row] = share

    def find_nearest(self, vectors: Vector, moments: Sequence[datetime | None]) -> list[Rows]:
        """Return each vector's nearest originals; `moments` are its articles' dates.

        For many vectors at once this is many times as fast as for one at a time.
        """
        if self._vectors is None:
            return [np.empty(0, np.int64) for _ in vectors]
        known = [moment for moment in moments if moment is not None]
        allowed = None
        if known and len(known) == len(moments):
            reach = self.window.total_seconds()
            early = self._times.values < _seconds(min(known)) - reach
            late = self._times.values > _seconds(max(known)) + reach
            allowed = ~(early | late) if early.any() or late.any() else None
        return find_nearest(vectors, self._vectors.values, most=_NEAREST, allowed=allowed)

    def find_candidates(self, item: StoryItem, vector: Vector, *, near: Rows | None = None) -> Rows:
        """Return the originals within the window that may report what an item does: the nearest, and by rare words.

        `near` is what `find_nearest` gave for it; originals that have come since are to be among them.
        """
        known = self.find_nearest(vector[np.newaxis], [item.published])[0] if near is None else near
        rare = self._words.find(count_words(item), self.rarity, most=_RAREST)
        return self.keep_near(np.union1d(known, rare), item.published)

    def find_copy(self, shingles: Shingles) -> tuple[Original, Match] | None:
        """Return the article that a text of these sequences is a copy of, or is the original of; None where none is."""
        match = self.copies.find(shingles)
        return None if match is None else (self._listed[match.owner], match)

    def keep_near(self, rows: Rows, published: datetime | None) -> Rows:
        """Return those of the rows that lie within the window of a date, or have no date."""
        return rows[~(self._measure_gaps(published, rows) > self.window.total_seconds() / _DAY)]

    def compare_vectors(self, vector: Vector, rows: Rows) -> Vector:
        """Return the cosine of a vector with each of these rows."""
        return self.vectors(rows) @ vector

    def vectors(self, rows: Rows) -> Vector:
        """Return the vectors of these rows."""
        if self._vectors is None:
            return np.zeros((len(rows), 0), np.float32)
        return self._vectors.values[rows].astype(np.float32)

    def measure(self, item: StoryItem, vector: Vector, rows: Rows) -> Measured:
        """Return what an item and these originals share, for `score_pairs`."""
        words = count_words(item)
        return Measured(
            meaning=self.compare_vectors(vector, rows),
            wording=self._words.compare(words, rows, self.rarity),
            days=_count_days(self._measure_gaps(item.published, rows)),
            words=np.minimum(self._words.sizes(rows), len(words.columns)),
        )

    def score(self, item: StoryItem, vector: Vector, rows: Rows) -> Floats:
        """Return how likely an item reports what each of these originals does."""
        return score_pairs(self.measure(item, vector, rows), weights=self._weights)

    def score_both(self, item: StoryItem, vector: Vector, rows: Rows) -> tuple[Floats, Floats]:
        """Return what `score` does, and the scores as if all had come out at once."""
        measured = self.measure(item, vector, rows)
        timeless = ignore_time(measured)
        return score_pairs(measured, weights=self._weights), score_pairs(timeless, weights=self._weights)

    def score_all(self, rows: Rows, *, timeless: bool = False) -> Floats:
        """Return the scores of these originals with one another; of two that the window parts 0.

        With `timeless`, as if all had come out at once.
        """
        vectors, sizes = self.vectors(rows), self._words.sizes(rows)
        times = self._times.values[rows]
        gaps = np.abs(times[:, np.newaxis] - times) / _DAY
        measured = Measured(
            meaning=vectors @ vectors.T,
            wording=self._words.compare_all(rows, self.rarity),
            days=_count_days(gaps),
            words=np.minimum(sizes[:, np.newaxis], sizes),
        )
        scores = score_pairs(ignore_time(measured) if timeless else measured, weights=self._weights)
        scores[gaps > self.window.total_seconds() / _DAY] = 0.0
        return scores

    def keep(self, mask: NDArray[np.bool_]) -> None:
        """Drop the rows that the mask is false for, and number the others anew."""
        self._listed = [original for original, stays in zip(self._listed, mask, strict=True) if stays]
        for row, original in enumerate(self._listed):
            original.row = row
        self.copies.keep(np.where(mask, np.cumsum(mask) - 1, -1))
        for column in (self._times, self._shares, self._vectors):
            if column is not None:
                column.keep(mask)
        self._words.keep(mask)
        self.rarity.recount(self._words.count(self._shares.values), articles=len(self._listed))

    def _measure_gaps(self, published: datetime | None, rows: Rows) -> Floats:
        """Return how many days lie between a date and those of these originals; no number where one is missing."""
        gaps: Floats = np.abs(self._times.values[rows] - _seconds(published)) / _DAY
        return gaps


def _count_days(gaps: Floats) -> Floats:
    return np.where(np.isnan(gaps), _UNKNOWN_DAYS, gaps.clip(max=_LONGEST_DAYS))


def _seconds(moment: datetime | None) -> float:
    return np.nan if moment is None else (moment - _EPOCH).total_seconds()
