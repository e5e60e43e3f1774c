from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from nlp.embed import embed, load_embedder
from nlp.records import Embedding, EmbeddingModel, Placed, StoryItem
from nlp.stories.board import Board
from nlp.stories.placing import place

MODEL = EmbeddingModel(name="hand", revision="1", backend="none", dimension=4)
START = datetime(2026, 1, 5, 8, tzinfo=UTC)
APPROVAL = (
    "China clears first H200 imports",
    "Regulators in Beijing approved the import of H200 accelerators on Monday.",
    "Beijing approves purchases of Nvidia's H200",
    "Chinese regulators approved imports of the H200 accelerator for cloud firms on Monday.",
)


def item(number: int, title: str, text: str, *, days: float = 0, outlet: str = "A") -> StoryItem:
    return StoryItem(
        item_id=f"i{number}", title=title, text=text, published=START + timedelta(days=days), outlet=outlet
    )


def vector(number: int, direction: tuple[float, ...]) -> Embedding:
    values = np.asarray(direction, dtype=np.float32)
    return Embedding(item_id=f"i{number}", model=MODEL, vector=values / np.linalg.norm(values))


def approvals() -> tuple[list[StoryItem], list[Embedding]]:
    items = [
        item(1, APPROVAL[0], APPROVAL[1]),
        item(2, APPROVAL[2], APPROVAL[3], days=0.5, outlet="B"),
        item(3, "Bakers gather for bread fair", "Sourdough took the first prize in Ghent.", days=0.2),
    ]
    return items, [vector(1, (1, 0.1, 0, 0)), vector(2, (1, 0, 0.1, 0)), vector(3, (0, 0, 0, 1))]


def test_two_reports_of_one_event_are_one_story_and_another_event_is_not() -> None:
    items, vectors = approvals()
    first, second, other = place(items, vectors, board=Board())
    assert first.story_id == second.story_id != other.story_id


def test_the_order_within_a_batch_does_not_matter() -> None:
    items, vectors = approvals()
    forward = {one.item_id: one for one in place(items, vectors, board=Board())}
    backward = {one.item_id: one for one in place(items[::-1], vectors[::-1], board=Board())}
    assert forward == backward


def test_a_later_article_joins_the_story_of_an_earlier_run_and_a_new_version_stays() -> None:
    items, vectors = approvals()
    placements = place(items[:1], vectors[:1], board=Board())
    earlier = [Placed(item=items[0], vector=vectors[0].vector, placement=placements[0])]
    again, joined = place(items[:2], vectors[:2], board=Board(earlier))
    assert again == placements[0]
    assert joined.story_id == placements[0].story_id


@pytest.mark.parametrize(("days", "stories"), [(0.4, 1), (9, 2)])
def test_a_follow_up_on_the_day_joins_and_the_reaction_a_week_later_does_not(days: float, stories: int) -> None:
    reaction = (
        "A committee in Washington weighs limits after Beijing approved the import of H200 accelerators. Members asked "
        "how many boards cloud firms may buy, who counts them, and what happens when a permit expires next autumn."
    )
    items = [item(1, *APPROVAL[:2]), item(2, "Lawmakers wary of H200 imports", reaction, days=days)]
    vectors = [vector(1, (1, 0.3, 0, 0)), vector(2, (1, 0, 2.2, 0))]
    assert len({one.story_id for one in place(items, vectors, board=Board())}) == stories


def test_two_bare_headlines_of_one_event_are_one_story() -> None:
    items = [item(1, "Port Varkel seizes lidar boards", ""), item(2, "Lidar boards seized in raid on harbour", "")]
    vectors = [vector(1, (1, 0.8, 0, 0)), vector(2, (1, 0, 0.8, 0))]
    first, second = place(items, vectors, board=Board())
    assert first.story_id == second.story_id


