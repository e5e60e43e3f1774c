from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from nlp.board import Board
from nlp.records import Placement, StoryItem
from nlp.similarity import Rarity, WordTable, count_words

START = datetime(2026, 2, 2, 9, tzinfo=UTC)
NORTH = np.array([1, 0], dtype=np.float32)
EAST = np.array([0, 1], dtype=np.float32)
TEXT = "Inspectors sealed 1,250 crates of lidar boards at Port Varkel after a tip from customs brokers."


def item(number: int, text: str = TEXT, *, days: float | None = 0, title: str = "Crates sealed") -> StoryItem:
    published = None if days is None else START + timedelta(days=days)
    return StoryItem(item_id=f"i{number}", title=title, text=text, published=published)


def board_of(*placed: tuple[StoryItem, str], window: timedelta = timedelta(days=21)) -> Board:
    board = Board(window=window)
    for one, story in placed:
        placement = Placement(item_id=one.item_id, story_id=story, duplicate_of=None, similarity=0.0)
        board.add(one, NORTH, placement)
    return board


def test_an_empty_board_has_no_story() -> None:
    assert Board().find_story(item(1), NORTH) == (None, 0.0)


def test_the_same_words_are_less_alike_the_longer_the_gap() -> None:
    board = board_of((item(1), "s"))
    alike = [board.find_story(item(2, days=days), NORTH)[1] for days in (0, 0.5, 2, 7, 20)]
    assert alike == sorted(alike, reverse=True)
    assert len(set(alike)) == 5
    assert board.find_story(item(2, days=22), NORTH) == (None, 0.0)


def test_a_missing_date_counts_as_a_gap_of_a_day() -> None:
    board = board_of((item(1), "s"))
    undated = board.find_story(item(2, days=None), NORTH)
    assert undated == board.find_story(item(2, days=1), NORTH)
    assert board_of((item(1, days=None), "s")).find_story(item(2), NORTH) == undated


def test_a_story_is_nearer_to_its_nearest_article_than_their_average() -> None:
    other = "Growers of hops expect a poor year in the hills around Lake Tessin."
    board = board_of((item(1), "s"), (item(2, other, title="Hops"), "s"))
    new = item(3)
    pairs = [board.score_pair(new, NORTH, one) for one in board.members(["s"])]
    _, alike = board.find_story(new, NORTH)
    assert sum(pairs) / 2 < alike < max(pairs)


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


def test_rows_are_compared_alike_before_and_after_they_are_sorted_into_the_table() -> None:
    rarity, table = Rarity(), WordTable()
    texts = [f"Ship {n} left quay {n % 9} with {n * 7} tonnes of barley and {n % 5} passengers." for n in range(300)]
    for number, text in enumerate(texts):
        words = count_words(item(number, text))
        table.add(words)
        rarity.add(words, share=1.0)
    cosines = table.compare(count_words(item(400, texts[100])), rarity)
    assert len(cosines) == 300
    assert cosines[100] == max(cosines)
    words = count_words(item(500))
    table.add(words)
    rarity.add(words, share=1.0)
    assert table.compare(count_words(item(501)), rarity)[300] == pytest.approx(1.0)


def test_a_text_without_words_is_like_nothing() -> None:
    blank = StoryItem(item_id="i1", title="", text="", published=None)
    board = board_of((blank, "s"))
    assert board.find_story(blank, EAST)[1] == 0.0
