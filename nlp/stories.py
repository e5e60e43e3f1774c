"""Stories: which articles report one event, assigned as they arrive."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from nlp.duplicates import find_copies
from nlp.records import Embedding, Placed, Placement, Story, StoryItem
from nlp.similarity import compare, weigh_words

# An article joins the story whose articles are at least this much like it, on average. One value for every
# kind of text, tuned as docs/quality.md says.
THRESHOLD = 0.49
DEFAULT_WINDOW = timedelta(days=21)
_UNDATED = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class _Board:
    """What is placed so far, by position in the order of publication."""

    story_ids: list[str] = field(default_factory=list)
    times: list[datetime | None] = field(default_factory=list)
    window: timedelta = DEFAULT_WINDOW


def place(
    items: Sequence[StoryItem],
    embeddings: Sequence[Embedding],
    *,
    earlier: Sequence[Placed],
    window: timedelta = DEFAULT_WINDOW,
) -> list[Placement]:
    """Assign each new item to a story: one of `earlier`, or a new one. One placement per item, in the order given.

    Within a batch items are taken in order of publication, so that the batch's own order does not matter. A
    copy of an article always goes where its original is, and a new version of an article that is in `earlier`
    stays where that is. `window` is how far two dates may lie apart within a story. `embeddings` are those of
    `items`, row by row, made by the model that made the vectors of `earlier`.
    """
    known = {placed.item.item_id: placed.placement for placed in earlier}
    order = sorted(
        (position for position, item in enumerate(items) if item.item_id not in known),
        key=lambda position: _arrival(items[position]),
    )
    pool = [placed.item for placed in earlier] + [items[position] for position in order]
    if not order:
        return [known[item.item_id] for item in items]
    words = weigh_words(pool)
    vectors = np.stack([placed.vector for placed in earlier] + [embeddings[position].vector for position in order])
    copies = find_copies([item.text for item in pool])
    board = _Board([placed.placement.story_id for placed in earlier], [item.published for item in pool], window)
    placements: dict[int, Placement] = {}
    for row in range(len(earlier), len(pool)):
        item = pool[row]
        original = copies[row]
        scores = compare(vectors[row], words[row], vectors=vectors[:row], all_words=words[:row]) if row else np.zeros(0)
        if original is not None:
            story_id, similarity = board.story_ids[original], float(scores[original])
        else:
            story_id, similarity = _choose_story(item, scores, board)
        board.story_ids.append(story_id)
        placements[order[row - len(earlier)]] = Placement(
            item_id=item.item_id,
            story_id=story_id,
            duplicate_of=None if original is None else pool[original].item_id,
            similarity=round(similarity, 4),
        )
    return [placements.get(position) or known[item.item_id] for position, item in enumerate(items)]


def describe_stories(placed: Sequence[Placed]) -> list[Story]:
    """Return the stories that these placed items make up, in order of their first article."""
    groups: dict[str, list[Placed]] = {}
    for one in sorted(placed, key=lambda one: _arrival(one.item)):
        groups.setdefault(one.placement.story_id, []).append(one)
    return [_describe(story_id, members) for story_id, members in groups.items()]


def _describe(story_id: str, members: Sequence[Placed]) -> Story:
    dates = [one.item.published for one in members if one.item.published is not None]
    vectors = np.stack([one.vector for one in members])
    central = int((vectors @ vectors.mean(axis=0)).argmax())
    return Story(
        story_id=story_id,
        title=members[central].item.title,
        item_ids=tuple(one.item.item_id for one in members),
        first_item_id=members[0].item.item_id,
        outlets=tuple(dict.fromkeys(one.item.outlet for one in members if one.item.outlet)),
        independent=sum(one.placement.duplicate_of is None for one in members),
        started=min(dates, default=None),
        updated=max(dates, default=None),
    )


def _choose_story(item: StoryItem, scores: NDArray[np.float64], board: _Board) -> tuple[str, float]:
    totals: dict[str, tuple[float, int]] = {}
    for row, story_id in enumerate(board.story_ids):
        if _within(board.window, item.published, board.times[row]):
            total, count = totals.get(story_id, (0.0, 0))
            totals[story_id] = (total + float(scores[row]), count + 1)
    averages: Mapping[str, float] = {story_id: total / count for story_id, (total, count) in totals.items()}
    best = max(averages, key=lambda story_id: (averages[story_id], story_id), default=None)
    if best is not None and averages[best] >= THRESHOLD:
        return best, averages[best]
    return _identify_story(item), 1.0


def _identify_story(first: StoryItem) -> str:
    return hashlib.sha256(f"story|{first.item_id}".encode()).hexdigest()[:16]


def _within(window: timedelta, one: datetime | None, other: datetime | None) -> bool:
    return one is None or other is None or abs(one - other) <= window


def _arrival(item: StoryItem) -> tuple[datetime, str]:
    return item.published or _UNDATED, item.item_id
