"""Quantities of a spaCy document: its sentences and entities count, its tokens do not."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc, Span

from nlp.errors import DataFileError, NlpError
from nlp.quantities.reading import Doubt
from nlp.quantities.scan import find_quantities, read
from nlp.quantities.tables import section


def document(text: str, *names: str) -> Doc:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    doc = nlp(text)
    spans = []
    for name in names:
        start = text.index(name)
        span = doc.char_span(start, start + len(name), label="CHIP", alignment_mode="expand")
        assert isinstance(span, Span)
        spans.append(span)
    doc.ents = tuple(spans)
    return doc


def test_offsets_are_those_of_the_document() -> None:
    doc = document("Nothing here. The part has 141GB.\n\nIt costs $30,000.")
    assert [(q.text, doc.text[q.start : q.end]) for q in find_quantities(doc)] == [("141GB",) * 2, ("$30,000",) * 2]


def test_numbers_inside_entities_are_no_quantities() -> None:
    text = "They tested the Foo 300 watts edition and 12 boards."
    assert [q.text for q in find_quantities(document(text))] != ["12 boards"]
    assert [q.text for q in find_quantities(document(text, "Foo 300 watts"))] == ["12 boards"]


def test_a_document_without_sentences_is_one_sentence() -> None:
    doc = spacy.blank("en")("It has 24 GB.")
    assert [q.text for q in find_quantities(doc)] == ["24 GB"]


def test_concepts_are_words_of_the_text() -> None:
    found = {q.text: q.concept for q in find_quantities(document("Acme paid a fine of $5 million. Output rose 3%."))}
    assert found == {"$5 million": "fine", "3%": "Output"}


def test_readings_say_why_a_number_is_no_quantity() -> None:
    ((_, readings),) = read("The 910C of 2024 uses FP16 and 16-bit maths on page 3.")
    assert [reading.doubt for reading in readings] == [Doubt.NAME, Doubt.DATE, Doubt.FORMAT, Doubt.LABEL]


def test_a_missing_section_is_told_with_its_file() -> None:
    with pytest.raises(DataFileError, match=r"units\.toml: \[base\] is missing"):
        section({}, "base", file="units.toml")
    assert issubclass(DataFileError, NlpError)
