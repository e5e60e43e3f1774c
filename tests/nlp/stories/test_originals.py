"""How near the originals of a board are to one another."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations

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
def test_the_nearest_pairs_are_those_with_all_that_is_around_them(seed: int) -> None:
    dice, random_vectors = random.Random(seed), np.random.default_rng(seed)
    board = Board()
    for number in range(60):
        vector = random_vectors.normal(size=8).astype(np.float32)
        # All of one moment, so that time plays no part in `score_all` either.
        item = replace(make_item(number, dice), published=datetime(2026, 1, 1, tzinfo=UTC))
        board.add_original(
            item, vector / np.linalg.norm(vector), hash_shingles(item.text), story_id=f"s{number % 7}", similarity=0.0
        )
    originals, groups = board.originals, [list_rows(board.list_group(f"s{number}")) for number in range(7)]
    less: list[float] = []
    for ours, theirs in combinations(groups, 2):
        bound = originals.score_nearest(ours, theirs, pairs=3, least=1.1)
        found = originals.score_nearest(ours, theirs, pairs=3, least=0.0)
        scores = originals.score_all(np.concatenate([ours, theirs]))[: len(ours), len(ours) :]
        assert found == pytest.approx(np.sort(scores, axis=None)[-3:].mean())
        assert found <= bound + 1e-9
        less.append(bound - found)
    # What is around them counts for these, or the test would tell nothing.
    assert max(less) > 0.01


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
