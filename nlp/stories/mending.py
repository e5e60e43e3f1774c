"""Stories merged and split as evidence grows: those that new articles are near to are put together anew."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from operator import attrgetter

import numpy as np

from nlp.records import StoryChange
from nlp.stories.board import Board, list_rows
from nlp.stories.column import Rows
from nlp.stories.condensing import MOST_TOGETHER, put_together
from nlp.stories.linkage import link
from nlp.stories.originals import Original

# Two groups of articles are one story when they are at least this near (nlp/stories/linkage.py). One value for every
# kind of text, chosen as docs/quality.md says.
THRESHOLD = 0.42
# Originals that are put together anew where one story alone has more than are compared each with each: some seconds.
MOST_MENDED = 10_000
# How near two groups are that articles go between is told from so many of each, and fewer where very many groups do.
_MOST_COMPARED = 150
_LEAST_COMPARED = 8
_ENOUGH_COMPARED = 3_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Edge:
    """Two originals, the newer first, the score of the pair, and the score if both had come out at once."""

    newer: Original
    older: Original
    score: float
    timeless: float


def mend(board: Board, *, arrived: Iterable[Original], edges: Iterable[Edge]) -> list[StoryChange]:
    """Put the stories that these originals came into, and those near to them, together anew.

    What comes out depends on the articles alone and not on the order in which they came, but for stories of more than
    MOST_MENDED originals, which are left as they are, as are those that articles have left because the window is full.
    A group that is in two stories keeps the id of the one that most of it is in.
    """
    groups = [
        sorted(
            (original for story_id in story_ids for original in board.list_group(story_id)), key=attrgetter("moment")
        )
        for story_ids in _gather(board, arrived, edges)
    ]
    # What comes of one group tells how rare words are in the next: always in the same order.
    groups.sort(key=lambda originals: originals[0].moment)
    return [change for originals in groups if len(originals) > 1 for change in _mend_together(board, originals)]


def identify_story(first_id: str, *, part: int = 0) -> str:
    """Return the id of the story that begins with this article; `part` tells one from another that began with it."""
    name = f"story|{first_id}" + (f"|{part}" if part else "")
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _gather(board: Board, arrived: Iterable[Original], edges: Iterable[Edge]) -> list[list[str]]:
    """Return the stories to be looked at together: those that came near one another, the nearest first.

    These are as many as can be compared each with each. A story that is larger is looked at by itself: what stands for
    its parts does not tell safely what else belongs to it.
    """
    sizes = {original.chronicle.story_id: 0 for original in arrived}
    near = [edge for edge in edges if edge.score >= THRESHOLD]
    near.sort(key=lambda edge: (-edge.score, edge.newer.item_id, edge.older.item_id))
    pairs = [(edge.newer.chronicle.story_id, edge.older.chronicle.story_id) for edge in near]
    for story_id in (*sizes, *(story_id for pair in pairs for story_id in pair)):
        sizes[story_id] = len(board.list_group(story_id))
    open_ids = {story_id for story_id, size in sizes.items() if size <= MOST_MENDED and board.is_whole(story_id)}
    together = {story_id: [story_id] for story_id in sizes if story_id in open_ids}
    for one, other in pairs:
        if one not in open_ids or other not in open_ids or together[one] is together[other]:
            continue
        joined = together[one] + together[other]
        if sum(sizes[story_id] for story_id in joined) <= MOST_TOGETHER:
            together.update(dict.fromkeys(joined, joined))
    return [list(ids) for ids in dict.fromkeys(map(tuple, together.values()))]


def _mend_together(board: Board, originals: Sequence[Original]) -> list[StoryChange]:
    rows = list_rows(originals)
    vectors = board.originals.vectors(rows)
    parts = put_together(vectors, lambda places: board.originals.score_all(rows[places]), threshold=THRESHOLD)
    before = [original.chronicle.story_id for original in originals]
    named = _name(board, before, parts, originals)
    after = dict[int, str]()
    for story_id, part in named:
        after.update(dict.fromkeys(part, story_id))
    if all(after[place] == story_id for place, story_id in enumerate(before)):
        return []
    changes = _explain(board, rows, before, after)
    board.regroup([(story_id, [originals[place] for place in part]) for story_id, part in named])
    return changes


def _name(
    board: Board, before: Sequence[str], parts: Sequence[list[int]], originals: Sequence[Original]
) -> list[tuple[str, list[int]]]:
    """Return the parts with their ids: a story's id stays with most of its originals, of equals with the earliest."""
    shared = Counter((number, before[place]) for number, part in enumerate(parts) for place in part)
    began = {story_id: before.index(story_id) for story_id in set(before)}
    names: dict[int, str] = {}
    given: set[str] = set()
    for number, story_id in sorted(shared, key=lambda pair: (-shared[pair], began[pair[1]], pair[0])):
        if number not in names and story_id not in given:
            names[number] = story_id
            given.add(story_id)
    for number, part in enumerate(parts):
        if number not in names:
            candidates = (identify_story(originals[part[0]].item_id, part=other) for other in count())
            names[number] = next(one for one in candidates if one not in board and one not in given)
            given.add(names[number])
    return [(names[number], part) for number, part in enumerate(parts)]


def _explain(board: Board, rows: Rows, before: Sequence[str], after: dict[int, str]) -> list[StoryChange]:
    moves: dict[tuple[str, str], list[int]] = {}
    for place, old in enumerate(before):
        if after[place] != old:
            moves.setdefault((old, after[place]), []).append(place)
    changes: list[StoryChange] = []
    most = max(_LEAST_COMPARED, min(_MOST_COMPARED, _ENOUGH_COMPARED // max(1, len(moves))))
    for (old, new), moved in moves.items():
        staying = [place for place, story_id in enumerate(before) if story_id == old and after[place] == old]
        joined = [place for place, story_id in enumerate(before) if story_id != old and after[place] == new]
        reasons = []
        if joined:
            reasons.append(
                f"likeness {_compare(board, rows[moved], rows[joined], most=most):.2f} to those that it joined"
            )
        if staying:
            reasons.append(
                f"likeness {_compare(board, rows[moved], rows[staying], most=most):.2f} to those that stayed"
            )
        reasons.append(f"{THRESHOLD:.2f} makes a story")
        changes.append(StoryChange(story_id=old, into_story_id=new, why="; ".join(reasons)))
    return changes


def _compare(board: Board, ours: Rows, theirs: Rows, *, most: int) -> float:
    """Return how near two groups of originals are, by so many of each, evenly taken."""
    ours, theirs = (rows[:: -(-len(rows) // most)] for rows in (ours, theirs))
    scores = board.originals.score_all(np.concatenate([ours, theirs]))
    return link(scores, list(range(len(ours))), list(range(len(ours), len(scores))))
