"""A training of seconds on a toy corpus: it learns, it is written, and it is read again."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
import spacy
import torch
from spacy.tokens import Doc, DocBin

from nlp.entities.tagger import NameTagger
from nlp.records import Label
from nlp.registry import load_registry
from nlp.training.encoder import Encoder, load_encoder
from nlp.training.examples import Example
from nlp.training.fitting import score_words
from nlp.training.measuring import measure, write_table
from nlp.training.recipe import Recipe, make_mixer, read_corpus, tag_with, train_tagger
from nlp.training.shipping import assemble, save, write_tagger
from nlp.training.syntax import train_syntax

# The quantiser speaks through the root logger, the exporter of nobody.
pytestmark = pytest.mark.filterwarnings("default::DeprecationWarning", "default::FutureWarning")

_RECIPE = Recipe(
    layers=1, teacher_layers=1, teacher_rounds=1, rounds=2, copies=20, public=1.0, rate=1e-3, step_pieces=150
)


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpora")
    own = folder / "own"
    own.mkdir()
    lines = [
        "{COMPANY} will ship the {CHIP} in May.",
        "{PERSON} of {COMPANY} spoke in {PLACE}.",
        "The {GOV} wrote the {POLICY}.",
        "Nobody came to the old harbour.",
    ]
    (own / "toy.txt").write_text("\n".join(lines * 4) + "\n", encoding="utf-8")
    (folder / "ner").mkdir()
    with gzip.open(folder / "ner" / "toy.jsonl.gz", "wt", encoding="utf-8") as out:
        out.write(json.dumps({"t": ["Ada", "left", "Oslo", "."], "e": [[0, 1, "PERSON"], [2, 3, "PLACE"]]}) + "\n")
    (folder / "ud").mkdir()
    vocab = spacy.blank("en").vocab
    doc = Doc(
        vocab,
        words=["Birds", "sing", "."] * 40,
        tags=["NNS", "VBP", "."] * 40,
        heads=[i + step for i in range(0, 120, 3) for step in (1, 1, 1)],
        deps=["nsubj", "ROOT", "punct"] * 40,
    )
    for name in ("ewt-train", "gum-train", "ewt-dev"):
        DocBin(docs=[doc]).to_disk(folder / "ud" / f"{name}.spacy")
    return folder


@pytest.fixture(scope="module")
def trained(corpora: Path) -> tuple[Encoder, object]:
    torch.set_num_threads(1)
    registry = load_registry()
    corpus = read_corpus(corpora, registry, folders=[corpora / "own"], names=["toy"])
    said: list[str] = []
    encoder, pieces = train_tagger(corpus, registry, recipe=_RECIPE, say=said.append)
    assert [line.split(":")[0] for line in said] == [
        "teacher of 1 layers",
        "round 1 of 1",
        "tagger of 1 layers",
        "round 1 of 2",
        "round 2 of 2",
    ]
    examples = list(make_mixer(registry, 7).draw(corpus.trained))
    figures = measure(tag_with(encoder, pieces), examples)
    assert figures[Label.CHIP].gold > 0
    assert sum(one.f1 for one in figures.values()) > 1.5, write_table(figures)
    return encoder, pieces


def test_the_int8_graph_gives_what_the_encoder_gives(trained, tmp_path: Path) -> None:
    encoder, pieces = trained
    write_tagger(encoder, tmp_path)
    tagger = NameTagger(tmp_path)
    words = ["Zorvex", "will", "ship", "the", "XQ77", "in", "May", "."]

    (exact,) = score_words(encoder, [Example(words=tuple(words), allowed=(1,) * len(words))], pieces=pieces)
    encoded = tagger._pieces.encode(words)
    rounded = tagger._score(encoded)[encoded.heads]

    assert np.abs(np.exp(exact.numpy()) - np.exp(rounded)).max() < 0.25


def test_the_parts_make_a_pipeline_that_is_read_again(trained, corpora: Path, tmp_path: Path) -> None:
    encoder, _ = trained
    write_tagger(encoder, tmp_path / "tagger")
    target = tmp_path / "model"
    target.mkdir()
    (target / "NOTICE.md").write_text("Thanks.", encoding="utf-8")
    syntax = train_syntax(corpora, tmp_path, steps=2)

    save(assemble(syntax, tmp_path / "tagger", meta={"name": "toy"}), target)
    nlp = spacy.load(target)

    assert (target / "NOTICE.md").read_text(encoding="utf-8") == "Thanks."
    assert nlp.pipe_names == ["chipwire_sentences", "chipwire_syntax", "chipwire_entities"]
    assert [(span.text, span.label_) for span in nlp("Nvidia sings.").ents] == [("Nvidia", "COMPANY")]


def test_the_same_seed_draws_the_same_round() -> None:
    torch.manual_seed(1)
    first = load_encoder(layers=1).head.weight
    torch.manual_seed(1)
    assert torch.equal(first, load_encoder(layers=1).head.weight)
