"""Units: what they are called, and their base values."""

from __future__ import annotations

import pytest

from nlp.errors import DataFileError
from nlp.quantities.conversion import factor
from nlp.quantities.scan import scan
from nlp.quantities.units import unit_spellings, unit_tables
from nlp.records import Quantity


def only(text: str) -> Quantity:
    (quantity,) = scan(text)
    return quantity


@pytest.mark.parametrize(
    ("text", "unit", "name"),
    [
        ("It costs $3.", "USD", "dollar"),
        ("It costs NT$3.", "TWD", "taiwan dollar"),
        ("It grew 3%.", "%", "percentage"),
        ("It moves 3 TB/s.", "TB/s", "terabyte per second"),
        ("It moves 3 Tb/s.", "Tb/s", "terabit per second"),
        ("It makes 5 petaflops.", "PFLOPS", "petaflop"),
        ("It made 3 H200 chips.", "chips", "H200 chip"),
        ("It made 3 GPUs.", "GPUs", "GPU"),
        ("It sold 5,000 chips per month.", "chips", "chip per month"),
        ("It rents for $2 an hour.", "USD", "dollar per hour"),
        ("It rents for $2 per GPU hour.", "USD", "dollar per GPU hour"),
    ],
)
def test_unit_and_its_name(text: str, unit: str, name: str) -> None:
    quantity = only(text)
    assert (quantity.unit, quantity.unit_name) == (unit, name)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("The link moves 4.8 TB/s.", 4.8e12, "B/s"),
        ("The link moves 900 GB/s.", 9e11, "B/s"),
        ("The link moves 800 Gb/s.", 1e11, "B/s"),
        ("It does 2 petaflops.", 2e15, "FLOPS"),
        ("It is made at 7 nm.", 7e-9, "m"),
        ("It is made at 18 angstrom.", 1.8e-9, "m"),
        ("It needs 1.2 kW.", 1200, "W"),
        ("It reads 85 °C.", 85, "degC"),
        ("It reads 212 degrees Fahrenheit.", 100, "degC"),
        ("The line does 120,000 wafers a year.", 10000, "wafers/month"),
        ("It rose 25 basis points.", 0.25, "pp"),
        ("It costs 50 cents.", 0.5, "USD"),
        ("It costs $3 a month.", 3, "USD/month"),
        ("It makes 3 chips.", 3, "chip"),
        ("A TPP of 4800 is the limit.", 4800, "TPP"),
    ],
)
def test_base_value(text: str, value: float, unit: str) -> None:
    quantity = only(text)
    assert quantity.base_value == pytest.approx(value, rel=1e-6)
    assert quantity.base_unit == unit


def test_the_ends_of_a_range_are_both_converted() -> None:
    quantity = only("It takes 5-10 kW.")
    assert (quantity.base_value, quantity.base_high, quantity.base_unit) == (5000, 10000, "W")


def test_a_vague_magnitude_has_no_value() -> None:
    quantity = only("It spent billions of dollars.")
    assert (quantity.value, quantity.high, quantity.base_value, quantity.base_unit) == (None, None, None, "USD")


def test_yen_sign_means_yuan_where_the_text_speaks_of_yuan() -> None:
    assert only("It paid ¥5 billion in Osaka.").unit == "JPY"
    assert [quantity.unit for quantity in scan("It paid ¥5 billion. The yuan fell.")] == ["CNY"]


def test_every_unit_of_the_table_reaches_its_base_unit() -> None:
    units = {spelling.unit for spellings in unit_tables()[0].values() for spelling in spellings}
    assert len(units) > 150
    for unit in units:
        multiplier, offset, symbol = factor(unit)
        assert multiplier > 0, unit
        assert symbol, unit
        assert offset == 0 or unit.quantity == "temperature", unit


@pytest.mark.parametrize(
    "entry",
    [{"symbol": "q", "name": "q", "quantity": "length"}, {"symbol": "q"}],
)
def test_an_entry_without_a_field_is_told(entry: dict[str, str]) -> None:
    with pytest.raises(DataFileError, match=r"nlp/quantities/units\.toml: \[\w+\] is missing"):
        list(unit_spellings(entry))
