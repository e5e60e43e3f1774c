from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from nlp.entities.component import Entities
from nlp.entities.errors import EntitiesError
from nlp.pipeline import annotate, load_pipeline
from nlp.records import Document, Label, Text
from nlp.registry import load_registry
from spiders.sample_site import load_articles

_NLP = load_pipeline()
# What texts are mixed from: names, clitics, marks, and what breaks naive code.
_PIECES = (
    *(
        "Nvidia",
        "’s",
        "'s",
        " H200",
        "s",
        "but",
        " US",
        " export controls",
        " Beijing",
        " said",
        " ban",
        ".",
        "\n",
        " ",
    ),
    *("\u00a0", "Dr. ", "Kim Dong-won", ", chief executive of ", "Acme Inc.", "-", "/", "(", ")", "[1]", "\ud800"),
    *("\x00", "\u202e", "\U0001f600", "é", "$5.5bn", "60 percent", " more than ", "THE ", "A ", "\t", "Ministry of "),
)


def _annotate(text: str, *, title: str = "", nlp: Language = _NLP) -> Document:
    [document] = annotate([Text(text_id="1", text=text, title=title)], nlp=nlp)
    return document


def _check(document: Document) -> None:
    text = document.text
    assert all(text[one.start : one.end] == one.text for one in document.entities)
    assert all(text[one.start : one.end] == one.text for one in document.quantities)
    ends = [0, *(one.end for one in document.entities)]
    assert all(end <= one.start < one.end for end, one in zip(ends, document.entities, strict=False))
    assert all(one.canonical.strip() for one in document.entities)
    spans = [0, *(bound for sentence in document.sentences for bound in sentence), len(text)]
    assert spans == sorted(spans)


@given(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join))
@settings(deadline=None)
def test_any_mixture_keeps_offsets(text: str) -> None:
    document = _annotate(text)

    assert document.text == text
    _check(document)


@given(st.text(st.characters(), max_size=120))
@settings(deadline=None)
def test_any_text_keeps_offsets(text: str) -> None:
    _check(_annotate(text))


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\x00\x01", "\U0001f600" * 50, "שלום עולם", "\ud800", "H200", "."])
def test_strange_texts(text: str) -> None:
    document = _annotate(text)

    assert document.text == text
    _check(document)


def test_documents_come_in_order_whatever_the_batch() -> None:
    texts = [Text(text_id=str(number), text=f"Nvidia sold {number} H200 chips.") for number in range(7)]

    documents = list(annotate(texts, nlp=_NLP, batch_size=3))

    assert [document.text_id for document in documents] == [text.text_id for text in texts]
    assert all(document.entities[1].canonical == "Nvidia H200" for document in documents)


def test_what_is_read_out_of_a_text_depends_on_no_other() -> None:
    texts = [
        Text(text_id=article.path, text=article.body, title=article.title)
        for article in load_articles()
        if article.language == "en"
    ]
    entities = cast("Entities", _NLP.get_pipe("chipwire_entities"))
    entities.forget()
    together = {document.text_id: document for document in annotate(texts, nlp=_NLP)}
    for order, batch_size in ((texts, 1), (texts[::-1], 7)):
        entities.forget()
        for document in annotate(order, nlp=_NLP, batch_size=batch_size):
            assert document == together[document.text_id]


def test_texts_are_read_as_they_are_needed() -> None:
    read = []

    def give() -> Iterator[Text]:
        for number in range(10):
            read.append(number)
            yield Text(text_id=str(number), text="Prices rose.")

    next(annotate(give(), nlp=_NLP, batch_size=2))

    assert read == [0, 1]


