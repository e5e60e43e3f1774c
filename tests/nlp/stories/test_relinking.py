"""Which links are judged again, on boards that are put together by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from nlp.records import StoryChange, StoryItem, StoryLink
from nlp.stories import relinking
from nlp.stories.board import Board
from nlp.stories.originals import Original
from nlp.stories.relinking import relink
from nlp.stories.shingles import hash_shingles

START = datetime(2026, 1, 5, 8, tzinfo=UTC)
FERRY = (1.0, 0.0, 0.0)
NIGHT = (1.0, 0.5, 0.0)
BREAD = (0.0, 0.0, 1.0)
TITLES = {FERRY: "Orvelle ferries get a licence", NIGHT: "Orvelle crews walk out", BREAD: "Bakers gather in Ghent"}


def put(
    board: Board, name: str, story_id: str, direction: tuple[float, float, float], *, days: float | None
) -> Original:
    title = TITLES[direction]
    item = StoryItem(
        item_id=name,
        title=title,
        text=f"{title}, {name} says; {' '.join(f'{title.split()[0]}{n}' for n in range(12))}.",
        published=None if days is None else START + timedelta(days=days),
        entity_ids=("company:orvelle",),
    )
    vector = np.asarray(direction, dtype=np.float32)
    vector /= np.linalg.norm(vector)
    return board.add_original(item, vector, hash_shingles(item.text), story_id=story_id, similarity=0.0)


def stand(board: Board, *pairs: tuple[str, str]) -> None:
    board.links.restore(
        StoryLink(story_id=earlier, next_story_id=later, score=0.9, shared=("orvelle",)) for earlier, later in pairs
    )


def found(board: Board) -> list[tuple[str, str]]:
    return [(link.story_id, link.next_story_id) for link in board.take_links()]


def test_a_link_turns_round_with_the_order_of_its_stories() -> None:
    board = Board()
    put(board, "licence", "s", FERRY, days=3)
    put(board, "strike", "t", NIGHT, days=9)
    stand(board, ("s", "t"))
    early = put(board, "warning", "t", NIGHT, days=1)
    relink(board, arrived={early: []}, edges=[], changes=[])
    assert (found(board), board.take_ended()) == ([("t", "s")], [("s", "t")])


def test_a_link_ends_when_its_stories_are_near_no_longer_or_have_no_date() -> None:
    board = Board()
    put(board, "licence", "s", FERRY, days=0)
    strange = put(board, "fair", "t", BREAD, days=5)
    undated = put(board, "strike", "u", NIGHT, days=None)
    stand(board, ("s", "t"), ("s", "u"))
    relink(board, arrived={strange: [], undated: []}, edges=[], changes=[])
    assert (found(board), sorted(board.take_ended())) == ([], [("s", "t"), ("s", "u")])


def test_a_link_goes_with_the_part_of_a_story_that_made_it() -> None:
    board = Board()
    put(board, "fair", "s", BREAD, days=0)
    licence = put(board, "licence", "part", FERRY, days=0)
    put(board, "strike", "t", NIGHT, days=9)
    stand(board, ("s", "t"))
    change = StoryChange(story_id="s", into_story_id="part", why="two events")
    relink(board, arrived={licence: []}, edges=[], changes=[change])
    assert (found(board), board.take_ended()) == ([("part", "t")], [("s", "t")])


def test_links_of_stories_that_were_merged_are_one_of_the_story_that_they_are() -> None:
    board = Board()
    new = put(board, "licence", "s", FERRY, days=0)
    put(board, "strike", "t", NIGHT, days=9)
    stand(board, ("s", "t"), ("gone", "t"), ("s", "lost"), ("gone", "s"))
    board.links.forget(["lost"])
    change = StoryChange(story_id="gone", into_story_id="s", why="one event")
    relink(board, arrived={new: []}, edges=[], changes=[change])
    assert (found(board), sorted(board.take_ended())) == ([("s", "t")], [("gone", "s"), ("gone", "t")])


def test_a_story_that_begins_anew_is_compared_with_what_is_about_it() -> None:
    board = Board()
    put(board, "licence", "s", FERRY, days=0)
    put(board, "strike", "t", NIGHT, days=None)
    dated = put(board, "walk-out", "t", NIGHT, days=6)
    older = board.list_group("s")[0]
    relink(board, arrived={dated: [older]}, edges=[], changes=[])
    assert found(board) == [("s", "t")]


def test_a_link_to_a_story_that_has_left_the_window_is_left_as_it_is() -> None:
    board = Board()
    new = put(board, "fair", "s", BREAD, days=3)
    stand(board, ("s", "left"), ("before", "s"))
    relink(board, arrived={new: []}, edges=[], changes=[])
    assert (found(board), board.take_ended()) == ([], [])
    assert board.links.list_touching("s") == [("before", "s"), ("s", "left")]


def test_a_link_outlives_the_articles_that_made_it_when_they_leave_the_window() -> None:
    board = Board(capacity=4)
    stand(board, ("s", "t"))
    for number, (story_id, days) in enumerate([("s", 0), ("s", 0.1), ("t", 5), ("t", 5.1)]):
        put(board, f"early{number}", story_id, FERRY, days=days)
    later = put(board, "fair", "t", BREAD, days=6)
    assert not board.is_whole("s")
    relink(board, arrived={later: []}, edges=[], changes=[])
    assert board.take_ended() == []
    assert ("s", "t") in board.links


def test_of_a_story_with_very_many_links_the_weakest_are_judged_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relinking, "_MOST_JUDGED", 2)
    board = Board()
    grown = put(board, "fair", "s", BREAD, days=0)
    for number in range(5):
        put(board, f"strike{number}", f"t{number}", NIGHT, days=number + 1)
        link = StoryLink(story_id="s", next_story_id=f"t{number}", score=0.7 + number / 100, shared=("orvelle",))
        board.links.restore([link])
    relink(board, arrived={grown: []}, edges=[], changes=[])
    assert sorted(board.take_ended()) == [("s", "t0"), ("s", "t1")]


# Where fewer stand than there may be none was cut off.
@pytest.mark.parametrize(("standing", "after"), [("abc", "bcd"), ("ab", "b")])
def test_what_was_cut_off_comes_back_when_one_of_the_links_before_it_ends(standing: str, after: str) -> None:
    board = Board()
    strange = put(board, "fair", "a", BREAD, days=0)
    for number, story_id in enumerate("bcd"):
        put(board, f"licence{number}", story_id, FERRY, days=number)
    # Nothing from its own day or after it comes back, nor what is about something else.
    put(board, "strike", "t", NIGHT, days=9)
    put(board, "talks", "same-day", FERRY, days=9.1)
    put(board, "bread", "other", BREAD, days=1)
    stand(board, *((story_id, "t") for story_id in standing))
    relink(board, arrived={strange: []}, edges=[], changes=[])
    assert board.take_ended() == [("a", "t")]
    assert sorted(board.links.list_touching("t")) == [(story_id, "t") for story_id in after]
    assert {link.story_id for link in board.take_links()} - set(standing) == set(after) - set(standing)
