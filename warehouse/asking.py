"""Claims and articles that fit a question: a page at a time, in an order that stays while a snapshot is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from duckdb import DuckDBPyConnection
from numpy.typing import NDArray

from nlp.records import EmbeddingModel
from warehouse import sql
from warehouse.cursor import read_cursor, write_cursor
from warehouse.question import Question
from warehouse.rows import ClaimPage, ClaimRow, Hit, HitPage, fetch_dicts, fetch_rows
from warehouse.snippet import cut_snippet

DEPTH = 500
"""How many of the best by words, and by meaning, are joined: the answer is at most twice as long."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Meaning:
    """A question as a vector of unit length, and the model that made it: only its vectors are compared."""

    vector: NDArray[np.float32]
    model: EmbeddingModel


def search_claims(
    con: DuckDBPyConnection, question: Question, *, limit: int = 100, cursor: str | None = None
) -> ClaimPage:
    """Return the claims that fit the question, the last published first; those without a date come last.

    `cursor` is that of the page before; BadCursor where it is of another question.
    """
    last_at, last_id = read_cursor(cursor, question, length=2) if cursor else (None, None)
    values = {
        "metric": question.metric,
        "speaker": question.speaker,
        "outlet": question.outlet,
        "modality": question.modality,
        "since": question.since,
        "until": question.until,
        "article_ids": _list_story(con, question.story_id),
        "claim_ids": _list_status(con, question),
        "conditions": [{"place": place, **asdict(one)} for place, one in enumerate(question.conditions)],
        "last_at": last_at,
        "last_id": last_id,
        "count": limit + 1,
    }
    if question.entity_ids:
        values["entity_ids"] = list(question.entity_ids)
    name = "search/search_claims_about" if question.entity_ids else "search/search_claims"
    found = fetch_rows(con, name, values, record=ClaimRow)
    rows = found[:limit]
    more = write_cursor(question, _key(rows[-1])) if len(found) > limit else None
    return ClaimPage(claims=tuple(rows), cursor=more)


def search_texts(
    con: DuckDBPyConnection,
    words: str,
    *,
    question: Question | None = None,
    meaning: Meaning | None = None,
    limit: int = 20,
    cursor: str | None = None,
) -> HitPage:
    """Return the articles with these words, and with `meaning` those near it too, best first.

    Of the question its entities, outlet, dates and story limit what is looked at. Each hit says how it got its rank.
    """
    question = question or Question()
    asked = (words, question, meaning is not None)
    last = read_cursor(cursor, asked, length=2) if cursor else None
    within = _read_limits(con, question)
    by_words = _rank(con, "rank_words", {"words": words}, within)
    by_meaning = _rank(con, "rank_meanings", _describe(meaning), within) if meaning else {}
    fused = sorted((-_fuse(key, by_words, by_meaning), key) for key in {*by_words, *by_meaning})
    if last is not None:
        fused = [one for one in fused if one > (-float(last[0]), str(last[1]))]
    page = fused[:limit]
    ids = [key for _, key in page]
    shown = {row["article_id"]: row for row in fetch_dicts(con, "search/fetch_hits", {"article_ids": ids})}
    said = _rank_sentences(con, words, ids)
    hits = []
    for score, key in page:
        (word_rank, word_score), (meaning_rank, meaning_score) = by_words.get(key, _NONE), by_meaning.get(key, _NONE)
        hit = Hit(
            snippet=cut_snippet(shown[key].pop("text"), words),
            score=-score,
            word_rank=word_rank,
            word_score=word_score,
            meaning_rank=meaning_rank,
            meaning_score=meaning_score,
            sentences=tuple(said.get(key, ())),
            **shown[key],
        )
        hits.append(hit)
    more = write_cursor(asked, [hits[-1].score, hits[-1].article_id]) if len(fused) > limit else None
    return HitPage(hits=tuple(hits), cursor=more)


def expand_entities(
    con: DuckDBPyConnection, entity_ids: Sequence[str], *, makers: bool = False, families: bool = False
) -> tuple[str, ...]:
    """Return these entities; with `makers` the chips that they make too, with `families` those of the same family."""
    values = {"entity_ids": list(entity_ids), "makers": makers, "families": families}
    return tuple(row["entity_id"] for row in fetch_dicts(con, "search/expand_entities", values))


_Ranks = dict[str, tuple[int | None, float | None]]
_NONE = (None, None)


def _rank(con: DuckDBPyConnection, name: str, values: dict[str, Any], within: dict[str, Any] | None) -> _Ranks:
    """Return rank and score by article; `within` is None where every article is looked at."""
    statement = sql.load(f"search/{name}" if within is None else f"search/{name}_within")
    rows = con.execute(statement, {**values, **(within or {}), "depth": DEPTH}).fetchall()
    return {key: (rank, score) for rank, (key, score) in enumerate(rows, start=1)}


def _fuse(key: str, *ranked: _Ranks) -> float:
    """Return the sum of 1 / (60 + rank): the constant that reciprocal rank fusion was published with."""
    ranks = (ranks[key][0] for ranks in ranked if key in ranks)
    return sum(1 / (60 + rank) for rank in ranks if rank is not None)


def _describe(meaning: Meaning) -> dict[str, Any]:
    # As text: a list of numbers is bound one by one, which takes thirty times as long.
    vector = str(meaning.vector.tolist())
    model = meaning.model
    return {
        "vector": vector,
        "model": model.name,
        "revision": model.revision,
        "backend": model.backend,
        "dimension": model.dimension,
    }


def _read_limits(con: DuckDBPyConnection, question: Question) -> dict[str, Any] | None:
    limits = {
        "outlet": question.outlet,
        "since": question.since,
        "until": question.until,
        "article_ids": _list_articles(con, question),
    }
    return limits if any(value is not None for value in limits.values()) else None


def _key(row: ClaimRow) -> list[Any]:
    return ["-infinity" if row.published_at is None else row.published_at.isoformat(), row.claim_id]


def _list_story(con: DuckDBPyConnection, story_id: str | None) -> list[str] | None:
    if story_id is None:
        return None
    query = "select article_id from story_articles where story_id = $story_id order by article_id"
    return [article_id for (article_id,) in con.execute(query, {"story_id": story_id}).fetchall()]


def _list_status(con: DuckDBPyConnection, question: Question) -> list[str] | None:
    if question.status is None:
        return None
    values = {"status": question.status, "entity_ids": list(question.entity_ids) or None}
    return [row["claim_id"] for row in fetch_dicts(con, "search/find_status", values)]


def _list_articles(con: DuckDBPyConnection, question: Question) -> list[str] | None:
    told = _list_story(con, question.story_id)
    if not question.entity_ids:
        return told
    query = "select distinct article_id from mentions where entity_id in (select unnest($ids))"
    naming = {article_id for (article_id,) in con.execute(query, {"ids": list(question.entity_ids)}).fetchall()}
    return sorted(naming if told is None else naming.intersection(told))


def _rank_sentences(con: DuckDBPyConnection, words: str, article_ids: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in fetch_dicts(con, "search/rank_sentences", {"words": words, "article_ids": article_ids}):
        found.setdefault(row["article_id"], []).append(row["sentence"])
    return found
