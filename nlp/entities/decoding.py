"""From a score for each tag of each word to spans: only sequences in which I- follows its own kind count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.records import Label

LABELS = tuple(Label)
# "O", then "B-" and "I-" of each label in turn.
TAGS = ("O", *(f"{part}-{label}" for label in LABELS for part in "BI"))
_FORBIDDEN = -1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Words `first` to before `end` of a sentence as a name; `score` is the least sure word's probability."""

    first: int
    end: int
    label: Label
    score: float


def _read_moves() -> NDArray[np.float32]:
    """Give the cost of going from one tag (row) to another (column)."""
    moves = np.zeros((len(TAGS), len(TAGS)), dtype=np.float32)
    for after, tag in enumerate(TAGS):
        if tag.startswith("I-"):
            for before, other in enumerate(TAGS):
                if other[2:] != tag[2:]:
                    moves[before, after] = _FORBIDDEN
    return moves


_MOVES = _read_moves()
_STARTS = np.array([_FORBIDDEN if tag.startswith("I-") else 0 for tag in TAGS], dtype=np.float32)


def decode(scores: NDArray[np.float32]) -> list[Found]:
    """Give the spans of the best sequence; `scores` has a row of log-probabilities for each word."""
    tags = scores.argmax(axis=1)
    if not tags.any():
        return []
    if not _is_allowed(tags):
        tags = _find_best(scores)
    return list(_read_spans(tags, scores))


def _is_allowed(tags: NDArray[np.int64]) -> bool:
    return bool(_STARTS[tags[0]] == 0) and not _MOVES[tags[:-1], tags[1:]].any()


def _find_best(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    total = scores[0] + _STARTS
    origins = np.zeros(scores.shape, dtype=np.int64)
    for i in range(1, len(scores)):
        ways = total[:, None] + _MOVES
        origins[i] = ways.argmax(axis=0)
        total = ways.max(axis=0) + scores[i]
    tags = np.zeros(len(scores), dtype=np.int64)
    tags[-1] = total.argmax()
    for i in range(len(scores) - 1, 0, -1):
        tags[i - 1] = origins[i, tags[i]]
    return tags


def _read_spans(tags: NDArray[np.int64], scores: NDArray[np.float32]) -> Iterator[Found]:
    first = -1
    for i in range(len(tags) + 1):
        inside = i < len(tags) and tags[i] and tags[i] % 2 == 0
        if first >= 0 and not inside:
            surest = scores[np.arange(first, i), tags[first:i]].min()
            label = LABELS[(int(tags[first]) - 1) // 2]
            yield Found(first=first, end=i, label=label, score=float(np.exp(surest)))
            first = -1
        if i < len(tags) and tags[i] % 2 == 1:
            first = i