def test_outside_the_window_a_story_is_closed() -> None:
    items, vectors = approvals()
    late = item(2, APPROVAL[2], APPROVAL[3], days=40)
    first, second = place([items[0], late], vectors[:2], board=Board(window=timedelta(days=21)))
    assert first.story_id != second.story_id


def test_a_copy_goes_where_its_original_is_and_counts_once() -> None:
    body = " ".join(f"On day {n} the agency counted {n * 37} crates at gate {n % 7}." for n in range(30))
    items = [
        item(1, "Crates counted", body),
        item(2, "Gate figures are out", "By our desk. " + body, days=1, outlet="B"),
    ]
    vectors = [vector(1, (1, 0, 0, 0)), vector(2, (0, 1, 0, 0))]
    board = Board()
    placements = place(items, vectors, board=board)
    assert placements[1].duplicate_of == "i1"
    (story,) = board.tell([placements[0].story_id])
    assert (story.independent, story.item_ids, story.outlets) == (1, ("i1", "i2"), ("A", "B"))
    assert (story.started, story.updated) == (START, START + timedelta(days=1))


BODY = " ".join(f"On day {n} the agency counted {n * 37} crates at gate {n % 7}." for n in range(30))


def reprints(*texts: str, days: tuple[float | None, ...], outlets: str = "ABC") -> list[StoryItem]:
    return [
        StoryItem(
            item_id=f"i{number}",
            title=f"Crates {number}",
            text=text,
            published=None if day is None else START + timedelta(days=day),
            outlet=outlet,
        )
        for number, (text, day, outlet) in enumerate(zip(texts, days, outlets, strict=False))
    ]


def place_apart(items: list[StoryItem], board: Board) -> dict[str, str | None]:
    """Place the items one by one, as runs of their own; return what each is a copy of in the end."""
    for one in items:
        place([one], [vector(0, (1, 0, 0, 0))], board=board)
    found = [board.get(one.item_id) for one in items]
    return {one.item_id: one.duplicate_of for one in found if one is not None}


def test_an_original_that_comes_after_its_copies_takes_their_place() -> None:
    board = Board()
    items = reprints(BODY, "By our desk. " + BODY, BODY, days=(2, 3, 1))
    assert place_apart(items[:2], board) == {"i0": None, "i1": "i0"}
    assert board.take_moved() == []
    assert place_apart(items, board) == {"i0": "i2", "i1": "i2", "i2": None}
    assert {one.item_id: one.duplicate_of for one in board.take_moved()} == {"i0": "i2", "i1": "i2", "i2": None}
    assert board.take_moved() == []
    placement = board.get("i2")
    assert placement is not None
    (story,) = board.tell([placement.story_id])
    assert (story.independent, story.first_item_id, story.item_ids) == (1, "i2", ("i2", "i0", "i1"))


def test_a_dated_copy_comes_before_an_undated_one() -> None:
    assert place_apart(reprints(BODY, BODY, days=(None, 1)), Board()) == {"i0": "i1", "i1": None}
    assert place_apart(reprints(BODY, BODY, days=(1, None)), Board()) == {"i0": None, "i1": "i0"}


def test_who_credits_the_other_is_the_copy_whatever_the_dates_say() -> None:
    credited = "Gates were counted anew, Kisen News reported. " + BODY
    earlier, later = reprints(credited, BODY, days=(1, 2))
    later = StoryItem(item_id="i1", title="Crates", text=BODY, published=later.published, outlet="Kisen News")
    for items in ([earlier, later], [later, earlier]):
        assert place_apart(items, Board()) == {"i0": "i1", "i1": None}


def test_what_was_found_of_copies_is_the_same_after_a_restart() -> None:
    board, vectors = Board(), vector(0, (1, 0, 0, 0)).vector
    items = reprints(BODY, "By our desk. " + BODY, "Read this. " + BODY, days=(2, 3, 1))
    before = place_apart(items, board)
    for order in (items, items[::-1]):
        placed = [
            Placed(item=one, vector=vectors, placement=placement)
            for one in order
            if (placement := board.get(one.item_id)) is not None
        ]
        again = Board(placed)
        assert {one.item_id: one.duplicate_of for item in items if (one := again.get(item.item_id))} == before
        assert place_apart([*items, *reprints(BODY, days=(9,))], again) == before


