"""Very many articles put together in parts: the groups of all pairs, with work that grows with their number alone."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from nlp.stories import condensing
from nlp.stories.condensing import MOST_TOGETHER, Places, put_together
from nlp.stories.linkage import Scores, agglomerate

THRESHOLD = 0.5


class Crowd:
    """Points around so many centres; two are the more alike the nearer they are. Counts how many pairs were asked."""

    def __init__(self, count: int, centres: int, *, seed: int = 7, spread: float = 0.05) -> None:
        rng = np.random.default_rng(seed)
        self.owners: NDArray[np.int64] = rng.integers(centres, size=count)
        points = rng.normal(size=(centres, 96))[self.owners] + spread * rng.normal(size=(count, 96))
        self.vectors = (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)
        self.pairs = 0
        self.most = 0

    def score(self, places: Places) -> Scores:
        self.pairs += len(places) ** 2
        self.most = max(self.most, len(places))
        scores: Scores = (self.vectors[places] @ self.vectors[places].T).clip(0.0, 1.0).astype(np.float64)
        return scores

    def expect(self) -> list[list[int]]:
        groups = [np.flatnonzero(self.owners == owner).tolist() for owner in np.unique(self.owners)]
        return sorted(groups)


def test_few_are_compared_each_with_each() -> None:
    crowd = Crowd(MOST_TOGETHER, 12, spread=0.3)
    exact = agglomerate(crowd.score(np.arange(MOST_TOGETHER)), threshold=THRESHOLD)
    assert put_together(crowd.vectors, crowd.score, threshold=THRESHOLD) == exact


@pytest.mark.parametrize("centres", [1, 2, 40, 250])
def test_very_many_fall_into_the_groups_that_they_are(centres: int) -> None:
    crowd = Crowd(1_500, centres)
    assert put_together(crowd.vectors, crowd.score, threshold=THRESHOLD) == crowd.expect()


def test_work_grows_with_the_number_and_never_is_very_much_compared_at_once() -> None:
    small, large = Crowd(1_000, 5), Crowd(4_000, 5)
    for crowd in (small, large):
        put_together(crowd.vectors, crowd.score, threshold=THRESHOLD)
        assert crowd.most <= 2 * MOST_TOGETHER
    assert large.pairs < 6 * small.pairs


def test_what_is_like_nothing_stays_alone_and_ends() -> None:
    crowd = Crowd(1_000, 1_000, spread=0.0)
    crowd.vectors = np.eye(1_000, dtype=np.float32)
    assert put_together(crowd.vectors, crowd.score, threshold=THRESHOLD) == [[place] for place in range(1_000)]
    assert crowd.pairs < 10 * 1_000 * MOST_TOGETHER


def test_all_alike_are_one_group() -> None:
    crowd = Crowd(2_000, 1, spread=0.0)
    assert put_together(crowd.vectors, crowd.score, threshold=THRESHOLD) == [list(range(2_000))]


def test_condensed_groups_are_those_of_all_pairs_where_few_pairs_are_in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    crowd = Crowd(300, 15, spread=0.5)
    exact = put_together(crowd.vectors, crowd.score, threshold=THRESHOLD)
    monkeypatch.setattr(condensing, "MOST_TOGETHER", 40)
    condensed = put_together(crowd.vectors, crowd.score, threshold=THRESHOLD)
    assert crowd.most == 300
    assert condensed == exact == crowd.expect()
