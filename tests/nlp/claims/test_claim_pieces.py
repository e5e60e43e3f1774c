"""What one chip can have, and how the table of it is checked."""

from __future__ import annotations

from typing import Any

import pytest

from nlp.claims.pieces import can_be_share, exceeds_piece, exceeds_usual, is_piece, is_system, read_limits
from nlp.errors import DataFileError
from nlp.records import Bound, Kind, Quantity

H200, NVL72, HBM3E = "chip:nvidia-h200", "chip:nvidia-gb200-nvl72", "chip:hbm3e"


def watts(value: float) -> Quantity:
    return Quantity(
        start=0, end=1, text="1", value=value, high=None, unit="W", unit_name="watt", kind=Kind.ABSOLUTE,
        bound=Bound.EXACT, change=None, concept="", base_value=value, base_high=None, base_unit="W",
    )  # fmt: skip


def test_the_registry_tells_chips_and_systems_apart() -> None:
    names = (H200, NVL72, HBM3E, "chip:of-tomorrow", None)
    assert [is_piece(name) for name in names] == [True, False, False, False, False]
    assert [is_system(name) for name in names] == [False, True, False, False, False]


def test_only_a_single_chip_has_a_limit() -> None:
    assert exceeds_piece(watts(280e6), H200)
    assert not exceeds_piece(watts(700), H200)
    assert not any(exceeds_piece(watts(280e6), name) for name in (NVL72, HBM3E, "chip:of-tomorrow", None))
    assert (exceeds_usual(watts(10_200), H200), exceeds_piece(watts(10_200), H200)) == (True, False)


def test_a_figure_that_leaves_nothing_for_each_is_no_total() -> None:
    assert can_be_share(watts(280e6), 400_000, H200)
    assert not can_be_share(watts(700), 400_000, H200)


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"unit": "W", "least": 1.0},
        {"unit": "W", "least": 1.0, "usual": 3.0, "most": 2.0},
        {"unit": "W", "least": 1.0, "usual": "many"},
        {"least": 1.0, "usual": 2.0},
    ],
)
def test_a_limit_that_says_nothing_names_file_and_row(row: dict[str, Any]) -> None:
    with pytest.raises(DataFileError, match=r"pieces\.toml: a \[\[limit\]\] needs"):
        read_limits({"limit": [row]})


def test_a_table_without_limits_is_refused() -> None:
    with pytest.raises(DataFileError, match=r"pieces\.toml: no \[\[limit\]\]"):
        read_limits({"limit": []})
