"""What the command line, the API and the pages ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from duckdb import DuckDBPyConnection
from warehouse_copies import OpenCopy
from warehouse_records import DAY, ENTRIES, join, make_run, say

from nlp.records import Alias, Entry, Label
from warehouse import fulltext
from warehouse.batch import Batch
from warehouse.errors import BadQuery, UnknownEntity
from warehouse.fulltext import refresh_index
from warehouse.load import load
from warehouse.search import (
    entity_sheet,
    find_claims,
    latest_run,
    resolve_entity,
    run_sql,
    search_articles,
    summarize,
)
from warehouse.snippet import cut_snippet

MORE_ENTRIES = (
    Entry(
        entity_id="chip:mi300x",
        label=Label.CHIP,
        name="Instinct MI300X",
        aliases=(Alias(text="MI300X"),),
        details={"vendor": "company:amd"},
    ),
    Entry(entity_id="company:amd", label=Label.COMPANY, name="AMD", aliases=(), details={}),
    Entry(entity_id="gov:mofcom", label=Label.GOV, name="MOFCOM", aliases=(Alias(text="商务部"),), details={}),
)


@pytest.fixture(scope="module")
def filled(open_copy: OpenCopy) -> Iterator[DuckDBPyConnection]:
    with open_copy() as con:
        load(
            con,
            replace(
                join(
                    say("mirror", title="Bandwidth of the H200", after=" It is made in 3 nm at 18A, says MOFCOM."),
                    say("other", "4800 GB/s", 4800, "GB/s", day=2, title="More on memory", reference="H20"),
                    say("price", "$30,000", 30_000, "USD", day=1, metric="price", title="What it costs: 1,234,567"),
                    say("copy", "$30,000", 30_000, "USD", day=3, metric="price", title="A copy", duplicate_of="price"),
                ),
                entries=ENTRIES + MORE_ENTRIES,
            ),
        )
        yield con


@pytest.mark.parametrize(
    ("name", "entity_id"),
    [
        ("chip:h200", "chip:h200"),
        ("CHIP:H200", "chip:h200"),
        ("Nvidia H200", "chip:h200"),
        ("H200", "chip:h200"),
        (" h-200 ", "chip:h200"),
        ("nvidia  h200", "chip:h200"),
        ("H20", "chip:h20"),
        ("NVIDIA", "company:nvidia"),
        ("AMD MI300X", "chip:mi300x"),
        ("amd instinct mi-300x", "chip:mi300x"),
        ("商务部", "gov:mofcom"),
        ("mi500x", "new:chip:mi500x"),
        ("new:chip:mi500x", "new:chip:mi500x"),
    ],
)
def test_an_entity_is_found_by_id_name_and_alias(filled, name, entity_id):
    assert resolve_entity(filled, name).entity_id == entity_id


def test_an_entity_brings_what_the_registry_has(filled):
    entity = resolve_entity(filled, "H200")
    assert (entity.name, entity.label, entity.in_registry) == ("Nvidia H200", "CHIP", True)
    assert entity.aliases == ("H200", "H200 NVL")
    assert entity.details == {"vendor": "company:nvidia"}


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("H220", "Nvidia H20"),
        ("H2000", "Nvidia H200"),
        ("nvida", "Nvidia"),
        ("MI300", "Instinct MI300X"),
        ("mofcon", "MOFCOM"),
    ],
)
def test_a_typo_brings_the_nearest_names(filled, name, suggestion):
    with pytest.raises(UnknownEntity, match=f"No entity is called '{name}'; did you mean ") as raised:
        resolve_entity(filled, name)
    assert suggestion in raised.value.suggestions
    assert len(raised.value.suggestions) <= 3


@pytest.mark.parametrize("name", ["", "  ", "???", "qqqqqq", "'; drop table entities; --", "x" * 10_000, "\ud800"])
def test_a_name_that_is_near_nothing_brings_no_names(filled, name):
    with pytest.raises(UnknownEntity) as raised:
        resolve_entity(filled, name)
    assert raised.value.suggestions == ()


def test_claims_are_in_order_of_metric_and_date(filled):
    claims = find_claims(filled, entity_id="chip:h200")
    assert [(claim.metric, claim.text) for claim in claims] == [
        ("memory bandwidth", "4.8 TB/s"),
        ("memory bandwidth", "4800 GB/s"),
        ("price", "$30,000"),
        ("price", "$30,000"),
    ]
    assert {claim.role for claim in claims} == {"subject"}
    assert claims == find_claims(filled, entity_id="chip:h200", limit=None)
    assert find_claims(filled, entity_id="chip:h200", limit=2) == claims[:2]


@pytest.mark.parametrize(
    ("conditions", "count"),
    [
        ({"metric": "price"}, 2),
        ({"metric": "BAND"}, 2),
        ({"metric": "weight"}, 0),
        ({"since": DAY + timedelta(days=1)}, 3),
        ({"until": DAY + timedelta(days=1)}, 1),
        ({"since": DAY, "until": DAY + timedelta(days=3)}, 3),
        ({"as_of": DAY + timedelta(days=2)}, 3),
        ({"as_of": DAY - timedelta(days=1)}, 0),
    ],
)
def test_claims_by_metric_and_date(filled, conditions, count):
    assert len(find_claims(filled, entity_id="chip:h200", **conditions)) == count


def test_what_has_no_date_counts_from_when_it_was_fetched(con):
    batch = say()
    (article,) = batch.articles
    load(con, replace(batch, articles=(replace(article, published=None),)))
    assert find_claims(con, entity_id="chip:h200", as_of=article.fetched_at) != []
    assert find_claims(con, entity_id="chip:h200", as_of=article.fetched_at - timedelta(seconds=1)) == []
    assert find_claims(con, entity_id="chip:h200", since=DAY) == []


def test_an_entity_is_found_where_others_are_compared_with_it(con):
    batch = say(reference="H20")
    ((key, document),) = batch.documents.items()
    (claim,) = document.claims
    load(con, replace(batch, documents={key: replace(document, claims=(replace(claim, reference_id="chip:h20"),))}))
    (found,) = find_claims(con, entity_id="chip:h20")
    assert (found.role, found.subject, found.reference) == ("reference", "H200", "H20")


def test_a_sheet_has_facts_company_and_articles(filled):
    sheet = entity_sheet(filled, "chip:h200")
    assert sheet.entity.name == "Nvidia H200"
    assert [(fact.metric, fact.value, fact.sources, fact.claims, fact.status) for fact in sheet.facts] == [
        ("memory bandwidth", 4.8e12, 2, 2, "corroborated"),
        ("price", 30_000, 1, 2, "single"),
    ]
    assert [(row.name, row.articles) for row in sheet.related] == [("Nvidia", 4), ("MI500X", 4)]
    assert [row.title for row in sheet.articles][-1] == "Bandwidth of the H200"
    assert sheet.articles[0].published_at == DAY + timedelta(days=3)
    assert {(row.mentions, row.claims) for row in sheet.articles} == {(1, 1)}


def test_a_sheet_of_nobody(filled):
    with pytest.raises(UnknownEntity):
        entity_sheet(filled, "chip:none")


def test_a_sheet_of_an_entity_that_no_article_names(filled):
    sheet = entity_sheet(filled, "gov:mofcom")
    assert (sheet.facts, sheet.related, sheet.articles) == ((), (), ())


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("h200 bandwidth", "Bandwidth of the H200"),
        ("18A", "Bandwidth of the H200"),
        ("3nm", "Bandwidth of the H200"),
        ("3 NM", "Bandwidth of the H200"),
        ("4.8TB/s", "Bandwidth of the H200"),
        ("4800GB", "More on memory"),
        ("30000", "What it costs: 1,234,567"),
        ("1234567", "What it costs: 1,234,567"),
        ("1,234,567", "What it costs: 1,234,567"),
        ("MOFCOM", "Bandwidth of the H200"),
    ],
)
def test_words_and_figures_are_found_however_they_are_written(filled, query, title):
    assert title in [hit.title for hit in search_articles(filled, query)][:2]


def test_a_hit_brings_its_story_and_the_part_that_matches(filled):
    hit = search_articles(filled, "18A nm", limit=1)[0]
    assert (hit.story_id, hit.outlet) == ("story-mirror", "The Mirror")
    assert "3 nm at 18A" in hit.snippet
    assert hit.score > 0


@pytest.mark.parametrize("query", ["", "'", "zzz", '" or 1=1', "🧪", "a" * 50_000])
def test_odd_words_find_nothing(filled, query):
    assert search_articles(filled, query) == []


def test_an_empty_warehouse_finds_nothing(con):
    assert search_articles(con, "H200") == []
    assert latest_run(con) is None
    assert summarize(con).earliest is None


def test_search_follows_a_new_version(con):
    load(con, say(after=" Old words."))
    load(con, say(after=" New phrase.", fetched=2))
    assert search_articles(con, "old") == []
    assert len(search_articles(con, "phrase")) == 1


def test_putting_the_index_in_order_changes_no_answer(con, monkeypatch):
    load(con, say(after=" Old words."))
    load(con, say(after=" New phrase.", fetched=2))
    load(con, say("second", after=" Another phrase."))
    assert not refresh_index(con)
    before = search_articles(con, "phrase h200")
    monkeypatch.setattr(fulltext, "FEW", 1)
    assert refresh_index(con)
    assert not refresh_index(con)
    assert search_articles(con, "phrase h200") == before
    assert con.execute("select count(*) from search_arrivals").fetchone() == (0,)
    assert con.execute("select count(distinct number) from search_postings").fetchone() == (2,)


def test_sql_gives_columns_types_and_rows(filled):
    answer = run_sql(filled, "select subject, value, published_at from claims order by published_at limit 1;")
    assert answer.columns == ("subject", "value", "published_at")
    assert answer.types == ("VARCHAR", "DOUBLE", "TIMESTAMP WITH TIME ZONE")
    assert answer.rows == (("H200", 4.8, DAY),)


@pytest.mark.parametrize(
    "query", ["describe claims", "summarize claims", "explain select 1", "from ledger", "values (1)"]
)
def test_sql_that_reads_is_run(filled, query):
    assert run_sql(filled, query).rows


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "Give one statement, not 0"),
        ("-- nothing", "Give one statement, not 0"),
        ("select 1; select 2", "Give one statement, not 2"),
        ("selec 1", 'syntax error at or near "selec"'),
        ("select subjct from claims", 'Candidate bindings: "subject"'),
        ("delete from claims", "read only: DELETE is not a query"),
        ("insert into watches values (1)", "read only: INSERT is not a query"),
        ("set threads = 1", "read only: SET is not a query"),
        ("copy claims to '/tmp/x'", "read only: COPY is not a query"),
        ("select 1 / 'a'", "Could not convert string 'a'"),
        ("select $1", "parameter"),
    ],
)
def test_other_sql_is_refused_in_duckdbs_words(filled, query, message):
    with pytest.raises(BadQuery) as raised:
        run_sql(filled, query)
    assert message in str(raised.value)


def test_the_latest_run(con):
    load(con, Batch(run=make_run("run-1")))
    load(con, Batch(run=make_run("run-2", day=1)))
    load(con, Batch(run=make_run("run-0", day=-1)))
    assert latest_run(con) == make_run("run-2", day=1)


def test_the_overview(filled):
    overview = summarize(filled)
    assert (overview.articles, overview.claims, overview.stories, overview.copies, overview.entities) == (4, 4, 4, 1, 3)
    assert (overview.earliest, overview.latest) == (DAY, DAY + timedelta(days=3))


@pytest.mark.parametrize(
    ("text", "query", "part"),
    [
        ("word " * 200 + "the H200 has it " + "word " * 200, "h200", "the H200 has it"),
        ("h200 " + "word " * 200 + "the H200 bandwidth here " + "word " * 50, "bandwidth H200", "H200 bandwidth here"),
        ("Only this.", "nothing", "Only this."),
        ("x" * 5_000, "y", "x" * 200),
        ("", "y", ""),
    ],
)
def test_a_snippet_is_short_and_has_the_words(text, query, part):
    snippet = cut_snippet(text, query)
    assert part in snippet
    assert len(snippet) <= 222
