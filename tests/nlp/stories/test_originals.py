"""How near the originals of a board are to one another."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from nlp.records import StoryItem
from nlp.stories.board import Board, list_rows
from nlp.stories.shingles import hash_shingles
from nlp.stories.similarity import Rarity, count_words

VOCABULARY = [
    f"{start}{end}" for start in ("har", "bel", "quo", "min") for end in ("dun", "lora", "stig", "vex", "pard")
]


def make_item(number: int, dice: random.Random) -> StoryItem:
    words = dice.choices(VOCABULARY, k=dice.randint(0, 80))
    published = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=dice.randint(0, 400))
    return StoryItem(item_id=f"i{number}", title=" ".join(words[:6]), text=" ".join(words), published=published)


@pytest.mark.parametrize("seed", range(3))
def test_no_score_is_above_the_one_that_looks_at_nothing_around(seed: int) -> None:
    dice, random_vectors = random.Random(seed), np.random.default_rng(seed)
    board = Board()
    for number in range(60):
        vector = random_vectors.normal(size=8).astype(np.float32)
        item = make_item(number, dice)
        board.add_original(
            item, vector / np.linalg.norm(vector), hash_shingles(item.text), story_id=f"s{number % 7}", similarity=0.0
        )
    rows = list_rows(original for number in range(7) for original in board.list_group(f"s{number}"))
    most = board.originals.score_all(rows, timeless=True, around=np.zeros(60, np.bool_))
    some = board.originals.score_all(rows, timeless=True, around=np.arange(60) < 30)
    scores = board.originals.score_all(rows, timeless=True)
    assert (scores <= some + 1e-9).all()
    assert (some <= most + 1e-9).all()
    assert (scores < most - 0.05).any()
    assert (some[:30, :30] == scores[:30, :30]).all()


def test_a_word_is_weighed_by_what_is_known_of_it_now() -> None:
    dice = random.Random(1)
    counted = [count_words(make_item(number, dice)) for number in range(30)]
    rarity = Rarity()

    def check() -> None:
        for words in counted:
            anew = rarity.weigh(words.columns, rarity.expect(words.columns))
            assert rarity.weigh(words.columns) == pytest.approx(anew, abs=1e-5)

    for words in counted:
        rarity.add(words, share=1.0)
    check()
    before = rarity.weigh(counted[0].columns)
    rarity.shift(counted[0], by=5.0)
    check()
    assert (rarity.weigh(counted[0].columns) < before).all()
    rarity.recount(np.full(2**20, 3.0, dtype=np.float32), articles=12)
    check()
