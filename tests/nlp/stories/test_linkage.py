from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.stories.linkage import LEAST_SHARE, Scores, agglomerate, link


def scores_of(count: int, **pairs: float) -> Scores:
    """Scores of so many articles: p01=0.9 is what 0 and 1 share, of all others 0.1."""
    scores = np.full((count, count), 0.1)
    np.fill_diagonal(scores, 1.0)
    for name, score in pairs.items():
        one, other = int(name[1]), int(name[2])
        scores[one, other] = scores[other, one] = score
    return scores


def test_articles_that_are_near_are_one_group() -> None:
    assert agglomerate(scores_of(4, p02=0.8, p13=0.6), threshold=0.5) == [[0, 2], [1, 3]]
    assert agglomerate(scores_of(2, p01=0.5), threshold=0.5) == [[0, 1]]
    assert agglomerate(scores_of(2, p01=0.49), threshold=0.5) == [[0], [1]]


def test_a_chain_of_near_pairs_is_not_one_group() -> None:
    scores = scores_of(4, p01=0.9, p12=0.6, p23=0.9)
    assert agglomerate(scores, threshold=0.5) == [[0, 1], [2, 3]]


def test_one_odd_pair_does_not_part_a_large_group_that_is_near_on_average() -> None:
    scores = np.full((8, 8), 0.9)
    scores[0, 7] = scores[7, 0] = 0.42
    assert agglomerate(scores, threshold=0.5) == [list(range(8))]


def test_how_near_two_groups_are_is_between_their_average_and_their_least() -> None:
    scores = scores_of(4, p02=0.9, p03=0.7, p12=0.5, p13=0.3)
    assert link(scores, [0, 1], [2, 3]) == pytest.approx((1 - LEAST_SHARE) * 0.6 + LEAST_SHARE * 0.3)


@pytest.mark.parametrize("count", [0, 1])
def test_none_and_one_are_groups_as_they_are(count: int) -> None:
    assert agglomerate(np.ones((count, count)), threshold=0.5) == [[0]][:count]


@given(st.integers(2, 14), st.integers(0, 10_000), st.floats(0.3, 0.7))
def test_groups_are_what_one_gets_by_trying_every_pair_and_the_order_does_not_matter(
    count: int, seed: int, threshold: float
) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.random((count, count))
    scores = (scores + scores.T) / 2
    found = agglomerate(scores, threshold=threshold)
    assert {tuple(group) for group in found} == {tuple(group) for group in agglomerate_slowly(scores, threshold)}
    turn = rng.permutation(count)
    turned = agglomerate(scores[np.ix_(turn, turn)], threshold=threshold)
    assert {tuple(group) for group in found} == {tuple(sorted(turn[group].tolist())) for group in turned}


def agglomerate_slowly(scores: Scores, threshold: float) -> list[list[int]]:
    groups = [[place] for place in range(len(scores))]
    while True:
        near = [
            (link(scores, ours, theirs), a, b)
            for a, ours in enumerate(groups)
            for b, theirs in enumerate(groups)
            if a < b
        ]
        if not near or max(near)[0] < threshold:
            return [sorted(group) for group in groups]
        _, a, b = max(near)
        groups[a] += groups.pop(b)
