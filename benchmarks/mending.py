"""What it costs to split a very large story: `python -m benchmarks.mending [--sizes 300 1000 5000] [--events 2 20]`.

Made-up reports of so many events, all of them in one story, are put together anew, as when one more report has come.
"""

from __future__ import annotations

import argparse
import sys
import time
import tracemalloc
from datetime import UTC, datetime, timedelta

import numpy as np

from nlp.records import StoryItem
from nlp.stories.board import Board
from nlp.stories.mending import mend
from nlp.stories.originals import Original
from nlp.stories.shingles import hash_shingles

START = datetime(2026, 1, 5, tzinfo=UTC)
WIDTH = 384
DAYS = 2.0


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[300, 1_000, 5_000])
    parser.add_argument("--events", type=int, nargs="+", default=[2, 20])
    options = parser.parse_args(arguments)
    print("| originals | events | stories found | processor seconds | MB at most |\n|---|---|---|---|---|")
    for size in options.sizes:
        for events in options.events:
            print(f"| {size:,} | {events} | {measure(size, events)} |", flush=True)
    return 0


def measure(size: int, events: int) -> str:
    """Return the row of one story: what was found, how long it took and what it held beyond the board."""
    board, newest = fill(size, events)
    began = time.process_time()
    mend(board, arrived=[newest], edges=[])
    seconds = time.process_time() - began
    found = {original.chronicle.story_id for original in (board.originals[row] for row in range(size))}
    # Again, as watching memory takes time.
    board, newest = fill(size, events)
    tracemalloc.start()
    mend(board, arrived=[newest], edges=[])
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return f"{len(found):,} | {seconds:.2f} | {held / 1e6:.0f}"


def fill(size: int, events: int) -> tuple[Board, Original]:
    """Return a board with one story of reports of so many events of one topic, and the last report."""
    rng, board = np.random.default_rng(1), Board()
    topic = rng.normal(size=WIDTH)
    directions = [topic + 0.8 * rng.normal(size=WIDTH) for _ in range(events)]
    originals = []
    for number in range(size):
        event = int(rng.integers(events))
        words = [f"e{event}w{word}" for word in rng.choice(30, size=14, replace=False)]
        words += [f"t{word}" for word in rng.choice(40, size=8, replace=False)]
        words += [f"w{word}" for word in rng.choice(5_000, size=6)]
        vector = directions[event] + 0.5 * rng.normal(size=WIDTH)
        text = " ".join(words)
        published = START + timedelta(days=float(rng.uniform(0, DAYS)))
        item = StoryItem(item_id=f"i{number}", title=text[:40], text=text, published=published)
        unit = (vector / np.linalg.norm(vector)).astype(np.float32)
        originals.append(board.add_original(item, unit, hash_shingles(text), story_id="s", similarity=0.0))
    return board, originals[-1]


if __name__ == "__main__":
    sys.exit(main())
