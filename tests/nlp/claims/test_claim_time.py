"""Quantities and claims of strange texts cost time in proportion to the length."""

from __future__ import annotations

import time

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from nlp.claims import find_claims
from nlp.pipeline import load_pipeline
from nlp.quantities.scan import find_quantities

_SHORT = 1_500


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline(parse=False)


def read(doc: Doc) -> float:
    """Return the processor's seconds that quantities and claims take."""
    start = time.process_time()
    quantities = find_quantities(doc)
    find_claims(doc, entities=[], quantities=quantities, title="", published=None)
    return time.process_time() - start


@pytest.mark.parametrize(
    "unit",
    ["7", "(", ")", "chip ", "1,1,1,", '"', "“", "said ", "\n", "% ", "It said 5 chips. ", "another 3 and "],
)
def test_four_times_the_text_takes_about_four_times_as_long(unit: str, nlp: Language) -> None:
    short, long = (
        nlp.get_pipe("chipwire_sentences")(nlp.make_doc(unit * (length // len(unit))))
        for length in (_SHORT, 4 * _SHORT)
    )
    read(short)
    taken = [min(read(doc) for _ in range(2)) for doc in (short, long)]

    assert taken[1] < 4 * taken[0] * 2.5 + 0.1, f"{unit!r}: {taken[0]:.3f} s, then {taken[1]:.3f} s"
