"""Questions with many conditions, a page at a time."""

from __future__ import annotations

import base64
import hashlib
import json
import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from duckdb import DuckDBPyConnection
from hypothesis import given, settings
from hypothesis import strategies as st
from warehouse_copies import OpenCopy
from warehouse_records import DAY, ENTRIES, MODEL, join, say

from nlp.records import Entry, Label, Modality
from warehouse.asking import Meaning, expand_entities, search_claims, search_texts
from warehouse.errors import BadCursor, BadQuestion
from warehouse.load import load
from warehouse.question import Condition, Question
from warehouse.search import find_claims

H200 = ("chip:h200",)
FAMILY = Entry(
    entity_id="chip:h300",
    label=Label.CHIP,
    name="Nvidia H300",
    aliases=(),
    details={"vendor": "company:nvidia", "family": "Hopper"},
)


@pytest.fixture(scope="module")
def filled(open_copy: OpenCopy) -> Iterator[DuckDBPyConnection]:
    with open_copy() as con:
        batches = (
            say("mirror", attribution="Jane Doe", title="Bandwidth of the H200"),
            say("other", "4800 GB/s", 4800, "GB/s", day=2, reference="H20", modality=Modality.EXPECTED),
            say("price", "$30,000", 30_000, "USD", day=1, metric="price", title="What it costs"),
            say("later", "$25,000", 25_000, "USD", day=3, metric="price", title="A lower price"),
        )
        load(con, replace(join(*batches), entries=(*ENTRIES, FAMILY)))
        yield con


def texts(con: DuckDBPyConnection, **conditions: object) -> list[str]:
    return [claim.text for claim in search_claims(con, Question(**conditions)).claims]


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({}, ["$25,000", "4800 GB/s", "$30,000", "4.8 TB/s"]),
        ({"entity_ids": H200}, ["$25,000", "4800 GB/s", "$30,000", "4.8 TB/s"]),
        ({"entity_ids": ("chip:none",)}, []),
        ({"metric": "BAND"}, ["4800 GB/s", "4.8 TB/s"]),
        ({"speaker": "doe"}, ["4.8 TB/s"]),
        ({"outlet": "the pri"}, ["$30,000"]),
        ({"modality": "expected"}, ["4800 GB/s"]),
        ({"since": DAY + timedelta(days=2)}, ["$25,000", "4800 GB/s"]),
        ({"until": DAY + timedelta(days=1)}, ["4.8 TB/s"]),
        ({"story_id": "story-price"}, ["$30,000"]),
        ({"story_id": "no story"}, []),
        ({"status": "single", "metric": "bandwidth"}, ["4800 GB/s", "4.8 TB/s"]),
        ({"status": "conflicting", "entity_ids": H200}, ["$25,000", "$30,000"]),
        ({"status": "revised"}, []),
    ],
)
def test_each_condition_leaves_what_fits(filled, conditions, expected):
    assert texts(filled, **conditions) == expected


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ((Condition(unit="B/s", least=3e12),), ["4800 GB/s", "4.8 TB/s"]),
        ((Condition(unit="B/s", least=5e12),), []),
        ((Condition(unit="USD", most=math.nextafter(30_000, 0)),), ["$25,000"]),
        ((Condition(unit="USD", least=1, metric="wage"),), []),
        (
            (Condition(unit="B/s", least=3e12, metric="bandwidth"), Condition(unit="USD", most=26_000)),
            ["$25,000", "4800 GB/s", "4.8 TB/s"],
        ),
        ((Condition(unit="B/s", least=3e12), Condition(unit="USD", most=20_000)), []),
    ],
)
@pytest.mark.parametrize("entity_ids", [(), H200])
def test_figures_are_compared_in_any_unit_and_each_must_be_met(filled, conditions, expected, entity_ids):
    assert texts(filled, conditions=conditions, entity_ids=entity_ids) == expected


@pytest.mark.parametrize("entity_ids", [(), H200])
@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_give_every_claim_once_and_in_order(filled, entity_ids, size):
    question = Question(entity_ids=entity_ids)
    found, cursor = [], None
    while True:
        page = search_claims(filled, question, limit=size, cursor=cursor)
        found += page.claims
        if page.cursor is None:
            break
        cursor = page.cursor
    assert found == list(search_claims(filled, question).claims)


def test_claims_without_a_date_come_last_and_are_paged_too(con):
    batch = say("undated")
    load(con, replace(batch, articles=tuple(replace(article, published=None) for article in batch.articles)))
    load(con, say("dated"))
    page = search_claims(con, Question(), limit=1)
    assert page.cursor is not None
    last = search_claims(con, Question(), limit=1, cursor=page.cursor)
    assert [claim.published_at for claim in (*page.claims, *last.claims)] == [DAY, None]
    assert last.cursor is None


@pytest.mark.parametrize("cursor", ["x", "", "%%%", "W10", "bnVsbA", "é", "a" * 10_000])
def test_a_word_that_is_no_cursor_is_refused(filled, cursor):
    if cursor:
        with pytest.raises(BadCursor, match="is no cursor"):
            search_claims(filled, Question(), cursor=cursor)


