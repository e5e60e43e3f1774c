"""Stories: which articles report one event, assigned as they arrive."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

import numpy as np

from nlp.board import Board, Vector
from nlp.chronicle import UNDATED
from nlp.nearest import Rows
from nlp.records import Embedding, Placement, StoryItem
from nlp.shingles import hash_shingles
from nlp.similarity import count_words

# An article joins the story that is most like it when they are at least this much alike. One value for every kind
# of text, chosen as docs/quality.md says.
THRESHOLD = 0.57
# Vectors that are compared with the board's together.
_TOGETHER = 256


def place(items: Sequence[StoryItem], embeddings: Sequence[Embedding], *, board: Board) -> list[Placement]:
    """Assign each new item to a story of the board, or to a new one. One placement per item, in the order given.

    Within a batch items are taken in order of publication, so that the batch's own order does not matter. A
    copy of an article always goes where its original is, and a new version of an article that is on the board
    stays where that is. `embeddings` are those of `items`, row by row, made by the model of the board's vectors.
    An item that turns out to be what earlier ones were copied from takes their place: `board.take_moved`.
    """
    order = sorted(range(len(items)), key=lambda position: _arrival(items[position]))
    for start in range(0, len(order), _TOGETHER):
        part = order[start : start + _TOGETHER]
        vectors = np.stack([embeddings[position].vector for position in part])
        near = board.find_nearest(vectors, [items[position].published for position in part])
        seen, known = board.cleared, board.originals
        for found, position in zip(near, part, strict=True):
            item = items[position]
            if board.get(item.item_id) is None:
                # What was found no longer lies in the board's order once articles have left it.
                rows = np.concatenate([found, np.arange(known, board.originals)]) if board.cleared == seen else None
                _put(item, embeddings[position].vector, board, rows)
    placed = (board.get(item.item_id) for item in items)
    return [placement for placement in placed if placement is not None]


def _put(item: StoryItem, vector: Vector, board: Board, near: Rows | None) -> None:
    shingles = hash_shingles(item.text)
    found = board.find_copy(shingles)
    if found is not None:
        original, match = found
        similarity = round(board.score_pair(item, vector, original), 4)
        board.add_copy(item, shingles, original, whole=match.whole, similarity=similarity)
        return
    nearest, alike = board.find_story(item, vector, near=near)
    # Nothing but a blank text's own vector would speak for a story.
    alone = nearest is None or alike < THRESHOLD or not len(count_words(item).columns)
    story_id = _identify_story(item) if alone or nearest is None else nearest
    board.add_original(item, vector, shingles, story_id=story_id, similarity=round(alike, 4))


def _identify_story(first: StoryItem) -> str:
    return hashlib.sha256(f"story|{first.item_id}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _arrival(item: StoryItem) -> tuple[datetime, str]:
    return item.published or UNDATED, item.item_id
