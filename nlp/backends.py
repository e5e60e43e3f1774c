"""What the pipeline is built on: the shipped model, or another that the configuration names."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import spacy
from spacy import attrs
from spacy.language import Language

from nlp.entities.component import Entities
from nlp.entities.decoding import Found
from nlp.entities.errors import ModelError
from nlp.records import Label
from nlp.text import sentences as _sentences  # noqa: F401 - registers the component
from nlp.text import syntax as _syntax  # noqa: F401 - registers the component
from nlp.text import tokenizer as _tokenizer  # noqa: F401 - registers itself

SHIPPED = Path(__file__).parent / "model"
_GLINER = "gliner:"
# GLiNER reads labels as words; these are what ours mean.
_GLINER_LABELS = {
    "computer chip": Label.CHIP,
    "company": Label.COMPANY,
    "law, regulation or trade measure": Label.POLICY,
    "government body": Label.GOV,
    "person": Label.PERSON,
    "country, region or city": Label.PLACE,
}
_GLINER_THRESHOLD = 0.5
_LOOKS = frozenset({attrs.NORM, attrs.PREFIX, attrs.SUFFIX, attrs.SHAPE, attrs.LOWER, attrs.IS_SPACE, attrs.MORPH})


def load_model(package: str | None) -> Language:
    """Give a pipeline with our components and what `package` names; ModelError says what is missing.

    None is the shipped model, "gliner:NAME" a GLiNER model in place of its tagger of names, anything else a spaCy
    package or folder.
    """
    if package is None:
        return _load_shipped()
    if package.startswith(_GLINER):
        nlp = _load_shipped()
        cast("Entities", nlp.get_pipe("chipwire_entities")).use_tagger(Gliner(package.removeprefix(_GLINER)))
        return nlp
    try:
        nlp = spacy.load(package)
    except OSError as err:
        raise ModelError(
            f"{package!r} is no installed spaCy package and no folder of one; install it, or leave spacy_package unset"
        ) from err
    nlp.add_pipe("chipwire_sentences", first=True)
    nlp.add_pipe("chipwire_entities", last=True, config={"shipped": False})
    return nlp


def _load_shipped() -> Language:
    if not (SHIPPED / "config.cfg").is_file():
        raise ModelError(f"{SHIPPED}: the trained model is not there; install chipwire with it, or run `make train`")
    nlp = spacy.load(SHIPPED)
    # What a word looks like is worked out for each new one; of these, only what the model and the rules read is.
    vocab: Any = nlp.vocab  # spaCy's types leave the readers out
    vocab.lex_attr_getters = {key: read for key, read in vocab.lex_attr_getters.items() if key in _LOOKS}
    return nlp


class Gliner:
    """A GLiNER model as tagger of names; the package gliner is the user's to install."""

    def __init__(self, name: str) -> None:
        try:
            module = importlib.import_module("gliner")
        except ImportError as err:
            raise ModelError("spacy_package names a GLiNER model, which needs `pip install gliner`") from err
        self._model: Any = module.GLiNER.from_pretrained(name)

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[Found]]:
        """Give the names in each sentence, in order."""
        return [self._tag_one(words) for words in sentences]

    def _tag_one(self, words: Sequence[str]) -> list[Found]:
        starts, at = {}, 0
        for i, word in enumerate(words):
            starts[at] = i
            at += len(word) + 1
        ends = {start + len(words[i]): i + 1 for start, i in starts.items()}
        rows = self._model.predict_entities(" ".join(words), list(_GLINER_LABELS), threshold=_GLINER_THRESHOLD)
        return [
            Found(
                first=starts[row["start"]],
                end=ends[row["end"]],
                label=_GLINER_LABELS[row["label"]],
                score=float(row["score"]),
            )
            for row in sorted(rows, key=lambda row: int(row["start"]))
            if row["start"] in starts and row["end"] in ends
        ]
