from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from nlp.stories.surroundings import AROUND, Surroundings, measure_crowd


def apart(count: int) -> NDArray[np.float32]:
    """Return vectors of which no two have anything in common."""
    return np.eye(max(count, 1), dtype=np.float32)[:count]


def test_the_more_the_nearest_share_the_more_crowded_it_is() -> None:
    assert measure_crowd(np.full(8, 0.5), apart(8)) == pytest.approx(0.5)
    assert measure_crowd(np.full(8, 0.7), apart(8)) == pytest.approx(0.7)


def test_only_the_nearest_matters_count() -> None:
    near, far = [0.5] * 8, [0.1] * 20
    assert measure_crowd(np.array(near + far), apart(28)) == pytest.approx(0.5)
    assert measure_crowd(np.array(far + near), apart(28)) == pytest.approx(0.5)


def test_many_reports_of_one_event_are_one_matter_as_near_as_the_nearest() -> None:
    vectors = apart(9)
    vectors[1:4] = vectors[0]
    alike = np.array([0.5, 0.9, 0.8, 0.9, 0.4, 0.4, 0.4, 0.4, 0.4])
    assert measure_crowd(alike, vectors) == pytest.approx((0.9 + 5 * 0.4) / 8)


def test_what_is_like_a_matter_that_is_left_out_is_a_matter_of_its_own() -> None:
    """The second is like the first, and the third like the second alone."""
    vectors = np.array([[1.0, 0.0, 0.0], [0.8, 0.6, 0.0], [0.0, 1.0, 0.0]], np.float32)
    assert measure_crowd(np.array([0.9, 0.8, 0.7]), vectors) == pytest.approx(max(0.22, (0.9 + 0.7) / 8))


def test_with_few_or_nobody_around_it_is_never_emptier_than_news_is() -> None:
    assert measure_crowd(np.empty(0), apart(0)) == pytest.approx(0.22)
    assert measure_crowd(np.array([0.9]), apart(1)) == pytest.approx(0.22)


def test_where_more_are_around_than_are_looked_at_the_matters_that_are_not_known_are_as_near_as_usual() -> None:
    one = np.ones((AROUND, 1), np.float32)
    assert measure_crowd(np.full(AROUND, 0.8), one) == pytest.approx((0.8 + 7 * 0.3) / 8)


def test_what_was_not_learned_is_not_known() -> None:
    found = Surroundings()
    for _ in range(3):
        found.add()
    found.learn(1, 0.5)
    assert len(found) == 3
    assert np.isnan(found.measure(np.array([0, 2]))).all()
    assert found.measure(np.array([1])).tolist() == [0.5]
    assert found.list_stale(np.arange(3)).tolist() == [0, 2]


def test_what_was_learned_is_learned_anew_when_many_have_come_and_also_when_as_many_have_left() -> None:
    found = Surroundings()
    for _ in range(20):
        found.add()
    found.learn(0, 0.5)
    for _ in range(2):
        found.add()
    assert found.list_stale(np.array([0])).tolist() == []
    found.add()
    assert found.list_stale(np.array([0])).tolist() == [0]
    found.learn(0, 0.6)
    found.keep(np.arange(23) < 12)
    assert found.list_stale(np.array([0])).tolist() == []
    for _ in range(2):
        found.add()
    assert found.list_stale(np.array([0])).tolist() == [0]


def test_rows_that_stay_keep_what_was_learned_of_them() -> None:
    found = Surroundings()
    for row in range(3):
        found.add()
        found.learn(row, 0.25 * (row + 1))
    found.keep(np.array([False, True, True]))
    assert found.measure(np.arange(2)).tolist() == [0.5, 0.75]
