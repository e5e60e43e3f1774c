"""Claims and articles that fit a question: a page at a time, in an order that stays while a snapshot is read."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from duckdb import DuckDBPyConnection

from warehouse import sql
from warehouse.cards import read_claims
from warehouse.cursor import read_claim_cursor, read_hit_cursor, write_claim_cursor, write_hit_cursor
from warehouse.identify import number_of
from warehouse.question import Question, readable
from warehouse.ranks import Meaning, Ranks, find_allowed, rank_meanings, rank_words
from warehouse.rows import ClaimPage, Hit, HitPage, fetch_dicts
from warehouse.sentences import rank_sentences
from warehouse.snippet import cut_snippet
from warehouse.words import find_words


def search_claims(
    con: DuckDBPyConnection, question: Question, *, limit: int = 100, cursor: str | None = None
) -> ClaimPage:
    """Return the claims that fit the question, the last published first; those without a date come last.

    `cursor` is that of the page before; BadCursor where it is of another question.
    """
    given = {
        "metric": question.metric,
        "speaker": question.speaker,
        "outlet": question.outlet,
        "modality": question.modality,
        "since": question.since,
        "until": question.until,
        "articles": _as_keys(_list_story(con, question.story_id)),
        "claims": _as_keys(_list_status(con, question)),
        **_tell_conditions(question),
    }
    given = {name: value for name, value in given.items() if value is not None}
    told, last = {_tell_entities(question)}, 0
    if cursor:
        last_at, last = read_claim_cursor(cursor, question)
        told.add(("undated" if last_at is None else "dated") + ("_met" if "conditions" in given else ""))
        given |= {} if last_at is None else {"last_at": last_at}
    query = sql.load_given("search/choose_claims", frozenset({*given, *told}))
    entities = [number_of(one) for one in question.entity_ids]
    query = sql.write_numbers(query, keys=entities, count=[limit + 1], last=[last])
    found = con.execute(query, given).fetchall()
    rows = read_claims(con, [key for (key,) in found[:limit]], about=frozenset(question.entity_ids))
    if len(found) <= limit:
        return ClaimPage(claims=rows, cursor=None)
    more = write_claim_cursor(question, published_at=rows[-1].published_at, claim_id=rows[-1].claim_id)
    return ClaimPage(claims=rows, cursor=more)


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

    Of the question its entities, outlet, dates and story limit what is looked at. Each hit says how it got its rank,
    and each of its claim sentences too.
    """
    question, words = question or Question(), readable(words)
    asked = (words, question, meaning is not None)
    last = read_hit_cursor(cursor, asked) if cursor else None
    allowed = find_allowed(con, _tell_limits(con, question))
    by_words, telling = rank_words(con, find_words(con, words), allowed=allowed)
    by_meaning = rank_meanings(con, meaning, allowed=allowed) if meaning else {}
    fused = sorted((-_fuse(key, by_words, by_meaning), key) for key in {*by_words, *by_meaning})
    if last is not None:
        fused = [one for one in fused if one > (-last[0], last[1])]
    shown = _read_articles(con, [key for _, key in fused[:limit]])
    said = rank_sentences(con, [row["article_id"] for row in shown.values()], telling=telling, meaning=meaning)
    hits = []
    for score, key in fused[:limit]:
        row = shown[key]
        (word_rank, word_score), (meaning_rank, meaning_score) = by_words.get(key, _NONE), by_meaning.get(key, _NONE)
        hit = Hit(
            snippet=cut_snippet(row.pop("text"), words),
            score=-score,
            word_rank=word_rank,
            word_score=word_score,
            meaning_rank=meaning_rank,
            meaning_score=meaning_score,
            sentences=said.get(row["article_id"], ()),
            **row,
        )
        hits.append(hit)
    more = write_hit_cursor(asked, score=hits[-1].score, key=fused[limit - 1][1]) if len(fused) > limit else None
    return HitPage(hits=tuple(hits), cursor=more)


def expand_entities(
    con: DuckDBPyConnection, entity_ids: Sequence[str], *, makers: bool = False, families: bool = False
) -> tuple[str, ...]:
    """Return these entities; with `makers` the chips that they make too, with `families` those of the same family."""
    values = {"entity_ids": sql.write_texts(entity_ids), "makers": makers, "families": families}
    return tuple(row["entity_id"] for row in fetch_dicts(con, "search/expand_entities", values))


_NONE = (None, None)


def _fuse(key: int, *ranked: Ranks) -> float:
    """Return the sum of 1 / (60 + rank): the constant that reciprocal rank fusion was published with."""
    return sum(1 / (60 + ranks[key][0]) for ranks in ranked if key in ranks)


def _tell_entities(question: Question) -> str:
    if not question.entity_ids:
        return "anything"
    return "entities" if len(question.entity_ids) == 1 else "several"


def _tell_conditions(question: Question) -> Mapping[str, object]:
    if len(question.conditions) > 1:
        described = [
            {"place": place, "unit": one.unit, "least": one.least, "most": one.most, "words": one.metric}
            for place, one in enumerate(question.conditions)
        ]
        return {"conditions": described}
    if not question.conditions:
        return {}
    (one,) = question.conditions
    return {
        "unit": one.unit,
        "least": one.least if one.least > -math.inf else None,
        "most": one.most if one.most < math.inf else None,
        "words": one.metric or None,
    }


def _tell_limits(con: DuckDBPyConnection, question: Question) -> Mapping[str, object]:
    articles = _list_articles(con, question)
    return {
        "outlet": question.outlet,
        "since": question.since,
        "until": question.until,
        "article_ids": None if articles is None else sql.write_texts(articles),
    }


def _as_keys(ids: Sequence[str] | None) -> str | None:
    # As text, for the same reason as a vector.
    return None if ids is None else str([int(one, 16) for one in ids])


def _list_story(con: DuckDBPyConnection, story_id: str | None) -> list[str] | None:
    if story_id is None:
        return None
    query = "select article_id from story_articles where story_id = $story_id order by article_id"
    return [article_id for (article_id,) in con.execute(query, {"story_id": story_id}).fetchall()]


def _list_status(con: DuckDBPyConnection, question: Question) -> list[str] | None:
    if question.status is None:
        return None
    entity_ids = sql.write_texts(question.entity_ids) if question.entity_ids else None
    values = {"status": question.status, "entity_ids": entity_ids}
    return [row["claim_id"] for row in fetch_dicts(con, "search/find_status", values)]


def _list_articles(con: DuckDBPyConnection, question: Question) -> list[str] | None:
    told = _list_story(con, question.story_id)
    if not question.entity_ids:
        return told
    query = "select distinct article_id from mentions where entity_id in (select unnest($ids::json::varchar[]))"
    given = {"ids": sql.write_texts(question.entity_ids)}
    naming = {article_id for (article_id,) in con.execute(query, given).fetchall()}
    return sorted(naming if told is None else naming.intersection(told))


def _read_articles(con: DuckDBPyConnection, keys: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return what is shown of the articles, by key, and their texts."""
    if not keys:
        return {}
    cursor = con.execute(sql.load_keyed("search/fetch_hits", keys))
    columns = [column[0] for column in cursor.description or ()]
    rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    given = {"article_ids": sql.write_texts(row["article_id"] for row in rows)}
    stories = dict(con.execute(sql.load("search/fetch_stories"), given).fetchall())
    return {row.pop("version_key"): row | {"story_id": stories.get(row["article_id"])} for row in rows}


__all__ = ["Meaning", "expand_entities", "search_claims", "search_texts"]
