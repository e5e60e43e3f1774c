"""The words of the trade: how often our own corpus has them, for nlp/stories/tradewords.toml.

`python -m nlp.training.tradewords` counts them anew when the corpus has changed.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from nlp.stories.commonness import TRADE_WORDS_SEEN
from nlp.stories.similarity import list_words
from nlp.training.markup import read_folder

CORPUS = Path(__file__).with_name("corpus")
TARGET = Path(__file__).parents[1] / "stories" / "tradewords.toml"
_HEAD = """\
# How often our own corpus of the trade's news has a word (nlp/stories/similarity.py).
# Made by `python -m nlp.training.tradewords`.
"""


def count_corpus(folder: Path = CORPUS) -> tuple[int, dict[str, int]]:
    """Return how many words the corpus has, and how often each that it has often enough, the most frequent first."""
    counts = Counter(
        word for line in read_folder(folder) for word in list_words("".join(part.text for part in line.parts))
    )
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return counts.total(), {word: count for word, count in ranked if count > TRADE_WORDS_SEEN}


def write_counts(total: int, counts: dict[str, int], path: Path = TARGET) -> None:
    """Write the counts down."""
    lines = [_HEAD, f"words = {total}", "", "[counts]", *(f'"{word}" = {count}' for word, count in counts.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_counts(*count_corpus())
    sys.stdout.write(f"{TARGET}: written\n")
