"""Which story a new article joins as it arrives, and the articles that it is near to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from nlp.records import StoryItem
from nlp.stories.board import Board
from nlp.stories.column import Rows
from nlp.stories.originals import Original, Vector
from nlp.stories.pairs import ignore_time
from nlp.stories.similarity import Floats

# A story is as near as so many of its nearest articles are on average: a long story moves on from its first reports,
# and one odd report must not tie two stories together.
_LINKS = 3
# Of a story that is known to be near so many articles more are compared.
_FELLOWS = 64
# The score of a pair that is as likely one event as two.
_EVEN = 0.5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Compared:
    """Originals that an item was compared with: the score of each, and the score if both had come out at once."""

    originals: list[Original] = field(default_factory=list)
    scores: Floats = field(default_factory=lambda: np.empty(0))
    timeless: Floats = field(default_factory=lambda: np.empty(0))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Nearness:
    """What the board has for an item: the story that is most like it, None for none, how alike they are, and the
    originals that the item was compared with, and how near others are to it.
    """

    story_id: str | None
    alike: float
    compared: Compared = field(default_factory=Compared)
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
    within = originals.tell_near(rows, item.published)
    compared = Compared(
        originals=[originals[row] for row in rows[within].tolist()],
        scores=originals.score(measured)[within],
        timeless=originals.score(ignore_time(measured))[within],
    )
    scores = compared.scores.tolist()
    known = dict(zip(rows[within].tolist(), scores, strict=True))
    seen: set[str] = set()
    chosen, alike = None, -1.0
    for place in np.argsort(-compared.scores, kind="stable").tolist():
        # No story is nearer than its nearest article; which of the unlikely ones is nearer does not matter.
        if scores[place] <= alike or (chosen is not None and scores[place] < _EVEN):
            break
        story_id = compared.originals[place].chronicle.story_id
        if story_id in seen:
            continue
        seen.add(story_id)
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
