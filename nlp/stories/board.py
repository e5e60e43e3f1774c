"""The window of articles that new ones are compared with, the stories that they make, and who copied whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from operator import attrgetter
from sys import intern

import numpy as np

from nlp.records import Placed, Placement, Story, StoryChange, StoryItem, StoryLink
from nlp.stories.chronicle import UNDATED, Chronicle
from nlp.stories.column import Rows
from nlp.stories.credits import find_credits, fold_outlet
from nlp.stories.duplicates import WHOLE
from nlp.stories.originals import Original, Originals, Vector
from nlp.stories.pairs import Weights, load_weights
from nlp.stories.precedence import precedes
from nlp.stories.shingles import Shingles, hash_shingles
from nlp.stories.similarity import tell_item_language
from nlp.stories.storylinks import Pair, StoryLinks

DEFAULT_WINDOW = timedelta(days=21)
# Articles that a new one is compared with, at most: a month of every outlet in sources.toml several times over.
MOST_ITEMS = 200_000
# Leaving the window goes over all of it, so that this part of it leaves at once.
_SLACK = 8
# A headline is central among this many: more would only take longer.
_MOST_TITLES = 200


@dataclass(slots=True, eq=False)
class _Entry:
    """An article on the board: what it is a copy of, or is itself, how near it was, and who published it when."""

    original: Original
    similarity: float
    published: datetime | None
    outlet: str | None


class Board:
    """Everything placed so far, up to `capacity` articles; those that came first leave first.

    `window` is how far two dates may lie apart. Of an article the board keeps id, date, outlet and place; of an
    original also headline, language, entities, vector (float16, and in bytes), the numbers of its lead's words, and a
    sketch of its text. No text is kept.
    """

    def __init__(
        self,
        placed: Iterable[Placed] = (),
        *,
        window: timedelta = DEFAULT_WINDOW,
        capacity: int = MOST_ITEMS,
        weights: Weights | None = None,
    ) -> None:
        self.capacity = capacity
        self.originals = Originals(window=window, weights=weights or load_weights())
        self.links = StoryLinks()
        # How often articles have left: rows from before are of no use then.
        self.cleared = 0
        self._added = 0
        self._entries: dict[str, _Entry] = {}
        self._names: dict[str, Original] = {}
        self._chronicles: dict[str, Chronicle] = {}
        self._groups: dict[str, list[Original]] = {}
        self._moved: dict[Original, None] = {}
        self._changes: list[StoryChange] = []
        self.extend(placed)

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, story_id: str) -> bool:
        return story_id in self._groups

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

    def get_original(self, item_id: str) -> Original | None:
        """Return the original that an article is or copies, None for one that is not on the board."""
        entry = self._entries.get(item_id)
        return None if entry is None else entry.original

    def list_group(self, story_id: str) -> Sequence[Original]:
        """Return the originals of a story that are on the board; none for a story that is not."""
        return self._groups.get(story_id, ())

    def get_chronicle(self, story_id: str) -> Chronicle | None:
        """Return what is known of a story, None for one that is not on the board."""
        return self._chronicles.get(story_id)

    def is_whole(self, story_id: str) -> bool:
        """Whether a story is on the board with all the articles that it ever had there."""
        chronicle = self._chronicles.get(story_id)
        return chronicle is not None and not chronicle.gone

    def tell(self, story_ids: Iterable[str]) -> list[Story]:
        """Return these stories as they stand, in order of their first article; one that is not here is left out."""
        known = [self._chronicles[story_id] for story_id in set(story_ids) if story_id in self._chronicles]
        known.sort(key=lambda chronicle: chronicle.first or (UNDATED, ""))
        return [chronicle.tell(self._choose_title(chronicle)) for chronicle in known]

    def take_moved(self) -> list[Placement]:
        """Return, once, the places of articles whose original or story has been found to be another one."""
        touched = {original.chronicle.story_id: original.chronicle for original in self._moved}
        moved = [
            placement
            for chronicle in touched.values()
            for _, item_id in chronicle.members
            if self._entries[item_id].original in self._moved and (placement := self.get(item_id)) is not None
        ]
        self._moved.clear()
        return moved

    def note(self, changes: Iterable[StoryChange]) -> None:
        """Keep what articles have left for which stories until it is taken."""
        self._changes += changes

    def take_changes(self) -> list[StoryChange]:
        """Return, once, which stories articles have left for which others, in order of its happening."""
        changes, self._changes = self._changes, []
        return changes

    def take_links(self) -> list[StoryLink]:
        """Return, once, the follow-ups that have been found, those that were known and still hold among them."""
        return self.links.take_found()

    def take_ended(self) -> list[Pair]:
        """Return, once, the pairs of stories whose links stood and no longer do."""
        return self.links.take_ended()

    def add_original(
        self, item: StoryItem, vector: Vector, shingles: Shingles, *, story_id: str, similarity: float
    ) -> Original:
        """Put an article of its own words on the board, in this story."""
        chronicle = self._chronicles.setdefault(story_id, Chronicle(story_id))
        group = self._groups.setdefault(story_id, [])
        original = Original(
            row=len(self.originals),
            item_id=item.item_id,
            title=item.title,
            language=tell_item_language(item),
            outlet=fold_outlet(item.outlet),
            published=item.published,
            credits=find_credits(item.text),
            entity_ids=tuple(map(intern, item.entity_ids)),
            chronicle=chronicle,
        )
        group.append(original)
        chronicle.originals += 1
        self._names[original.item_id] = original
        self.originals.add(original, item, vector, share=1.0 / len(group))
        self.originals.copies.add(shingles, owner=original.row)
        self._enter(item, original, similarity)
        return original

    def add_copy(
        self, item: StoryItem, shingles: Shingles, original: Original, *, whole: float, similarity: float
    ) -> None:
        """Put an article on the board that shares its text with this one; which of the two came first is found out.

        `whole` is how much of the article's text is in the other.
        """
        if whole < WHOLE:
            self.originals.copies.add(shingles, owner=original.row)
        if item.item_id != original.item_id and precedes(item, original):
            del self._names[original.item_id]
            original.item_id = item.item_id
            self._names[original.item_id] = original
            self._describe(original, item)
            self._moved[original] = None
        self._enter(item, original, similarity)

    def regroup(self, groups: Sequence[tuple[str, Sequence[Original]]]) -> None:
        """Make these the stories, by id, of these originals, which are all that the stories had that they are from.

        Their copies go with them.
        """
        before = {original.chronicle.story_id: original.chronicle for _, group in groups for original in group}
        members = [item_id for chronicle in before.values() for _, item_id in chronicle.members]
        for story_id in before:
            del self._groups[story_id], self._chronicles[story_id]
        for story_id, group in groups:
            chronicle = self._chronicles[story_id] = Chronicle(story_id)
            ordered = sorted(group, key=attrgetter("moment"))
            self._groups[story_id] = ordered
            chronicle.originals = len(ordered)
            for number, original in enumerate(ordered, start=1):
                if original.chronicle.story_id != story_id:
                    self._moved[original] = None
                original.chronicle = chronicle
                self.originals.share(original, 1.0 / number)
        for item_id in members:
            entry = self._entries[item_id]
            entry.original.chronicle.add(item_id, entry.published, entry.outlet)

    def _enter(self, item: StoryItem, original: Original, similarity: float) -> None:
        outlet = None if item.outlet is None else intern(item.outlet)
        self._entries[item.item_id] = _Entry(original, similarity, item.published, outlet)
        self._added += 1
        original.last = self._added
        original.chronicle.add(item.item_id, item.published, outlet)
        if len(self._entries) >= self.capacity + max(1, self.capacity // _SLACK):
            self._let_go()

    def _restore(self, one: Placed) -> None:
        item, placement = one.item, one.placement
        shingles = hash_shingles(item.text)
        name = placement.duplicate_of or item.item_id
        original = self._names.get(name)
        if original is None:
            original = self.add_original(
                item, one.vector, shingles, story_id=placement.story_id, similarity=placement.similarity
            )
            if placement.duplicate_of is not None:
                # The original itself may come later, or have left the window.
                del self._names[item.item_id]
                original.item_id = placement.duplicate_of
                self._names[original.item_id] = original
            return
        match = self.originals.copies.find(shingles)
        if match is None or match.whole < WHOLE:
            self.originals.copies.add(shingles, owner=original.row)
        if item.item_id == original.item_id:
            self._describe(original, item)
        self._enter(item, original, placement.similarity)

    def _describe(self, original: Original, item: StoryItem) -> None:
        original.title, original.language = item.title, tell_item_language(item)
        original.outlet = fold_outlet(item.outlet)
        original.credits = find_credits(item.text)
        self.originals.date(original, item.published)

    def _choose_title(self, chronicle: Chronicle) -> str:
        originals = self._groups[chronicle.story_id][:_MOST_TITLES]
        if len(originals) == 1:
            return originals[0].title
        vectors = self.originals.vectors(list_rows(originals))
        return originals[int((vectors @ vectors.mean(axis=0)).argmax())].title

    def _let_go(self) -> None:
        """Let the articles that came first leave, and the originals and stories that none is left of."""
        self.cleared += 1
        for item_id in list(islice(self._entries, len(self._entries) - self.capacity)):
            del self._entries[item_id]
        oldest = self._added - self.capacity
        listed = [self.originals[row] for row in range(len(self.originals))]
        self.originals.keep(np.array([original.last > oldest for original in listed], dtype=np.bool_))
        kept = [self.originals[row] for row in range(len(self.originals))]
        self._names = {original.item_id: original for original in kept}
        before, self._groups = self._groups, {}
        for original in kept:
            self._groups.setdefault(original.chronicle.story_id, []).append(original)
        self.links.forget(before.keys() - self._groups.keys())
        self._chronicles = {story_id: self._chronicles[story_id] for story_id in self._groups}
        for chronicle in self._chronicles.values():
            chronicle.leave(self._entries)
        self._moved = {original: None for original in self._moved if original.last > oldest}


def list_rows(originals: Iterable[Original]) -> Rows:
    """Return the rows of these originals."""
    return np.array([original.row for original in originals], dtype=np.int64)
