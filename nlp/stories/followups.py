"""Follow-ups: which later story takes an earlier one further without reporting the same event."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from operator import attrgetter
from typing import TypeAlias

import numpy as np

from nlp.records import StoryLink
from nlp.stories.board import Board, list_rows
from nlp.stories.originals import Original
from nlp.stories.similarity import look_up
from nlp.stories.storylinks import Pair

# Two stories are linked when their nearest articles, taken as if they had come out at once, are this much alike.
LEAST_LINK = 0.58
# What begins within this time is another event of the day, not what came of the first.
_LATER = timedelta(hours=12)
# As near as so many of their nearest pairs are on average, among so many articles of each.
_PAIRS = 3
_MOST_COMPARED = 30
# Entities and words that are named for a link, at most.
_MOST_SHARED = 6
# A word is named when it is in fewer than about a fifth of the stories.
_TELLING = 1.5
_WORD = re.compile(r"\b\w[\w.,-]*\w\b")
_PART = re.compile(r"[:_-]")

# Words, each with its column and how common its language and the trade have it.
_Known: TypeAlias = Mapping[str, tuple[int, float]]


def judge(board: Board, pairs: Iterable[Pair]) -> list[StoryLink]:
    """Return the follow-ups among these pairs of stories, whichever way round, in order of the stories' ids.

    Both stories have dates, the later one begins hours after the earlier one, they are near, and they share an entity
    or a rare word.
    """
    ordered = {found for pair in pairs if (found := _order(board, *pair)) is not None}
    return [link for pair in sorted(ordered) if (link := _judge(board, *pair)) is not None]


def redirect(links: Iterable[StoryLink], gone: Mapping[str, str]) -> list[StoryLink]:
    """Return the links with each story that is gone replaced by the one that its articles went to; each pair once."""
    found: dict[tuple[str, str], StoryLink] = {}
    for link in links:
        earlier, later = gone.get(link.story_id, link.story_id), gone.get(link.next_story_id, link.next_story_id)
        if earlier != later:
            found[earlier, later] = replace(link, story_id=earlier, next_story_id=later)
    return list(found.values())


def _order(board: Board, one: str, other: str) -> Pair | None:
    """Return two stories, the earlier first; None for one story, or where none is clearly earlier."""
    begun = [(started, story_id) for story_id in (one, other) if (started := _when_begun(board, story_id)) is not None]
    if len(begun) < 2:
        return None
    (first, earlier), (second, later) = sorted(begun)
    return None if second - first < _LATER else (earlier, later)


def _when_begun(board: Board, story_id: str) -> datetime | None:
    chronicle = board.get_chronicle(story_id)
    return None if chronicle is None else chronicle.started


def _judge(board: Board, earlier: str, later: str) -> StoryLink | None:
    """Return the link between two stories, None where they are not near or share nothing that tells."""
    score = _compare(board, earlier, later)
    if score < LEAST_LINK or not (shared := _list_shared(board, earlier, later)):
        return None
    return StoryLink(story_id=earlier, next_story_id=later, score=round(score, 4), shared=shared)


def _compare(board: Board, earlier: str, later: str) -> float:
    # In order of publication, whichever came first: the last of the one and the first of the other.
    ours = sorted(board.list_group(earlier), key=attrgetter("moment"))[-_MOST_COMPARED:]
    theirs = sorted(board.list_group(later), key=attrgetter("moment"))[:_MOST_COMPARED]
    return board.originals.score_nearest(list_rows(ours), list_rows(theirs), pairs=_PAIRS, least=LEAST_LINK)


def _list_shared(board: Board, earlier: str, later: str) -> tuple[str, ...]:
    ours, theirs = board.list_group(earlier), board.list_group(later)
    entities = _count_entities(ours) & _count_entities(theirs)
    words = _weigh_shared(board, _list_words(ours), _list_words(theirs))
    # The word "h200" says no more than the chip.
    named = {part for entity_id in entities for part in _PART.split(entity_id)}
    ranked = sorted(words.items(), key=lambda pair: (-pair[1], pair[0]))
    telling = [word for word, weight in ranked if weight >= _TELLING and word not in named]
    return (*sorted(entities)[:_MOST_SHARED], *telling[:_MOST_SHARED])


def _count_entities(group: Iterable[Original]) -> set[str]:
    return {entity_id for original in group for entity_id in original.entity_ids}


def _list_words(group: Iterable[Original]) -> _Known:
    """Return the words of a story's headlines; of several languages that one counts which has a word least."""
    spoken = {(word, original.language) for original in group for word in _WORD.findall(original.title.lower())}
    found: dict[str, tuple[int, float]] = {}
    for word, language in spoken:
        if (known := look_up(word, language=language)) is not None:
            column, common = known
            found[word] = (column, min(common, found.get(word, known)[1]))
    return found


def _weigh_shared(board: Board, ours: _Known, theirs: _Known) -> dict[str, float]:
    """Return the words that two stories share and how much each says, at most what it says in either's language."""
    shared = ours.keys() & theirs.keys()
    columns = np.array([ours[word][0] for word in shared], dtype=np.int32)
    expected = np.array([max(ours[word][1], theirs[word][1]) for word in shared], dtype=np.float32)
    return dict(zip(shared, board.originals.rarity.weigh(columns, expected).tolist(), strict=True))
