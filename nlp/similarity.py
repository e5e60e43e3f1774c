"""How alike two articles are: the meaning of headline and lead, together with their rare words and numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from nlp.records import StoryItem

# Names with digits and figures ("h200", "15,840", "$10") are what tells two events of one topic apart.
_WORD = r"(?u)\b\w[\w.,-]*\w\b|\b\w\b"
_LEAD_CHARACTERS = 1500
# Tuned on the development sets of benchmarks/stories.py together, one value for all: docs/quality.md.
MEANING_WEIGHT = 0.4


def weigh_words(items: Sequence[StoryItem]) -> csr_matrix:
    """Return one unit-length TF-IDF row per item; the headline counts twice. Rows of items without words are zero."""
    vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words="english", token_pattern=_WORD)
    texts = [f"{item.title} . {item.title} . {item.text[:_LEAD_CHARACTERS]}" for item in items]
    try:
        return vectorizer.fit_transform(texts)
    except ValueError:  # scikit-learn's word for "not one text has a word"
        return csr_matrix((len(items), 1))


def compare(
    vector: NDArray[np.float32], words: csr_matrix, *, vectors: NDArray[np.float32], all_words: csr_matrix
) -> NDArray[np.float64]:
    """Return the similarity (0 to 1) of one article to each of `vectors` and `all_words`, row by row."""
    meaning = np.clip(vectors @ vector, 0.0, 1.0)
    wording = np.sqrt(np.asarray((all_words @ words.T).todense()).ravel().clip(0.0, 1.0))
    combined: NDArray[np.float64] = MEANING_WEIGHT * meaning + (1.0 - MEANING_WEIGHT) * wording
    return combined
