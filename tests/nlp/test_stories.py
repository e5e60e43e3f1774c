from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from nlp.board import Board
from nlp.embed import embed, load_embedder
from nlp.records import Embedding, EmbeddingModel, Placed, StoryItem
from nlp.stories import describe_stories, place

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
    placements = place(items, vectors, board=Board())
    assert placements[1].duplicate_of == "i1"
    placed = [
        Placed(item=one, vector=emb.vector, placement=where)
        for one, emb, where in zip(items, vectors, placements, strict=True)
    ]
    (story,) = describe_stories(placed)
    assert (story.independent, story.item_ids, story.outlets) == (1, ("i1", "i2"), ("A", "B"))
    assert (story.started, story.updated) == (START, START + timedelta(days=1))


def test_a_board_that_has_grown_is_trimmed_to_its_last_items() -> None:
    board = Board()
    items = [item(n, f"Title {n}", f"Words {n * 31} of text {n * 17}.", days=n / 100) for n in range(600)]
    vectors = [vector(n, (1, n, n * n % 7, 3)) for n in range(600)]
    place(items, vectors, board=board)
    assert board.trim(301) is board
    trimmed = board.trim(300)
    assert len(trimmed) == 300
    assert trimmed.get("i299") is None
    last = trimmed.get("i599")
    assert last is not None
    assert last.placement == place([items[599]], [vectors[599]], board=trimmed)[0]


def test_items_without_words_or_dates_are_placed_alone() -> None:
    blank = StoryItem(item_id="i1", title="", text="", published=None)
    (placement,) = place([blank], [vector(1, (1, 0, 0, 0))], board=Board())
    assert placement.duplicate_of is None
    assert place([], [], board=Board()) == []


def test_the_bundled_model_gives_unit_vectors_and_tells_topics_apart() -> None:
    items, _ = approvals()
    vectors = [one.vector for one in embed(items, embedder=load_embedder())]
    assert all(abs(float(np.linalg.norm(one)) - 1) < 1e-5 for one in vectors)
    assert float(vectors[0] @ vectors[1]) > 0.6 > 0.3 > float(vectors[0] @ vectors[2])
