"""The words of headline and lead, and what a word says that two articles share."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nlp.commonness import ENGLISH, expect, is_empty, tell_language
from nlp.records import StoryItem

Floats = NDArray[np.float64]
Columns = NDArray[np.int32]

# Words are kept as numbers below this one.
COLUMNS = 2**20

# Names with digits and figures ("h200", "15,840") are what tells two events of one topic apart.
_WORD = re.compile(r"\b\w[\w.,-]*\w\b|\b\w\b")
_LEAD_CHARACTERS = 1500
_NONE = -1
_MOST_COUNTED = 255
# Before the board says anything, a word is as common as in language and trade, as if so many articles had been read.
_LANGUAGE_ARTICLES = 30.0
EMPHASIS = np.array([0.0, *(1.0 + math.log(count) for count in range(1, _MOST_COUNTED + 1))], dtype=np.float32)
"""What a text makes of a word that it has so many times."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Words:
    """The words of one text: their columns in order, how often each is there, how common the language has it."""

    columns: Columns
    counts: NDArray[np.uint8]
    expected: NDArray[np.float32]


def count_words(item: StoryItem) -> Words:
    """Return the words of headline and lead; the headline counts twice."""
    return _count(f"{item.title} . {item.title} . {item.text[:_LEAD_CHARACTERS]}")


def list_words(text: str) -> list[str]:
    """Return the words of a text in small letters, figures among them, as they are counted here."""
    return _WORD.findall(text.lower())


# The same is asked for several times while an item is placed.
@lru_cache(maxsize=8)
def _count(text: str) -> Words:
    counts = Counter(list_words(text))
    language = tell_language(counts)
    found = {
        _find_column(word): (min(count, _MOST_COUNTED), expect(word, language=language))
        for word, count in counts.items()
    }
    found.pop(_NONE, None)
    columns = sorted(found)
    return Words(
        columns=np.array(columns, dtype=np.int32),
        counts=np.array([found[column][0] for column in columns], dtype=np.uint8),
        expected=np.array([found[column][1] for column in columns], dtype=np.float32),
    )


def look_up(word: str) -> tuple[int, float] | None:
    """Return a word's column and how common English and the trade have it; None for one that says nothing."""
    column = _find_column(word)
    return None if column == _NONE else (column, expect(word, language=ENGLISH))


class Rarity:
    """What a shared word says: much where language and board hardly have it, little where half the board has it."""

    def __init__(self) -> None:
        self._articles = 0
        self._seen = np.zeros(COLUMNS, dtype=np.float32)
        self._expected = np.zeros(COLUMNS, dtype=np.float32)

    def add(self, words: Words, *, share: float) -> None:
        """Count the words of one more article. `share` is small for a later report of an event: no other event."""
        self._articles += 1
        self._seen[words.columns] += share
        # Of two languages the one that has a word more, whichever article came first.
        self._expected[words.columns] = np.maximum(self._expected[words.columns], words.expected)

    def shift(self, columns: Columns, *, by: float) -> None:
        """Let an article that was counted count for so much more, or less."""
        self._seen[columns] += by

    def recount(self, seen: NDArray[np.float32], *, articles: int) -> None:
        """Count anew: this many articles, whose shares add up to `seen` for each column."""
        self._articles = articles
        self._seen = seen

    def expect(self, columns: Columns) -> NDArray[np.float32]:
        """Return how common the language has these words, which were added."""
        return self._expected[columns]

    def weigh(self, columns: Columns, expected: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
        """Return the weight of each column's word; `expected` is needed for words that were never added."""
        expected = self._expected[columns] if expected is None else expected
        # One article less: the one that a new article is compared with has all the words that they share.
        seen = (self._seen[columns] - 1.0).clip(0.0) + _LANGUAGE_ARTICLES * expected
        weights: NDArray[np.float32] = np.log((self._articles + _LANGUAGE_ARTICLES) / seen).clip(0.0)
        return weights.astype(np.float32)


@lru_cache(maxsize=200_000)
def _find_column(word: str) -> int:
    return _NONE if is_empty(word) else crc32(word.encode("utf-8", "surrogatepass")) % COLUMNS
