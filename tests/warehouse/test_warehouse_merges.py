"""New names are listed with their contexts, and a merge holds for the rows that are there and for those to come."""

from __future__ import annotations

from dataclasses import replace

import pytest
from duckdb import DuckDBPyConnection
from warehouse_records import ENTRIES, say

from nlp.records import Entry, Label
from warehouse.batch import Batch
from warehouse.doctor import examine
from warehouse.errors import BadMerge
from warehouse.identify import identify_stranger
from warehouse.load import load
from warehouse.merges import cut_sentence, list_merges, list_strangers, merge_entity, unmerge_entity
from warehouse.search import resolve_entity

NEW = "new:chip:mi500x"
KNOWN = Entry(entity_id="chip:amd-mi500", label=Label.CHIP, name="AMD MI500", aliases=(), details={})


def about_stranger(name: str = "mirror", **more: object) -> Batch:
    """One article whose only claim is about the name that nobody knows."""
    batch = say(name, reference="H200", **more)  # type: ignore[arg-type]
    ((key, document),) = batch.documents.items()
    (claim,) = document.claims
    document = replace(document, claims=(replace(claim, subject="MI500X", subject_id=None, reference_id="chip:h200"),))
    return replace(batch, documents={key: document}, entries=ENTRIES)


def dump(con: DuckDBPyConnection) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for table in ("mentions", "claims", "entities"):
        found += con.execute(f"from {table} order by all").fetchall()
    return found


def test_new_names_come_with_counts_and_sentences(con: DuckDBPyConnection) -> None:
    load(con, about_stranger("mirror", after=" Its maker says nothing."))
    load(con, about_stranger("herald", day=2))
    (row,) = list_strangers(con)
    assert (row.entity_id, row.label, row.name, row.spellings) == (NEW, "CHIP", "MI500X", ("MI500X",))
    assert (row.articles, row.mentions, row.claims) == (2, 2, 2)
    assert (row.last_seen - row.first_seen).days == 2
    assert row.examples == ("The H200 of Nvidia has 4.8 TB/s, unlike the MI500X.",)
    assert list_strangers(con, label=Label.POLICY) == []
    assert list_strangers(con, least=3) == []


def test_a_merge_changes_mentions_and_claims_and_finds_the_entity(con: DuckDBPyConnection) -> None:
    load(con, about_stranger())
    moved = merge_entity(con, NEW, KNOWN)
    assert (moved.mentions, moved.claims) == (1, 1)
    assert con.execute("select entity_id, read_as from mentions where text = 'MI500X'").fetchall() == [
        (KNOWN.entity_id, NEW)
    ]
    assert con.execute("select subject_id, subject_read_as, reference_id from claims").fetchall() == [
        (KNOWN.entity_id, NEW, "chip:h200")
    ]
    assert list_strangers(con) == []
    for asked in (NEW, "MI500X", "mi 500x", KNOWN.entity_id):
        assert resolve_entity(con, asked).entity_id == KNOWN.entity_id
    assert [row.provisional_id for row in list_merges(con)] == [NEW]


def test_later_loads_keep_to_the_merge(con: DuckDBPyConnection) -> None:
    batch = about_stranger()
    load(con, batch)
    merge_entity(con, NEW, KNOWN)
    assert not load(con, replace(batch, entries=(*ENTRIES, KNOWN))).changed
    load(con, about_stranger("herald", day=1))
    assert con.execute("select distinct subject_id from claims").fetchall() == [(KNOWN.entity_id,)]
    assert con.execute("select count(*) from mentions where entity_id = $id", {"id": NEW}).fetchone() == (0,)
    assert examine(con) == []


def test_undo_puts_every_row_back(con: DuckDBPyConnection) -> None:
    load(con, replace(about_stranger(), entries=(*ENTRIES, KNOWN)))
    before = dump(con)
    moved = merge_entity(con, NEW, KNOWN)
    assert dump(con) != before
    assert unmerge_entity(con, NEW) == moved
    assert dump(con) == before
    assert list_merges(con) == []


def test_an_entity_that_something_was_merged_into_stays(con: DuckDBPyConnection) -> None:
    load(con, about_stranger())
    merge_entity(con, NEW, KNOWN)
    load(con, replace(say("star"), entries=ENTRIES))
    assert con.execute("select in_registry from entities where entity_id = 'chip:amd-mi500'").fetchall() == [(False,)]


@pytest.mark.parametrize(
    ("provisional_id", "entry", "told"),
    [
        ("new:chip:nothing", KNOWN, "entities new"),
        ("chip:h200", KNOWN, "entities new"),
        (NEW, ENTRIES[2], "is a CHIP and company:nvidia a COMPANY"),
    ],
)
def test_a_merge_that_cannot_be_changes_nothing(
    con: DuckDBPyConnection, provisional_id: str, entry: Entry, told: str
) -> None:
    load(con, about_stranger())
    before = dump(con)
    with pytest.raises(BadMerge, match=told):
        merge_entity(con, provisional_id, entry)
    assert dump(con) == before


def test_merging_twice_and_undoing_nothing_are_refused(con: DuckDBPyConnection) -> None:
    load(con, about_stranger())
    merge_entity(con, NEW, KNOWN)
    with pytest.raises(BadMerge, match="merged into chip:amd-mi500"):
        merge_entity(con, NEW, KNOWN)
    with pytest.raises(BadMerge, match="has not been merged"):
        unmerge_entity(con, "new:chip:other")


@pytest.mark.parametrize(("one", "other"), [("MI500X", "mi500x"), ("BR 20X", "BR-20X"), ("Acme, Ltd.", "Acme Ltd")])
def test_spellings_of_one_name_share_an_id(one: str, other: str) -> None:
    assert identify_stranger(Label.CHIP, one) == identify_stranger(Label.CHIP, other)


@pytest.mark.parametrize(
    ("one", "other"), [("AI+", "AI"), ("C++", "C#"), ("A" * 100, "A" * 101), ("+", "#"), ("Sigma", "Σ")]
)
def test_other_names_have_other_ids(one: str, other: str) -> None:
    assert identify_stranger(Label.POLICY, one) != identify_stranger(Label.POLICY, other)
    assert len(identify_stranger(Label.POLICY, one)) < 120


def test_a_long_sentence_is_cut_at_words() -> None:
    text = "word " * 200 + "the Z9 " + "more " * 200
    cut = cut_sentence(text, text.index("Z9"))
    assert "the Z9" in cut
    assert cut.startswith("…word")
    assert cut.endswith("more…")
    assert len(cut) < 260
