"""Putting the trained parts together as one spaCy pipeline in a folder."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, cast

import spacy
from spacy.language import Language
from tokenizers import Tokenizer

from nlp.entities.component import Entities
from nlp.entities.decoding import TAGS
from nlp.entities.tagger import CARD, ENCODER, VOCABULARY
from nlp.text import sentences as _sentences  # noqa: F401 - registers the component
from nlp.text import tokenizer as _tokenizer  # noqa: F401 - registers itself
from nlp.text.syntax import PARTS
from nlp.training.encoder import Encoder, bundled_folder
from nlp.training.export import export_encoder

VERSION = "0.1.0"


def write_tagger(encoder: Encoder, folder: Path) -> None:
    """Write the tagger of names as its component reads it."""
    folder.mkdir(parents=True, exist_ok=True)
    export_encoder(encoder, folder / ENCODER)
    write_vocabulary(folder / VOCABULARY)
    card = {"tags": list(TAGS), "layers": len(encoder.layers), "base": "all-MiniLM-L6-v2"}
    (folder / CARD).write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


def write_vocabulary(path: Path) -> None:
    """Write the word pieces of all-MiniLM-L6-v2 without its limits on length."""
    tokenizer = Tokenizer.from_file(str(bundled_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(path), pretty=False)


def assemble(syntax: Language, tagger: Path, *, meta: dict[str, Any]) -> Language:
    """Give the whole pipeline: sentences, the parser that runs where it is asked to, and entities."""
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "chipwire.tokenizer.v1"}}})
    nlp.add_pipe("chipwire_sentences")
    for part in PARTS:
        nlp.add_pipe(part, source=syntax)
        nlp.disable_pipe(part)
    nlp.add_pipe("chipwire_syntax")
    cast("Entities", nlp.add_pipe("chipwire_entities")).from_disk(tagger)
    nlp.meta.update(meta)
    return nlp


def save(nlp: Language, folder: Path) -> None:
    """Write the pipeline in place of the one in the folder; notices beside it (*.md) stay."""
    fresh = folder.with_name(folder.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    nlp.to_disk(fresh)
    _drop_words(nlp, fresh / "vocab" / "strings.json")
    if folder.exists():
        for notice in folder.glob("*.md"):
            shutil.copy2(notice, fresh / notice.name)
        shutil.rmtree(folder)
    fresh.rename(folder)


def _drop_words(nlp: Language, path: Path) -> None:
    """Keep the labels among the saved strings; the words of the treebanks are no part of the model."""
    labels = {label for part in PARTS for label in getattr(nlp.get_pipe(part), "labels", ())}
    strings = [text for text in json.loads(path.read_text(encoding="utf-8")) if text in labels]
    path.write_text(json.dumps(sorted(strings), indent=0) + "\n", encoding="utf-8")
