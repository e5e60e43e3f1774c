from __future__ import annotations

import pytest

from desk.figures import format_figure, format_number


@pytest.mark.parametrize(
    ("value", "high", "unit", "bound", "expected"),
    [
        (15840, None, "TPP", "=", "15,840 TPP"),
        (10e9, None, "USD", "~", "about 10 billion USD"),
        (20, 25, "%", "=", "20 to 25%"),
        (6, None, "x", "~", "about 6x"),
        (4.8, None, "TB/s", "<=", "up to 4.8 TB/s"),
        (0, None, "%", "=", "0%"),
        (None, None, "chips", "~", "several hundred thousand chips"),
    ],
)
def test_figures(value: float | None, high: float | None, unit: str, bound: str, expected: str) -> None:
    assert format_figure(value, high, unit, bound, "several hundred thousand chips") == expected


def test_numbers_from_a_million_on_are_in_words() -> None:
    assert format_number(1_250_000) == "1.25 million"
    assert format_number(-3e12) == "-3 trillion"
    assert format_number(0.6667) == "0.6667"
    assert [format_number(value) for value in (2 / 3, 5 / 3, 0.00125, 4.8, 1234.5)] == [
        "0.6667", "1.6667", "0.00125", "4.8", "1,234.5",
    ]  # fmt: skip
    assert format_number(1e16) == "1e+16"
