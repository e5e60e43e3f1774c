from __future__ import annotations

import numpy as np

from nlp.stories.nearest import find_nearest


def test_the_nearest_are_those_of_the_largest_cosines_across_blocks() -> None:
    rng = np.random.default_rng(3)
    among = rng.normal(size=(40_000, 8)).astype(np.float16)
    vectors = rng.normal(size=(3, 8)).astype(np.float32)
    found = find_nearest(vectors, among, most=5)
    for vector, rows in zip(vectors, found, strict=True):
        expected = np.argsort(-(among.astype(np.float32) @ vector))[:5]
        assert set(rows) == set(expected)


def test_rows_that_are_not_allowed_are_not_found_and_few_rows_are_all_found() -> None:
    among = np.eye(4, dtype=np.float16)
    allowed = np.array([True, False, True, False])
    (rows,) = find_nearest(np.ones((1, 4), np.float32), among, most=9, allowed=allowed)
    assert sorted(rows) == [0, 2]


def test_each_vector_may_have_rows_of_its_own() -> None:
    among = np.ones((4, 2), dtype=np.float16)
    allowed = np.array([[True, False, True, False], [False, False, False, True]])
    found = find_nearest(np.ones((2, 2), np.float32), among, most=9, allowed=allowed)
    assert [sorted(rows) for rows in found] == [[0, 2], [3]]
