"""The ledger: one row per fact, and whether what is said of it can all hold."""

from __future__ import annotations

from typing import Any

import pytest
from duckdb import DuckDBPyConnection
from warehouse_records import DAY, join, say

from nlp.records import Bound, Change, Kind, Modality
from warehouse.ledger import rebuild
from warehouse.load import load

pytestmark = pytest.mark.long


def ledger(con: DuckDBPyConnection) -> list[dict[str, Any]]:
    cursor = con.execute("select * from ledger order by all")
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def agree(con: DuckDBPyConnection, *sayings: dict[str, Any]) -> dict[str, Any]:
    """Load each saying as an article of its own outlet and return the one row of the ledger."""
    common = {"metric": "price", "unit": "USD"}
    load(con, join(*(say(**{"name": f"paper-{n}", "day": n, **common, **each}) for n, each in enumerate(sayings))))
    (row,) = ledger(con)
    return row


def words(text: str, value: float | None, **more: Any) -> dict[str, Any]:
    return {"words": text, "value": value, **more}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (words("$30,000", 30_000), words("30,000 dollars", 30_000)),
        (words("$30,000", 30_000), words("about $28,000", 28_000, bound=Bound.ABOUT)),
        (words("at least $20,000", 20_000, bound=Bound.AT_LEAST), words("$25,000", 25_000)),
        (words("over $20,000", 20_000, bound=Bound.MORE), words("under $40,000", 40_000, bound=Bound.LESS)),
        (words("up to $40,000", 40_000, bound=Bound.AT_MOST), words("at least $40,000", 40_000, bound=Bound.AT_LEAST)),
        (words("$10 billion", 1e10), words("$10.3 billion", 1.03e10)),
        (words("three million", 3e6), words("3.2 million", 3.2e6)),
        (words("two-thirds", 2 / 3), words("0.68", 0.68)),
        (words("20 to 30", 20, high=30.0), words("27", 27)),
        (words("zero", 0), words("0.2", 0.2)),
        (words("a hundred", 100), words("120", 120)),
        (words("100 thousand", 100_000), words("100,400", 100_400)),
    ],
)
def test_figures_that_can_all_hold_corroborate_each_other(con, first, second):
    row = agree(con, first, second)
    assert (row["status"], row["reason"]) == ("corroborated", None)
    assert (row["claims"], row["articles"], row["sources"]) == (2, 2, 2)
    assert row["low"] is None or row["high"] is None or row["low"] <= row["high"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (words("$30,000", 30_000), words("$30,001", 30_001)),
        (words("$30,000", 30_000), words("about $20,000", 20_000, bound=Bound.ABOUT)),
        (words("at least $26,000", 26_000, bound=Bound.AT_LEAST), words("$25,000", 25_000)),
        (words("over $20,000", 20_000, bound=Bound.MORE), words("up to $20,000", 20_000, bound=Bound.AT_MOST)),
        (words("over 20", 20, bound=Bound.MORE), words("under 20", 20, bound=Bound.LESS)),
        (words("$10.0 billion", 1e10), words("$10.3 billion", 1.03e10)),
        (words("1", 1), words("2", 2)),
        (words("4.8", 4.8), words("4.9", 4.9)),
        (words("20 to 30", 20, high=30.0), words("31", 31)),
        (words("zero", 0), words("3", 3)),
        (words("tenfold", 10), words("11x", 11)),
        (words("two Tianchi256 systems", 2), words("3 systems", 3)),
        (words("0.0 points", 0), words("0.1 points", 0.1)),
    ],
)
def test_figures_that_cannot_both_hold_conflict_with_the_reason(con, first, second):
    row = agree(con, first, second)
    assert row["status"] == "conflicting"
    assert " cannot hold with " in row["reason"]
    assert first["words"] in row["reason"]
    assert second["words"] in row["reason"]
    assert row["value"] is None


def test_one_source_is_single_with_its_value_and_interval(con):
    row = agree(con, words("4.8 TB/s", 4.8, unit="TB/s"))
    assert (row["status"], row["value"], row["low"], row["high"]) == ("single", 4.8e12, 4.75e12, 4.85e12)
    assert (row["subject"], row["subject_id"], row["metric"], row["base_unit"]) == ("H200", "chip:h200", "price", "B/s")


def test_units_of_one_dimension_are_one_fact(con):
    row = agree(con, words("4.8 TB/s", 4.8, unit="TB/s"), words("4800 GB/s", 4800, unit="GB/s"))
    assert (row["status"], row["value"]) == ("corroborated", 4.8e12)
    assert (row["low"], row["high"]) == (4.7995e12, 4.8005e12)


@pytest.mark.parametrize(
    ("text", "value", "low", "high"),
    [
        ("15,840", 15_840, 15_839.5, 15_840.5),
        ("$1.5 trillion", 1.5e12, 1.45e12, 1.55e12),
        ("H200s worth 10 billion", 1e10, 9.5e9, 1.05e10),
        ("two Tianchi256 systems", 2, 1.5, 2.5),
        ("six of 100", 6, 5.5, 6.5),
        ("ten", 10, 9.5, 10.5),
        ("ten thousand", 10_000, 9_500, 10_500),
        ("a hundred thousand", 100_000, 50_000, 150_000),
        ("a quarter", 0.25, 0.2375, 0.2625),
        ("minus 4.0", -4, -4.05, -3.95),
        ("zero of 5", 0, -0.5, 0.5),
    ],
)
def test_a_figure_is_as_exact_as_it_is_written(con, text, value, low, high):
    row = agree(con, words(text, value))
    assert (row["low"], row["high"]) == (low, high)


