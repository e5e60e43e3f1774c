"""Follow-ups brought up to date: which pairs of stories are judged, or judged again, when articles have arrived."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

import numpy as np

from nlp.records import StoryChange
from nlp.stories.board import Board, list_rows
from nlp.stories.followups import LEAST_LINK, judge
from nlp.stories.mending import Edge
from nlp.stories.originals import Original, Vector
from nlp.stories.storylinks import Pair

# Of the links of a story that has only grown the weakest are judged again, so many of them.
_MOST_JUDGED = 50
# Of a story that fell apart so many parts are looked at, the largest.
_MOST_PARTS = 20
# A story that is no longer what it was is judged with so many of those about it, the nearest by their vectors. Linked
# stories have been seen to have two vectors that are nearer than this.
_MOST_AROUND = 8
_LEAST_NEAR = 0.5
# What was there before a story is looked for by the middle of so many vectors of its own.
_MOST_AVERAGED = 30

# The stories that the originals of a story have gone to.
Heirs = Mapping[str, Sequence[str]]
# The originals that have come, each with those that it was compared with.
Arrived = Mapping[Original, Sequence[Original]]


def relink(board: Board, *, arrived: Arrived, edges: Sequence[Edge], changes: Iterable[StoryChange]) -> None:
    """Let those follow-ups stand that the stories, as they are since these originals have come, are to have.

    Judged are the stories of new pairs that are near; what a story is linked with that originals have come into or
    left; a story that was merged or split, or begins earlier than it did, with what is about it; and one that had as
    many links back as it may and lost one, with what was there before it. A link to a story that has left the window
    is left as it is.
    """
    heirs: dict[str, list[str]] = {}
    for change in changes:
        heirs.setdefault(change.story_id, []).append(change.into_story_id)
    pairs = {
        (edge.newer.chronicle.story_id, edge.older.chronicle.story_id) for edge in edges if edge.timeless >= LEAST_LINK
    }
    standing = {pair: _follow(board, pair, heirs) for pair in _list_standing(board, arrived, heirs, pairs)}
    pairs.update(pair for followed in standing.values() for pair in followed)
    pairs.update(_find_around(board, _look_around(board, heirs, arrived, edges)))
    judged = [pair for pair, followed in standing.items() if followed]
    roomy = board.links.settle(judged, judge(board, pairs))
    missed = set(_find_around(board, _look_back(board, roomy))) - pairs
    board.links.settle([], judge(board, missed))


def _list_standing(board: Board, arrived: Arrived, heirs: Heirs, near: Iterable[Pair]) -> set[Pair]:
    """Return the pairs of the links that may not be true any more."""
    changed = {*heirs, *(story_id for ids in heirs.values() for story_id in ids)}
    grown = {original.chronicle.story_id for original in arrived} - changed
    return {
        *(pair for story_id in changed for pair in board.links.list_touching(story_id)),
        *(pair for story_id in grown for pair in board.links.list_touching(story_id)[:_MOST_JUDGED]),
        *(pair for one, other in near for pair in ((one, other), (other, one)) if pair in board.links),
    }


def _follow(board: Board, pair: Pair, heirs: Heirs) -> list[Pair]:
    """Return the pairs of stories that the originals of two are in now; none where nothing can be said of them.

    That is so where one has left the window. Of a story that has left it in part what made the link may be gone: it
    counts only where the other one is no longer what it was.
    """
    if not any(story_id in heirs for story_id in pair) and not all(board.is_whole(story_id) for story_id in pair):
        return []
    ours, theirs = (_list_parts(board, story_id, heirs) for story_id in pair)
    return list(product(ours, theirs))


def _list_parts(board: Board, story_id: str, heirs: Heirs) -> list[str]:
    """Return the stories of the board that the originals of a story are in now, the largest first."""
    parts = {one for one in (story_id, *heirs.get(story_id, ())) if one in board}
    return sorted(parts, key=lambda one: (-len(board.list_group(one)), one))[:_MOST_PARTS]


def _look_around(board: Board, heirs: Heirs, arrived: Arrived, edges: Iterable[Edge]) -> dict[str, set[Original]]:
    """Return the stories that are no longer what they were, each with originals that are about it.

    Originals have come into these out of other stories or have left them, or they begin earlier than they did. What is
    about them is what those originals were compared with that have brought this about.
    """
    around: dict[str, set[Original]] = {}
    for story_id in heirs:
        _tie(around, [story_id, *_list_parts(board, story_id, heirs)])
    for original in arrived:
        if _begins_earlier(board, original, arrived):
            around.setdefault(original.chronicle.story_id, set())
    for original, compared in arrived.items():
        if original.chronicle.story_id in around:
            around[original.chronicle.story_id].update(compared)
    for edge in edges:
        if edge.older.chronicle.story_id in around:
            around[edge.older.chronicle.story_id].update(arrived.get(edge.newer, ()))
    return around


def _tie(around: dict[str, set[Original]], story_ids: Iterable[str]) -> None:
    """Let these stories, and what is tied to them already, have one set of what is about them."""
    ids = list(story_ids)
    known = {id(one): one for story_id in ids if (one := around.get(story_id)) is not None}
    tied = next(iter(known.values()), set[Original]())
    if len(known) > 1:
        ids += [story_id for story_id, one in around.items() if id(one) in known]
    around.update(dict.fromkeys(ids, tied))


def _begins_earlier(board: Board, original: Original, arrived: Arrived) -> bool:
    """Whether a story that was there before these originals came begins with this one now."""
    chronicle = original.chronicle
    first = original.published is not None and original.published == chronicle.started
    return first and any(other not in arrived for other in board.list_group(chronicle.story_id))


def _find_around(board: Board, around: Mapping[str, Iterable[Original]]) -> Iterator[Pair]:
    """Yield the pairs of these stories and those of the originals about them that have the nearest vectors."""
    for story_id, originals in around.items():
        near = [one for one in originals if one in board.originals and one.chronicle.story_id != story_id]
        group = board.list_group(story_id)
        if not near or not group:
            continue
        cosines = (_list_vectors(board, near) @ _list_vectors(board, group).T).max(axis=1)
        nearest: dict[str, float] = {}
        for one, cosine in zip(near, cosines.tolist(), strict=True):
            nearest[one.chronicle.story_id] = max(cosine, nearest.get(one.chronicle.story_id, cosine))
        ranked = sorted((-cosine, other) for other, cosine in nearest.items() if cosine >= _LEAST_NEAR)
        yield from ((story_id, other) for _, other in ranked[:_MOST_AROUND])


def _look_back(board: Board, story_ids: Sequence[str]) -> dict[str, list[Original]]:
    """Return each of these stories that has a date with the originals from before it that are nearest to it."""
    begun = {
        story_id: chronicle.started
        for story_id in story_ids
        if (chronicle := board.get_chronicle(story_id)) is not None and chronicle.started is not None
    }
    if not begun:
        return {}
    middles = [_list_vectors(board, board.list_group(story_id)[:_MOST_AVERAGED]).mean(axis=0) for story_id in begun]
    found = board.originals.find_earlier(np.stack(middles), list(begun.values()))
    return {story_id: [board.originals[row] for row in rows] for story_id, rows in zip(begun, found, strict=True)}


def _list_vectors(board: Board, group: Iterable[Original]) -> Vector:
    return board.originals.vectors(list_rows(group))
