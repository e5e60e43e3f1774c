"""The two trainings, each as one call that writes a folder; they run side by side in processes of their own."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import torch

from nlp.training.names import read_names
from nlp.training.recipe import Recipe, read_corpus, train_tagger
from nlp.training.shipping import write_tagger
from nlp.training.syntax import train_syntax


def make_syntax(corpora: Path, folder: Path) -> None:
    """Train tags and dependencies into a folder, unless it is there."""
    if not folder.is_dir():
        with TemporaryDirectory() as work:
            train_syntax(corpora, Path(work)).to_disk(folder)


def make_tagger(corpora: Path, folder: Path, recipe: Recipe) -> None:
    """Train the tagger of names into a folder, unless it is there."""
    if not folder.is_dir():
        torch.set_num_threads(1)
        registry = read_names()
        encoder, _ = train_tagger(read_corpus(corpora, registry), registry, recipe=recipe)
        write_tagger(encoder, folder)
