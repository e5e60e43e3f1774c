"""Comparisons against levels, sheets, and which chips are over a policy's line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from duckdb import DuckDBPyConnection
from warehouse_records import (
    ENTRIES,
    join,
    make_article,
    make_claim,
    make_document,
    make_entity,
    make_quantity,
    make_run,
)

from nlp.quantities.conversion import to_base
from nlp.quantities.tokens import tokenise
from nlp.quantities.units import match_unit
from nlp.records import Bound, Change, Claim, Entry, Kind, Label
from warehouse.batch import Batch
from warehouse.ledger import CheckRow, chips_over_the_line, find_checks, find_facts, find_sayings, spec_sheet
from warehouse.load import load

IDS = {"H200": "chip:h200", "H20": "chip:h20"}


def tell(
    name: str,
    subject: str,
    words: str,
    value: float,
    unit: str,
    metric: str,
    *,
    against: str | None = None,
    kind: Kind = Kind.ABSOLUTE,
    bound: Bound = Bound.EXACT,
    change: Change | None = None,
) -> Batch:
    """A batch of one article that says one thing of a chip, compared with another chip where `against` names one."""
    text = f"The {subject} is said to have {words} where it counts."
    article = make_article(name, text)
    quantity = replace(make_quantity(text, words, value, unit, bound=bound, kind=kind), change=change)
    claim: Claim = replace(
        make_claim(text, quantity, subject=subject, subject_id=IDS[subject], metric=metric, reference=against),
        reference_id=IDS.get(against or ""),
    )
    document = make_document(text, entities=(make_entity(text, subject, IDS[subject]),), claims=(claim,))
    key = (article.article_id, article.version)
    return Batch(run=make_run(), articles=(article,), documents={key: document}, entries=ENTRIES)


def check(con: DuckDBPyConnection, *sayings: Batch) -> CheckRow:
    load(con, join(*sayings))
    (row,) = find_checks(con, "chip:h200")
    return row


FAST = tell("fast", "H200", "15,840 TPP", 15_840, "TPP", "total processing performance")
SLOW = tell("slow", "H20", "2,368 TPP", 2_368, "TPP", "total processing performance")


def times(words: str, value: float, **more: Any) -> Batch:
    return tell("times", "H200", words, value, "x", "performance", against="H20", kind=Kind.RATIO, **more)


def repeated(number: int) -> Batch:
    words = "6.7 times"
    return tell(f"times-{number}", "H200", words, 6.7, "x", "performance", against="H20", kind=Kind.RATIO)


def test_six_times_is_checked_against_both_levels(con):
    row = check(con, FAST, SLOW, times("almost six times", 6, bound=Bound.ABOUT, change=Change.INCREASE))
    assert (row.result, round(row.expected, 2), round(row.difference, 3)) == ("does not hold", 6.69, 0.115)
    assert row.formula == "H200 15,840 TPP / H20 2,368 TPP = 6.69"
    assert row.reason == '6.69 times is 11 % more than the 6 of "almost six times"'
    facts = {fact.fact_id: fact.subject for name in ("chip:h200", "chip:h20") for fact in find_facts(con, name)}
    assert [facts[level] for level in row.levels] == ["H200", "H20"]


@pytest.mark.parametrize(
    ("words", "value", "unit", "change", "result"),
    [
        ("6.7 times", 6.7, "x", None, "holds"),
        ("nearly seven times", 7, "x", Change.INCREASE, "holds"),
        ("5x", 5, "x", None, "does not hold"),
        ("570 percent more", 570, "%", Change.INCREASE, "holds"),
        ("669 percent", 669, "%", None, "holds"),
        ("20 percent more", 20, "%", Change.INCREASE, "does not hold"),
        ("85 percent less", 85, "%", Change.DECREASE, "does not hold"),
    ],
)
def test_how_a_multiple_is_read(con, words, value, unit, change, result):
    kind = Kind.RATIO if unit == "x" else Kind.PERCENT
    metric = "total processing performance"
    said = tell("said", "H200", words, value, unit, metric, against="H20", kind=kind, change=change)
    assert check(con, FAST, SLOW, said).result == result


@pytest.mark.parametrize(
    ("levels", "reason"),
    [
        ((), "no performance of H200 or of H20 is in the ledger"),
        ((FAST,), "no performance of H20 is in the ledger"),
        ((SLOW,), "no performance of H200 is in the ledger"),
    ],
)
def test_what_cannot_be_checked_says_why(con, levels, reason):
    row = check(con, *levels, times("six times", 6))
    assert (row.result, row.expected, row.reason) == ("cannot be checked", None, reason)


def test_a_check_follows_the_levels_that_come_later_and_go_again(con):
    assert check(con, times("6.7 times", 6.7)).result == "cannot be checked"
    assert check(con, FAST, SLOW).result == "holds"
    ((key, document),) = SLOW.documents.items()
    gone = replace(SLOW, documents={key: replace(document, claims=(), quantities=())})
    assert check(con, gone).result == "cannot be checked"


def test_where_levels_conflict_the_formula_gives_the_middle_and_not_the_first_word(con):
    other = tell("other", "H200", "20,000 TPP", 20_000, "TPP", "total processing performance")
    row = check(con, FAST, other, SLOW, times("six times", 6))
    assert row.formula == "H200 17,920 TPP / H20 2,368 TPP = 7.57"


def test_a_comparison_that_many_repeat_is_checked_for_each(con):
    load(con, join(FAST, SLOW, *map(repeated, range(5))))
    rows = find_checks(con, "chip:h200")
    assert len({row.claim_id for row in rows}) == 5
    assert {(row.result, len(row.levels)) for row in rows} == {("holds", 2)}


def test_a_share_of_an_amount_comes_to_an_amount(con):
    share = tell("share", "H200", "25%", 25, "%", "revenue share", kind=Kind.PERCENT)
    order = tell("order", "H200", "$10 billion", 1e10, "USD", "order value", kind=Kind.MONEY, bound=Bound.ABOUT)
    row = check(con, share, order)
    assert (row.result, row.expected, row.unit) == ("cannot be checked", 2.5e9, "USD")
    assert row.formula == "25% of $10 billion (order value of H200) = 2.5 billion USD"
    paid = tell("paid", "H200", "$2.6 billion", 2.6e9, "USD", "revenue share", kind=Kind.MONEY)
    assert check(con, paid).result == "holds"
    wrong = tell("paid", "H200", "$9 billion", 9e9, "USD", "revenue share", kind=Kind.MONEY)
    load(
        con,
        replace(
            wrong, articles=(replace(wrong.articles[0], fetched_at=wrong.articles[0].fetched_at.replace(year=2027)),)
        ),
    )
    (row,) = find_checks(con, "chip:h200")
    assert (row.result, row.reason) == (
        "does not hold",
        "$9 billion is 260 % more than the 2.5 billion USD that 25% of $10 billion comes to",
    )


def test_a_comparison_that_holds_is_a_second_source_of_the_level(con):
    two_thirds = tell("ratio", "H20", "two-thirds", 2 / 3, "x", "memory bandwidth", against="H200", kind=Kind.RATIO)
    load(
        con,
        join(
            tell("one", "H20", "3.2 TB/s", 3.2, "TB/s", "memory bandwidth"),
            tell("two", "H200", "4.8 TB/s", 4.8, "TB/s", "memory bandwidth"),
            two_thirds,
        ),
    )
    (level,) = (fact for fact in find_facts(con, "chip:h20") if fact.base_unit == "B/s")
    assert (level.status, level.articles, level.figure_sources, level.implied) == ("corroborated", 2, 2, 1)
    assert (level.value, level.low, level.high) == (3.2e12, 3.15e12, 3.25e12)
    implied = [saying.text for saying in find_sayings(con, "chip:h20")[level.fact_id] if saying.is_implied]
    assert implied == ["two-thirds of H200"]


def test_the_sheet_of_a_chip_in_order(con):
    load(
        con,
        join(
            FAST,
            tell("power", "H200", "700 W", 700, "W", "power"),
            tell("memory", "H200", "141 GB", 141, "GB", "memory capacity"),
            tell("price", "H200", "$30,000", 30_000, "USD", "price", kind=Kind.MONEY),
            times("six times", 6),
        ),
    )
    assert [(row.cell, row.value, row.sources, row.status) for row in spec_sheet(con, "chip:h200")] == [
        ("memory", 141, 1, "single"),
        ("compute", 15_840, 1, "single"),
        ("power", 700, 1, "single"),
        ("price", 30_000, 1, "single"),
    ]


def test_a_total_over_many_chips_is_no_figure_of_one(con):
    total = "combined total processing performance"
    load(con, join(FAST, tell("batch", "H200", "6.3 billion TPP", 6.3e9, "TPP", total)))
    assert [(row.metric, row.value) for row in spec_sheet(con, "chip:h200")] == [
        ("total processing performance", 15_840)
    ]
    facts = {fact.metric: (fact.value, fact.status) for fact in find_facts(con, "chip:h200")}
    assert facts == {total: (6.3e9, "single"), "total processing performance": (15_840, "single")}


def test_a_multiple_or_a_share_is_not_on_the_sheet(con):
    half = tell("half", "H200", "half", 0.5, "x", "power", kind=Kind.RATIO)
    share = tell("share", "H200", "20%", 20, "%", "production", kind=Kind.PERCENT)
    load(con, join(FAST, half, share))
    assert [row.metric for row in spec_sheet(con, "chip:h200")] == ["total processing performance"]


THRESHOLDS = [
    {"metric": "total processing performance", "value": 4800, "unit": "TPP", "bound": ">="},
    {"metric": "memory bandwidth", "value": 6500, "unit": "GB/s", "bound": "<"},
    {"metric": "total processing performance", "value": 1600, "unit": "TPP", "bound": ">=", "condition": "dense"},
]


def test_which_chips_are_over_the_line(con):
    rule = Entry(
        entity_id="policy:rule", label=Label.POLICY, name="The Rule", aliases=(),
        details={"thresholds": json.dumps(THRESHOLDS)},
    )  # fmt: skip
    width = tell("width", "H200", "4.8 TB/s", 4.8, "TB/s", "memory bandwidth")
    load(con, replace(join(FAST, SLOW, width), entries=(*ENTRIES, rule)))
    query = "select chip_id, number, verdict, applies from regulated_chips order by all"
    assert con.execute(query).fetchall() == [
        ("chip:h20", 1, "under", False),
        ("chip:h20", 3, "over", True),
        ("chip:h200", 1, "over", True),
        ("chip:h200", 2, "under", True),
        ("chip:h200", 3, "over", True),
    ]
    assert [(row.chip_id, row.condition) for row in chips_over_the_line(con, policy_id="policy:rule")] == [
        ("chip:h200", None), ("chip:h20", "dense"), ("chip:h200", "dense"),
    ]  # fmt: skip


def test_the_units_of_the_registry_s_thresholds_are_those_of_claims(con):
    """What nlp reads as a figure in such a unit has the base unit and the base value of the view."""
    registry = Path(__file__).parents[2] / "nlp" / "registry" / "policies.jsonl"
    policies = [json.loads(line) for line in registry.read_text(encoding="utf-8").splitlines()]
    entries = tuple(
        Entry(
            entity_id=policy["id"], label=Label.POLICY, name=policy["name"], aliases=(),
            details={"thresholds": json.dumps(policy["thresholds"])},
        )
        for policy in policies
    )  # fmt: skip
    load(con, Batch(run=make_run(), entries=entries))
    rows = con.execute("select distinct unit, value, base_value, base_unit from policy_thresholds").fetchall()
    assert len(rows) > 40
    known = 0
    for unit, value, base_value, base_unit in rows:
        tokens = tokenise(unit, 0, len(unit))
        found = match_unit(tokens, 0)
        if found is None or found[1] != len(tokens):
            continue
        known += 1
        assert to_base(value, found[0]) == pytest.approx(base_value), unit
        assert base_unit
    assert known > 10
