"""How alike two articles are: the meaning of headline and lead, together with their rare words and numbers."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import FeatureHasher
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS
from sklearn.preprocessing import normalize
from wordfreq import zipf_frequency

from nlp.records import StoryItem

# Names with digits and figures ("h200", "15,840") are what tells two events of one topic apart.
_WORD = re.compile(r"\b\w[\w.,-]*\w\b|\b\w\b")
_LEAD_CHARACTERS = 1500
# A word's weight comes from the language, not from the articles at hand: the similarity of two articles is then the
# same in a window of five and of fifty thousand. On wordfreq's Zipf scale 7 is "the", 3 a word once per million.
_COMMON = 7.0
_RARE = 3.0
_COLUMNS = 2**20
# Tuned on the development sets together, one value for all: docs/quality.md.
MEANING_WEIGHT = 0.5

_HASHER = FeatureHasher(n_features=_COLUMNS, alternate_sign=False, dtype=np.float32)


def weigh_words(items: Iterable[StoryItem]) -> csr_matrix:
    """Return one unit-length row of word weights per item; the headline counts twice. No words, no weight."""
    rows = [_weigh(f"{item.title} . {item.title} . {item.text[:_LEAD_CHARACTERS]}") for item in items]
    return normalize(_HASHER.transform(rows), copy=False)


def combine(meaning: NDArray[np.float32], wording: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the similarity (0 to 1) from the cosines of the vectors and of the word weights, row by row."""
    alike = MEANING_WEIGHT * meaning.clip(0.0, 1.0) + (1.0 - MEANING_WEIGHT) * np.sqrt(wording.clip(0.0, 1.0))
    return alike.astype(np.float64)


def _weigh(text: str) -> dict[str, float]:
    counts = Counter(_WORD.findall(text.lower()))
    weights = ((word, (1.0 + math.log(count)) * _rarity(word)) for word, count in counts.items())
    return {word: weight for word, weight in weights if weight > 0.0}


@lru_cache(maxsize=200_000)
def _rarity(word: str) -> float:
    if word in ENGLISH_STOP_WORDS:
        return 0.0
    # wordfreq folds digits together, so that every number would look common.
    frequency = 0.0 if any(char.isdigit() for char in word) else zipf_frequency(word, "en")
    return max(0.0, _COMMON - max(_RARE, frequency))
