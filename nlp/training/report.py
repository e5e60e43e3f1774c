"""Joining the trained parts, and the report beside the model of what they find in what was kept out of training."""

from __future__ import annotations

from pathlib import Path

import spacy
from spacy.language import Language

from nlp.entities.tagger import NameTagger
from nlp.training.examples import write_capitals, write_title_case
from nlp.training.measuring import measure, write_table
from nlp.training.names import read_names
from nlp.training.public import MEASURED, read_public
from nlp.training.recipe import Recipe, make_mixer, read_corpus
from nlp.training.shipping import VERSION, assemble, save
from nlp.training.syntax import measure_syntax

REPORT = "REPORT.md"
_INTRODUCTION = """# What the trained parts find

Written by `make train`; seed {seed}. The rules and the registry, which go before the tagger, have no part in these
figures."""
_META = {
    "name": "chipwire",
    "version": VERSION,
    "description": "Names in chip and export-control news, and the parse of sentences that hold a number.",
    "license": "CC BY-SA 4.0, see NOTICE.md",
}


def finish_model(*, syntax: Path, tagger: Path, corpora: Path, target: Path, recipe: Recipe) -> None:
    """Write the pipeline of the trained parts and its report."""
    trees = spacy.load(syntax)
    nlp = assemble(trees, tagger, meta=_META)
    save(nlp, target)
    parts = [
        _INTRODUCTION.format(seed=recipe.seed),
        f"## Names\n\n{_report_names(tagger, corpora, recipe)}",
        f"## Tags and dependencies\n\n{_report_syntax(trees, corpora)}",
    ]
    (target / REPORT).write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _report_names(tagger: Path, corpora: Path, recipe: Recipe) -> str:
    """Give the tables over the lines kept out: as written, with names invented, and in other cases."""
    registry = read_names()
    held_out = read_corpus(corpora, registry, names=()).held_out
    mixer = make_mixer(registry, recipe.seed + 1)
    names = NameTagger(tagger)
    plain = [mixer.fill(line, exchanged=0) for line in held_out]
    sets = {
        f"{len(plain)} lines of our corpus that were kept out": plain,
        "The same, each name exchanged for an invented one": [
            mixer.fill(line, exchanged=1, invented=1) for line in held_out
        ],
        "The same as written, in Title Case": [write_title_case(one) for one in plain],
        "The same as written, in CAPITALS": [write_capitals(one) for one in plain],
        **{name: list(read_public(corpora, name, registry)) for name in MEASURED},
    }
    return "\n\n".join(f"{title}\n\n{write_table(measure(names.tag, examples))}" for title, examples in sets.items())


def _report_syntax(trees: Language, corpora: Path) -> str:
    rows = [
        f"| {name} | {100 * one['tag_acc']:.1f} | {100 * one['dep_uas']:.1f} | {100 * one['dep_las']:.1f} |"
        for name, one in measure_syntax(trees, corpora).items()
    ]
    return "\n".join(["| treebank | tags | UAS | LAS |", "|---|---|---|---|", *rows])