def test_strings_do_not_grow_over_batches() -> None:
    def batch(start: int) -> list[Text]:
        return [
            Text(
                text_id=str(number),
                text=f"Word{number}x met Qu{number}o Inc. and the ZQ{number}A chip of Jane Ro{number}e.",
            )
            for number in range(start, start + 40)
        ]

    list(annotate(batch(0), nlp=_NLP, batch_size=10))
    strings = len(_NLP.vocab.strings)
    lexemes = sum(1 for _ in _NLP.vocab)
    list(annotate(batch(1000), nlp=_NLP, batch_size=10))

    assert len(_NLP.vocab.strings) == strings
    assert sum(1 for _ in _NLP.vocab) == lexemes


@pytest.mark.parametrize(
    "piece", ["a", "A", "Nvidia ", "H200 ", "Aa ", "Aa-", "Aa & ", "(", "said Aa ", "the ban ", "1 "]
)
def test_long_texts_take_linear_time(piece: str) -> None:
    def measure(length: int) -> float:
        started = time.thread_time()
        _annotate(piece * (length // len(piece)))
        return time.thread_time() - started

    measure(1_000)
    long, short = (min(measure(length) for _ in range(2)) for length in (60_000, 6_000))
    assert long < 40 * max(short, 0.02), "a quadratic rule would take a hundred times as long"


def test_a_text_longer_than_spacys_limit() -> None:
    document = _annotate("a" * 1_100_000 + " and Nvidia")

    assert [entity.text for entity in document.entities] == ["Nvidia"]


def test_entities_and_sentences_of_a_text() -> None:
    document = _annotate("Beijing cleared Nvidia's H200.\n\nThe 910C costs $20,000, Kim Dong-won said.")

    assert [(one.text, one.label, one.entity_id, one.canonical) for one in document.entities] == [
        ("Beijing", Label.GOV, "gov:chinese-government", "Chinese government"),
        ("Nvidia", Label.COMPANY, "company:nvidia", "Nvidia"),
        ("H200", Label.CHIP, "chip:nvidia-h200", "Nvidia H200"),
        ("910C", Label.CHIP, "chip:huawei-ascend-910c", "Huawei Ascend 910C"),
        ("Kim Dong-won", Label.PERSON, None, "Kim Dong-won"),
    ]
    assert [document.text[start:end] for start, end in document.sentences] == [
        "Beijing cleared Nvidia's H200.",
        "The 910C costs $20,000, Kim Dong-won said.",
    ]
    assert [quantity.value for quantity in document.quantities] == [20000]


def test_a_users_own_registry(tmp_path: Path) -> None:
    own = tmp_path / "own.jsonl"
    own.write_text('{"id": "chip:wren-9", "label": "CHIP", "name": "Wren Nine", "kind": "gpu"}\n', encoding="utf-8")

    document = _annotate("The wren sang while the Wren Nine ran.", nlp=load_pipeline(registry=load_registry(own)))

    assert [(one.text, one.entity_id) for one in document.entities] == [("Wren Nine", "chip:wren-9")]


def test_another_pipelines_entities_are_kept_where_no_rule_speaks(tmp_path: Path) -> None:
    other = spacy.blank("en")
    ruler = other.add_pipe("entity_ruler")
    ruler.add_patterns(
        [  # type: ignore[attr-defined]  # add_pipe is typed as a plain function
            {"label": "ORG", "pattern": "Wibblefrotz"},
            {"label": "DATE", "pattern": "yesterday"},
            {"label": "PERSON", "pattern": "Nvidia"},
        ]
    )
    other.to_disk(tmp_path / "other")

    document = _annotate("We met Wibblefrotz and Nvidia yesterday.", nlp=load_pipeline(package=str(tmp_path / "other")))

    assert [(one.text, one.label) for one in document.entities] == [
        ("Wibblefrotz", Label.COMPANY),
        ("Nvidia", Label.COMPANY),
    ]


def test_the_component_says_when_it_has_no_registry() -> None:
    with pytest.raises(EntitiesError, match="use"):
        Entities(spacy.blank("en"), shipped=False)(spacy.blank("en")("Nvidia"))
