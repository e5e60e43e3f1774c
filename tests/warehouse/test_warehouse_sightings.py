"""Which version of an article is current: the one that was seen last, whatever the order of loading."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest
from warehouse_records import DAY, make_run, say

from warehouse.batch import Batch, Sighting
from warehouse.doctor import examine
from warehouse.errors import BadBatch
from warehouse.load import load
from warehouse.state import table_digests

FIRST, EDITED, BACK = say(fetched=1), say(words="5 TB/s", value=5.0, fetched=2), say(fetched=3)
ARTICLE = FIRST.articles[0]


def see(batch: Batch, *, day: int) -> Batch:
    """Only that a version was seen."""
    (article,) = batch.articles
    seen = Sighting(article_id=article.article_id, version=article.version, seen_at=DAY + timedelta(days=day, hours=1))
    return Batch(run=make_run(), sightings=(seen,))


def current(con):
    """The version that is current with when it was first seen, its claims, and the versions of the mentions."""
    (row,) = con.execute("select version, fetched_at from articles where is_current").fetchall()
    claims = con.execute("select version, value from claims").fetchall()
    mentioned = con.execute("select distinct version from mentions").fetchall()
    return row, claims, mentioned


def test_a_version_that_an_outlet_goes_back_to_is_current_again(con):
    for batch in (FIRST, EDITED):
        load(con, batch)
    edited = EDITED.articles[0]
    assert current(con)[:2] == ((edited.version, edited.fetched_at), [(edited.version, 5.0)])
    assert load(con, BACK).changed
    version = ARTICLE.version
    # What was first seen then stays first seen then.
    assert current(con) == ((version, ARTICLE.fetched_at), [(version, 4.8)], [(version,)])
    assert con.execute("select count(*) from articles").fetchone() == (2,)
    assert examine(con) == []


def test_the_same_batch_again_changes_no_row(con):
    for batch in (FIRST, EDITED, BACK):
        load(con, batch)
    before = table_digests(con), con.execute("from sightings order by all").fetchall()
    for batch in (BACK, EDITED, FIRST, BACK):
        assert load(con, batch).tables["sightings"].total == 0
        assert (table_digests(con), con.execute("from sightings order by all").fetchall()) == before


def test_the_order_of_loading_does_not_show(open_copy):
    found = set()
    for batches in permutations((FIRST, EDITED, BACK)):
        with open_copy() as con:
            for batch in batches:
                load(con, replace(batch, placements=(), stories=()))
            found.add(tuple(sorted(table_digests(con).items())))
    assert len(found) == 1


def test_a_sighting_of_the_current_version_is_no_news_and_keeps_it_current(con):
    load(con, BACK)
    before = table_digests(con)
    assert not load(con, see(FIRST, day=9)).changed
    assert table_digests(con) == before
    # A page of an old archive is older than what was seen since.
    load(con, EDITED)
    assert current(con)[0] == (ARTICLE.version, BACK.articles[0].fetched_at)


def test_a_sighting_of_an_older_version_makes_it_current(con):
    load(con, FIRST)
    load(con, EDITED)
    load(con, see(FIRST, day=9))
    assert current(con)[0] == (ARTICLE.version, ARTICLE.fetched_at)


def test_a_page_that_is_read_by_better_rules_was_seen_when_the_page_was(con):
    for batch in (FIRST, EDITED, BACK):
        load(con, batch)
    better = say(words="4.9 TB/s", value=4.9, fetched=1)
    load(con, better)
    assert current(con)[1] == [(better.articles[0].version, 4.9)]
    # Other news of the article does not bring the former reading back.
    load(con, see(EDITED, day=2))
    load(con, see(better, day=5))
    load(con, EDITED)
    assert current(con)[1] == [(better.articles[0].version, 4.9)]


def test_a_sighting_of_nothing_is_refused(con):
    with pytest.raises(BadBatch, match="has a sighting of article"):
        load(con, see(FIRST, day=1))
