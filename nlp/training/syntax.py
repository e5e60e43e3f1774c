"""Training tags and dependencies on the public treebanks with spaCy's own loop."""

from __future__ import annotations

from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training import Corpus
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import load_config

from nlp.training.errors import TrainingError

CONFIG = Path(__file__).with_name("syntax.cfg")
TREES_FOLDER = "ud"
TRAINED, WATCHED, MEASURED = ("ewt-train", "gum-train"), "ewt-dev", ("ewt-test", "gum-devtest")


def train_syntax(corpora: Path, work: Path, *, steps: int | None = None) -> Language:
    """Give a pipeline with a tagger and a parser; `work` is a folder for what lies between.

    `steps` is for a shorter training than the one of syntax.cfg.
    """
    together = work / "train.spacy"
    bin_ = DocBin(store_user_data=False)
    for name in TRAINED:
        for doc in read_trees(corpora, name):
            bin_.add(doc)
    bin_.to_disk(together)
    changes: dict[str, object] = {"paths.train": str(together), "paths.dev": str(_path(corpora, WATCHED))}
    if steps is not None:
        changes |= {
            "training.max_steps": steps,
            "training.eval_frequency": steps,
            "training.optimizer.learn_rate.total_steps": steps,
        }
    nlp = init_nlp(load_config(CONFIG, overrides=changes, interpolate=False))
    train(nlp, output_path=None)
    return nlp


def measure_syntax(nlp: Language, corpora: Path) -> dict[str, dict[str, float]]:
    """Give the accuracy of tags and the attachment scores on each of the sets that measure."""
    figures = {}
    for name in MEASURED:
        scores = nlp.evaluate(list(Corpus(_path(corpora, name), gold_preproc=True)(nlp)))
        figures[name] = {key: float(scores[key]) for key in ("tag_acc", "dep_uas", "dep_las")}
    return figures


def read_trees(corpora: Path, name: str) -> list[Doc]:
    """Give the documents of one treebank."""
    return list(DocBin().from_disk(_path(corpora, name)).get_docs(spacy.blank("en").vocab))


def _path(corpora: Path, name: str) -> Path:
    path = corpora / TREES_FOLDER / f"{name}.spacy"
    if not path.is_file():
        raise TrainingError(
            f"{path}: is not there; docs/training.md says where the public corpora come from, "
            "and CHIPWIRE_CORPORA or --corpora where they are"
        )
    return path
