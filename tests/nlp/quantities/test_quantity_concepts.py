"""What figures are of by the parse of their sentence: what they qualify, and the subject of their clause."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from nlp.pipeline import load_pipeline
from nlp.quantities.scan import find_quantities, read
from nlp.quantities.tree import Trees
from nlp.text.syntax import parse_sentences

SENTENCES = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "data" / "concepts" / "parsed.jsonl").read_text("utf-8").splitlines()
]


@pytest.fixture(scope="module")
def pipeline() -> Language:
    return load_pipeline()


def parse(text: str, nlp: Language) -> Doc:
    doc = nlp.get_pipe("chipwire_sentences")(nlp.make_doc(text))
    return parse_sentences(doc, lambda _: True, nlp=nlp)


@pytest.mark.parametrize("item", SENTENCES, ids=[item["text"][:40] for item in SENTENCES])
def test_phrase_and_subject(item: dict[str, object], pipeline: Language) -> None:
    text = str(item["text"])
    found = [
        [text[tokens[one.first].start : tokens[one.last - 1].end], one.near, one.subject]
        for tokens, readings in read(text, trees=Trees(parse(text, pipeline)))
        for one in readings
        if one.doubt is None
    ]
    assert found == item["concepts"]


def test_a_doc_without_a_parse_is_read_by_rules_on_words(pipeline: Language) -> None:
    text = "The Dutch toolmaker paid a fine of $5 million."
    bare, parsed = pipeline.make_doc(text), parse(text, pipeline)
    assert [one.concept for one in find_quantities(bare)] == ["fine"]
    assert [one.concept for one in find_quantities(parsed)] == ["fine"]
    assert Trees(bare).at(0) is None
    assert Trees(parsed).at(0) is not None
