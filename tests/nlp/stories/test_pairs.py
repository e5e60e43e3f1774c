from __future__ import annotations

from dataclasses import astuple, fields, replace

import numpy as np
import pytest

from nlp.stories.pairs import Measured, Weights, list_features, load_weights, score_pairs

PAIR = Measured(
    meaning=np.array([0.7], np.float32),
    wording=np.array([0.2]),
    crowd=np.array([0.3]),
    days=np.array([0.5]),
    words=np.array([60]),
)


def score(pair: Measured) -> float:
    return float(score_pairs(pair, weights=load_weights())[0])


def test_there_is_a_feature_for_each_weight_but_the_constant() -> None:
    assert list_features(PAIR).shape == (1, len(fields(Weights)) - 1)
    assert len(astuple(load_weights())) == len(fields(Weights))


def test_more_in_common_is_more_alike_and_a_gap_less() -> None:
    assert score(replace(PAIR, meaning=np.array([0.8], np.float32))) > score(PAIR)
    assert score(replace(PAIR, wording=np.array([0.3]))) > score(PAIR)
    assert score(replace(PAIR, days=np.array([3.0]))) < score(PAIR)


def test_where_others_are_as_near_the_same_words_say_less() -> None:
    assert score(replace(PAIR, crowd=np.array([0.4]))) < score(PAIR)


def test_what_others_share_too_is_not_counted_for_headlines() -> None:
    headline = replace(PAIR, words=np.array([6]))
    crowded = score(replace(headline, crowd=np.array([0.4])))
    assert crowded == pytest.approx(score(headline), abs=0.005)
    assert score(PAIR) - score(replace(PAIR, crowd=np.array([0.4]))) > 0.05


def test_short_texts_need_fewer_words_in_common() -> None:
    assert score(replace(PAIR, words=np.array([5]))) > score(PAIR)


@pytest.mark.parametrize(("meaning", "wording"), [(0.0, 0.0), (1.0, 1.0), (-1.0, 2.0)])
def test_a_score_lies_between_0_and_1(meaning: float, wording: float) -> None:
    pair = replace(PAIR, meaning=np.array([meaning], np.float32), wording=np.array([wording]))
    assert 0.0 <= score(pair) <= 1.0
