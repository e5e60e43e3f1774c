"""The articles of their own words in the window, one row each: vectors, words, dates, sketches of their texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from nlp.records import StoryItem
from nlp.stories.chronicle import UNDATED, Chronicle
from nlp.stories.column import Column, Rows
from nlp.stories.duplicates import CopyIndex, Match
from nlp.stories.pairs import Measured, Weights, ignore_time, score_pairs
from nlp.stories.shingles import Shingles
from nlp.stories.similarity import Floats, Rarity, count_words
from nlp.stories.surroundings import AROUND, LEAST_CROWD, Surroundings, measure_crowd
from nlp.stories.vectortable import VectorTable
from nlp.stories.wordtable import WordTable

Vector = NDArray[np.float32]

# How far apart two articles count as where a date is missing, and the longest gap that counts as any.
_UNKNOWN_DAYS = 2.0
_LONGEST_DAYS = 10.0
_DAY = 86_400.0
# Articles that a new one is compared with closely: those with the nearest vectors and those with its rarest words.
_NEAREST = 64
_RAREST = 32
# What is near to an article is looked for among so many with words as rare.
_FAR_AROUND = 200
# Originals that are looked around together, as those of one story mostly are, which have the same ones around.
_TOGETHER = 32
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True, eq=False)
class Original:
    """An article and its copies. It is found by the vector and words of the first of them that came, at `row`.

    `language` is what its headline is in, as its words tell.
    """

    row: int
    item_id: str
    title: str
    language: str
    outlet: str
    published: datetime | None
    credits: frozenset[str]
    entity_ids: tuple[str, ...]
    chronicle: Chronicle
    last: int = 0

    @property
    def moment(self) -> tuple[datetime, str]:
        """Its place in order of publication, undated ones first."""
        return self.published or UNDATED, self.item_id


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
        self._vectors: VectorTable | None = None
        self._words = WordTable()
        self._surroundings = Surroundings()

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
        self._surroundings.add()
        self.rarity.add(words, share=share)
        self._shares.append(share)
        self._times.append(_seconds(item.published))
        if self._vectors is None:
            self._vectors = VectorTable(width=len(vector))
        self._vectors.add(vector)

    def date(self, original: Original, published: datetime | None) -> None:
        """Give an original another date, that of a copy which came before it."""
        original.published = published
        self._times.values[original.row] = _seconds(published)

    def share(self, original: Original, share: float) -> None:
        """Let an original count for this much among those that have its words."""
        before = float(self._shares.values[original.row])
        if share != before:
            self.rarity.shift(self._words.read(original.row, self.rarity), by=share - before)
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
        return self._vectors.find(vectors, most=_NEAREST, allowed=allowed)

    def find_earlier(self, vectors: Vector, moments: Sequence[datetime]) -> list[Rows]:
        """Return each vector's nearest originals of those that came out before its moment, within the window."""
        if self._vectors is None:
            return [np.empty(0, np.int64) for _ in vectors]
        ends = np.array([[_seconds(moment)] for moment in moments])
        allowed = (self._times.values < ends) & (self._times.values >= ends - self.window.total_seconds())
        return self._vectors.find(vectors, most=_NEAREST, allowed=allowed)

    def find_candidates(self, item: StoryItem, vector: Vector, *, near: Rows | None = None) -> Rows:
        """Return the originals that are near to an item: the nearest, and by rare words, some from beyond the window.

        `near` is what `find_nearest` gave for it; originals that have come since are to be among them.
        """
        known = self.find_nearest(vector[np.newaxis], [item.published])[0] if near is None else near
        rare = self._words.find(count_words(item), self.rarity, most=_RAREST)
        return np.union1d(known, rare)

    def find_copy(self, shingles: Shingles) -> tuple[Original, Match] | None:
        """Return the article that a text of these sequences is a copy of, or is the original of; None where none is."""
        match = self.copies.find(shingles)
        return None if match is None else (self._listed[match.owner], match)

    def tell_near(self, rows: Rows, published: datetime | None) -> NDArray[np.bool_]:
        """Return which of the rows lie within the window of a date, or have no date."""
        return ~(self._measure_gaps(published, rows) > self.window.total_seconds() / _DAY)

    def compare_vectors(self, vector: Vector, rows: Rows) -> Vector:
        """Return the cosine of a vector with each of these rows."""
        return self.vectors(rows) @ vector

    def vectors(self, rows: Rows) -> Vector:
        """Return the vectors of these rows."""
        if self._vectors is None:
            return np.zeros((len(rows), 0), np.float32)
        return self._vectors.read(rows)

    def compare_words(self, item: StoryItem, rows: Rows) -> Floats:
        """Return the cosine of an item's words with those of each of these rows."""
        return self._words.compare(count_words(item), rows, self.rarity)

    def measure(
        self, item: StoryItem, vector: Vector, rows: Rows, *, crowd: float, wording: Floats | None = None
    ) -> Measured:
        """Return what an item and these originals share, for `score_pairs`.

        `crowd` is that of the item, and `wording` what `compare_words` gave for it, if that is known.
        """
        return Measured(
            meaning=self.compare_vectors(vector, rows),
            wording=self.compare_words(item, rows) if wording is None else wording,
            crowd=_join_crowds(crowd, self._surroundings.measure(rows)),
            days=_count_days(self._measure_gaps(item.published, rows)),
            words=np.minimum(self._words.sizes(rows), len(count_words(item).columns)),
        )

    def crowd(self, rows: Rows, wording: Floats) -> float:
        """Return how near others are to an article which shares so much with these, all that are near to it."""
        nearest = np.argsort(-wording, kind="stable")[:AROUND]
        return measure_crowd(np.sqrt(wording[nearest].clip(0.0, 1.0)), self.vectors(rows[nearest]))

    def list_crowds(self, rows: Rows) -> Floats:
        """Return how near others are to each of these originals."""
        stale = self._surroundings.list_stale(rows)
        for start in range(0, len(stale), _TOGETHER):
            self._look_around(stale[start : start + _TOGETHER])
        return self._surroundings.measure(rows)

    def learn(self, original: Original, crowd: float) -> None:
        """Note how near others are to an original."""
        self._surroundings.learn(original.row, crowd)

    def score(self, measured: Measured) -> Floats:
        """Return how likely it is for each of these pairs that they report one event."""
        return score_pairs(measured, weights=self._weights)

    def score_all(self, rows: Rows) -> Floats:
        """Return the scores of these originals with one another; of two that the window parts 0."""
        gaps = self._part(rows)
        return self._score_near(self._measure_all(rows, gaps), gaps, self.list_crowds(rows))

    def score_nearest(self, ours: Rows, theirs: Rows, *, pairs: int, least: float) -> float:
        """Return the score of so many of the nearest pairs of the one and the other on average, as if all had come out
        at once; where it is below `least`, what it is at most.

        To look around an original takes long. Most are not near enough whatever is around them, and of the others it is
        asked for those alone that may be among the nearest: without it no score is below what it is with it.
        """
        rows = np.concatenate([ours, theirs])
        gaps = self._part(rows)
        measured = ignore_time(self._measure_all(rows, gaps))
        crowds, looked = np.full(len(rows), LEAST_CROWD), np.zeros(len(rows), np.bool_)
        while True:
            scores = self._score_near(measured, gaps, crowds)[: len(ours), len(ours) :]
            nearest = np.argsort(scores, axis=None)[-pairs:]
            likeness = float(scores.ravel()[nearest].mean())
            one, other = np.divmod(nearest, len(theirs))
            needed = np.concatenate([one, len(ours) + other])
            if likeness < least or looked[needed].all():
                return likeness
            looked[needed] = True
            crowds[needed] = self.list_crowds(rows[needed])

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
        self._surroundings.keep(mask)
        self.rarity.recount(self._words.count(self._shares.values), articles=len(self._listed))

    def _look_around(self, rows: Rows) -> None:
        """Learn what is near to originals of which this is not known, or no longer."""
        found = self._words.find_all(rows, self.rarity, most=_FAR_AROUND)
        others, places = np.unique(np.concatenate(found), return_inverse=True)
        near = np.split(places, np.cumsum([len(one) for one in found])[:-1])
        alike = self._words.compare_all(rows, others, self.rarity)
        for row, around, wording in zip(rows.tolist(), near, alike, strict=True):
            chosen = around[others[around] != row]
            self._surroundings.learn(row, self.crowd(others[chosen], wording[chosen]))

    def _part(self, rows: Rows) -> Floats:
        """Return how many days lie between each of these originals and each; no number where one has no date."""
        times = self._times.values[rows]
        gaps: Floats = np.abs(times[:, np.newaxis] - times) / _DAY
        return gaps

    def _measure_all(self, rows: Rows, gaps: Floats) -> Measured:
        """Return what each of these originals shares with each, as if nothing else were written of it."""
        vectors, sizes = self.vectors(rows), self._words.sizes(rows)
        return Measured(
            meaning=vectors @ vectors.T,
            wording=self._words.compare_all(rows, rows, self.rarity),
            crowd=np.full(gaps.shape, LEAST_CROWD),
            days=_count_days(gaps),
            words=np.minimum(sizes[:, np.newaxis], sizes),
        )

    def _score_near(self, measured: Measured, gaps: Floats, crowds: Floats) -> Floats:
        """Return the scores with so much around each of the originals; of two that the window parts 0."""
        scores = self.score(replace(measured, crowd=(crowds[:, np.newaxis] + crowds) / 2.0))
        scores[gaps > self.window.total_seconds() / _DAY] = 0.0
        return scores

    def _measure_gaps(self, published: datetime | None, rows: Rows) -> Floats:
        """Return how many days lie between a date and those of these originals; no number where one is missing."""
        gaps: Floats = np.abs(self._times.values[rows] - _seconds(published)) / _DAY
        return gaps


def _join_crowds(crowd: float, others: Floats) -> Floats:
    """Return the mean of an article's crowd with each of the others; where theirs is not known, its own."""
    known = np.where(np.isnan(others), crowd, others)
    return (known + crowd) / 2.0


def _count_days(gaps: Floats) -> Floats:
    return np.where(np.isnan(gaps), _UNKNOWN_DAYS, gaps.clip(max=_LONGEST_DAYS))


def _seconds(moment: datetime | None) -> float:
    return np.nan if moment is None else (moment - _EPOCH).total_seconds()