def test_a_date_in_the_future_stands_alone_and_disturbs_no_other() -> None:
    items, vectors = approvals()
    distant = item(4, *APPROVAL[:2], days=400_000)
    near, follower, _, far = place([*items, distant], [*vectors, vectors[0]], board=Board())
    assert near.story_id == follower.story_id != far.story_id


def test_articles_that_came_first_leave_and_still_count_in_their_story() -> None:
    board = Board(capacity=80)
    crowd = [item(n, f"Title {n}", f"Words {n * 31} of text {n * 17} here.", days=n / 100) for n in range(300)]
    vectors = [vector(n, (1, n, n * n % 7, 3)) for n in range(300)]
    reports = [item(1000 + n, APPROVAL[0], APPROVAL[1], days=n / 50) for n in range(150)]
    ours = vector(1, (-1, 0, 0, 0))
    mixed = [one for pair in zip(crowd, reports, strict=False) for one in pair] + crowd[150:]
    places = {
        one.item_id: place([one], [ours if one in reports else vectors[int(one.item_id[1:])]], board=board)[0]
        for one in mixed[:300]
    }
    assert 80 <= len(board) < 90
    assert board.get("i0") is None
    story_id = places["i1000"].story_id
    assert places["i1149"].story_id == story_id
    (story,) = board.tell([story_id])
    assert story.earlier > 100
    assert (len(story.item_ids) + story.earlier, story.first_item_id) == (150, "i1000")
    assert (story.started, story.independent) == (START, 150)


def test_a_window_that_turns_over_finds_what_is_in_it() -> None:
    board = Board(capacity=300)
    texts = [f"Ship s{n} left quay q{n % 97} with {n * 7} tons of barley b{n * 3} and p{n * 11}." for n in range(900)]
    items = [item(n, f"Ship s{n} leaves", text, days=n / 500) for n, text in enumerate(texts)]
    rng = np.random.default_rng(5)
    vectors = [vector(n, tuple(rng.normal(size=4))) for n in range(900)]
    for start in range(0, 900, 50):
        place(items[start : start + 50], vectors[start : start + 50], board=board)
    for number in (650, 850, 899):
        one = items[number]
        again = StoryItem(item_id="again", title=one.title, text=one.text, published=one.published)
        expected = board.get(one.item_id)
        assert expected is not None
        rows = board.originals.find_candidates(again, vectors[number].vector)
        scores = board.originals.compare_words(again, rows)
        nearest = board.originals[int(rows[np.argmax(scores)])]
        assert nearest.chronicle.story_id == expected.story_id


def test_items_without_words_or_dates_are_placed_alone() -> None:
    blank = StoryItem(item_id="i1", title="", text="", published=None)
    (placement,) = place([blank], [vector(1, (1, 0, 0, 0))], board=Board())
    assert placement.duplicate_of is None
    assert place([], [], board=Board()) == []
    blanks = [StoryItem(item_id=f"i{n}", title="", text="", published=None) for n in range(3)]
    again = place(blanks, [vector(n, (1, 0, 0, 0)) for n in range(3)], board=Board())
    assert len({one.story_id for one in again}) == 3


def test_the_bundled_model_gives_unit_vectors_and_tells_topics_apart() -> None:
    items, _ = approvals()
    vectors = [one.vector for one in embed(items, embedder=load_embedder())]
    assert all(abs(float(np.linalg.norm(one)) - 1) < 1e-5 for one in vectors)
    assert float(vectors[0] @ vectors[1]) > 0.6 > 0.3 > float(vectors[0] @ vectors[2])
