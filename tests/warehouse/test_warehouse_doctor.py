"""The doctor finds each fault that is planted, names the row, and finds nothing in a sound warehouse."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from duckdb import DuckDBPyConnection
from warehouse_copies import OpenCopy
from warehouse_records import join, say

from warehouse.doctor import examine
from warehouse.load import load


@pytest.fixture(scope="module")
def loaded(open_copy: OpenCopy) -> Iterator[DuckDBPyConnection]:
    with open_copy() as con:
        load(con, join(say(after=" Ünïcode 🧪 before."), say("other", day=1, duplicate_of="mirror")))
        yield con


@pytest.fixture
def sound(loaded: DuckDBPyConnection) -> Iterator[DuckDBPyConnection]:
    """A sound warehouse; what a test does to it is taken back."""
    loaded.begin()
    yield loaded
    loaded.rollback()


def test_a_sound_warehouse_has_no_findings(sound):
    assert examine(sound) == []


def test_an_empty_warehouse_has_no_findings(con):
    assert examine(con) == []


@pytest.mark.parametrize(
    ("fault", "table", "problem"),
    [
        ("update claims set start_pos = start_pos + 1", "claims", 'says "4.8 TB/s" where the article has ".8 TB/s"'),
        ("update mentions set end_pos = 999 where text = 'H200'", "mentions", 'says "H200" where the article has'),
        ("update quantities set text = '4.9 TB/s'", "quantities", 'says "4.9 TB/s" where the article has "4.8 TB/s"'),
        ("update quantities set end_pos = start_pos - 3", "quantities", 'where the article has ""'),
        ("update claims set sentence = 'Another.'", "claims", "has a sentence that is not in the article at 0"),
        ("update claims set sentence = sentence[:10]", "claims", "has a quantity outside of its sentence"),
        ("update claims set kind = 'money'", "claims", "has an id that is not that of its place"),
        ("update claims set outlet = 'Nobody'", "claims", "has another outlet, source, title, address or date"),
        ("delete from quantities", "claims", "has no quantity at its place"),
        ("delete from entities where entity_id = 'chip:h200'", "claims", "is about chip:h200, which is no entity"),
        ("delete from entities where name = 'MI500X'", "mentions", "names new:chip:mi500x, which is no entity"),
        ("update claims set reference_id = 'chip:x'", "claims", "compares with chip:x, which is no entity"),
        ("update mentions set version = 'gone'", "mentions", "is of no current article"),
        (
            "update embeddings set article_id = 'gone' where article_id[1] = 'a'",
            "embeddings",
            "is of no current article",
        ),
        ("update articles set is_current = false", "articles", "has 0 current versions"),
        ("update articles set text = text || '!'", "articles", "is not the text that version"),
        ("update articles set canonical_url = 'x'", "articles", "has an id that is not that of x"),
        ("delete from story_articles", "stories", "has no articles"),
        ("delete from stories", "story_articles", "which is no story"),
        ("update stories set articles = 7", "stories", "says 7 articles and has 1"),
        ("update stories set first_article_id = 'x'", "stories", "begins with x, which is not in it"),
        ("update story_articles set is_first = false", "story_articles", "is not marked as its story has it"),
        ("update story_articles set duplicate_of = 'x'", "story_articles", "copies x, which is no article"),
        ("update story_articles set duplicate_of = article_id", "story_articles", "copies itself"),
        ("insert into story_links values ('x', 'y', 0.7, ['z'])", "story_links", "links what is no story"),
        (
            "insert into story_links select a.story_id, b.story_id, 0.7, ['z'] from stories as a, stories as b",
            "story_links",
            "does not lead forward in time",
        ),
        ("update embeddings set model = 'b' where article_id[1] = 'a'", "embeddings", "more than one model are mixed"),
        ("update embeddings set vector = [1]", "embeddings", "has 1 numbers where 3 are due"),
        ("insert into mentions select * from mentions", "mentions", "is there 2 times"),
        ("insert into quantities select * from quantities", "quantities", "is there 2 times"),
        ("delete from search_articles", "articles", "cannot be found by full-text search"),
        ("update search_articles set version = 'x'", "search_articles", "is of no current article"),
        ("delete from search_arrivals", "search_articles", "words and 0 in the index"),
        ("delete from runs", "fetches", "is of no run"),
        ("delete from claim_cards", "claims", "has no card"),
        ("delete from claim_places", "claims", "has no place"),
        ("update claims set sentence = 'x'", "claim_cards", "shows the claim as it is not"),
        ("update facts set claims = 9", "facts", "is not what its claims say"),
        ("delete from sources", "fetches", "is of no source"),
        ("delete from sources", "pages", "is of no source"),
        ("update migrations set checksum = 'x' where name like 'marts%'", "migrations", "run chipwire to migrate"),
    ],
)
def test_a_planted_fault_is_found(sound, fault, table, problem):
    sound.execute(fault)
    found = [(finding.table, finding.problem) for finding in examine(sound)]
    assert any(where == table and problem in what for where, what in found), found


def test_a_finding_names_the_row(sound):
    ((claim_id,),) = sound.execute("select claim_id from claims order by claim_id limit 1").fetchall()
    sound.execute("update claims set text = 'nothing' where claim_id = $id", {"id": claim_id})
    (finding,) = examine(sound)
    assert (finding.table, finding.item) == ("claims", claim_id)
