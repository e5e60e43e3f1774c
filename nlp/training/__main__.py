"""Trains what nlp/model/ holds: `python -m nlp.training [--corpora FOLDER] [--to FOLDER]`, or `make train`.

Tags and dependencies are trained in a process beside the tagger of names, each on one core.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from nlp.training.errors import TrainingError
from nlp.training.parts import make_syntax, make_tagger
from nlp.training.recipe import Recipe
from nlp.training.report import finish_model

REPOSITORY = Path(__file__).parents[2]
DEFAULT_CORPORA = REPOSITORY.parent / "shared" / "corpora"
MODEL = REPOSITORY / "nlp" / "model"


def main(arguments: list[str] | None = None) -> int:
    """Train, write the model and its report; 2 where a corpus is missing or wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=DEFAULT_CORPORA, help="folder of the public corpora")
    parser.add_argument("--to", type=Path, default=MODEL, help="folder of the model that is written")
    parser.add_argument("--seed", type=int, default=Recipe().seed)
    parser.add_argument("--keep", type=Path, help="folder to keep the trained parts in, and to take up those it has")
    chosen = parser.parse_args(arguments)
    # For the processes to come: each training has one core, and sums in one order.
    os.environ["OMP_NUM_THREADS"] = "1"
    start = time.monotonic()
    with TemporaryDirectory() as folder:
        work = chosen.keep or Path(folder)
        work.mkdir(parents=True, exist_ok=True)
        try:
            _train(chosen.corpora, work, chosen.to, replace(Recipe(), seed=chosen.seed))
        except TrainingError as err:
            print(f"error: {err}", file=sys.stderr)
            return 2
    print(f"{chosen.to}: written after {time.monotonic() - start:.0f} s")
    return 0


def _train(corpora: Path, work: Path, target: Path, recipe: Recipe) -> None:
    # Fresh processes, not forks: torch and BLAS read the number of their threads when they are loaded.
    with ProcessPoolExecutor(max_workers=2, mp_context=multiprocessing.get_context("spawn")) as processes:
        trainings = [
            processes.submit(make_syntax, corpora, work / "syntax"),
            processes.submit(make_tagger, corpora, work / "tagger", recipe),
        ]
        for training in as_completed(trainings):
            training.result()
    finish_model(syntax=work / "syntax", tagger=work / "tagger", corpora=corpora, target=target, recipe=recipe)


if __name__ == "__main__":
    sys.exit(main())
