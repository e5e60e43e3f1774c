from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nlp.duplicates import CopyIndex

WIRE = (
    "The ministry cleared a first batch of accelerators on Tuesday, ending weeks of waiting for buyers in the north. "
    "Officials said that each order would be checked against a list of approved uses, and that cloud firms must show "
    "where the boards are installed. Suppliers expect to ship 40,000 units before the end of the quarter, while a "
    "second round of permits may follow in spring if the first deliveries raise no alarm among inspectors."
)
OTHER = (
    "A second foundry in the valley has begun to hire, four months after its licence came through. The plant will "
    "make memory for servers, and its owner has promised 900 jobs. Local growers worry about water, of which the "
    "site may draw up to 12,000 cubic metres a day once both halls are running at full load next year."
)


def find_copies(texts: list[str]) -> list[int | None]:
    index = CopyIndex()
    return [index.add(text) for text in texts]


def test_a_wire_copy_with_a_new_lead_points_to_the_original() -> None:
    copied = "Traders cheered on Wednesday. " + WIRE[WIRE.index("Officials") :] + " Copyright the agency."
    assert find_copies([WIRE, OTHER, copied]) == [None, None, 0]


def test_a_copy_points_to_the_closest_earlier_text() -> None:
    cut = WIRE[: len(WIRE) // 2]
    assert find_copies([WIRE, OTHER, WIRE + " More soon.", cut]) == [None, None, 0, 0]


def test_the_same_event_in_other_words_is_no_copy() -> None:
    retold = (
        "Buyers of foreign boards can breathe again: the first permits are out. Forty thousand units should arrive by "
        "the end of March, say people at two suppliers, though every data centre has to prove what it runs and where."
    )
    assert find_copies([WIRE, retold]) == [None, None]


def test_short_texts_are_never_copies() -> None:
    assert find_copies(["Prices rose.", "Prices rose."]) == [None, None]


@given(st.lists(st.text(max_size=200), max_size=5))
def test_any_text_is_accepted_and_originals_come_first(texts: list[str]) -> None:
    for position, original in enumerate(find_copies(texts)):
        assert original is None or original < position


def test_a_thousand_reprints_point_to_the_first() -> None:
    assert find_copies([WIRE] * 1000) == [None, *[0] * 999]


def test_a_copy_of_a_reprint_points_to_an_earlier_text_that_has_its_words() -> None:
    extended = WIRE + " " + OTHER
    assert find_copies([WIRE, WIRE + " More soon.", extended, OTHER]) == [None, 0, 0, 2]
