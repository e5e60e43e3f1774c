"""Memory of one process over many generated articles: `python -m benchmarks.soak [--articles 20000]`, or `make soak`.

The articles are put together from words and names that are invented anew for each, so that nothing is seen twice.
Prints the memory in use every twentieth of the way, and fails when it grows or passes the limit.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from nlp.pipeline import annotate, load_pipeline
from nlp.records import Text
from nlp.registry import load_registry
from nlp.training.inventor import Inventor
from nlp.training.markup import read_folder
from nlp.training.mixing import Mixer, read_known_names
from nlp.training.recipe import TEMPLATES

# What issue 4 allows one process, and what may come on top between the first fifth and the end.
LIMIT_MB, GROWTH_MB = 1200, 60
_SENTENCES = 12


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000)
    articles = parser.parse_args(arguments).articles
    texts = write_articles(articles)
    nlp = load_pipeline()
    step, measured, words, start = max(articles // 20, 1), [], 0, time.monotonic()
    for done, document in enumerate(annotate(texts, nlp=nlp), start=1):
        words += document.text.count(" ") + 1
        if done % step == 0:
            measured.append(read_memory())
            rate = words / (time.monotonic() - start)
            print(f"{done:6} articles  {measured[-1]:5.0f} MB  {rate:,.0f} words/s", flush=True)
    settled, last = measured[len(measured) // 5], measured[-1]
    fine = last <= LIMIT_MB and last - settled <= GROWTH_MB
    print(f"{settled:.0f} MB after a fifth, {last:.0f} MB at the end: {'flat' if fine else 'not flat'}")
    return 0 if fine else 1


def write_articles(count: int) -> Iterator[Text]:
    """Yield articles of news sentences, each with names of its own."""
    rng = random.Random(1)
    registry = load_registry()
    mixer = Mixer(rng=rng, inventor=Inventor(rng, known=frozenset(registry.aliases)), known=read_known_names(registry))
    lines = read_folder(TEMPLATES)
    for number in range(count):
        sentences = [
            "".join(part.text for part in mixer.fill_parts(rng.choice(lines), exchanged=1, invented=0.5))
            for _ in range(_SENTENCES)
        ]
        coined = "".join(rng.choice("abcdefghijklmnop") for _ in range(9))
        text = " ".join(sentences) + f" The {coined.title()}{number} plan costs ${number + 3} million, said {coined}."
        yield Text(text_id=str(number), text=text)


def read_memory() -> float:
    """Give the memory that this process holds, in megabytes."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise SystemExit("the memory of a process is read from /proc, which is not here")


if __name__ == "__main__":
    sys.exit(main())
