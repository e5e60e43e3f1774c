"""What the stages ask before they work."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from warehouse_records import DAY, MODEL, join, make_run, say

from warehouse.batch import Batch
from warehouse.load import load
from warehouse.state import Known, known_articles, recent_items, table_digests


def test_what_is_known_of_an_article_is_all_its_versions_and_when_it_was_last_seen(con):
    old, new = say(), say(words="5 TB/s", value=5.0, fetched=3)
    (before,), (after,) = old.articles, new.articles
    assert known_articles(con, [before.article_id]) == {}
    load(con, new)
    load(con, old)
    load(con, say("other"))
    assert known_articles(con, [before.article_id, "none"]) == {
        before.article_id: Known(
            versions=frozenset({before.version, after.version}), current=after.version, seen_at=after.fetched_at
        )
    }


def test_the_window_gives_back_what_was_placed(con):
    batch = say("second", day=1, duplicate_of="first")
    load(con, join(batch, say("first")))
    first, second = recent_items(con, since=None, model=MODEL)
    (article,) = batch.articles
    assert (second.item.item_id, second.item.title, second.item.text) == (
        article.article_id,
        article.title,
        article.text,
    )
    assert (second.item.published, second.item.outlet) == (article.published, article.outlet)
    assert second.item.entity_ids == ("chip:h200", "company:nvidia")
    assert second.placement == batch.placements[0]
    assert second.placement.duplicate_of == first.item.item_id
    assert second.vector.dtype == np.float32
    assert second.vector.tolist() == [1, 0, 0]


def test_the_window_begins_when_it_is_told_and_counts_dateless_articles_by_fetch(con):
    dateless = say("dateless", day=5)
    dateless = replace(dateless, articles=tuple(replace(article, published=None) for article in dateless.articles))
    load(con, join(say("early"), say("late", day=2), dateless))
    titles = [placed.item.title for placed in recent_items(con, since=DAY + timedelta(days=2), model=MODEL)]
    assert titles == ["About late", "About dateless"]


@pytest.mark.parametrize("field", ["name", "revision", "backend"])
def test_vectors_of_another_model_are_not_in_the_window(con, field):
    load(con, say())
    assert list(recent_items(con, model=replace(MODEL, **{field: "other"}))) == []
    assert len(list(recent_items(con, model=MODEL))) == 1


def test_digests_tell_whether_a_row_differs(con):
    load(con, say())
    before = table_digests(con)
    assert set(before) >= {"articles", "claims", "mentions", "quantities", "entities", "stories", "story_articles"}
    assert not set(before) & {"runs", "fetches", "migrations"}
    load(con, Batch(run=make_run("run-2")))
    assert table_digests(con) == before
    con.execute("update claims set value = 4.9")
    after = table_digests(con)
    assert {table for table in after if after[table] != before[table]} == {"claims"}
