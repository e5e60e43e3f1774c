"""Loading: by key, only what differs, the newest version of an article on top."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import duckdb
import numpy as np
import pytest
from duckdb import DuckDBPyConnection
from warehouse_records import DAY, ENTRIES, MODEL, make_document, make_run, say

from nlp.records import Bound, Embedding, Label, Placement
from spiders.items import Rejected
from warehouse.batch import Batch, TableChange
from warehouse.errors import BadBatch
from warehouse.load import load
from warehouse.staging import TABLES
from warehouse.state import table_digests

QUOTED = """
    select substring(articles.text, start_pos + 1, end_pos - start_pos) as quote
    from claims join articles using (article_id, version)
    where quote = claims.text
"""


def rows(con: DuckDBPyConnection, query: str) -> list[tuple[object, ...]]:
    return con.execute(query).fetchall()


def test_every_table_gets_its_rows(con):
    report = load(con, say())
    assert report.changed
    assert {table: change.added for table, change in report.tables.items()} == {
        "sources": 1,
        "runs": 1,
        "fetches": 1,
        "pages": 1,
        "sightings": 1,
        "articles": 1,
        "mentions": 3,
        "quantities": 1,
        "claims": 1,
        "entities": 4,
        "embeddings": 1,
        "story_articles": 1,
        "stories": 1,
        "story_history": 0,
        "story_links": 0,
        "quarantine": 1,
        "boilerplate": 0,
        "search_articles": 1,
        "past_claims": 0,
        "claim_cards": 1,
        "claim_facts": 1,
        "checks": 0,
        "facts": 1,
    }
    assert set(report.tables) == {
        *TABLES,
        "search_articles",
        "past_claims",
        "claim_cards",
        "claim_facts",
        "checks",
        "facts",
    }


def test_the_row_of_a_claim_answers_on_its_own(con):
    load(con, say(attribution="Institute for Progress", bound=Bound.ABOUT))
    query = (
        "select subject, metric, value, unit, bound, attribution, outlet, published_at, source, title, url from claims"
    )
    assert rows(con, query) == [
        (
            "H200",
            "memory bandwidth",
            4.8,
            "TB/s",
            "~",
            "Institute for Progress",
            "The Mirror",
            DAY,
            "wire",
            "About mirror",
            "https://example.org/mirror",
        )
    ]
    assert rows(con, QUOTED) == [("4.8 TB/s",)]


def test_the_same_batch_again_changes_nothing(con):
    batch = say()
    load(con, batch)
    before = table_digests(con)
    report = load(con, batch)
    assert not report.changed
    assert all(change == TableChange() for change in report.tables.values())
    assert table_digests(con) == before


def test_a_later_run_over_the_same_pages_changes_only_its_own_rows(con):
    load(con, say())
    before = table_digests(con)
    batch = say()
    later = tuple(
        replace(article, fetched_at=article.fetched_at + timedelta(days=9), archive="b.warc.gz#7")
        for article in batch.articles
    )
    report = load(con, replace(batch, run=make_run("run-2", day=9), articles=later))
    assert not report.changed
    assert report.tables["runs"] == TableChange(added=1)
    assert table_digests(con) == before
    assert rows(con, "select first_seen_run from quarantine") == [("run-1",)]


@pytest.mark.parametrize("change", [{"name": "large"}, {"revision": "2"}, {"backend": "other"}])
def test_the_vector_of_another_model_takes_the_place_of_the_one_before(con, change):
    batch, other = say(), say("other")
    load(con, batch)
    load(con, other)
    (vector,), (kept,) = batch.embeddings, other.embeddings
    model = replace(MODEL, **change)
    # As a reprocessing gives it: vectors alone.
    report = load(con, Batch(run=make_run("run-2", day=9), embeddings=(replace(vector, model=model),)))
    assert report.tables["embeddings"] == TableChange(added=1, removed=1)
    kinds = {
        (vector.item_id, model.name, model.revision, model.backend),
        (kept.item_id, MODEL.name, MODEL.revision, MODEL.backend),
    }
    assert set(rows(con, "select article_id, model, revision, backend from embeddings")) == kinds


def test_a_row_twice_in_one_batch_is_one_row(con):
    batch = say()
    twice = replace(
        batch,
        sources=batch.sources * 2,
        articles=batch.articles * 2,
        entries=ENTRIES * 2,
        embeddings=batch.embeddings * 2,
        placements=batch.placements * 2,
        stories=batch.stories * 2,
        rejected=batch.rejected * 2,
        documents={
            key: replace(
                document, entities=document.entities * 2, claims=document.claims * 2, quantities=document.quantities * 2
            )
            for key, document in batch.documents.items()
        },
    )
    load(con, twice)
    doubled = table_digests(con)
    con.execute("begin; delete from articles; delete from mentions; delete from claims; delete from quantities; commit")
    load(con, batch)
    assert table_digests(con) == doubled


def test_of_two_claims_on_one_figure_the_surer_one_is_kept(con):
    batch = say()
    ((key, document),) = batch.documents.items()
    (claim,) = document.claims
    unsure = replace(claim, subject="MI500X", subject_id=None, confidence=0.2)
    load(con, replace(batch, documents={key: replace(document, claims=(unsure, claim))}))
    assert rows(con, "select subject from claims") == [("H200",)]


def test_a_newer_version_replaces_what_was_derived_and_the_older_stays(con):
    old, new = say(), say(words="5 TB/s", value=5.0, fetched=3)
    load(con, old)
    ids = rows(con, "select claim_id from claims")
    report = load(con, new)
    assert report.tables["articles"] == TableChange(added=1, changed=1)
    assert report.tables["claims"] == TableChange(added=1, removed=1)
    assert rows(
        con, "select version = $1, is_current from articles order by 1".replace("$1", f"'{old.articles[0].version}'")
    ) == [(False, True), (True, False)]
    assert rows(con, "select text from claims") == [("5 TB/s",)]
    assert rows(con, "select claim_id from claims") != ids
    for table in ("mentions", "quantities", "claims", "embeddings"):
        assert rows(con, f"select distinct version from {table}") == [(new.articles[0].version,)]
    assert rows(con, "select count(*) from search_articles") == [(1,)]


def test_an_older_version_that_arrives_late_becomes_history(con):
    old, new = say(), say(words="5 TB/s", value=5.0, fetched=3)
    load(con, new)
    history = {"articles", "past_claims", "claim_facts"}
    derived = {table: digest for table, digest in table_digests(con).items() if table not in history}
    load(con, old)
    assert {table: digest for table, digest in table_digests(con).items() if table not in history} == derived
    assert rows(con, "select count(*) from past_claims") == [(1,)]
    assert rows(con, "select count(*) filter (is_current), count(*) from articles") == [(1, 2)]


def test_both_versions_in_one_batch(con):
    old, new = say(), say(words="5 TB/s", value=5.0, fetched=3)
    load(con, replace(new, articles=new.articles + old.articles, documents={**old.documents, **new.documents}))
    assert rows(con, "select text from claims") == [("5 TB/s",)]
    assert rows(con, "select count(*) from mentions") == [(3,)]


def test_a_new_version_without_its_document_takes_the_old_claims_away(con):
    load(con, say())
    report = load(con, Batch(run=make_run(), articles=say(words="5 TB/s", value=5.0, fetched=3).articles))
    assert report.tables["claims"] == TableChange(removed=1)
    assert rows(con, "select count(*) from mentions") == [(0,)]
    assert rows(con, "select count(*) from embeddings") == [(0,)]


def test_a_corrected_outlet_reaches_the_claims(con):
    batch = say()
    load(con, batch)
    (article,) = batch.articles
    report = load(con, Batch(run=make_run(), articles=(replace(article, outlet="The Mirror Weekly"),)))
    assert report.tables["articles"] == TableChange(changed=1)
    assert report.tables["claims"] == TableChange(changed=1)
    assert rows(con, "select outlet from claims") == [("The Mirror Weekly",)]


def test_a_new_reading_of_the_same_text_replaces_the_old(con):
    batch = say()
    load(con, batch)
    ((key, document),) = batch.documents.items()
    load(con, replace(batch, documents={key: make_document(document.text)}))
    assert rows(con, "select count(*) from claims") == [(0,)]
    assert rows(con, "select entity_id from entities where not in_registry") == []


def test_one_version_from_two_sources_is_the_first_ones_whatever_the_order(con):
    first = say()
    (article,) = first.articles
    second = replace(
        first,
        articles=(
            replace(
                article,
                source="mirror",
                url="https://m.example.org/x",
                fetched_at=article.fetched_at + timedelta(hours=1),
            ),
        ),
    )
    load(con, second)
    load(con, first)
    after = table_digests(con)
    assert rows(con, "select source, url from articles") == [("wire", article.url)]
    load(con, second)
    assert table_digests(con) == after


def test_a_name_that_the_registry_does_not_know_gets_a_provisional_entity(con):
    load(con, say())
    load(con, say("other"))
    assert rows(con, "select * from entities where not in_registry") == [
        ("new:chip:mi500x", "CHIP", "MI500X", ["MI500X"], "{}", False)
    ]
    assert rows(con, "select count(*) from mentions where entity_id = 'new:chip:mi500x'") == [(2,)]


def test_a_claim_about_such_a_name_points_at_it(con):
    batch = say()
    ((key, document),) = batch.documents.items()
    (claim,) = document.claims
    stranger = replace(claim, subject="mi500x", subject_id=None, reference="MI500X")
    load(con, replace(batch, documents={key: replace(document, claims=(stranger,))}))
    assert rows(con, "select subject_id, reference_id from claims") == [("new:chip:mi500x", "new:chip:mi500x")]


def test_an_entry_that_has_left_the_registry_is_kept_while_an_article_names_it(con):
    load(con, say())
    without = tuple(entry for entry in ENTRIES if entry.label is not Label.CHIP)
    report = load(con, Batch(run=make_run(), entries=without))
    assert report.tables["entities"] == TableChange(changed=1, removed=1)
    assert rows(con, "select entity_id, in_registry from entities where label = 'CHIP' order by 1") == [
        ("chip:h200", False),
        ("new:chip:mi500x", False),
    ]
    assert not load(con, Batch(run=make_run(), entries=without)).changed
    load(con, Batch(run=make_run(), entries=ENTRIES))
    assert rows(con, "select count(*) from entities where in_registry") == [(3,)]


def test_no_entries_leave_the_registry_as_it_is(con):
    load(con, say())
    load(con, replace(say("other"), entries=()))
    assert rows(con, "select count(*) from entities where in_registry") == [(3,)]


def test_an_article_moves_to_another_story_and_the_empty_one_is_gone(con):
    load(con, say())
    load(con, say("other", day=1))
    other = say("other", day=1)
    item = other.articles[0].article_id
    first = say()
    joined = replace(first.stories[0], item_ids=(*first.stories[0].item_ids, item))
    placement = Placement(item_id=item, story_id=joined.story_id, duplicate_of=None, similarity=0.7)
    report = load(con, Batch(run=make_run(), placements=(placement,), stories=(joined,)))
    assert report.tables["stories"] == TableChange(changed=1, removed=1)
    assert rows(con, "select story_id, articles from stories") == [("story-mirror", 2)]
    assert rows(con, "select is_first from story_articles order by is_first") == [(False,), (True,)]


def test_who_was_first_follows_the_story(con):
    load(con, say())
    other = say("other", day=-1)
    item = other.articles[0].article_id
    story = replace(say().stories[0], item_ids=(item, *say().stories[0].item_ids), first_item_id=item)
    placement = Placement(item_id=item, story_id=story.story_id, duplicate_of=None, similarity=0.7)
    load(con, replace(other, placements=(placement,), stories=(story,)))
    assert rows(con, "select article_id from story_articles where is_first") == [(item,)]


def test_the_same_fault_twice_is_one_row(con):
    fault = Rejected(stage="fetch", subject="https://example.org/x", reason="too long", sample="<html>")
    load(con, Batch(run=make_run("run-1"), rejected=(fault,)))
    load(con, Batch(run=make_run("run-2"), rejected=(fault, replace(fault, reason="empty"))))
    assert rows(con, "select reason, first_seen_run from quarantine order by reason") == [
        ("empty", "run-2"),
        ("too long", "run-1"),
    ]


def test_half_a_surrogate_pair_is_stored_without_moving_an_offset(con):
    batch = say(after=" \ud83d is broken.")
    load(con, batch)
    assert rows(con, "select text[-13:] from articles") == [(" \ufffd is broken.",)]
    assert rows(con, QUOTED) == [("4.8 TB/s",)]


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan")])
def test_a_figure_that_is_not_finite_is_no_figure(con, value):
    load(con, say(value=value, high=value))
    assert rows(con, "select text, value, high, base_value, base_high from claims") == [
        ("4.8 TB/s", None, None, None, None)
    ]
    assert rows(con, "select status from ledger") == [("no figure",)]


@pytest.mark.parametrize("text", ["a\0b", "'; drop table articles; --", "𝔘𝔫𝔦 🧪 \u202e", "x" * 300_000])
def test_any_text_is_stored_as_it_is(con, text):
    load(con, say(after=text))
    assert rows(con, "select text from articles")[0][0].endswith(text)
    assert not load(con, say(after=text)).changed


def test_a_document_of_another_text_is_refused(con):
    batch = say()
    (key,) = batch.documents
    with pytest.raises(BadBatch, match="was read from another text"):
        load(con, replace(batch, documents={key: make_document("Something else.")}))
    assert rows(con, "select count(*) from runs") == [(0,)]


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ({"documents": {("nobody", "v1"): make_document("No.")}}, "document"),
        (
            {"embeddings": (Embedding(item_id="nobody", model=MODEL, vector=np.zeros(3, dtype=np.float32)),)},
            "embedding",
        ),
        ({"placements": (Placement(item_id="nobody", story_id="s", duplicate_of=None, similarity=1),)}, "placement"),
    ],
)
def test_what_belongs_to_no_article_is_refused(con, part, kind):
    with pytest.raises(BadBatch, match=f"has a {kind} of article nobody"):
        load(con, Batch(run=make_run(), **part))


def test_a_failing_load_writes_nothing_and_the_next_one_works(con):
    con.execute("alter table quarantine rename to lost")
    with pytest.raises(duckdb.CatalogException):
        load(con, say())
    con.execute("alter table lost rename to quarantine")
    assert rows(con, "select count(*) from articles") == [(0,)]
    assert load(con, say()).tables["articles"].added == 1
