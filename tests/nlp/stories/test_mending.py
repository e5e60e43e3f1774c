"""Stories merged and split as evidence grows, with ids that go on."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from nlp.records import Embedding, EmbeddingModel, Placed, StoryChange, StoryItem
from nlp.stories import mending
from nlp.stories.board import Board, list_rows
from nlp.stories.mending import Edge, identify_story, mend
from nlp.stories.originals import Original
from nlp.stories.placing import place
from nlp.stories.shingles import hash_shingles

MODEL = EmbeddingModel(name="hand", revision="1", backend="none", dimension=6)
START = datetime(2026, 1, 5, 8, tzinfo=UTC)
SEIZED = "Customs officers sealed {n} crates of lidar boards at Port Varkel on Monday after a tip from brokers ({n})."
GRANTED = "The Tessin council granted the ferry line a licence for {n} sailings, and bell ringers cheered ({n})."


def item(number: int, text: str, *, hours: float = 0) -> StoryItem:
    words = text.format(n=number)
    published = START + timedelta(hours=hours)
    return StoryItem(item_id=f"i{number}", title=words[:40], text=words, published=published, outlet=f"o{number}")


def unit(*direction: float) -> NDArray[np.float32]:
    values = np.asarray(direction, dtype=np.float32)
    found: NDArray[np.float32] = values / np.linalg.norm(values)
    return found


NORTH, EAST = unit(1, 0.1, 0, 0, 0, 0), unit(0, 0, 1, 0.1, 0, 0)


def put(board: Board, number: int, text: str, story_id: str, *, hours: float = 0) -> Original:
    one = item(number, text, hours=hours)
    vector = NORTH if text == SEIZED else EAST
    return board.add_original(one, vector, hash_shingles(one.text), story_id=story_id, similarity=0.0)


def near(board: Board, newer: Original, older: Original) -> Edge:
    score = float(board.originals.score_all(list_rows([newer, older]))[0, 1])
    return Edge(newer=newer, older=older, score=score, timeless=score)


def stories(board: Board, count: int) -> list[str | None]:
    found = [board.get(f"i{number}") for number in range(count)]
    return [None if one is None else one.story_id for one in found]


def test_two_stories_of_one_event_become_the_larger_and_every_article_is_told_to_have_moved() -> None:
    board = Board()
    for number, story_id in enumerate(["s", "s", "t"]):
        put(board, number, SEIZED, story_id, hours=number)
    new = put(board, 3, SEIZED, "t", hours=3)
    first = board.get_original("i0")
    assert first is not None
    (change,) = mend(board, arrived=[new], edges=[near(board, new, first)])
    assert (change.story_id, change.into_story_id) == ("t", "s")
    assert "makes a story" in change.why
    assert stories(board, 4) == ["s"] * 4
    assert {(one.item_id, one.story_id) for one in board.take_moved()} == {("i2", "s"), ("i3", "s")}
    (story,) = board.tell(["s", "t"])
    assert (story.item_ids, story.independent) == (("i0", "i1", "i2", "i3"), 4)
    assert story.outlets == ("o0", "o1", "o2", "o3")


def test_of_two_stories_of_one_size_the_earlier_keeps_its_id() -> None:
    board = Board()
    later, earlier = put(board, 0, SEIZED, "a", hours=5), put(board, 1, SEIZED, "b")
    mend(board, arrived=[later], edges=[near(board, later, earlier)])
    assert stories(board, 2) == ["b", "b"]


def test_a_story_of_two_events_falls_apart_and_its_id_stays_with_the_greater_part() -> None:
    board = Board()
    texts = [GRANTED, SEIZED, SEIZED, SEIZED]
    put_there = [put(board, number, text, "s", hours=number) for number, text in enumerate(texts)]
    (change,) = mend(board, arrived=put_there[-1:], edges=[])
    assert stories(board, 4) == [identify_story("i0"), "s", "s", "s"]
    assert (change.story_id, change.into_story_id) == ("s", identify_story("i0"))
    assert "those that stayed" in change.why


def test_an_id_that_is_in_use_is_not_given_twice() -> None:
    board = Board()
    taken = identify_story("i0")
    texts = [GRANTED, SEIZED, SEIZED]
    put_there = [put(board, number, text, taken, hours=number) for number, text in enumerate(texts)]
    mend(board, arrived=put_there, edges=[])
    assert stories(board, 3) == [identify_story("i0", part=1), taken, taken]


def test_copies_go_where_their_original_goes() -> None:
    board = Board()
    body = " ".join(f"On day {n} the agency counted {n * 37} crates at gate {n % 7}." for n in range(30))
    original = put(board, 0, body.replace("{", "").replace("}", ""), "s")
    copy = StoryItem(item_id="i1", title="Again", text=body, published=START + timedelta(hours=1), outlet="copyist")
    board.add_copy(copy, hash_shingles(body), original, whole=1.0, similarity=1.0)
    others = [put(board, number, SEIZED, "s", hours=number) for number in (2, 3)]
    mend(board, arrived=others, edges=[])
    moved = {one.item_id: one for one in board.take_moved()}
    assert moved["i1"].duplicate_of == "i0"
    assert moved["i1"].story_id == moved["i0"].story_id != "s"
    (story,) = board.tell([moved["i1"].story_id])
    assert (story.independent, story.outlets) == (1, ("o0", "copyist"))


def test_nothing_changes_where_nothing_is_wrong() -> None:
    board = Board()
    put_there = [put(board, number, SEIZED, "s", hours=number) for number in range(3)]
    assert mend(board, arrived=put_there, edges=[near(board, put_there[2], put_there[0])]) == []
    assert board.take_moved() == []


def test_a_story_that_articles_have_left_or_of_too_many_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    board = Board()
    put_there = [put(board, number, text, "s") for number, text in enumerate([GRANTED, SEIZED, SEIZED])]
    chronicle = board.get_chronicle("s")
    assert chronicle is not None
    chronicle.gone = 1
    assert mend(board, arrived=put_there, edges=[]) == []
    chronicle.gone = 0
    monkeypatch.setattr(mending, "MOST_MENDED", 2)
    assert mend(board, arrived=put_there, edges=[]) == []
    monkeypatch.setattr(mending, "MOST_MENDED", 3)
    assert mend(board, arrived=put_there, edges=[]) != []


def put_many(board: Board, count: int, *, story_id: str = "s", events: int = 2) -> list[Original]:
    """Reports of several events by turns over two days, all in one story; no two have the same words."""
    rng = np.random.default_rng(count)
    directions = rng.normal(size=(events, 6))
    put_there = []
    for number in range(count):
        event = number % events
        words = [f"e{event}w{word}" for word in rng.choice(30, size=14, replace=False)]
        words += [f"w{word}" for word in rng.choice(2_000, size=8)]
        one = item(number, " ".join(words), hours=float(rng.uniform(0, 48)))
        vector = unit(*(directions[event] + 0.1 * rng.normal(size=6)))
        shingles = hash_shingles(one.text)
        put_there.append(board.add_original(one, vector, shingles, story_id=story_id, similarity=0.0))
    return put_there


def test_a_story_of_very_many_reports_is_split_too_and_its_id_stays_with_the_greater_part() -> None:
    board = Board()
    put_there = put_many(board, 801, events=2)
    (change,) = mend(board, arrived=put_there[-1:], edges=[])
    found = stories(board, 801)
    assert found[::2] == ["s"] * 401
    assert set(found[1::2]) == {change.into_story_id} != {"s"}
    assert mend(board, arrived=put_there, edges=[]) == []


def test_a_very_large_story_is_looked_at_by_itself() -> None:
    board = Board()
    put_there = put_many(board, 401, events=1)
    board.regroup([("t", put_there[:5]), ("s", put_there[5:])])
    assert mend(board, arrived=put_there[:1], edges=[near(board, put_there[0], put_there[9])]) == []


def test_stories_are_put_together_in_order_of_time_in_every_process(monkeypatch: pytest.MonkeyPatch) -> None:
    board, seen = Board(), list[int]()
    put_there = [put(board, number, SEIZED, f"s{number // 2}", hours=200 - 5 * number) for number in range(40)]
    texts = {id(original): number for number, original in enumerate(put_there)}
    mend_together = mending._mend_together

    def watch(on: Board, originals: Sequence[Original]) -> list[StoryChange]:
        seen.append(texts[id(originals[0])])
        return mend_together(on, originals)

    monkeypatch.setattr(mending, "_mend_together", watch)
    mend(board, arrived=put_there, edges=[])
    assert seen == list(range(39, 0, -2))


def make_week() -> tuple[list[StoryItem], dict[str, NDArray[np.float32]]]:
    """Sixty reports of twelve events over four days; events in pairs are of one topic."""
    rng = np.random.default_rng(3)
    topics = rng.normal(size=(6, 6))
    items: list[StoryItem] = []
    vectors: dict[str, NDArray[np.float32]] = {}
    for number in range(60):
        event = number % 12
        words = [f"e{event}w{word}" for word in rng.integers(0, 30, size=14)]
        words += [f"t{event % 6}w{word}" for word in rng.integers(0, 40, size=10)]
        published = START + timedelta(hours=float(rng.uniform(0, 20)) + 24 * (event % 4))
        one = StoryItem(item_id=f"i{number}", title=" ".join(words[:5]), text=" ".join(words), published=published)
        items.append(one)
        # Nearer than the model has two events of one topic, and than it has most reports of one event.
        vectors[one.item_id] = unit(*(topics[event % 6] + 0.6 * rng.normal(size=6)))
    return items, vectors


def play(
    items: list[StoryItem], vectors: dict[str, NDArray[np.float32]], *, size: int
) -> tuple[set[frozenset[str]], list[StoryChange]]:
    board, changes = Board(), list[StoryChange]()
    for start in range(0, len(items), size):
        part = items[start : start + size]
        made = [Embedding(item_id=one.item_id, model=MODEL, vector=vectors[one.item_id]) for one in part]
        place(part, made, board=board)
        changes += board.take_changes()
    groups: dict[str, set[str]] = {}
    for one in items:
        placement = board.get(one.item_id)
        assert placement is not None
        groups.setdefault(placement.story_id, set()).add(one.item_id)
    return {frozenset(group) for group in groups.values()}, changes


def test_articles_one_by_one_in_any_order_within_a_day_make_the_stories_of_all_at_once() -> None:
    items, vectors = make_week()
    at_once, _ = play(items, vectors, size=len(items))
    assert 10 <= len(at_once) < 20
    for seed in range(3):
        dice = random.Random(seed)
        order = sorted(items, key=lambda one: (one.published or START).date().toordinal() + dice.random())
        bit_by_bit, changes = play(order, vectors, size=4)
        agreeing = sum(len(group) for group in bit_by_bit & at_once)
        assert agreeing >= 0.9 * len(items)
        assert changes, "no story was merged or split, so that the order could not matter"


def test_a_board_that_is_read_again_goes_on_as_it_was() -> None:
    items, vectors = make_week()
    board = Board()
    made = {one.item_id: Embedding(item_id=one.item_id, model=MODEL, vector=vectors[one.item_id]) for one in items}
    place(items[:40], [made[one.item_id] for one in items[:40]], board=board)
    placed = [
        Placed(item=one, vector=vectors[one.item_id], placement=placement)
        for one in items[:40]
        if (placement := board.get(one.item_id)) is not None
    ]
    again = Board(placed)
    for where in (board, again):
        place(items[40:], [made[one.item_id] for one in items[40:]], board=where)
    assert [board.get(one.item_id) is not None for one in items] == [True] * 60
    ours = {one.item_id: found.story_id for one in items if (found := board.get(one.item_id))}
    theirs = {one.item_id: found.story_id for one in items if (found := again.get(one.item_id))}
    assert sum(ours[key] == theirs[key] for key in ours) >= 0.95 * len(ours)
