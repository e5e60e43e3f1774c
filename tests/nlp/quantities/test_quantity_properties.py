"""What must hold for any text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.quantities.scan import scan

PIECES = st.sampled_from(
    (
        "$", "US$", "5", "1.3", "1,300", "million", "bn", "-", "–", "to", "from", "between", "and", "%", "percent",
        "half", "a", "dozen", "two", "thirds", "of", "twice", "the", "as", "no", ".", "number", "second", "tier",
        "x", "times", "nm", "H200", "GB/s", "/", "per", "month", "billions", "several", "hundred", "point", "one",
        "in", "five", "(", ")", "[", "]", "'s", "½", "minus", "up", "RMB", "tens", "multi", "decade", "at least",
        "or more", "than", "year", "2024", "Jan", "000", "\u00a0", "chips", "~", "+", "910C", "₩", "fell", "by",
    )
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=80), st.lists(st.tuples(PIECES, st.sampled_from(("", " ", "\n"))), max_size=14).map(
    lambda pairs: "".join(piece + gap for piece, gap in pairs)
))  # fmt: skip


@given(TEXTS)
@settings(max_examples=600, deadline=None)
def test_spans_quote_the_text_in_order_without_overlap(text: str) -> None:
    end = 0
    for quantity in scan(text):
        assert end <= quantity.start < quantity.end <= len(text)
        assert text[quantity.start : quantity.end] == quantity.text
        end = quantity.end


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_nothing_is_read_inside_a_taken_span(text: str) -> None:
    assert scan(text, taken=[(0, len(text))]) == []


@given(st.integers(1, 999), st.integers(0, 9))
@settings(max_examples=150, deadline=None)
def test_value_does_not_depend_on_the_style_of_the_number(whole: int, tenth: int) -> None:
    number = whole * 10**9 + tenth * 10**8
    styles = (f"{whole}.{tenth} billion", f"{number:,}", f"{number}", f"{whole}.{tenth}bn", f"{whole}.{tenth}B")
    for style in styles:
        (quantity,) = scan(f"The maker paid ${style} for it.")
        assert quantity.value == pytest.approx(number, rel=1e-12), style
        assert quantity.unit == "USD"


@given(st.integers(2, 999_999).filter(lambda number: not 1000 <= number <= 2100))
@settings(max_examples=150, deadline=None)
def test_grouped_and_plain_digits_are_one_number(number: int) -> None:
    values = {
        scan(f"It bought {style} chips.")[0].value
        for style in (f"{number}", f"{number:,}", f"{number:,}".replace(",", "\u202f"))
    }
    assert values == {float(number)}


@pytest.mark.parametrize(
    "unit", ["9", "(", "[", "a", "$", "1,", "1 ", "two ", "one-", "half a ", "million ", "1-", "1/", "of "]
)
def test_time_is_linear_in_the_length(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        start = time.thread_time()
        scan(text)
        return time.thread_time() - start

    seconds(2_000)
    short, long = (min(seconds(length) for _ in range(3)) for length in (4_000, 16_000))
    assert long < 4 * short * 3 + 0.2, f"{unit!r}: {short:.3f} s for 4,000 characters, {long:.3f} s for 16,000"


def test_long_runs_of_one_sign_cost_little() -> None:
    start = time.thread_time()
    for sign in ("9", "[", "x"):
        assert scan(sign * 1_000_000) == []
    assert time.thread_time() - start < 10
