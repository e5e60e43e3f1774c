"""Fit the weights of nlp/stories/pairs.toml on labelled stories, and score each set with weights learned on the others.

python -m benchmarks.pairs FOLDER [--vectors FOLDER] [--write]

FOLDER has NAME_dev.jsonl with "id", "title", "text", "published" and "story"; `chips` are our own stories of the trade,
of topics that the model of the vectors did not learn from (nlp/training/meaning.py). Each set is put on a board in
order of publication, every article in its true story, and what an article shares with the originals that the board
would then compare it with is what is learned from: numbers only, no text. Every set counts the same, and within it
large stories no more than the root of their pairs. Three sets are learned from a second time cut to their headlines.
The weight of a gap in time is set by hand, since the times of one set are partly made up.
For `mix`, which has the other sets but `chips` in it, half of the stories are scored with weights of the
other half. With --vectors, vectors are kept there as NAME.npy from one run to the next.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.scorers import CHIP_STORIES
from nlp.embed import embed, load_embedder
from nlp.records import Embedding, StoryItem
from nlp.stories.board import Board
from nlp.stories.pairs import Weights, list_features
from nlp.stories.placing import place
from nlp.stories.shingles import hash_shingles
from pipelines.filters import read_item

SETS = ("mix", "allsides_stream", "ecbplus", "wikinews", "gvc", "uci")
OWN = {"chips": CHIP_STORIES}
# `mix` has all of the others but uci and our own in it.
LEARNED = (*SETS[1:], *OWN)
# Sets that are learned from a second time, cut to their headlines.
CUT = ("allsides_stream", "wikinews", "gvc")
GAP = -1.6
# On the squares of the weights of features that are scaled to one spread.
PENALTY = 4.0
BATCH = 64
WEIGHTS_FILE = Path(__file__).parent.parent / "nlp" / "stories" / "pairs.toml"

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Labelled:
    """One set: its articles, their vectors, and the story that each belongs to."""

    items: Sequence[StoryItem]
    embeddings: Sequence[Embedding]
    stories: Sequence[str]

    def choose(self, half: int) -> Labelled:
        """Return the articles of half of the stories, 0 or 1."""
        kept = [i for i, story in enumerate(self.stories) if crc32(story.encode()) % 2 == half]
        return Labelled(
            items=[self.items[i] for i in kept],
            embeddings=[self.embeddings[i] for i in kept],
            stories=[self.stories[i] for i in kept],
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Examples:
    """Pairs: their features, whether the two report one event, and how much each counts."""

    features: Floats
    same: NDArray[np.bool_]
    counts: Floats


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--vectors", type=Path, help="folder in which vectors are kept")
    parser.add_argument("--write", action="store_true", help="write the weights of all sets to nlp/stories/pairs.toml")
    options = parser.parse_args(arguments)
    paths = {name: [options.folder / f"{name}_dev.jsonl"] for name in SETS}
    paths |= {name: sorted(folder.glob("*.jsonl")) for name, folder in OWN.items()}
    sets = {name: read_set(name, found, options.vectors) for name, found in paths.items()}
    cut = {name: read_set(name, paths[name], options.vectors, cut=True) for name in CUT}
    examples = {name: [collect(kind[name]) for kind in (sets, cut) if name in kind] for name in LEARNED}
    every = fit([one for found in examples.values() for one in found])
    print("| set | F1 with weights of the other sets | F1 with weights of all |\n|---|---|---|", flush=True)
    for name, labelled in sets.items():
        if name == "mix":
            halves = [score(labelled.choose(half), _fit_half([sets, cut], 1 - half)) for half in (0, 1)]
            alone = sum(halves) / 2
        else:
            alone = score(labelled, fit([one for other in LEARNED if other != name for one in examples[other]]))
        print(f"| {name} | {alone:.3f} | {score(labelled, every):.3f} |", flush=True)
    for field, value in zip(fields(Weights), astuple(every), strict=True):
        print(f"{field.name} = {value:.2f}")
    if options.write:
        write(every)
    return 0


def read_set(name: str, paths: Sequence[Path], cache: Path | None, *, cut: bool = False) -> Labelled:
    """Return one set; with `cut` only its headlines."""
    rows = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    items = [read_item(row) for row in rows]
    if cut:
        items = [replace(item, text="") for item in items]
    embedder = load_embedder()
    kept = None if cache is None else cache / f"{'t_' if cut else ''}{name}.npy"
    if kept is not None and kept.exists():
        vectors = np.load(kept)
    else:
        vectors = np.stack([one.vector for one in embed(items, embedder=embedder)])
        if kept is not None:
            np.save(kept, vectors)
    pairs = zip(items, vectors, strict=True)
    embeddings = [Embedding(item_id=item.item_id, model=embedder.model, vector=vector) for item, vector in pairs]
    return Labelled(items=items, embeddings=embeddings, stories=[str(row["story"]) for row in rows])


def collect(labelled: Labelled) -> Examples:
    """Return the pairs that the board would have looked at, had it placed every article rightly."""
    board, sizes = Board(), Counter(labelled.stories)
    originals, order = board.originals, []
    for i in sorted(range(len(labelled.items)), key=lambda i: (str(labelled.items[i].published), i)):
        item, vector, shingles = labelled.items[i], labelled.embeddings[i].vector, hash_shingles(labelled.items[i].text)
        board.add_original(item, vector, shingles, story_id=labelled.stories[i], similarity=0.0)
        order.append(i)
    crowds = originals.list_crowds(np.arange(len(order)))
    features, same, counts = [], [], []
    seen: set[tuple[int, int]] = set()
    for row, i in enumerate(order):
        item, vector = labelled.items[i], labelled.embeddings[i].vector
        found = originals.find_candidates(item, vector)
        found = found[originals.tell_near(found, item.published) & (found != row)]
        # Each pair once, whichever of the two finds the other.
        rows = np.array([other for other in found.tolist() if (other, row) not in seen], np.int64)
        seen.update((row, other) for other in rows.tolist())
        if len(rows):
            features.append(list_features(originals.measure(item, vector, rows, crowd=float(crowds[row]))))
            story, others = labelled.stories[i], [labelled.stories[order[other]] for other in rows.tolist()]
            same += [other == story for other in others]
            counts += [1.0 / np.sqrt(sizes[story] * sizes[other]) for other in others]
    weighed = np.array(counts)
    return Examples(
        features=np.concatenate(features), same=np.array(same), counts=1000.0 * weighed / float(weighed.sum())
    )


def fit(examples: Sequence[Examples]) -> Weights:
    """Return the weights of a logistic regression with a penalty on large ones; that of the gap is given."""
    features = np.concatenate([one.features for one in examples])
    signs = np.where(np.concatenate([one.same for one in examples]), 1.0, -1.0)
    counts = np.concatenate([one.counts for one in examples])
    free, given = features[:, :-1], GAP * features[:, -1]
    means, spreads = free.mean(axis=0), free.std(axis=0) + 1e-6
    scaled = (free - means) / spreads

    def lose(parameters: Floats) -> tuple[float, Floats]:
        margins = signs * (scaled @ parameters[:-1] + parameters[-1] + given)
        pull = -signs * counts / (1.0 + np.exp(margins))
        loss = float((counts * np.logaddexp(0.0, -margins)).sum() + 0.5 * PENALTY * (parameters[:-1] ** 2).sum())
        return loss, np.append(scaled.T @ pull + PENALTY * parameters[:-1], pull.sum())

    found = minimize(lose, np.zeros(scaled.shape[1] + 1), jac=True, method="L-BFGS-B").x
    slopes = found[:-1] / spreads
    values = (float(found[-1] - slopes @ means), *map(float, slopes), GAP)
    return Weights(**{field.name: value for field, value in zip(fields(Weights), values, strict=True)})


def score(labelled: Labelled, weights: Weights) -> float:
    """Return the BCubed F1 of what the board makes of a set in the end, read batch by batch in the order given."""
    return bcubed(labelled.stories, play(labelled, Board(weights=weights)))


def play(labelled: Labelled, board: Board, *, order: Sequence[int] | None = None, size: int = BATCH) -> list[str]:
    """Return the story that each article of a set is in at the end, placed batch by batch in this order."""
    order = range(len(labelled.items)) if order is None else order
    for start in range(0, len(order), size):
        part = order[start : start + size]
        place([labelled.items[i] for i in part], [labelled.embeddings[i] for i in part], board=board)
        board.take_moved(), board.take_changes(), board.take_links(), board.take_ended()
    placed = [board.get(item.item_id) for item in labelled.items]
    return ["" if one is None else one.story_id for one in placed]


def bcubed(gold: Sequence[str], found: Sequence[str]) -> float:
    """Return the F1 of BCubed precision and recall."""
    ours, theirs, both = Counter(found), Counter(gold), Counter(zip(gold, found, strict=True))
    precision = sum(count**2 / ours[one] for (_, one), count in both.items()) / len(gold)
    recall = sum(count**2 / theirs[one] for (one, _), count in both.items()) / len(gold)
    return 2 * precision * recall / (precision + recall)


def write(weights: Weights) -> None:
    """Put the weights into nlp/stories/pairs.toml, under the comment that stands there."""
    head = [line for line in WEIGHTS_FILE.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    lines = [f"{field.name} = {getattr(weights, field.name):.2f}" for field in fields(Weights)]
    WEIGHTS_FILE.write_text("\n".join([*head, "", *lines]) + "\n", encoding="utf-8")


def _fit_half(kinds: Sequence[dict[str, Labelled]], half: int) -> Weights:
    return fit([collect(kind[name].choose(half)) for kind in kinds for name in LEARNED if name in kind])


if __name__ == "__main__":
    sys.exit(main())
