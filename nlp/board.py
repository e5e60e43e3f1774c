"""The window of articles that new ones are compared with: vectors, words, sketches, dates, copies and stories."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from nlp.chronicle import UNDATED, Chronicle
from nlp.column import Column
from nlp.credits import find_credits, fold_outlet
from nlp.duplicates import WHOLE, CopyIndex, Match
from nlp.nearest import Rows, find_nearest
from nlp.pairs import Measured, Weights, load_weights, score_pairs
from nlp.records import Placed, Placement, Story, StoryItem
from nlp.shingles import Shingles, hash_shingles
from nlp.similarity import Floats, Rarity, count_words
from nlp.wordtable import WordTable

Vector = NDArray[np.float32]

DEFAULT_WINDOW = timedelta(days=21)
# Articles that a new one is compared with, at most: a month of every outlet in sources.toml several times over.
MOST_ITEMS = 200_000
# Leaving the window goes over all of it, so that this part of it leaves at once.
_SLACK = 8
# How far apart two articles count as where a date is missing, and the longest gap that counts as any.
_UNKNOWN_DAYS = 2.0
_LONGEST_DAYS = 10.0
_DAY = 86_400.0
# A story is as near as so many of its nearest articles are on average: a long story moves on from its first reports,
# and one odd report must not tie two stories together.
_LINKS = 3
# Articles that a new one is compared with closely: those with the nearest vectors and those with its rarest words.
_NEAREST = 64
_RAREST = 32
# The score of a pair that is as likely one event as two.
_EVEN = 0.5
# Of a story that is known to be near so many articles more are compared.
_FELLOWS = 64
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
        self,
        placed: Iterable[Placed] = (),
        *,
        window: timedelta = DEFAULT_WINDOW,
        capacity: int = MOST_ITEMS,
        weights: Weights | None = None,
    ) -> None:
        self.window = window
        self.capacity = capacity
        self._weights = weights or load_weights()
        self._entries: dict[str, _Entry] = {}
        self._added = 0
        # How often articles have left: rows of `find_nearest` from before are of no use then.
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

    @property
    def originals(self) -> int:
        """How many articles of their own words the board has."""
        return len(self._originals)

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

    def find_nearest(self, vectors: Vector, moments: Sequence[datetime | None]) -> list[Rows]:
        """Return each vector's nearest originals, for `find_story`; `moments` are its articles' dates.

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

    def measure(self, item: StoryItem, vector: Vector, rows: Rows) -> Measured:
        """Return what an item and these originals share, for `score_pairs`."""
        words = count_words(item)
        gaps = self._measure_gaps(item.published, rows)
        return Measured(
            meaning=self._meaning(vector, rows),
            wording=self._words.compare(words, rows, self._rarity),
            days=np.where(np.isnan(gaps), _UNKNOWN_DAYS, gaps.clip(max=_LONGEST_DAYS)),
            words=np.minimum(self._words.sizes(rows), len(words.columns)),
        )

    def find_copy(self, shingles: Shingles) -> tuple[Original, Match] | None:
        """Return the article that a text of these sequences is a copy of, or is the original of; None where none is."""
        match = self._copies.find(shingles)
        return None if match is None else (self._originals[match.owner], match)

    def find_story(self, item: StoryItem, vector: Vector, *, near: Rows | None = None) -> tuple[str | None, float]:
        """Return the story within the window that this item is most like, and how alike they are.

        `near` is what `find_nearest` gave for it; originals that have come since are to be among them.
        """
        rows = self.find_candidates(item, vector, near=near)
        if not len(rows):
            return None, 0.0
        scores = self._score(item, vector, rows)
        best: dict[str, float] = {}
        for place in np.argsort(-scores, kind="stable"):
            story_id = self._originals[rows[place]].chronicle.story_id
            best.setdefault(story_id, float(scores[place]))
        chosen, alike = None, -1.0
        for story_id, nearest in best.items():
            # No story is nearer than its nearest article; which of the unlikely ones is nearer does not matter.
            if nearest <= alike or (chosen is not None and nearest < _EVEN):
                break
            mean = self._link(item, vector, story_id)
            if mean > alike:
                chosen, alike = story_id, mean
        return chosen, alike

    def find_candidates(self, item: StoryItem, vector: Vector, *, near: Rows | None = None) -> Rows:
        """Return the originals within the window that may report what an item does: the nearest, and by rare words."""
        known = self.find_nearest(vector[np.newaxis], [item.published])[0] if near is None else near
        rare = self._words.find(count_words(item), self._rarity, most=_RAREST)
        return self._keep_near(np.union1d(known, rare), item)

    def list_stories(self, rows: Rows) -> list[str]:
        """Return the story of each of these originals."""
        return [self._originals[row].chronicle.story_id for row in rows]

    def score_pair(self, item: StoryItem, vector: Vector, original: Original) -> float:
        """Return the similarity of an item to an original of the board."""
        return float(self._score(item, vector, np.array([original.row]))[0])

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

    def _link(self, item: StoryItem, vector: Vector, story_id: str) -> float:
        """Return how near an item is to the story's articles that are nearest to it."""
        group = self._groups[story_id]
        rows = self._keep_near(np.array([original.row for original in group]), item)
        if len(rows) > _FELLOWS:
            meaning = self._meaning(vector, rows)
            rows = rows[np.argpartition(meaning, -_FELLOWS)[-_FELLOWS:]]
        scores = self._score(item, vector, rows)
        return float(np.sort(scores)[-_LINKS:].mean())

    def _score(self, item: StoryItem, vector: Vector, rows: Rows) -> Floats:
        return score_pairs(self.measure(item, vector, rows), weights=self._weights)

    def _meaning(self, vector: Vector, rows: Rows) -> Vector:
        if self._vectors is None:
            return np.zeros(len(rows), np.float32)
        cosines: Vector = self._vectors.values[rows].astype(np.float32) @ vector
        return cosines

    def _keep_near(self, rows: Rows, item: StoryItem) -> Rows:
        """Return those of the rows that lie within the window of the item's date, or have no date."""
        return rows[~(self._measure_gaps(item.published, rows) > self.window.total_seconds() / _DAY)]

    def _measure_gaps(self, published: datetime | None, rows: Rows) -> Floats:
        """Return how many days lie between a date and those of these originals; no number where one is missing."""
        gaps: Floats = np.abs(self._times.values[rows] - _seconds(published)) / _DAY
        return gaps

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
