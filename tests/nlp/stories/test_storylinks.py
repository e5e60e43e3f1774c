from __future__ import annotations

from nlp.records import StoryLink
from nlp.stories.storylinks import StoryLinks


def link(earlier: str, later: str, score: float = 0.7) -> StoryLink:
    return StoryLink(story_id=earlier, next_story_id=later, score=score, shared=("orvelle",))


def stand(*links: StoryLink) -> StoryLinks:
    found = StoryLinks()
    found.restore(links)
    return found


def test_what_was_known_is_neither_found_nor_ended() -> None:
    links = stand(link("a", "b"))
    assert ("a", "b") in links
    assert (links.take_found(), links.take_ended()) == ([], [])


def test_a_judged_link_that_is_not_found_again_has_ended_and_is_told_once() -> None:
    links = stand(link("a", "c"), link("b", "c"))
    links.settle([("a", "c"), ("b", "c"), ("a", "x")], [link("b", "c", 0.8)])
    assert links.take_found() == [link("b", "c", 0.8)]
    assert links.take_ended() == [("a", "c")]
    assert links.take_ended() == []


def test_a_link_the_other_way_round_takes_the_place_of_the_first() -> None:
    links = stand(link("a", "b"))
    links.settle([], [link("b", "a")])
    assert (links.list_touching("a"), links.list_touching("b")) == ([("b", "a")], [("b", "a")])
    assert links.take_ended() == [("a", "b")]


def test_the_three_nearest_stay_and_only_what_stood_has_ended() -> None:
    links = stand(link("a", "x", 0.7), link("b", "x", 0.8), link("c", "x", 0.9))
    links.settle([], [link("d", "x", 0.75), link("e", "x", 0.66)])
    assert links.list_touching("x") == [("d", "x"), ("b", "x"), ("c", "x")]
    assert links.take_found() == [link("d", "x", 0.75)]
    assert links.take_ended() == [("a", "x")]


def test_a_later_story_that_was_full_and_has_room_is_returned() -> None:
    links = stand(*(link(earlier, later) for later in "xyz" for earlier in "abc"), link("a", "w"))
    assert links.settle([("a", "x"), ("a", "y"), ("a", "w")], [link("d", "y")]) == ["x"]
    assert links.settle([("b", "x")], []) == []
    # One that turns round leaves room as well.
    assert links.settle([], [link("z", "c")]) == ["z"]


def test_what_has_ended_before_it_was_told_is_not_told_as_found_and_the_other_way_round() -> None:
    links = stand(link("a", "b"))
    links.settle([("a", "b")], [])
    links.settle([], [link("a", "b", 0.9), link("a", "c")])
    links.settle([("a", "c")], [])
    assert links.take_found() == [link("a", "b", 0.9)]
    assert links.take_ended() == [("a", "c")]


def test_the_weakest_link_of_a_story_comes_first_whichever_way_it_leads() -> None:
    links = stand(link("a", "b", 0.9), link("b", "c", 0.66), link("b", "d", 0.8))
    assert links.list_touching("b") == [("b", "c"), ("b", "d"), ("a", "b")]


def test_a_story_that_leaves_the_window_takes_its_links_along_without_ending_them() -> None:
    links = stand(link("a", "b"), link("b", "c"), link("a", "c"))
    links.forget(["b", "z"])
    assert links.list_touching("a") == links.list_touching("c") == [("a", "c")]
    assert links.take_ended() == []
