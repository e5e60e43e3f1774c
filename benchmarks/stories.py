"""Whether stories come out alike however articles arrive: `python -m benchmarks.stories FOLDER [--vectors FOLDER]`.

FOLDER has NAME_dev.jsonl as for `benchmarks.pairs`. A set is placed all at once, and then batch by batch in three
random orders: days one after the other, the articles of a day in any order, undated ones anywhere. Each outcome is
compared with that of all at once, and with the labels. BCubed F1 between the two is to be 0.97 at least.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from benchmarks.pairs import Labelled, bcubed, play, read_set
from nlp.stories.board import Board

ORDERS = 3
LEAST = 0.97


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--set", default="mix", help="which set to play")
    parser.add_argument("--vectors", type=Path, help="folder in which vectors are kept")
    options = parser.parse_args(arguments)
    labelled = read_set(options.set, [options.folder / f"{options.set}_dev.jsonl"], options.vectors)
    at_once = play(labelled, Board(), size=len(labelled.items))
    print(f"all at once: F1 {bcubed(labelled.stories, at_once):.3f}", flush=True)
    print("| order | F1 with all at once | F1 with the labels |\n|---|---|---|", flush=True)
    agreements = []
    for seed in range(1, ORDERS + 1):
        placed = play(labelled, Board(), order=shuffle_days(labelled, seed))
        agreements.append(bcubed(at_once, placed))
        print(f"| {seed} | {agreements[-1]:.3f} | {bcubed(labelled.stories, placed):.3f} |", flush=True)
    return 0 if min(agreements) >= LEAST else 1


def shuffle_days(labelled: Labelled, seed: int) -> Sequence[int]:
    """Return the articles' numbers, day after day and within a day in a random order."""
    dice = random.Random(seed)
    days = sorted({item.published.date() for item in labelled.items if item.published is not None}) or [date.min]
    keys = [
        (dice.choice(days) if item.published is None else item.published.date(), dice.random())
        for item in labelled.items
    ]
    return sorted(range(len(keys)), key=keys.__getitem__)


if __name__ == "__main__":
    sys.exit(main())
