from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import spacy

from nlp.backends import Gliner
from nlp.entities.errors import ModelError
from nlp.pipeline import annotate, load_pipeline
from nlp.records import Label, Text


class _FakeModel:
    def predict_entities(self, text: str, labels: list[str], *, threshold: float) -> list[dict[str, object]]:
        rows = [("Quellan", "company"), ("Zorvex 9", "computer chip")]
        found = [(text.find(name), name, label) for name, label in rows if label in labels and name in text]
        # The last one begins inside a word, as a model that splits words otherwise may say.
        return [
            {"start": start, "end": start + len(name), "label": label, "score": 0.9} for start, name, label in found
        ] + [{"start": 1, "end": 3, "label": "person", "score": 0.9}]


@pytest.fixture
def gliner(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    asked: list[str] = []

    def from_pretrained(name: str) -> _FakeModel:
        asked.append(name)
        return _FakeModel()

    monkeypatch.setitem(sys.modules, "gliner", SimpleNamespace(GLiNER=SimpleNamespace(from_pretrained=from_pretrained)))
    return asked


def test_a_gliner_model_takes_the_place_of_the_tagger(gliner: list[str]) -> None:
    nlp = load_pipeline(package="gliner:some/model")
    (document,) = annotate([Text(text_id="1", text="We saw Quellan hold the Zorvex 9 there.")], nlp=nlp)

    assert gliner == ["some/model"]
    assert [(one.text, one.label) for one in document.entities] == [
        ("Quellan", Label.COMPANY),
        ("Zorvex 9", Label.CHIP),
    ]


def test_without_the_package_it_says_what_to_install() -> None:
    with pytest.raises(ModelError, match="pip install gliner"):
        Gliner("some/model")


def test_another_pipeline_brings_its_own_parser(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "other")

    with pytest.raises(ModelError, match="parse is for the shipped model"):
        load_pipeline(package=str(tmp_path / "other"), parse=True)
