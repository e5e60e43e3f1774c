"""What the stages ask before they work."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import timedelta
from importlib.abc import MetaPathFinder

import numpy as np
import pytest
from warehouse_records import DAY, MODEL, join, make_run, say

from warehouse.batch import Batch
from warehouse.load import load
from warehouse.state import (
    Known,
    current_ids,
    known_articles,
    read_articles,
    recent_items,
    story_ids,
    table_digests,
)


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


def test_many_ids_at_once_tell_what_each_tells_alone(con):
    load(con, join(*map(say, "abcd"), say("a", words="5 TB/s", value=5.0, fetched=3)))
    current = current_ids(con)
    odd = ["", "none", "two words", "it's", 'a "b"', "[a, b]", "NULL", "ä\\n", "{}"]
    many = [*odd, *current, *(f"{number:016x}" for number in range(5_000)), *current]
    assert len(current) == 4
    assert known_articles(con, many) == {key: known_articles(con, [key])[key] for key in current}
    assert [known_articles(con, [key]) for key in odd] == [{}] * len(odd)
    assert story_ids(con, many) == set().union(*(story_ids(con, [key]) for key in current)) != set()
    assert read_articles(con, current) == [article for key in current for article in read_articles(con, [key])]
    assert known_articles(con, []) == {}
    assert story_ids(con, []) == set()
    assert read_articles(con, []) == []


def test_many_ids_are_one_parameter(con, monkeypatch):
    """DuckDB asks for pandas with every value of a list, and where that is not installed each time is a long search."""
    asked = []
    monkeypatch.setattr(sys, "meta_path", [Watcher(asked), *sys.meta_path])
    known_articles(con, [f"{number:016x}" for number in range(1_000)])
    assert len(asked) < 20


class Watcher(MetaPathFinder):
    """Notes which modules are looked for, and finds none."""

    def __init__(self, asked: list[str]):
        self.asked = asked

    def find_spec(self, fullname, path=None, target=None):
        self.asked.append(fullname)


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