def test_an_open_end_is_null(con):
    row = agree(con, words("at least $20,000", 20_000, bound=Bound.AT_LEAST))
    assert (row["low"], row["high"]) == (20_000, None)


def test_the_ends_of_a_conflict_are_the_outermost(con):
    row = agree(con, words("$10", 10), words("$20", 20), words("$30", 30))
    assert (row["low"], row["high"]) == (9.5, 30.5)
    assert row["reason"] == "$30 (The Paper-2) cannot hold with $10 (The Paper-0)"


def test_a_copy_is_no_second_source(con):
    row = agree(con, words("$30,000", 30_000), words("$30,000", 30_000, duplicate_of="paper-0"))
    assert (row["claims"], row["articles"], row["sources"], row["status"]) == (2, 2, 1, "single")
    assert row["outlets"] == ["The Paper-0", "The Paper-1"]


def test_two_articles_of_one_outlet_are_one_source(con):
    row = agree(con, words("$30,000", 30_000, outlet="Daily"), words("$30,000", 30_000, outlet="Daily"))
    assert (row["articles"], row["sources"], row["outlet_count"], row["status"]) == (2, 1, 1, "single")


def test_who_said_it_first_where_and_how_it_is_put_last(con):
    row = agree(
        con,
        words("$30,000", 30_000, day=5, attribution="Late"),
        words("30,000 dollars", 30_000, day=2, attribution="Early"),
    )
    assert (row["first_said_by"], row["first_outlet"], row["first_said_at"].day) == (
        "Early",
        "The Paper-1",
        DAY.day + 2,
    )
    assert row["latest_text"] == "$30,000"
    assert row["speakers"] == ["Early", "Late"]


def test_the_outlet_itself_may_be_first(con):
    row = agree(con, words("$30,000", 30_000), words("30,000 dollars", 30_000, attribution="Somebody"))
    assert row["first_said_by"] is None


def test_what_is_denied_is_counted_and_never_weighed(con):
    row = agree(con, words("$30,000", 30_000), words("$99,000", 99_000, modality=Modality.DENIED))
    assert (row["claims"], row["status"], row["value"]) == (2, "single", 30_000)
    con.execute("delete from claims where modality = 'asserted'")
    rebuild(con)
    (row,) = ledger(con)
    assert (row["status"], row["standing"], row["value"]) == ("no figure", None, None)


@pytest.mark.parametrize(
    ("modality", "standing"),
    [
        (Modality.ASSERTED, "asserted"),
        (Modality.PLANNED, "forecast"),
        (Modality.EXPECTED, "forecast"),
        (Modality.HYPOTHETICAL, "hypothetical"),
    ],
)
def test_how_firmly_the_figures_are_said(con, modality, standing):
    row = agree(con, words("$30,000", 30_000, modality=modality))
    assert (row["status"], row["standing"], row["value"]) == ("single", standing, 30_000)


@pytest.mark.parametrize("modality", [Modality.PLANNED, Modality.EXPECTED, Modality.HYPOTHETICAL])
def test_a_forecast_does_not_conflict_with_the_fact_but_with_another_forecast(con, modality):
    row = agree(con, words("$30,000", 30_000), words("$99,000", 99_000, modality=modality))
    assert (row["status"], row["value"]) == ("single", 30_000)
    con.execute("delete from claims where modality = 'asserted'")
    rebuild(con)
    load(con, say("paper-9", "$10", 10, "USD", metric="price", modality=modality))
    (row,) = ledger(con)
    assert row["status"] == "conflicting"


def test_a_magnitude_is_no_figure(con):
    row = agree(con, words("several thousand", None), words("many thousand", None))
    assert (row["status"], row["sources"], row["low"], row["high"], row["value"]) == ("no figure", 2, None, None, None)


@pytest.mark.parametrize(
    "other",
    [
        {"metric": "rent"},
        {"unit": "EUR"},
        {"period": "in 2025"},
        {"change": Change.INCREASE},
        {"kind": Kind.RANK},
    ],
)
def test_another_metric_unit_period_or_move_is_another_fact(con, other):
    load(con, say("a", "$30", 30, "USD", metric="price"))
    load(con, say("b", "$50", 50, **{"unit": "USD", "metric": "price", **other}))
    assert [row["status"] for row in ledger(con)] == ["single", "single"]


def test_a_ratio_is_a_fact_only_with_what_it_is_relative_to(con):
    ratios = (("a", "six times", 6, "H20"), ("b", "twice", 2, "H100"), ("c", "2x", 2, "h100"))
    for name, text, value, reference in ratios:
        load(con, say(name, text, value, "x", kind=Kind.RATIO, reference=reference, metric="TPP"))
    assert [(row["compared_key"], row["compared_with"], row["status"]) for row in ledger(con)] == [
        ("h100", "H100", "corroborated"),
        ("h20", "H20", "single"),
    ]


def test_a_level_is_one_fact_whatever_it_is_compared_with(con):
    row = agree(con, words("15,840 TPP", 15_840, unit="TPP", reference="H20"), words("15,840", 15_840, unit="TPP"))
    assert (row["status"], row["compared_key"], row["compared_with"]) == ("corroborated", None, None)
