from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from nlp.records import StoryItem
from nlp.stories.board import Board
from nlp.stories.joining import find_story
from nlp.stories.placing import JOINING
from nlp.stories.shingles import hash_shingles
from nlp.stories.similarity import Rarity, count_words
from nlp.stories.wordtable import WordTable

START = datetime(2026, 2, 2, 9, tzinfo=UTC)
NORTH = np.array([1, 0], dtype=np.float32)
EAST = np.array([0, 1], dtype=np.float32)
TEXT = "Inspectors sealed 1,250 crates of lidar boards at Port Varkel after a tip from customs brokers."

HALF = (
    "Lidar boards were found in crates at a port in the south. Growers of hops hope for rain, and so do brewers of the "
    "region, who said on Sunday that malt, barley and yeast cost more than last autumn, when storms flooded cellars."
)


def item(number: int, text: str = TEXT, *, days: float | None = 0, title: str = "Crates sealed") -> StoryItem:
    published = None if days is None else START + timedelta(days=days)
    return StoryItem(item_id=f"i{number}", title=title, text=text, published=published)


def board_of(*placed: tuple[StoryItem, str], window: timedelta = timedelta(days=21)) -> Board:
    board = Board(window=window)
    for one, story in placed:
        board.add_original(one, NORTH, hash_shingles(one.text), story_id=story, similarity=0.0)
    return board


def alike(board: Board, one: StoryItem, vector: NDArray[np.float32]) -> float:
    """How much an item is like the story that it is most like."""
    return find_story(board, one, vector).alike


def test_an_empty_board_has_no_story() -> None:
    found = find_story(Board(), item(1), NORTH)
    assert (found.story_id, found.alike, found.compared.originals) == (None, 0.0, [])


def test_the_same_words_are_less_alike_the_longer_the_gap() -> None:
    board = board_of((item(1), "s"))
    found = [alike(board, item(2, HALF, days=days, title="Harvest"), NORTH) for days in (2, 3, 4, 6, 8)]
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == 5
    beyond = find_story(board, item(2, days=22), NORTH)
    assert (beyond.story_id, beyond.alike, beyond.compared.originals) == (None, 0.0, [])


def test_a_missing_date_counts_as_a_gap_of_two_days() -> None:
    board = board_of((item(1), "s"))
    undated = alike(board, item(2, HALF, days=None, title="Harvest"), NORTH)
    assert undated == alike(board, item(2, HALF, days=2, title="Harvest"), NORTH)
    assert alike(board_of((item(1, days=None), "s")), item(2, HALF, title="Harvest"), NORTH) == undated


def test_a_story_is_as_near_as_its_three_nearest_articles() -> None:
    other = "Growers of hops expect a poor year in the hills around Lake Tessin."
    near = [(item(number), "s") for number in range(3)]
    far = [(item(number, other, title="Hops"), "s") for number in range(3, 8)]
    new = item(9)
    alone, mixed = board_of(*near), board_of(*near, *far)
    assert alike(mixed, new, NORTH) == pytest.approx(alike(alone, new, NORTH), abs=0.02)
    assert alike(board_of(near[0], far[0]), new, NORTH) < alike(alone, new, NORTH)


def test_words_that_other_stories_share_say_less() -> None:
    new, first = item(9), item(1)
    rarity = Rarity()
    columns = count_words(new).columns
    rarity.add(count_words(first), share=1.0)
    before = rarity.weigh(columns)
    for number in range(2, 40):
        rarity.add(count_words(item(number)), share=1.0)
    assert (rarity.weigh(columns) < before).all()


def test_later_reports_of_one_story_make_its_words_less_common_than_other_stories_do() -> None:
    columns = count_words(item(1)).columns
    one_story, many = Rarity(), Rarity()
    for number in range(20):
        one_story.add(count_words(item(number)), share=1 / (number + 1))
        many.add(count_words(item(number)), share=1.0)
    assert (one_story.weigh(columns) > many.weigh(columns)).all()


def fill_table(count: int) -> tuple[WordTable, Rarity]:
    rarity, table = Rarity(), WordTable()
    for number in range(count):
        words = count_words(item(number, SHIP.format(number, number % 9, number * 7, number % 5)))
        table.add(words)
        rarity.add(words, share=1.0)
    return table, rarity


SHIP = "Ship {} left quay {} with {} tonnes of barley and {} passengers."


def test_rows_are_compared_alike_before_and_after_they_are_sorted_into_the_table() -> None:
    table, rarity = fill_table(300)
    words = count_words(item(400, SHIP.format(100, 1, 700, 0)))
    cosines = table.compare(words, np.arange(300), rarity)
    assert cosines[100] == max(cosines) == pytest.approx(1.0)
    assert 100 in table.find(words, rarity, most=3)
    words = count_words(item(500))
    table.add(words)
    rarity.add(words, share=1.0)
    assert table.compare(words, np.array([300]), rarity) == pytest.approx([1.0])
    assert list(table.find(words, rarity, most=1)) == [300]


def test_rows_that_are_kept_stay_as_they_were() -> None:
    table, rarity = fill_table(600)
    words = count_words(item(700, SHIP.format(401, 5, 2807, 1)))
    before = table.compare(words, np.arange(600), rarity)
    mask = np.arange(600) >= 250
    table.keep(mask)
    assert len(table) == 350
    assert table.compare(words, np.arange(350), rarity) == pytest.approx(before[mask])
    assert 401 - 250 in table.find(words, rarity, most=3)


def test_shares_are_added_up_by_word() -> None:
    table, _ = fill_table(40)
    columns = count_words(item(0, SHIP.format(0, 0, 0, 0))).columns
    total = table.count(np.full(40, 0.5, dtype=np.float32))
    assert max(total[columns]) == pytest.approx(20.0)


def test_a_text_without_words_is_like_nothing() -> None:
    blank = StoryItem(item_id="i1", title="", text="", published=None)
    board = board_of((blank, "s"))
    assert alike(board, blank, EAST) < JOINING
