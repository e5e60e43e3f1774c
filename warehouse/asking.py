"""Claims and articles that fit a question: a page at a time, in an order that stays while a snapshot is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from duckdb import DuckDBPyConnection

from warehouse import sql
from warehouse.cards import read_cards, read_claims
from warehouse.cursor import read_cursor, write_cursor
from warehouse.question import Question
from warehouse.ranks import Meaning, Ranks, find_allowed, find_words, rank_meanings, rank_words
from warehouse.rows import ClaimPage, ClaimRow, Hit, HitPage, fetch_dicts
from warehouse.snippet import count_shared, cut_snippet

SENTENCES = 3
"""How many of its claim sentences a hit shows."""


def search_claims(
    con: DuckDBPyConnection, question: Question, *, limit: int = 100, cursor: str | None = None
) -> ClaimPage:
    """Return the claims that fit the question, the last published first; those without a date come last.

    `cursor` is that of the page before; BadCursor where it is of another question.
    """
    last_at, last_id = read_cursor(cursor, question, length=2) if cursor else (None, None)
    values: dict[str, Any] = {
        "metric": question.metric,
        "speaker": question.speaker,
        "outlet": question.outlet,
        "modality": question.modality,
        "since": question.since,
        "until": question.until,
        "articles": _as_keys(_list_story(con, question.story_id)),
        "claims": _as_keys(_list_status(con, question)),
        "last_at": last_at,
        "last_id": last_id,
        "count": limit + 1,
        **_tell_entities(question),
        **_tell_conditions(question),
    }
    given = {name: value for name, value in values.items() if value is not None}
    about = frozenset(given) if question.entity_ids else frozenset({*given, "anything"})
    found = con.execute(sql.load_given("search/choose_claims", about), given).fetchall()
    rows = read_claims(con, [key for (key,) in found[:limit]], about=frozenset(question.entity_ids))
    more = write_cursor(question, _key(rows[-1])) if len(found) > limit else None
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

    Of the question its entities, outlet, dates and story limit what is looked at. Each hit says how it got its rank.
    """
    question = question or Question()
    asked = (words, question, meaning is not None)
    last = read_cursor(cursor, asked, length=2) if cursor else None
    allowed = find_allowed(con, _tell_limits(con, question))
    known = find_words(con, words)
    by_words = rank_words(con, known, allowed=allowed)
    by_meaning = rank_meanings(con, meaning, allowed=allowed) if meaning else {}
    fused = sorted((-_fuse(key, by_words, by_meaning), key) for key in {*by_words, *by_meaning})
    if last is not None:
        fused = [one for one in fused if one > (-float(last[0]), int(last[1]))]
    shown = _read_articles(con, [key for _, key in fused[:limit]])
    said = _rank_sentences(con, list(known), [row["article_id"] for row in shown.values()])
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
            sentences=tuple(said.get(row["article_id"], ())),
            **row,
        )
        hits.append(hit)
    more = write_cursor(asked, [hits[-1].score, fused[limit - 1][1]]) if len(fused) > limit else None
    return HitPage(hits=tuple(hits), cursor=more)


def expand_entities(
    con: DuckDBPyConnection, entity_ids: Sequence[str], *, makers: bool = False, families: bool = False
) -> tuple[str, ...]:
    """Return these entities; with `makers` the chips that they make too, with `families` those of the same family."""
    values = {"entity_ids": list(entity_ids), "makers": makers, "families": families}
    return tuple(row["entity_id"] for row in fetch_dicts(con, "search/expand_entities", values))


_NONE = (None, None)


def _fuse(key: int, *ranked: Ranks) -> float:
    """Return the sum of 1 / (60 + rank): the constant that reciprocal rank fusion was published with."""
    return sum(1 / (60 + ranks[key][0]) for ranks in ranked if key in ranks)


def _tell_entities(question: Question) -> Mapping[str, object]:
    if len(question.entity_ids) == 1:
        return {"entity": question.entity_ids[0]}
    return {"entities": list(question.entity_ids)} if question.entity_ids else {}


def _tell_conditions(question: Question) -> Mapping[str, object]:
    described = [
        {"unit": one.unit, "least": one.least, "most": one.most, "words": one.metric} for one in question.conditions
    ]
    if len(described) > 1:
        return {"conditions": [{"place": place, **one} for place, one in enumerate(described)]}
    return described[0] if described else {}


def _tell_limits(con: DuckDBPyConnection, question: Question) -> Mapping[str, object]:
    return {
        "outlet": question.outlet,
        "since": question.since,
        "until": question.until,
        "article_ids": _list_articles(con, question),
    }


def _key(row: ClaimRow) -> list[Any]:
    return ["-infinity" if row.published_at is None else row.published_at.isoformat(), row.claim_id]


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
    values = {"status": question.status, "entity_ids": list(question.entity_ids) or None}
    return [row["claim_id"] for row in fetch_dicts(con, "search/find_status", values)]


def _list_articles(con: DuckDBPyConnection, question: Question) -> list[str] | None:
    told = _list_story(con, question.story_id)
    if not question.entity_ids:
        return told
    query = "select distinct article_id from mentions where entity_id in (select unnest($ids))"
    naming = {article_id for (article_id,) in con.execute(query, {"ids": list(question.entity_ids)}).fetchall()}
    return sorted(naming if told is None else naming.intersection(told))


def _read_articles(con: DuckDBPyConnection, keys: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return what is shown of the articles, by key, and their texts."""
    if not keys:
        return {}
    cursor = con.execute(sql.load_keyed("search/fetch_hits", keys))
    columns = [column[0] for column in cursor.description or ()]
    rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    query = "select article_id, story_id from story_articles where article_id in (select unnest($ids))"
    stories = dict(con.execute(query, {"ids": [row["article_id"] for row in rows]}).fetchall())
    return {row.pop("version_key"): row | {"story_id": stories.get(row["article_id"])} for row in rows}


def _rank_sentences(con: DuckDBPyConnection, words: list[str], article_ids: list[str]) -> dict[str, list[str]]:
    """Return the claim sentences of each article that have the most of the words."""
    if not (words and article_ids):
        return {}
    query = sql.load_keyed("search/fetch_article_claims", [int(one, 16) for one in article_ids])
    keys = [key for _, claims in con.execute(query).fetchall() for key in claims]
    best: dict[tuple[str, str], tuple[float, int]] = {}
    for card in read_cards(con, keys).values():
        place, rank = (card["article_id"], card["sentence"]), (-card["confidence"], card["sentence_start"])
        best[place] = min(best.get(place, rank), rank)
    shared = ((count_shared(place[1], words), rank, place) for place, rank in best.items())
    ranked = sorted((-count, *rank, place) for count, rank, place in shared if count)
    found: dict[str, list[str]] = {}
    for *_, (article_id, sentence) in ranked:
        if len(said := found.setdefault(article_id, [])) < SENTENCES:
            said.append(sentence)
    return found


__all__ = ["Meaning", "expand_entities", "search_claims", "search_texts"]
