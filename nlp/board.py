"""The articles that new ones are compared with: their vectors, words, copies and stories, as growing arrays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from nlp.duplicates import CopyIndex
from nlp.records import Placed, Placement, StoryItem
from nlp.similarity import combine, weigh_words

DEFAULT_WINDOW = timedelta(days=21)
# New word rows are stacked onto the large matrix only when this many have come: each stacking copies it.
_TAIL = 256


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
        self._words: csr_matrix | None = None
        self._tail: list[csr_matrix] = []
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
        """Return the story whose articles within the window are most like this one on average, and how alike."""
        if not self._ids:
            return None, 0.0
        count = len(self)
        scores = self._score(item, vector)
        near = np.ones(count, dtype=bool)
        if item.published is not None:
            times = self._times[:count]
            near = np.isnan(times) | (np.abs(times - _seconds(item.published)) <= self.window.total_seconds())
        codes = self._stories[:count][near]
        if not len(codes):
            return None, 0.0
        totals = np.bincount(codes, weights=scores[near], minlength=len(self._names))
        sizes = np.bincount(codes, minlength=len(self._names))
        averages = np.divide(totals, sizes, out=np.zeros_like(totals), where=sizes > 0)
        best = int(averages.argmax())
        return self._names[best], float(averages[best])

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
        self._grow(row, len(vector))
        self._stories[row] = code
        self._times[row] = np.nan if item.published is None else _seconds(item.published)
        self._vectors[row] = vector
        self._tail.append(weigh_words([item]))
        if len(self._tail) >= _TAIL:
            self._words = vstack([*([] if self._words is None else [self._words]), *self._tail], format="csr")
            self._tail = []

    def trim(self, keep: int) -> Board:
        """Return this board, or one of its last `keep` items when it has grown to twice that."""
        if len(self) < 2 * keep:
            return self
        return Board([self._placed[item_id] for item_id in self._ids[-keep:]], window=self.window)

    def _score(self, item: StoryItem, vector: NDArray[np.float32]) -> NDArray[np.float64]:
        words = weigh_words([item])
        parts = [] if self._words is None else [self._words]
        parts += [vstack(self._tail, format="csr")] if self._tail else []
        wording = np.concatenate([np.asarray((part @ words.T).todense()).ravel() for part in parts])
        return combine(self._vectors[: len(self)] @ vector, wording)

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
