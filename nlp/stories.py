"""Stories: which articles report one event, assigned as they arrive."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from nlp.board import Board
from nlp.records import Embedding, Placed, Placement, Story, StoryItem
from nlp.similarity import count_words

# An article joins the story that is most like it when they are at least this much alike. One value for every kind
# of text, chosen as docs/quality.md says.
THRESHOLD = 0.43
# Two headlines of one event share fewer words than two articles: a text of no words would need only this part of
# the threshold, one of _WHOLE different words needs all of it.
_BARE = 0.5
_WHOLE = 25
_UNDATED = datetime.min.replace(tzinfo=UTC)


def place(items: Sequence[StoryItem], embeddings: Sequence[Embedding], *, board: Board) -> list[Placement]:
    """Assign each new item to a story of the board, or to a new one. One placement per item, in the order given.

    Within a batch items are taken in order of publication, so that the batch's own order does not matter. A
    copy of an article always goes where its original is, and a new version of an article that is on the board
    stays where that is. `embeddings` are those of `items`, row by row, made by the model of the board's vectors.
    """
    for position in sorted(range(len(items)), key=lambda position: _arrival(items[position])):
        item = items[position]
        if board.get(item.item_id) is None:
            vector = embeddings[position].vector
            board.add(item, vector, _choose_place(item, vector, board))
    placed = (board.get(item.item_id) for item in items)
    return [one.placement for one in placed if one is not None]


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


def _choose_place(item: StoryItem, vector: NDArray[np.float32], board: Board) -> Placement:
    original = board.find_copy(item)
    if original is not None:
        story_id, similarity = original.placement.story_id, board.score_pair(item, vector, original)
    else:
        nearest, similarity = board.find_story(item, vector)
        story_id = _identify_story(item) if nearest is None or similarity < _ask(item) else nearest
    return Placement(
        item_id=item.item_id,
        story_id=story_id,
        duplicate_of=None if original is None else original.placement.duplicate_of or original.item.item_id,
        similarity=round(similarity, 4),
    )


def _ask(item: StoryItem) -> float:
    return THRESHOLD * min(1.0, _BARE + (1.0 - _BARE) * len(count_words(item).columns) / _WHOLE)


def _identify_story(first: StoryItem) -> str:
    return hashlib.sha256(f"story|{first.item_id}".encode()).hexdigest()[:16]


def _arrival(item: StoryItem) -> tuple[datetime, str]:
    return item.published or _UNDATED, item.item_id
