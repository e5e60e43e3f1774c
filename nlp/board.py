"""The articles that new ones are compared with: their vectors, words, dates, copies and stories."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from nlp.duplicates import CopyIndex
from nlp.records import Placed, Placement, StoryItem
from nlp.similarity import Floats, Rarity, WordTable, combine, count_words

DEFAULT_WINDOW = timedelta(days=21)
# Reports of one event come close together, and events of one topic use the same words: what a gap takes off a
# similarity, for each doubling of a day. Where a date is missing the gap is taken as a day. Chosen with THRESHOLD.
_GAP = 0.06
_UNKNOWN_DAYS = 1.0
_DAY = 86_400.0
# A story's likeness is a power mean over its articles: between the average of all of them, which a long story's
# first reports pull down, and its nearest article alone, which lets one odd report tie two stories together.
_POWER = 4


class Board:
    """Everything placed so far. Rows are in order of adding; `window` is how far two dates may lie apart."""

    def __init__(self, placed: Iterable[Placed] = (), *, window: timedelta = DEFAULT_WINDOW) -> None:
        self.window = window
        self._ids: list[str] = []
        self._rows: dict[str, int] = {}
        self._placed: dict[str, Placed] = {}
        self._codes: dict[str, int] = {}
        self._names: list[str] = []
        self._stories = np.empty(0, dtype=np.int64)
        self._times = np.empty(0)
        self._vectors = np.empty((0, 0), dtype=np.float32)
        self._sizes: list[int] = []
        self._rarity = Rarity()
        self._words = WordTable()
        self._copies = CopyIndex()
        for one in placed:
            self.find_copy(one.item)
            self.add(one.item, one.vector, one.placement)

    def __len__(self) -> int:
        return len(self._ids)

    def get(self, item_id: str) -> Placed | None:
        """Return an item that is on the board, None for one that is not."""
        return self._placed.get(item_id)

    def members(self, story_ids: Iterable[str]) -> list[Placed]:
        """Return the items of these stories."""
        wanted = set(story_ids)
        return [one for one in self._placed.values() if one.placement.story_id in wanted]

    def find_copy(self, item: StoryItem) -> Placed | None:
        """Return the item that this one is a copy of, None for an original. Ask once per item, just before `add`."""
        row = self._copies.add(item.text)
        return None if row is None else self._placed[self._ids[row]]

    def find_story(self, item: StoryItem, vector: NDArray[np.float32]) -> tuple[str | None, float]:
        """Return the story within the window that this item is most like, and how alike they are."""
        if not self._ids:
            return None, 0.0
        gaps = self._measure_gaps(item.published)
        near = gaps <= self.window.total_seconds() / _DAY
        codes = self._stories[: len(self)][near]
        if not len(codes):
            return None, 0.0
        scores = (self._score(item, vector)[near] - _GAP * np.log2(1.0 + gaps[near])).clip(0.0)
        totals = np.bincount(codes, weights=scores**_POWER, minlength=len(self._names))
        sizes = np.bincount(codes, minlength=len(self._names)).clip(1)
        alike = (totals / sizes) ** (1.0 / _POWER)
        best = int(alike.argmax())
        return self._names[best], float(alike[best])

    def score_pair(self, item: StoryItem, vector: NDArray[np.float32], other: Placed) -> float:
        """Return the similarity of an item to one that is on the board."""
        row = self._rows[other.item.item_id]
        return float(self._score(item, vector)[row])

    def add(self, item: StoryItem, vector: NDArray[np.float32], placement: Placement) -> None:
        """Put an item on the board, where it was placed."""
        row = len(self._ids)
        self._ids.append(item.item_id)
        self._rows[item.item_id] = row
        self._placed[item.item_id] = Placed(item=item, vector=vector, placement=placement)
        code = self._codes.setdefault(placement.story_id, len(self._codes))
        if code == len(self._names):
            self._names.append(placement.story_id)
            self._sizes.append(0)
        self._grow(row, len(vector))
        self._stories[row] = code
        self._times[row] = np.nan if item.published is None else _seconds(item.published)
        self._vectors[row] = vector
        words = count_words(item)
        self._words.add(words)
        self._sizes[code] += 1
        self._rarity.add(words, share=1.0 / self._sizes[code])

    def trim(self, keep: int) -> Board:
        """Return this board, or one of its last `keep` items when it has grown to twice that."""
        if len(self) < 2 * keep:
            return self
        return Board([self._placed[item_id] for item_id in self._ids[-keep:]], window=self.window)

    def _score(self, item: StoryItem, vector: NDArray[np.float32]) -> Floats:
        wording = self._words.compare(count_words(item), self._rarity)
        return combine(self._vectors[: len(self)] @ vector, wording)

    def _measure_gaps(self, published: datetime | None) -> Floats:
        """Return how many days lie between a date and those of the board's items."""
        times = self._times[: len(self)]
        if published is None:
            return np.full(len(times), _UNKNOWN_DAYS)
        gaps = np.abs(times - _seconds(published)) / _DAY
        return np.where(np.isnan(gaps), _UNKNOWN_DAYS, gaps)

    def _grow(self, row: int, dimension: int) -> None:
        if row < len(self._stories):
            return
        size = max(64, 2 * row)
        self._stories = np.resize(self._stories, size)
        self._times = np.resize(self._times, size)
        vectors = np.zeros((size, dimension), dtype=np.float32)
        if row:
            vectors[:row] = self._vectors[:row]
        self._vectors = vectors


def _seconds(moment: datetime) -> float:
    return moment.timestamp()
