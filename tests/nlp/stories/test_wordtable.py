from __future__ import annotations

import numpy as np
import pytest

from nlp.records import StoryItem
from nlp.stories.similarity import Rarity, Words, count_words
from nlp.stories.wordtable import WordTable

# So many that some are sorted in by word and some have come since.
ROWS = 300


def write(number: int) -> Words:
    rng = np.random.default_rng(number)
    own = " ".join(f"w{word}" for word in rng.integers(60, size=int(rng.integers(12))))
    return count_words(StoryItem(item_id=str(number), title=own, text=f"plant{number % 40} {own}", published=None))


@pytest.fixture(scope="module")
def known() -> tuple[WordTable, Rarity]:
    table, rarity = WordTable(), Rarity()
    for number in range(ROWS):
        words = write(number) if number % 50 else count_words(StoryItem(item_id="", title="", text="", published=None))
        table.add(words)
        rarity.add(words, share=1.0)
    return table, rarity


def test_rows_are_as_alike_together_as_one_by_one(known: tuple[WordTable, Rarity]) -> None:
    table, rarity = known
    rows = np.arange(0, ROWS, 3)
    others = np.arange(ROWS)
    together = table.compare_all(rows, others, rarity)
    alone = np.stack([table.compare(table.read(row, rarity), others, rarity) for row in rows.tolist()])
    assert together == pytest.approx(alone, abs=1e-6)
    assert (together[:, rows] == together[:, rows].T).all()


def test_a_row_is_like_itself_and_one_without_words_like_none(known: tuple[WordTable, Rarity]) -> None:
    table, rarity = known
    cosines = table.compare_all(np.array([1, 50]), np.array([1, 50]), rarity)
    assert cosines == pytest.approx(np.array([[1.0, 0.0], [0.0, 0.0]]))
    assert table.compare_all(np.empty(0, np.int64), np.array([1]), rarity).shape == (0, 1)
    assert table.compare_all(np.array([1]), np.empty(0, np.int64), rarity).shape == (1, 0)


def test_rows_are_found_together_as_one_by_one(known: tuple[WordTable, Rarity]) -> None:
    table, rarity = known
    rows = np.array([0, 1, 77, 299])
    together = table.find_all(rows, rarity, most=ROWS)
    for row, found in zip(rows.tolist(), together, strict=True):
        assert found.tolist() == table.find(table.read(row, rarity), rarity, most=ROWS).tolist()
        words = set(table.read(row, rarity).columns.tolist())
        assert found.tolist() == [
            other for other in range(ROWS) if words & set(table.read(other, rarity).columns.tolist())
        ]


def test_of_many_rows_those_are_found_that_share_most(known: tuple[WordTable, Rarity]) -> None:
    table, rarity = known
    (found,) = table.find_all(np.array([77]), rarity, most=3)
    assert len(found) == 3
    assert 77 in found


def test_rows_that_leave_are_not_found_and_the_others_are_numbered_anew() -> None:
    table, rarity = WordTable(), Rarity()
    for number in range(8):
        table.add(write(number))
        rarity.add(write(number), share=1.0)
    mask = np.array([False, True] * 4)
    table.keep(mask)
    assert len(table) == 4
    assert table.read(2, rarity).columns.tolist() == write(5).columns.tolist()
    assert 2 in table.find(write(5), rarity, most=4)
    assert table.count(np.ones(4, np.float32)).max() <= 4
