from __future__ import annotations

import time

import pytest

from nlp.stories.credits import find_credits, fold_outlet


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("Orders were cut in half, The Harbour Post reported on Monday.", "Harbour Post"),
        ("Orders were cut in half, according to a report by the Wafer Relay.", "The Wafer Relay"),
        ("TOKYO (Kisen News) - Orders were cut in half.", "Kisen News"),
        ("Orders were cut in half. " * 200 + "This article was first published in Fab Ledger.", "Fab Ledger"),
    ],
)
def test_a_credited_outlet_is_found(text: str, outlet: str) -> None:
    assert fold_outlet(outlet) in find_credits(text)


@pytest.mark.parametrize("text", ["", "Sales were reported by region.", "Orders (see below) - a table - fell."])
def test_a_text_without_a_credit_names_nobody(text: str) -> None:
    assert find_credits(text) == frozenset()


def test_a_long_text_of_capitals_takes_no_longer() -> None:
    start = time.process_time()
    find_credits("A.B-" * 500_000 + "A " * 500_000)
    assert time.process_time() - start < 0.5
