from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.entities.decoding import TAGS, Found, decode
from nlp.records import Label


def _scores(*rows: dict[str, float]) -> np.ndarray:
    scores = np.full((len(rows), len(TAGS)), -9.0, dtype=np.float32)
    for i, row in enumerate(rows):
        for tag, probability in row.items():
            scores[i, TAGS.index(tag)] = np.log(probability)
    return scores


def _spans(found: list[Found]) -> list[tuple[int, int, Label]]:
    return [(one.first, one.end, one.label) for one in found]


def test_spans_of_an_allowed_sequence() -> None:
    found = decode(_scores({"B-CHIP": 0.9}, {"I-CHIP": 0.6}, {"O": 1}, {"B-GOV": 0.7}, {"B-GOV": 0.8}))

    assert _spans(found) == [(0, 2, Label.CHIP), (3, 4, Label.GOV), (4, 5, Label.GOV)]
    assert [one.score for one in found] == pytest.approx([0.6, 0.7, 0.8])


def test_an_inside_without_its_beginning_is_not_taken() -> None:
    found = decode(_scores({"I-CHIP": 0.6, "B-CHIP": 0.3}, {"I-CHIP": 0.9}, {"I-GOV": 0.5, "O": 0.4}))

    assert _spans(found) == [(0, 2, Label.CHIP)]


def test_nothing() -> None:
    assert decode(_scores({"O": 1}, {"O": 1})) == []
    assert decode(np.zeros((0, len(TAGS)), dtype=np.float32)) == []


@given(st.lists(st.lists(st.floats(-20, 0, width=32), min_size=len(TAGS), max_size=len(TAGS)), min_size=1, max_size=8))
def test_any_scores_give_spans_that_do_not_overlap(rows: list[list[float]]) -> None:
    found = decode(np.array(rows, dtype=np.float32))

    at = 0
    for one in found:
        assert at <= one.first < one.end <= len(rows)
        assert 0 < one.score <= 1
        at = one.end
