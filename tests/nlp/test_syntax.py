from __future__ import annotations

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from nlp.pipeline import annotate, load_pipeline
from nlp.quantities.scan import find_pieces, list_sentences
from nlp.records import Text
from nlp.text.syntax import parse_sentences

_TEXT = "Nvidia sold 2,000 chips to Lenovo.  The firm was pleased.\nTwo rivals waited; nobody called them."


@pytest.fixture(scope="module")
def pipeline() -> Language:
    return load_pipeline()


def _parse_stated(text: str, pipeline: Language) -> Doc:
    """Give a Doc as `annotate` makes it: parsed where it states a quantity."""
    doc = pipeline(text)
    stated = {span.start for span in list_sentences(doc, find_pieces(doc))}
    return parse_sentences(doc, lambda span: span.start in stated, nlp=pipeline)


def _parsed(doc: Doc) -> list[str]:
    return [span.text.strip() for span in doc.sents if any(token.dep_ for token in span)]


def test_sentences_that_state_a_quantity_are_parsed_and_no_others(pipeline: Language) -> None:
    doc = _parse_stated(_TEXT, pipeline)

    sold, chips = doc[1], doc[3]
    assert (sold.dep_, sold.pos_, sold.head) == ("ROOT", "VERB", sold)
    assert (doc[0].dep_, doc[0].head, doc[0].pos_) == ("nsubj", sold, "PROPN")
    assert (chips.dep_, chips.head, chips.tag_) == ("obj", sold, "NNS")
    assert _parsed(doc) == ["Nvidia sold 2,000 chips to Lenovo.", "Two rivals waited; nobody called them."]
    assert doc[9].tag_ == ""
    assert doc[9].head == doc[9]


def test_boundaries_stay_and_no_arc_leaves_its_sentence(pipeline: Language) -> None:
    before = pipeline.get_pipe("chipwire_sentences")(pipeline.make_doc(_TEXT))
    doc = _parse_stated(_TEXT, pipeline)

    assert [span.text for span in doc.sents] == [span.text for span in before.sents]
    for span in doc.sents:
        assert all(span.start <= token.head.i < span.end for token in span)


def test_others_are_parsed_where_they_are_asked_for(pipeline: Language) -> None:
    doc = _parse_stated(_TEXT, pipeline)
    heads = [token.head.i for token in doc[:7]]

    parse_sentences(doc, lambda sentence: "pleased" in sentence.text, nlp=pipeline)
    parse_sentences(doc, lambda sentence: False, nlp=pipeline)

    assert len(_parsed(doc)) == 3
    assert [token.head.i for token in doc[:7]] == heads
    assert len(list(doc.sents)) == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It sold 3nm wafers", 1),
        ("Sales doubled", 1),
        ("Nobody came", 0),
        ("The H200 came in 2024", 0),
        ("Nobody came. It sold 3 wafers and 5 masks. All left", 1),
    ],
)
def test_names_and_years_call_for_no_parse(pipeline: Language, text: str, expected: int) -> None:
    doc = pipeline(text)

    assert len(list_sentences(doc, find_pieces(doc))) == expected


def test_annotate_parses_unless_it_is_switched_off(pipeline: Language) -> None:
    text = Text(text_id="one", text="The plant, which opened in May with a dance, cost $5 million.")
    parsed, plain = (
        next(annotate([text], nlp=nlp)).quantities[0].concept for nlp in (pipeline, load_pipeline(parse=False))
    )

    assert (parsed, plain) == ("plant", "dance")
