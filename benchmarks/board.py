"""How long it takes to place new articles against a large window of stories, and what that holds in memory.

python -m benchmarks.board [--window 200000] [--new 1000] [--flow 1000000]

Articles are made up as real ones are made: words by Zipf's law over a vocabulary of 200,000, every event with words of
its own and a direction for its vectors, one to forty reports of each, two in a hundred articles a copy of an earlier
one under a new lead, dates over three weeks. Vectors are made beforehand, as the task is to place; the window is
filled as a new run reads it from the warehouse. With --flow so many
articles run through the window, and memory is measured as they do. Times are of the processor (with OMP_NUM_THREADS=1
of one core), so that other work on the machine does not count.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from pathlib import Path

import numpy as np

from nlp.records import Embedding, EmbeddingModel, Placed, Placement, StoryItem
from nlp.stories.board import Board
from nlp.stories.placing import place

BATCH = 200
DIMENSION = 384
START = datetime(2026, 1, 1, tzinfo=UTC)
SPAN = timedelta(days=21)
# Seen at all-MiniLM-L6-v2: reports of one event lie about this near to their middle, and any two texts of the trade
# share a common direction.
_SPREAD, _COMMON = 0.8, 0.5
_VOCABULARY, _ZIPF = 200_000, 1.05
_WORDS, _OWN_WORDS = 320, 40
_COPIES = 0.02
_LARGEST = 40
_MODEL = EmbeddingModel(name="made up", revision="1", backend="none", dimension=DIMENSION)

Made = tuple[StoryItem, Embedding, str]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--window", type=int, default=200_000, help="articles that the window holds")
    parser.add_argument("--new", type=int, default=1000, help="articles that are placed under the clock")
    parser.add_argument("--flow", type=int, default=0, help="articles that then run through it")
    options = parser.parse_args(arguments)
    board = Board(capacity=options.window)
    made = make_articles(span=SPAN / options.window)
    start = time.process_time()
    board.extend(map(_put_in_place, islice(made, options.window)))
    taken = time.process_time() - start
    print(f"made and read in {len(board)} articles in {taken:.0f} s, {_memory()}", flush=True)
    new = list(islice(made, options.new))
    start, wall = time.process_time(), time.perf_counter()
    for batch in _split(iter(new)):
        _place(batch, board)
    taken, passed = time.process_time() - start, time.perf_counter() - wall
    print(f"placed {len(new)} against {options.window}, {_memory()}", flush=True)
    print(f"{taken:.2f} s of the processor, {passed:.2f} s by the clock", flush=True)
    for number, batch in enumerate(_split(islice(made, options.flow)), start=1):
        _place(batch, board)
        if number * BATCH % (options.window // 2) == 0:
            print(f"after {number * BATCH} more: {len(board)} on the board, {_memory()}", flush=True)
    return 0


def make_articles(*, span: timedelta, seed: int = 7) -> Iterator[Made]:
    """Yield articles without end, `span` apart; the same for the same seed."""
    rng = np.random.default_rng(seed)
    names = np.array([f"w{number:x}" for number in range(_VOCABULARY)])
    common = _unit(rng.normal(size=DIMENSION))
    events: list[tuple[np.ndarray, np.ndarray, int, str]] = []
    fresh = count()
    last: list[str] = []
    number = 0
    while True:
        if len(events) < 50 or rng.random() < 0.02:
            own = rng.integers(1000, _VOCABULARY, size=_OWN_WORDS)
            middle, size = _unit(_COMMON * common + _unit(rng.normal(size=DIMENSION))), int(rng.pareto(1.2)) + 1
            events.append((middle, own, min(size, _LARGEST), f"story {next(fresh)}"))
        place_in = int(rng.integers(len(events)))
        middle, own, left, story = events[place_in]
        if left <= 1:
            events[place_in] = events[-1]
            events.pop()
        else:
            events[place_in] = (middle, own, left - 1, story)
        ranks = np.minimum(rng.zipf(_ZIPF, size=_WORDS), _VOCABULARY) - 1
        ranks[rng.integers(_WORDS, size=_OWN_WORDS)] = rng.choice(own, size=_OWN_WORDS)
        words = names[ranks]
        text = " ".join(words[8:])
        if last and rng.random() < _COPIES:
            text = " ".join(words[8:30]) + " " + last[int(rng.integers(len(last)))]
        last = [*last[-50:], text]
        item = StoryItem(
            item_id=f"{number:016x}",
            title=" ".join(words[:8]),
            text=text,
            published=START + number * span,
            outlet=f"outlet {number % 300}",
        )
        vector = _unit(_SPREAD * middle + (1 - _SPREAD) * _unit(rng.normal(size=DIMENSION)))
        yield item, Embedding(item_id=item.item_id, model=_MODEL, vector=vector.astype(np.float32)), story
        number += 1


def _place(batch: list[Made], board: Board) -> None:
    place([item for item, *_ in batch], [embedding for _, embedding, _ in batch], board=board)
    # As a run does after each batch.
    board.take_moved(), board.take_changes(), board.take_links(), board.take_ended()


def _put_in_place(made: Made) -> Placed:
    item, embedding, story = made
    placement = Placement(item_id=item.item_id, story_id=story, duplicate_of=None, similarity=0.0)
    return Placed(item=item, vector=embedding.vector, placement=placement)


def _split(made: Iterator[Made]) -> Iterator[list[Made]]:
    while batch := list(islice(made, BATCH)):
        yield batch


def _unit(vector: np.ndarray) -> np.ndarray:
    unit: np.ndarray = vector / np.linalg.norm(vector)
    return unit


def _memory() -> str:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    kept = {
        name: int(rest.split()[0]) // 1024
        for name, _, rest in (line.partition(":") for line in lines)
        if "VmRSS" in name or "VmHWM" in name
    }
    return f"{kept['VmRSS']} MB resident, {kept['VmHWM']} MB at most"


if __name__ == "__main__":
    sys.exit(main())