@pytest.mark.parametrize(
    ("conditions", "message"),
    [
        ({"modality": "Asserted"}, "'Asserted': it is one of asserted, planned, expected, denied, hypothetical"),
        ({"status": "sure"}, "'sure': it is one of single, corroborated, conflicting, revised, no figure"),
        ({"since": DAY, "until": DAY}, "since 2026-03-01 and before 2026-03-01"),
    ],
)
def test_what_could_never_fit_is_no_question(conditions, message):
    with pytest.raises(BadQuestion, match=message):
        Question(**conditions)


def _forge(question: object, *key: object) -> str:
    whole = json.dumps([hashlib.sha256(repr(question).encode()).hexdigest()[:8], *key])
    return base64.urlsafe_b64encode(whole.encode()).decode()


@pytest.mark.parametrize(
    "key",
    [("x", "0" * 16), ("2026-01-01", "0" * 16), (5, "0" * 16), (None, 3), (None, "0x1"), (None, "g" * 16), ([], {})],
)
def test_a_cursor_that_somebody_made_up_is_refused(filled, key):
    with pytest.raises(BadCursor, match="is no cursor"):
        search_claims(filled, Question(), cursor=_forge(Question(), *key))


@pytest.mark.parametrize("key", [("x", 1), (1.0, "1"), (None, None), ([1.0], 1)])
def test_nor_is_one_of_a_search(filled, key):
    asked = ("h200", Question(), False)
    with pytest.raises(BadCursor, match="is no cursor"):
        search_texts(filled, "h200", cursor=_forge(asked, *key))
    assert search_texts(filled, "h200", cursor=_forge(asked, 1e400, 0)).hits == search_texts(filled, "h200").hits


ODD = st.one_of(
    st.text(st.characters(codec=None)),
    st.sampled_from(["'", '"', "%", "_", "\\", "\x00", "\ud800", "$1", "1e400", "[/b]", "x" * 100_000, "-- ;"]),
)


@given(ODD)
@settings(max_examples=25, deadline=None)
def test_odd_words_are_answered(filled, text):
    for question in (Question(metric=text), Question(speaker=text, outlet=text), Question(entity_ids=(text, *H200))):
        assert len(search_claims(filled, question).claims) <= 4
    assert len(search_texts(filled, text, question=Question(outlet=text, story_id=text)).hits) <= 4
    assert find_claims(filled, entity_id="chip:h200", metric=text + "no metric") == []


@pytest.mark.parametrize("size", [1, 2])
def test_pages_of_several_conditions_give_every_claim_once(filled, size):
    conditions = (Condition(unit="B/s", least=3e12), Condition(unit="USD", least=1))
    question = Question(conditions=conditions)
    found, cursor = [], None
    for _ in range(9):
        page = search_claims(filled, question, limit=size, cursor=cursor)
        found += page.claims
        if (cursor := page.cursor) is None:
            break
    assert len(found) == 4
    assert found == list(search_claims(filled, question).claims)


def test_a_cursor_is_good_for_its_own_question_only(filled):
    page = search_claims(filled, Question(), limit=1)
    with pytest.raises(BadCursor, match="another question"):
        search_claims(filled, Question(metric="price"), limit=1, cursor=page.cursor)


def test_a_maker_brings_its_chips_and_a_chip_its_family(filled):
    assert "chip:h300" in expand_entities(filled, ["company:nvidia"], makers=True)
    assert expand_entities(filled, ["company:nvidia"]) == ("company:nvidia",)
    assert expand_entities(filled, ["chip:h300"], families=True) == ("chip:h300",)


def meaning(*numbers: float) -> Meaning:
    return Meaning(vector=np.array(numbers, dtype=np.float32), model=MODEL)


def test_words_and_meaning_are_joined_and_told_apart(filled):
    hits = search_texts(filled, "what it costs", meaning=meaning(1.0, 0.0, 0.0)).hits
    assert len(hits) == 4
    best = hits[0]
    assert (best.title, best.word_rank) == ("What it costs", 1)
    assert best.score == pytest.approx(1 / 61 + 1 / (60 + (best.meaning_rank or 0)))
    assert best.meaning_score is not None
    by_words = search_texts(filled, "what it costs").hits
    assert {hit.meaning_rank for hit in by_words} == {None}


def test_vectors_of_another_model_are_not_compared(filled):
    other = Meaning(vector=np.ones(3, dtype=np.float32), model=replace(MODEL, revision="2"))
    assert search_texts(filled, "zzz", meaning=other).hits == ()


def test_a_search_within_limits_and_with_its_claims(filled):
    question = Question(entity_ids=H200, outlet="mirror", since=DAY, story_id="story-mirror")
    (hit,) = search_texts(filled, "h200 bandwidth", question=question).hits
    assert hit.title == "Bandwidth of the H200"
    assert hit.sentences
    assert "4.8 TB/s" in hit.sentences[0].text
    assert search_texts(filled, "h200", question=Question(entity_ids=("chip:none",))).hits == ()


def test_pages_of_a_search_give_every_article_once(filled):
    whole = search_texts(filled, "h200", meaning=meaning(0.0, 1.0, 0.0)).hits
    found, cursor = [], None
    for _ in whole:
        page = search_texts(filled, "h200", meaning=meaning(0.0, 1.0, 0.0), limit=1, cursor=cursor)
        found += page.hits
        cursor = page.cursor
    assert found == list(whole)
    assert cursor is None
