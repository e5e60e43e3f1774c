from __future__ import annotations

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from nlp.pipeline import load_pipeline
from nlp.text.syntax import has_number, parse_sentences

_TEXT = "Nvidia sold 2,000 chips to Lenovo.  The firm was pleased.\nTwo rivals waited; nobody called them."


@pytest.fixture(scope="module")
def pipeline() -> Language:
    return load_pipeline(parse=True)


def _parsed(doc: Doc) -> list[str]:
    return [span.text.strip() for span in doc.sents if any(token.dep_ for token in span)]


def test_sentences_with_a_number_are_parsed_and_no_others(pipeline: Language) -> None:
    doc = pipeline(_TEXT)

    sold, chips = doc[1], doc[3]
    assert (sold.dep_, sold.pos_, sold.head) == ("ROOT", "VERB", sold)
    assert (doc[0].dep_, doc[0].head, doc[0].pos_) == ("nsubj", sold, "PROPN")
    assert (chips.dep_, chips.head, chips.tag_) == ("obj", sold, "NNS")
    assert _parsed(doc) == ["Nvidia sold 2,000 chips to Lenovo.", "Two rivals waited; nobody called them."]
    assert doc[9].tag_ == ""
    assert doc[9].head == doc[9]


def test_boundaries_stay_and_no_arc_leaves_its_sentence(pipeline: Language) -> None:
    before = pipeline.get_pipe("chipwire_sentences")(pipeline.make_doc(_TEXT))
    doc = pipeline(_TEXT)

    assert [span.text for span in doc.sents] == [span.text for span in before.sents]
    for span in doc.sents:
        assert all(span.start <= token.head.i < span.end for token in span)


def test_others_are_parsed_where_they_are_asked_for(pipeline: Language) -> None:
    doc = pipeline(_TEXT)
    heads = [token.head.i for token in doc[:7]]

    parse_sentences(doc, lambda sentence: "pleased" in sentence.text, nlp=pipeline)
    parse_sentences(doc, lambda sentence: False, nlp=pipeline)

    assert len(_parsed(doc)) == 3
    assert [token.head.i for token in doc[:7]] == heads
    assert len(list(doc.sents)) == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [("It sold 3nm wafers", True), ("Sales doubled", True), ("Nobody came", False), ("An H200 came", True)],
)
def test_numbers(pipeline: Language, text: str, expected: bool) -> None:
    doc = pipeline.get_pipe("chipwire_sentences")(pipeline.make_doc(text))

    assert has_number(doc[:]) is expected
