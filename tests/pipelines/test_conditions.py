from __future__ import annotations

import math

import pytest

from pipelines.conditions import parse_condition
from pipelines.errors import BadCondition
from warehouse.question import Condition


@pytest.mark.parametrize(
    ("text", "unit", "least", "most", "metric"),
    [
        ("bandwidth >= 3 TB/s", "B/s", 3e12, math.inf, "bandwidth"),
        ("price <= $30,000", "USD", -math.inf, 30_000, "price"),
        ("memory ≥ 80 GB", "B", 80e9, math.inf, "memory"),
        ("141 GB", "B", 140.295e9, 141.705e9, ""),
        ("revenue ~ $10 billion", "USD", 9e9, 11e9, "revenue"),
        ("node<=7nm", "m", -math.inf, 7e-9, "node"),
        ("bandwidth 4 TB/s", "B/s", 3.98e12, 4.02e12, "bandwidth"),
        ("TPP > 4800", "TPP", 4800, math.inf, ""),
        ("price > 4800", "", 4800, math.inf, "price"),
        ("at least 3 TB/s", "B/s", 3e12, math.inf, ""),
    ],
)
def test_a_figure_in_any_unit_becomes_one_in_the_base_unit(text, unit, least, most, metric):
    found = parse_condition(text)
    assert (found.unit, found.metric) == (unit, metric)
    assert (found.least, found.most) == pytest.approx((least, most))


@pytest.mark.parametrize(("text", "inside", "outside"), [("x > 3 TB/s", 3.1e12, 3e12), ("x < 3 TB/s", 2.9e12, 3e12)])
def test_more_and_less_leave_the_figure_itself_out(text, inside, outside):
    found = parse_condition(text)
    assert isinstance(found, Condition)
    assert found.least <= inside <= found.most
    assert not found.least <= outside <= found.most


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "bandwidth >",
        "> several",
        "1 < x < 3 TB/s",
        "a => b",
        "9" * 10_000,
        "3 GB 4 GB >",
        "x < $1e400",
        "x > 1e400 TB/s",
    ],
)
def test_what_states_no_one_figure_is_refused(text):
    with pytest.raises(BadCondition, match="is no condition"):
        parse_condition(text)
