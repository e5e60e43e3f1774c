"""Which story a new article joins as it arrives, and the articles that it is near to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from nlp.records import StoryItem
from nlp.stories.board import Board
from nlp.stories.nearest import Rows
from nlp.stories.originals import Original, Vector
from nlp.stories.pairs import ignore_time

# A story is as near as so many of its nearest articles are on average: a long story moves on from its first reports,
# and one odd report must not tie two stories together.
_LINKS = 3
# Of a story that is known to be near so many articles more are compared.
_FELLOWS = 64
# The score of a pair that is as likely one event as two.
_EVEN = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """An original that an item was compared with: the score, and the score if both had come out at once."""

    original: Original
    score: float
    timeless: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearness:
    """What the board has for an item: the story that is most like it, None for none, how alike they are, and the
    originals that the item was compared with, and how near others are to it.
    """

    story_id: str | None
    alike: float
    compared: tuple[Compared, ...] = ()
    crowd: float | None = None


def find_story(board: Board, item: StoryItem, vector: Vector, *, near: Rows | None = None) -> Nearness:
    """Return the story within the window that this item is most like, and what it is near to.

    `near` is what `Originals.find_nearest` gave for it; originals that have come since are to be among them.
    """
    originals = board.originals
    rows = originals.find_candidates(item, vector, near=near)
    if not len(rows):
        return Nearness(story_id=None, alike=0.0)
    wording = originals.compare_words(item, rows)
    crowd = originals.crowd(rows, wording)
    measured = originals.measure(item, vector, rows, crowd=crowd, wording=wording)
    scores, timeless = originals.score(measured), originals.score(ignore_time(measured))
    within = originals.tell_near(rows, item.published)
    compared = tuple(
        Compared(original=originals[row], score=score, timeless=free)
        for row, score, free in zip(
            rows[within].tolist(), scores[within].tolist(), timeless[within].tolist(), strict=True
        )
    )
    known = {one.original.row: one.score for one in compared}
    best: dict[str, float] = {}
    for place in np.argsort(-scores[within], kind="stable").tolist():
        best.setdefault(compared[place].original.chronicle.story_id, compared[place].score)
    chosen, alike = None, -1.0
    for story_id, nearest in best.items():
        # No story is nearer than its nearest article; which of the unlikely ones is nearer does not matter.
        if nearest <= alike or (chosen is not None and nearest < _EVEN):
            break
        mean = _link(board, item, vector, story_id, known, crowd)
        if mean > alike:
            chosen, alike = story_id, mean
    return Nearness(story_id=chosen, alike=max(alike, 0.0), compared=compared, crowd=crowd)


def _link(
    board: Board, item: StoryItem, vector: Vector, story_id: str, known: Mapping[int, float], crowd: float
) -> float:
    """Return how near an item is to the story's articles that are nearest to it; `known` are scores by row."""
    originals = board.originals
    group = [original.row for original in board.list_group(story_id)]
    scores = [known[row] for row in group if row in known]
    rows = np.array([row for row in group if row not in known], dtype=np.int64)
    rows = rows[originals.tell_near(rows, item.published)]
    if len(rows) > _FELLOWS:
        rows = rows[np.argpartition(originals.compare_vectors(vector, rows), -_FELLOWS)[-_FELLOWS:]]
    if len(rows):
        scores += originals.score(originals.measure(item, vector, rows, crowd=crowd)).tolist()
    return float(np.mean(sorted(scores)[-_LINKS:]))
