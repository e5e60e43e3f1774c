"""Revisions, history, and the ledger as it stood earlier."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from duckdb import DuckDBPyConnection
from warehouse_copies import OpenCopy
from warehouse_records import DAY, join, make_run, say

from nlp.records import Bound, Modality
from warehouse.batch import Batch
from warehouse.doctor import examine
from warehouse.ledger import Moment, find_facts, find_sayings
from warehouse.load import load
from warehouse.merges import merge_entity, unmerge_entity
from warehouse.search import find_claims


def price(name: str, text: str, value: float, **more: Any) -> Batch:
    return say(name, text, value, "USD", **{"metric": "price", **more})


FIRST = price("paper", "$30,000", 30_000)
SECOND = price("paper", "$35,000", 35_000, fetched=5)
THIRD = price("paper", "$36,000", 36_000, fetched=9)


def rows(con: DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return con.execute(query).fetchall()


def test_a_newer_version_revises_the_figure_and_the_old_claim_is_kept(con):
    load(con, FIRST)
    ((old,),) = rows(con, "select claim_id from claims")
    load(con, SECOND)
    ((new,),) = rows(con, "select claim_id from claims")
    assert rows(con, "select claim_id, text from past_claims") == [(old, "$30,000")]
    assert rows(con, "select claim_id, replaced_claim_id, how from revisions") == [(new, old, "article")]
    (fact,) = find_facts(con, "chip:h200")
    assert (fact.status, fact.value, fact.claims, fact.articles) == ("revised", 35_000, 1, 1)
    assert fact.reason == "$35,000 (The Paper) replaces $30,000 (The Paper)"
    assert examine(con) == []


def test_a_version_with_the_same_figure_revises_nothing(con):
    load(con, FIRST)
    load(con, price("paper", "$30,000", 30_000, fetched=5, after=" It rains."))
    assert rows(con, "select count(*) from past_claims") == [(1,)]
    assert rows(con, "select * from revisions") == []
    assert [fact.status for fact in find_facts(con, "chip:h200")] == ["single"]


@pytest.mark.parametrize(
    ("day", "texts"),
    [(-1, []), (0, ["$30,000"]), (4, ["$30,000"]), (6, ["$35,000"]), (20, ["$36,000"])],
)
def test_claims_and_ledger_as_of_a_day(con, day, texts):
    load(con, join(FIRST, SECOND, THIRD))
    moment = DAY + timedelta(days=day, hours=2)
    assert [fact.latest_text for fact in find_facts(con, "chip:h200", moment=Moment(as_of=moment))] == texts
    assert [claim.text for claim in find_claims(con, entity_id="chip:h200", as_of=moment)] == texts


def test_what_was_learned_late_is_left_out_only_where_that_is_asked(con):
    load(con, price("paper", "$30,000", 30_000, fetched=10))
    third = DAY + timedelta(days=3)
    assert len(find_facts(con, "chip:h200", moment=Moment(as_of=third))) == 1
    assert find_facts(con, "chip:h200", moment=Moment(as_of=third, learned_by=third)) == []
    assert len(find_facts(con, "chip:h200", moment=Moment(learned_by=DAY + timedelta(days=11)))) == 1


@pytest.fixture(scope="module")
def in_order(open_copy: OpenCopy) -> list[list[tuple[Any, ...]]]:
    """What three versions of an article leave when they arrive as they were published."""
    return load_versions(open_copy, FIRST, SECOND, THIRD)


def load_versions(open_copy: OpenCopy, *parts: Batch) -> list[list[tuple[Any, ...]]]:
    with open_copy() as con:
        for part in parts:
            load(con, replace(part, placements=(), stories=()))
        tables = ("past_claims", "claim_facts", "checks", "ledger", "revisions")
        return [rows(con, f"select * from {table} order by all") for table in tables]


@pytest.mark.parametrize("order", list(permutations((FIRST, SECOND, THIRD))))
def test_the_order_in_which_versions_arrive_does_not_show(order, open_copy, in_order):
    assert load_versions(open_copy, *order) == in_order


def test_loading_versions_twice_changes_nothing(con):
    load(con, join(FIRST, SECOND))
    assert not load(con, replace(join(FIRST, SECOND), run=make_run("run-2"))).changed
    assert not load(con, replace(FIRST, run=make_run("run-3"), placements=(), stories=())).changed


def test_a_later_figure_of_one_speaker_is_a_revision_for_the_same_period_only(con):
    common = {"attribution": "Nvidia", "modality": Modality.EXPECTED}
    load(
        con,
        join(
            price("spring", "$10 billion", 1e10, day=0, period="in fiscal 2027", **common),
            price("summer", "$12 billion", 1.2e10, day=90, period="in fiscal 2027", **common),
            price("other", "$14 billion", 1.4e10, day=91, period="in fiscal 2028", **common),
        ),
    )
    facts = {fact.period: (fact.status, fact.value) for fact in find_facts(con, "chip:h200")}
    assert facts == {"in fiscal 2027": ("revised", 1.2e10), "in fiscal 2028": ("single", 1.4e10)}
    assert rows(con, "select how, said_before, says_now from revisions") == [
        ("speaker", "$10 billion (Nvidia, The Spring)", "$12 billion (Nvidia, The Summer)")
    ]
    spring = Moment(as_of=DAY + timedelta(days=30))
    assert [(fact.status, fact.value) for fact in find_facts(con, "chip:h200", moment=spring)] == [("single", 1e10)]


def test_two_outlets_that_disagree_conflict_and_do_not_revise(con):
    load(con, join(price("a", "$10", 10, day=0), price("b", "$20", 20, day=5)))
    assert [fact.status for fact in find_facts(con, "chip:h200")] == ["conflicting"]
    assert rows(con, "select * from revisions") == []


def test_one_named_speaker_in_two_outlets_is_one_source_and_nameless_ones_are_two(con, open_copy):
    load(con, join(price("a", "$10", 10, attribution="Lisa Su"), price("b", "$10", 10, attribution="Lisa Su")))
    (fact,) = find_facts(con, "chip:h200")
    assert (fact.articles, fact.sources, fact.status) == (2, 1, "single")
    with open_copy() as other:
        people = "people familiar with the matter"
        load(other, join(price("a", "$10", 10, attribution=people), price("b", "$10", 10, attribution=people)))
        (fact,) = find_facts(other, "chip:h200")
        assert (fact.articles, fact.sources, fact.status) == (2, 2, "corroborated")


def test_every_saying_is_beneath_its_fact(con):
    load(con, join(price("a", "$10", 10), price("b", "about $10.5", 10.5, duplicate_of="a", day=1)))
    (fact,) = find_facts(con, "chip:h200")
    first, second = find_sayings(con, "chip:h200")[fact.fact_id]
    assert (first.text, first.outlet, first.published_at, first.copy_of) == ("$10", "The A", DAY, None)
    assert second.copy_of == first.article_id
    assert first.origin == second.origin
    assert (first.low, first.high) == pytest.approx((9.5, 10.5))


def test_forecasts_are_matched_with_what_came_of_them(con):
    common = {"metric": "units shipped", "period": "in 2026"}
    load(
        con,
        join(
            say("plan", "about 100,000", 100_000, "chips", modality=Modality.PLANNED, bound=Bound.ABOUT, **common),
            say(
                "bold",
                "at least 200,000",
                200_000,
                "chips",
                day=1,
                modality=Modality.EXPECTED,
                bound=Bound.AT_LEAST,
                **common,
            ),
            say("fact", "140,000", 140_000, "chips", day=9, **common),
            say("late", "150,000", 150_000, "chips", day=10, modality=Modality.EXPECTED, **common),
        ),
    )
    query = "select forecast, actual, outcome, round(difference, 2) from forecast_outcomes order by forecast"
    assert rows(con, query) == [
        ("about 100,000", "140,000", "above", 0.4),
        ("at least 200,000", "140,000", "below", -0.3),
    ]


def test_the_ledger_follows_a_merge_and_its_undoing(con):
    batch = FIRST
    ((key, document),) = batch.documents.items()
    (claim,) = document.claims
    stranger = replace(claim, subject="MI500X", subject_id=None)
    load(con, replace(batch, documents={key: replace(document, claims=(stranger,))}))
    load(con, SECOND)
    load(con, replace(FIRST, documents={key: replace(document, claims=(stranger,))}, run=make_run("run-4")))
    (entry,) = (entry for entry in batch.entries if entry.entity_id == "chip:h20")
    merge_entity(con, "new:chip:mi500x", entry, now=DAY)
    assert rows(con, "select subject_key, is_current from claim_facts order by all") == [
        ("chip:h20", False),
        ("chip:h200", True),
    ]
    unmerge_entity(con, "new:chip:mi500x")
    assert rows(con, "select subject_key from claim_facts where not is_current") == [("new:chip:mi500x",)]
    assert [row for row in examine(con) if row.table in {"claim_facts", "past_claims"}] == []
