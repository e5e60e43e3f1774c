"""Articles in the order of their words, or of their meaning: what searches join into one answer."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from duckdb import DuckDBPyConnection
from numpy.typing import NDArray

from nlp.records import Embedding, EmbeddingModel
from warehouse import sql
from warehouse.errors import MeaningMixed

DEPTH = 500
"""How many of the best by words, and by meaning, are joined: the answer is at most twice as long."""

# BM25: how soon more of the same word tells no more, and how much a long text is discounted.
_SATURATION, _LENGTH = 1.2, 0.75

Ranks = dict[int, tuple[int, float]]
"""Rank, from 1, and score by articles.version_key, best first."""
Keys = NDArray[np.uint64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Meaning:
    """A question as a vector of unit length, and the model that made it: only its vectors are compared.

    `embed` gives the vectors of sentences by the same model, in their order; where there is none, the claim sentences
    of a hit are told apart by their words alone.
    """

    vector: NDArray[np.float32]
    model: EmbeddingModel
    embed: Callable[[Sequence[str]], Iterable[Embedding]] | None = None


def measure_meanings(meaning: Meaning, texts: Sequence[str]) -> dict[str, float]:
    """Return how near each text is to the question, by cosine; nothing where the question brings no model for that.

    MeaningMixed where `embed` is of another model than the question's vector.
    """
    if meaning.embed is None or not texts:
        return {}
    scores = {}
    for text, made in zip(texts, meaning.embed(texts), strict=True):
        if made.model != meaning.model:
            raise MeaningMixed(f"A question by {meaning.model.name} met a sentence by {made.model.name}")
        scores[text] = float(meaning.vector @ made.vector)
    return scores


def find_allowed(con: DuckDBPyConnection, limits: Mapping[str, object]) -> Keys | None:
    """Return the articles that fit `limits`: outlet, since, until and article_ids. None where it says nothing."""
    given = {name: value for name, value in limits.items() if value is not None}
    if not given:
        return None
    query = sql.load_given("search/find_allowed", frozenset(given))
    return np.asarray(con.execute(query, given).fetchnumpy()["version_key"], dtype=np.uint64)


def rank_words(
    con: DuckDBPyConnection, words: Mapping[str, int], *, allowed: Keys | None
) -> tuple[Ranks, dict[str, float]]:
    """Return the articles that have the most telling of these words (BM25 over headline and text).

    `words` are stems with their keys in the index; how telling each is, by how few articles have it, is returned too.
    """
    if not words:
        return {}, {}
    # Sorted, so that the order of the question's words makes no difference, not even in the last digit of a sum.
    stems = sorted(words, key=words.__getitem__)
    part = sql.load("search/find_postings")
    parts = (sql.write_numbers(part, term=[term], word=[words[stem]]) for term, stem in enumerate(stems))
    found = con.execute("union all\n".join(parts)).fetchnumpy()
    known = con.execute("select version_key, number, words from search_articles").fetchnumpy()
    if not len(found["number"]) or not len(known["number"]):
        return {}, {}
    # By the numbers that the index gives to articles; those of older versions have no length and count for nothing.
    numbers = int(max(known["number"].max(), found["number"].max())) + 1
    lengths = np.zeros(numbers)
    lengths[known["number"]] = known["words"]
    keys = np.zeros(numbers, dtype=np.uint64)
    keys[known["number"]] = known["version_key"]
    slowing = _SATURATION * (1 - _LENGTH + _LENGTH * lengths / known["words"].mean())
    scores = np.zeros(numbers)
    telling = {}
    for stem, (number, hits) in zip(stems, _split_terms(found, len(words)), strict=True):
        spread = np.count_nonzero(lengths[number])
        telling[stem] = math.log(1 + (len(known["number"]) - spread + 0.5) / (spread + 0.5))
        # An article has a word once in the index, so that no number comes twice.
        scores[number] += telling[stem] * hits * (_SATURATION + 1) / (hits + slowing[number])
    scores[lengths == 0] = 0
    if allowed is not None:
        scores[~np.isin(keys, allowed)] = 0
    return _take_best(keys, scores), telling


def rank_meanings(con: DuckDBPyConnection, meaning: Meaning, *, allowed: Keys | None) -> Ranks:
    """Return the articles whose vectors are nearest to the question's."""
    model = meaning.model
    values: dict[str, Any] = {
        # As text: a list of numbers is bound one by one, which takes thirty times as long.
        "vector": str(meaning.vector.tolist()),
        "model": model.name,
        "revision": model.revision,
        "backend": model.backend,
        "dimension": model.dimension,
        "depth": DEPTH,
    }
    if allowed is not None:
        values["allowed"] = str(allowed.tolist())
    query = sql.load_given("search/rank_meanings", frozenset(values))
    rows = con.execute(query, values).fetchall()
    return {key: (rank, score) for rank, (key, score) in enumerate(rows, start=1)}


def _split_terms(found: Mapping[str, NDArray[Any]], terms: int) -> Iterator[tuple[NDArray[Any], NDArray[Any]]]:
    """Yield the articles of each term, and how often they have it."""
    term, number, hits = found["term"], found["number"], found["hits"]
    if np.any(term[1:] < term[:-1]):
        order = np.argsort(term, kind="stable")
        term, number, hits = term[order], number[order], hits[order]
    ends = np.searchsorted(term, np.arange(terms + 1, dtype=term.dtype))
    for first, last in pairwise(ends):
        yield number[first:last], hits[first:last]


def _take_best(keys: Keys, scores: NDArray[np.float64]) -> Ranks:
    places = np.flatnonzero(scores > 0)
    if len(places) > DEPTH:
        worst = np.partition(scores[places], -DEPTH)[-DEPTH]
        places = places[scores[places] >= worst]
    places = places[np.lexsort((keys[places], -scores[places]))][:DEPTH]
    return {int(keys[place]): (rank, float(scores[place])) for rank, place in enumerate(places, start=1)}
