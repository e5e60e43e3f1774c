"""How alike two articles are: the meaning of headline and lead, with the rare words and numbers that they share."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS
from wordfreq import zipf_frequency

from nlp.records import StoryItem

Floats = NDArray[np.float64]

# How much of a similarity comes from the vectors, the rest from the words. Chosen on the development sets together,
# one value for all: docs/quality.md.
MEANING_WEIGHT = 0.5

# Names with digits and figures ("h200", "15,840") are what tells two events of one topic apart.
_WORD = re.compile(r"\b\w[\w.,-]*\w\b|\b\w\b")
_LEAD_CHARACTERS = 1500
_COLUMNS = 2**20
_NONE = -1
# Before the board says anything, a word is as common as in the language, as if this many articles of this many words
# had been read there. On wordfreq's Zipf scale 9 is every word; below 3 (once per million words) its lists are thin.
_LANGUAGE_ARTICLES = 30.0
_LANGUAGE_WORDS = 300
_RAREST = 3.0
# Rows are sorted into the large table only when this many have come, because each sorting copies it.
_TAIL = 256


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Words:
    """The words of one text: their columns, how much the text makes of each, and how common the language has each."""

    columns: NDArray[np.int64]
    counts: Floats
    expected: Floats


@lru_cache(maxsize=4)
def count_words(item: StoryItem) -> Words:
    """Return the words of headline and lead; the headline counts twice."""
    counts = Counter(_WORD.findall(f"{item.title} . {item.title} . {item.text[:_LEAD_CHARACTERS]}".lower()))
    found = {_find_column(word): (1.0 + math.log(count), _expect(word)) for word, count in counts.items()}
    found.pop(_NONE, None)
    columns = sorted(found)
    values = np.array([found[column] for column in columns]).reshape(-1, 2)
    return Words(columns=np.array(columns, dtype=np.int64), counts=values[:, 0], expected=values[:, 1])


def combine(meaning: NDArray[np.float32], wording: Floats) -> Floats:
    """Return the similarity (0 to 1) from the cosines of the vectors and of the words, row by row."""
    # The root lifts what texts of one event share in other words: cosines of words are small numbers.
    alike: Floats = MEANING_WEIGHT * meaning.clip(0.0, 1.0).astype(np.float64)
    alike += (1.0 - MEANING_WEIGHT) * np.sqrt(wording.clip(0.0, 1.0))
    return alike


class Rarity:
    """What a shared word says: much where language and board hardly have it, little where half the board has it."""

    def __init__(self) -> None:
        self._articles = 0
        self._seen = np.zeros(_COLUMNS)
        self._expected = np.ones(_COLUMNS)

    def add(self, words: Words, *, share: float) -> None:
        """Count the words of one more article. `share` is small for a later report of an event: no other event."""
        self._articles += 1
        self._seen[words.columns] += share
        self._expected[words.columns] = words.expected

    def weigh(self, columns: NDArray[np.int64], expected: Floats | None = None) -> Floats:
        """Return the weight of each column's word; `expected` is needed for words that were never added."""
        expected = self._expected[columns] if expected is None else expected
        # One article less: the one that a new article is compared with has all the words that they share.
        seen = (self._seen[columns] - 1.0).clip(0.0) + _LANGUAGE_ARTICLES * expected
        weights: Floats = np.log((self._articles + _LANGUAGE_ARTICLES) / seen).clip(0.0)
        return weights


class WordTable:
    """The words of the board's articles, one row each, found by word."""

    def __init__(self) -> None:
        self._rows: list[Words] = []
        self._sorted = csc_array((0, _COLUMNS))
        self._lengths = np.empty(0)

    def add(self, words: Words) -> None:
        """Put one more row at the end."""
        self._rows.append(words)

    def compare(self, words: Words, rarity: Rarity) -> Floats:
        """Return the cosine of these words with each row. A row without words is like nothing."""
        tail = self._rows[self._sorted.shape[0] :]
        if len(tail) >= _TAIL:
            self._sort(rarity)
            tail = []
        weights = rarity.weigh(words.columns, words.expected)
        aimed = words.counts * weights**2
        shared, lengths = self._sorted[:, words.columns] @ aimed, self._lengths
        if tail:
            last = _stack(tail)
            query = np.zeros(_COLUMNS)
            query[words.columns] = aimed
            shared = np.concatenate([shared, last @ query])
            lengths = np.concatenate([lengths, _measure(last, rarity)])
        lengths = lengths * np.sqrt(np.sum((words.counts * weights) ** 2))
        cosines: Floats = np.divide(shared, lengths, out=np.zeros_like(lengths), where=lengths > 0)
        return cosines

    def _sort(self, rarity: Rarity) -> None:
        table = _stack(self._rows)
        self._lengths = _measure(table, rarity)
        self._sorted = table.tocsc()


def _stack(rows: list[Words]) -> csr_array:
    starts = np.cumsum([0, *(len(words.columns) for words in rows)])
    columns = np.concatenate([words.columns for words in rows])
    counts = np.concatenate([words.counts for words in rows])
    return csr_array((counts, columns, starts), shape=(len(rows), _COLUMNS))


def _measure(table: csr_array, rarity: Rarity) -> Floats:
    squares = (table.data * rarity.weigh(table.indices)) ** 2
    rows = np.repeat(np.arange(table.shape[0]), np.diff(table.indptr))
    lengths: Floats = np.sqrt(np.bincount(rows, weights=squares, minlength=table.shape[0]))
    return lengths


@lru_cache(maxsize=200_000)
def _find_column(word: str) -> int:
    return _NONE if word in ENGLISH_STOP_WORDS else crc32(word.encode("utf-8", "surrogatepass")) % _COLUMNS


@lru_cache(maxsize=200_000)
def _expect(word: str) -> float:
    """Return the part of the language's articles that have this word."""
    # wordfreq folds digits together, so that every number would look common.
    zipf = 0.0 if any(char.isdigit() for char in word) else zipf_frequency(word, "en")
    return float(1.0 - (1.0 - 10.0 ** (max(zipf, _RAREST) - 9.0)) ** _LANGUAGE_WORDS)
