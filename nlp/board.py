"""The window of articles that new ones are compared with: vectors, words, sketches, dates, copies and stories."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from nlp.chronicle import UNDATED, Chronicle
from nlp.column import Column
from nlp.credits import find_credits, fold_outlet
from nlp.duplicates import WHOLE, CopyIndex, Match
from nlp.records import Placed, Placement, Story, StoryItem
from nlp.shingles import Shingles, hash_shingles
from nlp.similarity import Floats, Rarity, combine, count_words
from nlp.wordtable import WordTable

Vector = NDArray[np.float32]

DEFAULT_WINDOW = timedelta(days=21)
# Articles that a new one is compared with, at most: a month of every outlet in sources.toml several times over.
MOST_ITEMS = 200_000
# Leaving the window goes over all of it, so that this part of it leaves at once.
_SLACK = 8
# Reports of one event come close together, and events of one topic use the same words: what a gap takes off a
# similarity, for each doubling of a day. Where a date is missing the gap is taken as a day. Chosen with THRESHOLD.
_GAP = 0.06
_UNKNOWN_DAYS = 1.0
_DAY = 86_400.0
# A story's likeness is a power mean over its articles: between the average of all of them, which a long story's
# first reports pull down, and its nearest article alone, which lets one odd report tie two stories together.
_POWER = 4
# On a board of more originals than this, those that come nearest at first sight are looked at closely, with all of
# their stories.
_SMALL = 512
_NEAREST = 100
# Vectors are multiplied in blocks, so that no second copy of all of them is made.
_STRIDE = 8192
# A headline is central among this many: more would only take longer.
_MOST_TITLES = 200


@dataclass(slots=True, eq=False)
class Original:
    """An article and its copies. It is found by the vector and words of the first of them that came, at `row`."""

    row: int
    item_id: str
    title: str
    outlet: str
    published: datetime | None
    credits: frozenset[str]
    chronicle: Chronicle
    rank: int
    last: int = 0


@dataclass(slots=True, eq=False)
class _Entry:
    """An article on the board: what it is a copy of, or is itself, and how near it was."""

    original: Original
    similarity: float


class Board:
    """Everything placed so far, up to `capacity` articles; those that came first leave first.

    `window` is how far two dates may lie apart. Of an article the board keeps id, date and place; of an
    original also headline, outlet, vector (float16), the numbers of its lead's words, and a sketch of its text. No text
    is kept.
    """

    def __init__(
        self, placed: Iterable[Placed] = (), *, window: timedelta = DEFAULT_WINDOW, capacity: int = MOST_ITEMS
    ) -> None:
        self.window = window
        self.capacity = capacity
        self._entries: dict[str, _Entry] = {}
        self._added = 0
        # How often articles have left: rows of `measure` from before are of no use then.
        self.cleared = 0
        self._originals: list[Original] = []
        self._names: dict[str, Original] = {}
        self._chronicles: dict[str, Chronicle] = {}
        self._groups: dict[str, list[Original]] = {}
        self._times: Column[np.float64] = Column(np.float64)
        self._stories: Column[np.int64] = Column(np.int64)
        self._codes: dict[str, int] = {}
        self._shares: Column[np.float32] = Column(np.float32)
        self._vectors: Column[np.float16] | None = None
        self._rarity = Rarity()
        self._words = WordTable()
        self._copies = CopyIndex()
        self._moved: dict[str, Original] = {}
        self.extend(placed)

    def __len__(self) -> int:
        return len(self._entries)

    def extend(self, placed: Iterable[Placed]) -> None:
        """Put articles on the board that were placed before; one that is there already is passed over."""
        for one in placed:
            if one.item.item_id not in self._entries:
                self._restore(one)

    def get(self, item_id: str) -> Placement | None:
        """Return where an article is placed, None for one that is not on the board."""
        entry = self._entries.get(item_id)
        if entry is None:
            return None
        original = entry.original
        return Placement(
            item_id=item_id,
            story_id=original.chronicle.story_id,
            duplicate_of=None if original.item_id == item_id else original.item_id,
            similarity=entry.similarity,
        )

    def tell(self, story_ids: Iterable[str]) -> list[Story]:
        """Return these stories as they stand, in order of their first article; one that is not here is left out."""
        known = [self._chronicles[story_id] for story_id in set(story_ids) if story_id in self._chronicles]
        known.sort(key=lambda chronicle: chronicle.first or (UNDATED, ""))
        return [chronicle.tell(self._choose_title(chronicle)) for chronicle in known]

    def take_moved(self) -> list[Placement]:
        """Return, once, the places of articles whose original has been found to be another one."""
        moved: list[Placement] = []
        touched = {original.chronicle.story_id: original.chronicle for original in self._moved.values()}
        for chronicle in touched.values():
            for _, item_id in chronicle.members:
                if self._entries[item_id].original.item_id in self._moved:
                    moved.extend(filter(None, [self.get(item_id)]))
        self._moved.clear()
        return moved

    def measure(self, vectors: Vector) -> Vector:
        """Return the cosines of these vectors with those of all originals, one row for each; `find_story` takes a row.

        For many vectors at once this is several times as fast as for one at a time.
        """
        ours = np.empty((0, vectors.shape[1]), np.float16) if self._vectors is None else self._vectors.values
        return _multiply(vectors, ours)

    def find_copy(self, shingles: Shingles) -> tuple[Original, Match] | None:
        """Return the article that a text of these sequences is a copy of, or is the original of; None where none is."""
        match = self._copies.find(shingles)
        return None if match is None else (self._originals[match.owner], match)

    def find_story(self, item: StoryItem, vector: Vector, *, cosines: Vector | None = None) -> tuple[str | None, float]:
        """Return the story within the window that this item is most like, and how alike they are.

        `cosines` is the vector's row of `measure`; originals that have come since then are measured here.
        """
        if self._vectors is None:
            return None, 0.0
        known = np.empty(0, np.float32) if cosines is None else cosines
        newer = _multiply(vector[np.newaxis], self._vectors.values[len(known) :])[0]
        meaning = np.concatenate([known, newer])
        gaps = self._measure_gaps(item.published)
        near = gaps <= self.window.total_seconds() / _DAY
        self._words.refresh(self._rarity)
        rows = self._choose_rows(item, meaning, gaps, near)
        if not len(rows):
            return None, 0.0
        alike = combine(meaning[rows], self._words.compare(count_words(item), rows, self._rarity))
        scores = (alike - _GAP * np.log2(1.0 + gaps[rows])).clip(0.0)
        _, places, sizes = np.unique(self._stories.values[rows], return_inverse=True, return_counts=True)
        means = (np.bincount(places, weights=scores**_POWER) / sizes) ** (1.0 / _POWER)
        best = int(means.argmax())
        row = int(rows[int((places == best).argmax())])
        return self._originals[row].chronicle.story_id, float(means[best])

    def score_pair(self, item: StoryItem, vector: Vector, original: Original) -> float:
        """Return the similarity of an item to an original of the board."""
        if self._vectors is None:
            return 0.0
        self._words.refresh(self._rarity)
        rows = np.array([original.row])
        meaning = self._vectors.values[rows].astype(np.float32) @ vector
        return float(combine(meaning, self._words.compare(count_words(item), rows, self._rarity))[0])

    def add_original(
        self, item: StoryItem, vector: Vector, shingles: Shingles, *, story_id: str, similarity: float
    ) -> None:
        """Put an article of its own words on the board, in this story."""
        chronicle = self._chronicles.setdefault(story_id, Chronicle(story_id))
        group = self._groups.setdefault(story_id, [])
        original = Original(
            row=len(self._originals),
            item_id=item.item_id,
            title=item.title,
            outlet=fold_outlet(item.outlet),
            published=item.published,
            credits=find_credits(item.text),
            chronicle=chronicle,
            rank=len(group) + 1,
        )
        group.append(original)
        chronicle.originals += 1
        self._originals.append(original)
        self._names[original.item_id] = original
        words = count_words(item)
        self._words.add(words)
        self._rarity.add(words, share=1.0 / original.rank)
        self._shares.append(1.0 / original.rank)
        self._times.append(_seconds(item.published))
        self._stories.append(self._codes.setdefault(story_id, len(self._codes)))
        if self._vectors is None:
            self._vectors = Column(np.float16, width=len(vector))
        self._vectors.append(vector)
        self._copies.add(shingles, owner=original.row)
        self._enter(item, original, similarity)

    def add_copy(
        self, item: StoryItem, shingles: Shingles, original: Original, *, whole: float, similarity: float
    ) -> None:
        """Put an article on the board that shares its text with this one; which of the two came first is found out.

        `whole` is how much of the article's text is in the other.
        """
        if whole < WHOLE:
            self._copies.add(shingles, owner=original.row)
        if item.item_id != original.item_id and _precedes(item, original):
            del self._names[original.item_id]
            original.item_id, original.title = item.item_id, item.title
            original.outlet, original.published = fold_outlet(item.outlet), item.published
            original.credits = find_credits(item.text)
            self._names[original.item_id] = original
            self._times.values[original.row] = _seconds(item.published)
            self._moved[item.item_id] = original
        self._enter(item, original, similarity)

    def _enter(self, item: StoryItem, original: Original, similarity: float) -> None:
        self._entries[item.item_id] = _Entry(original, similarity)
        self._added += 1
        original.last = self._added
        original.chronicle.add(item.item_id, item.published, item.outlet)
        if len(self._entries) >= self.capacity + max(1, self.capacity // _SLACK):
            self._let_go()

    def _restore(self, one: Placed) -> None:
        item, placement = one.item, one.placement
        shingles = hash_shingles(item.text)
        name = placement.duplicate_of or item.item_id
        original = self._names.get(name)
        if original is None:
            self.add_original(item, one.vector, shingles, story_id=placement.story_id, similarity=placement.similarity)
            if placement.duplicate_of is not None:
                # The original itself may come later, or have left the window.
                original = self._names.pop(item.item_id)
                original.item_id = placement.duplicate_of
                self._names[original.item_id] = original
            return
        match = self._copies.find(shingles)
        if match is None or match.whole < WHOLE:
            self._copies.add(shingles, owner=original.row)
        if item.item_id == original.item_id:
            original.title, original.outlet = item.title, fold_outlet(item.outlet)
            original.published, original.credits = item.published, find_credits(item.text)
            self._times.values[original.row] = _seconds(item.published)
        self._enter(item, original, placement.similarity)

    def _choose_rows(
        self, item: StoryItem, meaning: Vector, gaps: Floats, near: NDArray[np.bool_]
    ) -> NDArray[np.int64]:
        """Return the rows to look at closely: all on a small board, else all near ones of the likeliest stories."""
        if len(meaning) <= _SMALL:
            return np.flatnonzero(near)
        rough = combine(meaning, self._words.scan(count_words(item), self._rarity))
        rough -= _GAP * np.log2(1.0 + gaps)
        rough[~near] = -np.inf
        likely = np.argpartition(rough, -_NEAREST)[-_NEAREST:]
        chosen = np.zeros(len(self._codes), dtype=np.bool_)
        chosen[self._stories.values[likely[near[likely]]]] = True
        return np.flatnonzero(chosen[self._stories.values] & near)

    def _measure_gaps(self, published: datetime | None) -> Floats:
        """Return how many days lie between a date and those of the board's originals."""
        if published is None:
            return np.full(len(self._times), _UNKNOWN_DAYS)
        gaps = np.abs(self._times.values - _seconds(published)) / _DAY
        return np.where(np.isnan(gaps), _UNKNOWN_DAYS, gaps)

    def _choose_title(self, chronicle: Chronicle) -> str:
        originals = self._groups[chronicle.story_id][:_MOST_TITLES]
        if self._vectors is None or len(originals) == 1:
            return originals[0].title
        vectors = self._vectors.values[[original.row for original in originals]].astype(np.float32)
        return originals[int((vectors @ vectors.mean(axis=0)).argmax())].title

    def _let_go(self) -> None:
        """Let the articles that came first leave, and the originals and stories that none is left of."""
        self.cleared += 1
        for item_id in list(islice(self._entries, len(self._entries) - self.capacity)):
            del self._entries[item_id]
        oldest = self._added - self.capacity
        mask = np.array([original.last > oldest for original in self._originals], dtype=np.bool_)
        numbers = np.where(mask, np.cumsum(mask) - 1, -1)
        self._originals = [original for original in self._originals if original.last > oldest]
        self._names = {original.item_id: original for original in self._originals}
        for row, original in enumerate(self._originals):
            original.row = row
        self._copies.keep(numbers)
        for column in (self._times, self._stories, self._shares, self._vectors):
            if column is not None:
                column.keep(mask)
        self._words.keep(mask)
        self._rarity.recount(self._words.count(self._shares.values), articles=len(self._originals))
        self._groups = {}
        for original in self._originals:
            self._groups.setdefault(original.chronicle.story_id, []).append(original)
        self._chronicles = {story_id: self._chronicles[story_id] for story_id in self._groups}
        for chronicle in self._chronicles.values():
            chronicle.leave(self._entries)
        self._codes = {story_id: code for code, story_id in enumerate(self._groups)}
        self._stories.values[:] = [self._codes[original.chronicle.story_id] for original in self._originals]


def _precedes(item: StoryItem, original: Original) -> bool:
    """Whether an article is what another with the same text was copied from: by who credits whom, else by date."""
    outlet, named = fold_outlet(item.outlet), find_credits(item.text)
    if outlet != original.outlet:
        credits_ours, credits_theirs = outlet in original.credits, original.outlet in named
        if credits_ours != credits_theirs:
            return credits_ours
    if item.published is None or original.published is None:
        return item.published is not None and original.published is None
    return item.published < original.published


def _seconds(moment: datetime | None) -> float:
    return np.nan if moment is None else (moment - _EPOCH).total_seconds()


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _multiply(vectors: Vector, ours: NDArray[np.float16]) -> Vector:
    cosines = np.empty((len(vectors), len(ours)), dtype=np.float32)
    for start in range(0, len(ours), _STRIDE):
        part = ours[start : start + _STRIDE].astype(np.float32)
        cosines[:, start : start + len(part)] = vectors @ part.T
    return cosines
