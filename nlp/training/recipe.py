"""Training the tagger of names from its corpora: what is drawn in each round, the teacher, and the tagger itself."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from nlp.entities.decoding import Found, decode
from nlp.entities.pieces import Pieces
from nlp.registry import Registry
from nlp.training.encoder import Encoder, bundled_folder, load_encoder
from nlp.training.errors import TrainingError
from nlp.training.examples import Example
from nlp.training.fitting import Schedule, fit, score_words
from nlp.training.inventor import Inventor
from nlp.training.markup import Line, read_folder
from nlp.training.mixing import EXCHANGED, Mixer, read_known_names, split_lines
from nlp.training.public import TRAINED, read_public

CORPUS, TEMPLATES = Path(__file__).with_name("corpus"), Path(__file__).with_name("templates")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How the tagger is trained. `copies` says how often a round has each own line, `public` what share of the rest."""

    seed: int = 20
    layers: int = 3
    teacher_layers: int = 6
    teacher_rounds: int = 0
    rounds: int = 5
    copies: int = 3
    public: float = 0.4
    rate: float = 2e-4
    step_pieces: int = 1600


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """The lines that are trained on, those kept out, and the sentences of the public corpora."""

    trained: list[Line]
    held_out: list[Line]
    public: list[Example]


def read_corpus(
    corpora: Path, registry: Registry, *, folders: Sequence[Path] = (CORPUS, TEMPLATES), names: Sequence[str] = TRAINED
) -> Corpus:
    """Give the whole corpus; TrainingError says what is missing or wrong where."""
    trained: list[Line] = []
    held_out: list[Line] = []
    for folder in folders:
        mine, kept = split_lines(read_folder(folder))
        trained += mine
        held_out += kept
    if not trained:
        raise TrainingError(f"{', '.join(map(str, folders))}: no sentence to train on")
    public = [example for name in names for example in read_public(corpora, name, registry)]
    return Corpus(trained=trained, held_out=held_out, public=public)


def make_mixer(registry: Registry, seed: int) -> Mixer:
    """Give a mixer that draws the same names for the same seed."""
    rng = random.Random(seed)  # noqa: S311 - not for secrets
    inventor = Inventor(rng, known=frozenset(registry.aliases))
    return Mixer(rng=rng, inventor=inventor, known=read_known_names(registry))


def train_tagger(
    corpus: Corpus, registry: Registry, *, recipe: Recipe, say: Callable[[str], None] = print
) -> tuple[Encoder, Pieces]:
    """Give the trained tagger with the pieces that it reads; the same recipe gives the same on the same machine."""
    torch.manual_seed(recipe.seed)
    pieces = Pieces(bundled_folder() / "tokenizer.json")
    mixer = make_mixer(registry, recipe.seed)

    def draw(number: int) -> list[Example]:
        own: list[Example] = []
        for copy in range(recipe.copies):
            # The first copy of every other round is as it was written.
            own += mixer.draw(corpus.trained, exchanged=EXCHANGED if copy or number % 2 else 0)
        rest = [mixer.recase(example) for example in corpus.public if mixer.rng.random() < recipe.public]
        return own + rest

    def plan(rounds: int) -> Schedule:
        return Schedule(rounds=rounds, rate=recipe.rate, head_rate=5 * recipe.rate, pieces=recipe.step_pieces)

    teacher = None
    if recipe.teacher_rounds:
        say(f"teacher of {recipe.teacher_layers} layers")
        teacher = load_encoder(layers=recipe.teacher_layers)
        fit(teacher, draw, pieces=pieces, schedule=plan(recipe.teacher_rounds), rng=mixer.rng, say=say)
    say(f"tagger of {recipe.layers} layers")
    encoder = load_encoder(layers=recipe.layers)
    fit(
        encoder, draw, pieces=pieces, schedule=plan(recipe.rounds), rng=mixer.rng, teacher=teacher, say=say
    )  # fmt: skip
    return encoder, pieces


def tag_with(encoder: Encoder, pieces: Pieces) -> Callable[[Sequence[Sequence[str]]], list[list[Found]]]:
    """Give what the encoder finds in sentences, without the rounding to int8."""

    def tag(sentences: Sequence[Sequence[str]]) -> list[list[Found]]:
        examples = [Example(words=tuple(words), allowed=(1,) * len(words)) for words in sentences]
        return [decode(scores.numpy()) for scores in score_words(encoder, examples, pieces=pieces)]

    return tag
