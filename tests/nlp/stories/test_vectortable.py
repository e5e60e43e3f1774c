from __future__ import annotations

from itertools import count

import numpy as np
import pytest
from numpy.typing import NDArray

from nlp.stories.vectortable import VectorTable


def fill(vectors: NDArray[np.float32]) -> VectorTable:
    table = VectorTable(width=vectors.shape[1])
    for vector in vectors:
        table.add(vector)
    return table


def make(rows: int, *, width: int) -> NDArray[np.float32]:
    vectors = np.random.default_rng(3).normal(size=(rows, width)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_the_nearest_are_those_of_the_largest_cosines_across_blocks() -> None:
    vectors = make(20_000, width=32)
    sought = vectors[[5, 700, 19_999]]
    for vector, rows in zip(sought, fill(vectors).find(sought, most=5), strict=True):
        cosines = vectors @ vector
        # Rounding may put one of two that are nearly as near for the other.
        assert len(set(rows)) == 5
        assert cosines[rows].min() > np.sort(cosines)[-5] - 0.01
        assert int(cosines.argmax()) in rows


def test_vectors_of_any_length_are_found_and_one_of_nothing_but_zeros_is_like_none() -> None:
    table = fill(np.array([[1e-6, 0.0], [0.0, 0.0], [300.0, 300.0], [-1.0, 0.0]], np.float32))
    (rows,) = table.find(np.array([[0.0, 2e-9]], np.float32), most=1)
    assert rows.tolist() == [2]
    (rows,) = table.find(np.zeros((1, 2), np.float32), most=4)
    assert sorted(rows) == [0, 1, 2, 3]


def test_rows_that_are_not_allowed_are_not_found_and_few_rows_are_all_found() -> None:
    allowed = np.array([True, False, True, False])
    (rows,) = fill(np.eye(4, dtype=np.float32)).find(np.ones((1, 4), np.float32), most=9, allowed=allowed)
    assert sorted(rows) == [0, 2]


def test_each_vector_may_have_rows_of_its_own() -> None:
    allowed = np.array([[True, False, True, False], [False, False, False, True]])
    found = fill(np.ones((4, 2), np.float32)).find(np.ones((2, 2), np.float32), most=9, allowed=allowed)
    assert [sorted(rows) for rows in found] == [[0, 2], [3]]


def test_rows_that_are_dropped_leave_the_others_in_order() -> None:
    vectors = make(600, width=16)
    table = fill(vectors)
    mask = np.arange(600) % 3 > 0
    table.keep(mask)
    assert len(table) == 400
    assert table.read(np.array([0, 1])) == pytest.approx(vectors[[1, 2]], abs=1e-3)
    places = dict(zip(np.flatnonzero(mask).tolist(), count(), strict=False))
    (rows,) = table.find(vectors[[500]], most=1)
    assert rows.tolist() == [places[500]]
