from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nlp.stories.duplicates import WHOLE, CopyIndex
from nlp.stories.shingles import hash_shingles

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
    """Each text as its own owner, but for those that are whole in an earlier one, as the board has it."""
    index, found = CopyIndex(), list[int | None]()
    for number, text in enumerate(texts):
        shingles = hash_shingles(text)
        match = index.find(shingles)
        found.append(None if match is None else match.owner)
        if match is None or match.whole < WHOLE:
            index.add(shingles, owner=number)
    return found


def tell(number: int, sentences: int) -> str:
    """A long text of its own, the same for the same number."""
    words = np.random.default_rng(number).integers(0, 5000, size=(sentences, 12))
    return " ".join("The w" + " w".join(map(str, row)) + "." for row in words)


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


def test_a_thousand_reprints_point_to_the_first_and_are_kept_once() -> None:
    index, shingles = CopyIndex(), hash_shingles(WIRE)
    index.add(shingles, owner=7)
    matches = [index.find(shingles) for _ in range(1000)]
    assert {match.owner for match in matches if match is not None} == {7}
    assert all(match is not None and match.whole == 1.0 for match in matches)


def test_a_copy_of_a_reprint_points_to_an_earlier_text_that_has_its_words() -> None:
    extended = WIRE + " " + OTHER
    assert find_copies([WIRE, WIRE + " More soon.", extended, OTHER]) == [None, 0, 0, 2]


def test_long_texts_are_compared_by_part_of_their_sequences() -> None:
    long = tell(1, 400)
    texts = [long, tell(2, 400), "A new lead of our own. " + long[len(long) // 5 :], long[: len(long) // 3]]
    assert find_copies(texts) == [None, None, 0, 0]


def test_a_copy_is_found_among_texts_that_were_sorted_in_and_among_the_last_ones() -> None:
    texts = [tell(number, 6) for number in range(700)]
    assert find_copies([*texts, texts[5] + " Read more.", texts[690] + " Read more."])[700:] == [5, 690]


def test_texts_whose_owner_is_gone_are_forgotten_and_the_others_renumbered() -> None:
    index = CopyIndex()
    for number in range(300):
        index.add(hash_shingles(tell(number, 6)), owner=number)
    index.keep(np.where(np.arange(300) % 2, np.arange(300) // 2, -1))
    assert len(index) == 150
    assert index.find(hash_shingles(tell(10, 6))) is None
    match = index.find(hash_shingles(tell(11, 6)))
    assert match is not None
    assert match.owner == 5


def test_numbers_of_sequences_are_the_same_for_the_same_words() -> None:
    assert hash_shingles("one two, three four five").tolist() == hash_shingles("one two three four; five.").tolist()
    assert len(hash_shingles("one two three four five")) == 2
    assert hash_shingles("four three two one").tolist() != hash_shingles("one two three four").tolist()
