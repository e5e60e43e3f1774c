"""Stories: which articles report one event, assigned as they arrive and put right as more is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np

from nlp.records import Embedding, Placement, StoryItem
from nlp.stories.board import Board
from nlp.stories.chronicle import UNDATED
from nlp.stories.column import Rows
from nlp.stories.followups import LEAST_LINK
from nlp.stories.joining import Compared, find_story
from nlp.stories.mending import THRESHOLD, Edge, identify_story, mend
from nlp.stories.originals import Original, Vector
from nlp.stories.relinking import relink
from nlp.stories.shingles import hash_shingles
from nlp.stories.similarity import count_words

# An article joins the story that is most like it when they are at least this much alike; see nlp/stories/joining.py.
JOINING = 0.53
# Vectors that are compared with the board's together.
_TOGETHER = 256


def place(items: Sequence[StoryItem], embeddings: Sequence[Embedding], *, board: Board) -> list[Placement]:
    """Assign each new item to a story of the board, or to a new one. One placement per item, in the order given.

    Within a batch items are taken in order of publication, so that the batch's own order does not matter. A
    copy of an article always goes where its original is, and a new version of an article that is on the board
    stays where that is. `embeddings` are those of `items`, row by row, made by the model of the board's vectors.

    At the end the stories that the batch came near to are put together anew: earlier articles may have moved then
    (`board.take_moved`), stories have been merged and split (`board.take_changes`), and follow-ups been found
    (`board.take_links`) and ended (`board.take_ended`).
    """
    order = sorted(range(len(items)), key=lambda position: _arrival(items[position]))
    arrived: dict[Original, list[Original]] = {}
    edges: list[Edge] = []
    while order:
        part, order = order[:_TOGETHER], order[_TOGETHER:]
        vectors = np.stack([embeddings[position].vector for position in part])
        near = board.originals.find_nearest(vectors, [items[position].published for position in part])
        seen, known = board.cleared, len(board.originals)
        for number, (found, position) in enumerate(zip(near, part, strict=True)):
            if board.cleared != seen:
                # Articles have left, so that what was found no longer lies in the board's order: again for the rest.
                order = part[number:] + order
                break
            if board.get(items[position].item_id) is None:
                rows = np.concatenate([found, np.arange(known, len(board.originals))])
                original, compared = _put(items[position], embeddings[position].vector, board, rows)
                arrived.setdefault(original, []).extend(compared.originals)
                edges += _list_edges(original, compared)
    arrived = {original: near for original, near in arrived.items() if original in board.originals}
    edges = [edge for edge in edges if edge.newer in board.originals and edge.older in board.originals]
    changes = mend(board, arrived=arrived, edges=edges)
    board.note(changes)
    relink(board, arrived=arrived, edges=edges, changes=changes)
    placed = (board.get(item.item_id) for item in items)
    return [placement for placement in placed if placement is not None]


def _put(item: StoryItem, vector: Vector, board: Board, near: Rows) -> tuple[Original, Compared]:
    """Put an article on the board; return the original that it is or copies, and what it was compared with."""
    shingles = hash_shingles(item.text)
    found = board.originals.find_copy(shingles)
    if found is not None:
        original, match = found
        row = np.array([original.row])
        measured = board.originals.measure(item, vector, row, crowd=float(board.originals.list_crowds(row)[0]))
        similarity = round(float(board.originals.score(measured)[0]), 4)
        board.add_copy(item, shingles, original, whole=match.whole, similarity=similarity)
        return original, Compared()
    # Nothing but a blank text's own vector would speak for a story.
    blank = not len(count_words(item).columns)
    nearness = find_story(board, item, vector, near=near)
    alone = nearness.story_id is None or nearness.alike < JOINING or blank
    story_id = nearness.story_id if nearness.story_id is not None and not alone else _begin(item, board)
    similarity = round(nearness.alike, 4)
    original = board.add_original(item, vector, shingles, story_id=story_id, similarity=similarity)
    if nearness.crowd is not None:
        board.originals.learn(original, nearness.crowd)
    return original, Compared() if blank else nearness.compared


def _list_edges(original: Original, compared: Compared) -> list[Edge]:
    near = (compared.scores >= THRESHOLD) | (compared.timeless >= LEAST_LINK)
    return [
        Edge(
            newer=original,
            older=compared.originals[place],
            score=float(compared.scores[place]),
            timeless=float(compared.timeless[place]),
        )
        for place in np.flatnonzero(near).tolist()
    ]


def _begin(item: StoryItem, board: Board) -> str:
    """Return an id for the story that this item begins; another story may have it, if it was first there once."""
    part = 0
    while identify_story(item.item_id, part=part) in board:
        part += 1
    return identify_story(item.item_id, part=part)


def _arrival(item: StoryItem) -> tuple[datetime, str]:
    return item.published or UNDATED, item.item_id
