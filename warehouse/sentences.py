"""Which claim sentences of an article a hit shows: those that are nearest to the question."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from warehouse import sql
from warehouse.cards import read_cards
from warehouse.ranks import Meaning, measure_meanings
from warehouse.rows import HitSentence

SHOWN = 3
"""How many of its claim sentences a hit shows."""
READ = 5
"""How many of them are compared with the question by meaning: a core reads some 350 in a second, and an answer of
twenty hits may take 350 ms."""

# A word that nine in ten articles have is no reason to show a sentence.
_LEAST_TELLING = 0.1
_WORD = re.compile(r"[^\W_]+")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_POINT = re.compile(r"(?<=\d)\.(?=\d)")


def rank_sentences(
    con: DuckDBPyConnection, article_ids: Sequence[str], *, telling: Mapping[str, float], meaning: Meaning | None
) -> dict[str, tuple[HitSentence, ...]]:
    """Return what each of these articles shows, best first; an article without is left out.

    `telling` are the stems of the question and how telling each is; those that nearly every article has do not count
    where there are others. By words alone: the sentences that have any, those with the most telling first, then the
    surest claims. With a meaning: of the READ that are first by words, those nearest in meaning first. What an article
    shows depends on no other article, so that it is the same on whatever page.
    """
    found = _choose(con, article_ids, telling=telling, needed=meaning is None)
    scores: Mapping[str, float] = {}
    if meaning is not None:
        texts = list(dict.fromkeys(one.text for chosen in found.values() for one in chosen))
        scores = measure_meanings(meaning, texts)
    return {
        article_id: tuple(one.show(scores.get(one.text)) for one in _order(chosen, scores)[:SHOWN])
        for article_id, chosen in found.items()
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """A claim sentence, the surest of its claims, and the words of the question that it has, the most telling first."""

    text: str
    claim_id: str
    shared: tuple[str, ...]
    rank: tuple[float, float, int]

    def show(self, score: float | None) -> HitSentence:
        return HitSentence(text=self.text, claim_id=self.claim_id, words=self.shared, meaning_score=score)


def _choose(
    con: DuckDBPyConnection, article_ids: Sequence[str], *, telling: Mapping[str, float], needed: bool
) -> dict[str, list[_Candidate]]:
    """Return the sentences of each article that are first by words; with `needed` only those that have any."""
    if not article_ids or (needed and not telling):
        return {}
    query = sql.load_keyed("search/fetch_article_claims", [int(one, 16) for one in article_ids])
    keys = [key for _, claims in con.execute(query).fetchall() for key in claims]
    surest: dict[tuple[str, str], tuple[float, int, str]] = {}
    for card in read_cards(con, keys).values():
        place = (card["article_id"], card["sentence"])
        claim = (-card["confidence"], card["sentence_start"], card["claim_id"])
        surest[place] = min(surest.get(place, claim), claim)
    said = [stem for stem in telling if telling[stem] >= _LEAST_TELLING] or telling
    stems = sorted(said, key=lambda stem: (-telling[stem], stem))
    words = find_shared(con, {text for _, text in surest}, stems=stems)
    found: dict[str, list[_Candidate]] = {}
    for (article_id, text), (doubt, start, claim_id) in surest.items():
        shared = words[text]
        if shared or not needed:
            rank = (-sum(telling[stem] for stem in shared), doubt, start)
            one = _Candidate(text=text, claim_id=claim_id, shared=shared, rank=rank)
            found.setdefault(article_id, []).append(one)
    return {article_id: _order(chosen, {})[:READ] for article_id, chosen in found.items()}


def _order(chosen: Iterable[_Candidate], scores: Mapping[str, float]) -> list[_Candidate]:
    return sorted(chosen, key=lambda one: (-scores.get(one.text, 0.0), *one.rank, one.text))


def find_shared(
    con: DuckDBPyConnection, texts: Collection[str], *, stems: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """Return which of these stems, as full-text search has them, each text has words of, in the order of the stems."""
    said = {text: set(_WORD.findall(_spell(text))) for text in texts}
    # A stem begins as its words do, but for accents.
    heads = {stem[0] for stem in stems}
    words = sorted(word for word in set().union(*said.values()) if word[0] in heads or not word.isascii())
    if not words:
        return dict.fromkeys(texts, ())
    # As one text: a list is bound one by one, which takes longer than all else here.
    query = "select stem(strip_accents(unnest(string_split($words, ' '))), 'english')"
    stemmed = [stem for (stem,) in con.execute(query, {"words": " ".join(words)}).fetchall()]
    spelled: dict[str, list[str]] = {}
    for word, stem in zip(words, stemmed, strict=True):
        spelled.setdefault(stem, []).append(word)
    return {text: tuple(stem for stem in stems if not said[text].isdisjoint(spelled.get(stem, ()))) for text in texts}


def _spell(text: str) -> str:
    return _POINT.sub("p", _THOUSANDS.sub("", text.casefold()))
