from __future__ import annotations

import gc
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from nlp.entities.errors import ModelError
from nlp.pipeline import annotate, load_pipeline
from nlp.records import Document, Text

pytestmark = pytest.mark.long


def _annotate(text: str, nlp: Language) -> Document:
    (document,) = annotate([Text(text_id="x", text=text)], nlp=nlp)
    assert document.text == text
    for entity in document.entities:
        assert text[entity.start : entity.end] == entity.text
        assert 0 < entity.score <= 1
    return document


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "😀🎉🚀 😀 👩‍👩‍👧",
        "\x00\x01\x02 Nvidia \x7f\x1b[31m H200",
        "أعلنت شركة إنفيديا عن H200 في الصين",
        "\u202eNvidia H200\u202c and \u200fIntel\u200e",
        "Zo\u0301rvex\u00ad Systems",
        "A" * 10_000,
        "\ud800 lone surrogate",
        "英伟达发布H200芯片",
    ],
)
def test_nothing_fails(pipeline: Language, text: str) -> None:
    _annotate(text, pipeline)


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read(text: str) -> None:
    _annotate(text, _NLP)


_NLP = load_pipeline()


@pytest.mark.parametrize(
    "unit",
    ["A", "Aa1", "Zorvex ", "H200 ", "😀", "Zorvex Inc. said 5 percent. ", "export controls ", "-", "Xx-", "(Zx) "],
)
def test_time_grows_with_the_length_alone(pipeline: Language, unit: str) -> None:
    def measure(size: int) -> float:
        text = unit * (size // len(unit))
        gc.collect()
        gc.disable()  # it walks over what all other tests have left
        start = time.process_time()
        _annotate(text, pipeline)
        taken = time.process_time() - start
        gc.enable()
        return taken

    measure(5_000)
    small = min(measure(20_000), measure(20_000))
    large = measure(160_000)

    # Eight times as long: room for noise, not for a square.
    assert large < 24 * small + 0.3


def test_five_megabytes_of_one_word(pipeline: Language) -> None:
    start = time.process_time()
    document = _annotate("Zorvex" * 900_000, pipeline)

    assert len(document.sentences) == 1
    assert time.process_time() - start < 20


def test_a_model_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nlp.backends.SHIPPED", tmp_path / "model")

    with pytest.raises(ModelError, match=r"the trained model is not there; .*make train"):
        load_pipeline()
    with pytest.raises(ModelError, match="'en_no_such_package' is no installed spaCy package"):
        load_pipeline(package="en_no_such_package")
