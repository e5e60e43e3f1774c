"""The words of headline and lead, and what a word says that two articles share."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nlp.records import StoryItem
from nlp.stories.commonness import expect, is_empty, tell_language

Floats = NDArray[np.float64]
Columns = NDArray[np.int32]

# Words are kept as numbers below this one.
COLUMNS = 2**20

# Names with digits and figures ("h200", "15,840") are what tells two events of one topic apart.
_WORD = re.compile(r"\b\w[\w.,-]*\w\b|\b\w\b")
_LEAD_CHARACTERS = 1500
_NONE = -1
# An article tells its news first and what led to it after: a word counts the less the further on it is, a third of a
# word of the headline after so many characters. The news of others is not what they recall of it either.
_FURTHER_ON = 500.0
# What a text makes of a word is kept in such steps.
_STEPS = 60.0
_MOST_STEPS = 255
# Before the board says anything, a word is as common as in language and trade, as if so many articles had been read.
_LANGUAGE_ARTICLES = 30.0
EMPHASIS = np.arange(_MOST_STEPS + 1, dtype=np.float32) / np.float32(_STEPS)
"""What a text makes of a word, by the steps that are kept: the logarithm of one more than how much it has of it."""
PRESENCE = np.expm1(EMPHASIS).clip(0.0, 1.0)
"""How much of a word is in a text, by the same steps, 1 for one in its headline: this much it makes a word common."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Words:
    """The words of one text: their columns in order, what it makes of each in steps, how common the language has it."""

    columns: Columns
    steps: NDArray[np.uint8]
    expected: NDArray[np.float32]


def count_words(item: StoryItem) -> Words:
    """Return the words of headline and lead; those of the lead count the less the further on they are."""
    return _count(item.title, item.text[:_LEAD_CHARACTERS])[0]


def tell_item_language(item: StoryItem) -> str:
    """Return the language that headline and lead are taken to be in; a headline alone would be too short to tell."""
    return _count(item.title, item.text[:_LEAD_CHARACTERS])[1]


def list_words(text: str) -> list[str]:
    """Return the words of a text in small letters, figures among them, as they are counted here."""
    return _WORD.findall(text.lower())


# The same is asked for several times while an item is placed.
@lru_cache(maxsize=8)
def _count(title: str, lead: str) -> tuple[Words, str]:
    amounts: dict[str, float] = {}
    for word in list_words(title):
        amounts[word] = amounts.get(word, 0.0) + 1.0
    for found in _WORD.finditer(lead.lower()):
        word = found.group()
        amounts[word] = amounts.get(word, 0.0) + math.exp(-found.start() / _FURTHER_ON)
    language = tell_language(amounts)
    known = {
        _find_column(word): (min(round(_STEPS * math.log1p(amount)), _MOST_STEPS), expect(word, language=language))
        for word, amount in amounts.items()
    }
    known.pop(_NONE, None)
    columns = sorted(known)
    words = Words(
        columns=np.array(columns, dtype=np.int32),
        steps=np.array([known[column][0] for column in columns], dtype=np.uint8),
        expected=np.array([known[column][1] for column in columns], dtype=np.float32),
    )
    return words, language


def look_up(word: str, *, language: str) -> tuple[int, float] | None:
    """Return a word's column and how common this language and the trade have it; None for one that says nothing."""
    column = _find_column(word)
    return None if column == _NONE else (column, expect(word, language=language))


class Rarity:
    """What a shared word says: much where language and board hardly have it, little where half the board has it."""

    def __init__(self) -> None:
        self._articles = 0
        self._seen = np.zeros(COLUMNS, dtype=np.float32)
        self._expected = np.zeros(COLUMNS, dtype=np.float32)
        # The logarithm of how common each word is, since words are weighed far more often than they come; of one that
        # was never added it is not asked for.
        self._logarithms = np.zeros(COLUMNS, dtype=np.float32)

    def add(self, words: Words, *, share: float) -> None:
        """Count the words of one more article. `share` is small for a later report of an event: no other event."""
        self._articles += 1
        self._seen[words.columns] += share * PRESENCE[words.steps]
        # Of two languages the one that has a word more, whichever article came first.
        self._expected[words.columns] = np.maximum(self._expected[words.columns], words.expected)
        self._logarithms[words.columns] = np.log(self._count(words.columns, self._expected[words.columns]))

    def shift(self, words: Words, *, by: float) -> None:
        """Let an article that was counted count for so much more, or less."""
        self._seen[words.columns] += by * PRESENCE[words.steps]
        self._logarithms[words.columns] = np.log(self._count(words.columns, self._expected[words.columns]))

    def recount(self, seen: NDArray[np.float32], *, articles: int) -> None:
        """Count anew: this many articles, whose shares add up to `seen` for each column."""
        self._articles = articles
        self._seen = seen
        known = np.flatnonzero(self._expected)
        self._logarithms[known] = np.log(self._count(known, self._expected[known]))

    def expect(self, columns: Columns) -> NDArray[np.float32]:
        """Return how common the language has these words, which were added."""
        return self._expected[columns]

    def weigh(self, columns: Columns, expected: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
        """Return the weight of each column's word; `expected` is needed for words that were never added."""
        logarithms = self._logarithms[columns] if expected is None else np.log(self._count(columns, expected))
        weights: NDArray[np.float32] = np.float32(math.log(self._articles + _LANGUAGE_ARTICLES)) - logarithms
        return np.maximum(weights, np.float32(0.0), out=weights)

    def _count(self, columns: NDArray[np.signedinteger[Any]], expected: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return in how many articles each word has been seen, those of its language and the trade among them."""
        # One article less: the one that a new article is compared with has all the words that they share.
        seen: NDArray[np.float32] = (self._seen[columns] - np.float32(1.0)).clip(0.0)
        return seen + np.float32(_LANGUAGE_ARTICLES) * expected


@lru_cache(maxsize=200_000)
def _find_column(word: str) -> int:
    return _NONE if is_empty(word) else crc32(word.encode("utf-8", "surrogatepass")) % COLUMNS
