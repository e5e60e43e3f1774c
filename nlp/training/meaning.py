"""What the bundled model of vectors was taught (nlp/tuning.py), from our own stories of the trade.

`python -m nlp.training.meaning` teaches it anew in a few minutes, from nlp/training/stories: `{"id", "title", "text",
"story"}` a line and a topic a file, articles that we wrote about events that are easily taken for one another. An
article is to be nearer to the others of its story than to all others of its topic. Sentences of our corpus are to keep
the vectors that they have, since questions are compared with sentences too. Only small changes are learned: a product
of two narrow matrices for each of the model's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from sentence_transformers import SentenceTransformer

from nlp.embed import bundled_folder, read_lead
from nlp.records import StoryItem
from nlp.training.errors import TrainingError
from nlp.training.markup import read_folder
from nlp.training.tradewords import CORPUS
from nlp.tuning import TUNING, write_tuning

STORIES = Path(__file__).with_name("stories")
_Factors = dict[str, tuple[NDArray[np.float32], NDArray[np.float32]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """How it is taught.

    `rank` is how narrow the changes are, `topics` so many are looked at together and so many `sentences` beside them,
    `temperature` is how sharply the nearest article counts, `hold` how much it counts that sentences stay.
    """

    rank: int = 16
    rounds: int = 5
    topics: int = 2
    sentences: int = 24
    hold: float = 8.0
    rate: float = 5e-4
    temperature: float = 0.05
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Articles on one topic, as the model reads them, and the story of each."""

    texts: tuple[str, ...]
    stories: tuple[str, ...]


class Changed(torch.nn.Module):
    """A layer of the model and what is learned beside it, nothing at first."""

    def __init__(self, layer: torch.nn.Linear, rank: int) -> None:
        super().__init__()
        self.layer = layer
        self.tall = torch.nn.Parameter(torch.randn(layer.in_features, rank) / layer.in_features**0.5)
        self.wide = torch.nn.Parameter(torch.zeros(rank, layer.out_features))

    def forward(self, given: torch.Tensor) -> torch.Tensor:
        """Return what the layer makes of it now."""
        made: torch.Tensor = self.layer(given) + (given @ self.tall) @ self.wide
        return made


def read_topics(folder: Path = STORIES) -> list[Topic]:
    """Return the topics of a folder, one for each file; TrainingError says which line of which file is wrong."""
    return [_read_topic(path) for path in sorted(folder.glob("*.jsonl"))]


def read_sentences(folder: Path = CORPUS) -> list[str]:
    """Return the sentences of our corpus, in order."""
    return ["".join(part.text for part in line.parts) for line in read_folder(folder)]


def teach(topics: Sequence[Topic], sentences: Sequence[str], lesson: Lesson | None = None) -> _Factors:
    """Return what the bundled model learns from these topics: for each of its matrices two factors of a change.

    The sentences are to keep their vectors.
    """
    lesson = lesson or Lesson()
    torch.manual_seed(lesson.seed)
    dice = np.random.default_rng(lesson.seed)
    model = SentenceTransformer(str(bundled_folder()), device="cpu", local_files_only=True).eval()
    batches = [batch for _ in range(lesson.rounds) for batch in _deal(topics, lesson.topics, dice)]
    chosen = [dice.choice(len(sentences), lesson.sentences).tolist() for _ in batches]
    with torch.no_grad():
        held = [_embed(model, [sentences[number] for number in numbers]) for numbers in chosen]
    network: Any = model[0].auto_model
    layers = _open_layers(network, lesson.rank)
    parameters = [value for layer in layers.values() for value in (layer.tall, layer.wide)]
    optimizer = torch.optim.AdamW(parameters, lr=lesson.rate)
    console = Console(stderr=True)
    for done, batch in enumerate(track(batches, "teaching", console=console, disable=not console.is_terminal)):
        for group in optimizer.param_groups:
            group["lr"] = lesson.rate * (1.0 - done / len(batches))
        texts = [text for topic in batch for text in topic.texts]
        # Two topics may have chosen one name for a story.
        names = [f"{number} {story}" for number, topic in enumerate(batch) for story in topic.stories]
        moved = _embed(model, [sentences[number] for number in chosen[done]])
        lost = _lose(_embed(model, texts), names, lesson.temperature)
        optimizer.zero_grad()
        torch.autograd.backward(lost + lesson.hold * (1.0 - (moved * held[done]).sum(dim=1)).mean())
        optimizer.step()
    return {
        f"{name}.weight": (layer.tall.detach().numpy(), layer.wide.detach().numpy()) for name, layer in layers.items()
    }


def _embed(model: Any, texts: Sequence[str]) -> torch.Tensor:
    return torch.nn.functional.normalize(model(model.preprocess(list(texts)))["sentence_embedding"], dim=1)


def _lose(vectors: torch.Tensor, stories: Sequence[str], temperature: float) -> torch.Tensor:
    """Return how unlikely it is to find the others of an article's story when the nearer ones are likelier."""
    names = np.array(stories)
    itself = np.eye(len(names), dtype=np.bool_)
    fellows = torch.from_numpy((names[:, np.newaxis] == names) & ~itself)
    near = (vectors @ vectors.T / temperature).masked_fill(torch.from_numpy(itself), -1e9)
    likely = near - torch.logsumexp(near, dim=1, keepdim=True)
    counts = fellows.sum(dim=1)
    return -(likely.masked_fill(~fellows, 0.0).sum(dim=1) / counts.clamp(min=1))[counts > 0].mean()


def _open_layers(network: Any, rank: int) -> dict[str, Changed]:
    """Freeze the model, put what is learned beside each of its layers' matrices, and return these by name."""
    for parameter in network.parameters():
        parameter.requires_grad_(requires_grad=False)
    names = [
        name
        for name, layer in network.named_modules()
        if name.startswith("encoder.layer.") and isinstance(layer, torch.nn.Linear)
    ]
    layers: dict[str, Changed] = {}
    for name in names:
        above, _, last = name.rpartition(".")
        layers[name] = Changed(network.get_submodule(name), rank)
        setattr(network.get_submodule(above), last, layers[name])
    return layers


def _deal(topics: Sequence[Topic], together: int, dice: np.random.Generator) -> Iterator[list[Topic]]:
    order = dice.permutation(len(topics)).tolist()
    for start in range(0, len(order), together):
        yield [topics[number] for number in order[start : start + together]]


def _read_topic(path: Path) -> Topic:
    texts, stories = [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            item = StoryItem(item_id=str(row["id"]), title=row["title"], text=row["text"], published=None)
            texts.append(read_lead(item))
            stories.append(str(row["story"]))
        except (ValueError, KeyError, TypeError) as err:
            raise TrainingError(f"{path}:{number}: needs id, title, text and story as JSON: {err!r}") from err
    return Topic(texts=tuple(texts), stories=tuple(stories))


if __name__ == "__main__":
    # By several threads sums come out otherwise each time.
    torch.set_num_threads(1)
    write_tuning(teach(read_topics(), read_sentences()), TUNING)
