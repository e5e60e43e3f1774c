from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime

import pytest

from spiders.sample_site import load_articles, load_outlets
from spiders.sample_site.articles import FOLDER
from spiders.sample_site.errors import SampleDataError

GOOD = """+++
outlet = "fab-ledger"
number = 1
slug = "x"
title = "X"
published = 2025-12-01T08:00:00-05:00
story = "s"
+++
One paragraph.
"""


def test_there_are_enough_articles_stories_and_outlets():
    articles = load_articles()
    assert len(articles) >= 34
    assert len({article.story for article in articles}) >= 9
    assert {article.outlet for article in articles} == {outlet.key for outlet in load_outlets()}
    assert len(list(FOLDER.glob("*.md"))) == len(articles) + 1


def test_several_outlets_report_the_same_stories():
    outlets = Counter(story for story, _ in {(article.story, article.outlet) for article in load_articles()})
    assert outlets["h200-approval"] == 5
    assert sum(count >= 2 for count in outlets.values()) >= 9


def test_the_approval_and_the_reaction_are_two_stories_a_week_apart():
    dates = {
        story: [article.published for article in load_articles() if article.story == story]
        for story in ("h200-approval", "beijing-reaction")
    }
    assert len(dates["beijing-reaction"]) >= 2
    assert (min(dates["beijing-reaction"]) - max(dates["h200-approval"])).days >= 4


def test_wire_copies_share_all_but_lead_and_byline():
    articles = {article.key: article for article in load_articles()}
    copies = [article for article in articles.values() if article.copy_of]
    assert len(copies) >= 2
    for copy in copies:
        original = articles[copy.copy_of]
        assert copy.outlet != original.outlet
        assert copy.story == original.story
        assert copy.authors != original.authors
        assert copy.blocks[0] != original.blocks[0]
        shared = {block.text for block in copy.blocks} & {block.text for block in original.blocks}
        assert len(shared) >= 4


def test_the_update_revises_a_number_and_keeps_its_identity():
    before = {article.key: article for article in load_articles(version=1)}
    after = {article.key: article for article in load_articles(version=2)}
    changed = [key for key in before if before[key] != after[key]]
    assert before.keys() == after.keys()
    assert len(changed) == 1
    old, new = before[changed[0]], after[changed[0]]
    assert (old.canonical_url, old.published) == (new.canonical_url, new.published)
    assert old.modified is None
    assert new.modified > new.published
    assert set(re.findall(r"\d+,\d{3}", new.body)) - set(re.findall(r"\d+,\d{3}", old.body)) == {"25,000"}


def test_special_articles_exist():
    articles = load_articles()
    assert [article.language for article in articles if article.language != "en"] == ["es"]
    assert sum(article.broken for article in articles) == 1
    assert sum(article.paywall for article in articles) == 1
    assert any(article.advert and article.closing for article in articles)
    assert {"herring-festival", "handball-cup"} <= {article.story for article in articles}
    assert sum(len(article.body.split()) < 100 for article in articles) >= 2


def test_articles_lie_within_the_winter_and_are_full_of_numbers():
    for article in load_articles():
        assert datetime(2025, 11, 1, tzinfo=UTC) <= article.published < datetime(2026, 3, 1, tzinfo=UTC)
        assert len(re.findall(r"\d+", article.body)) >= 4, article.key
        assert len(article.body.split()) <= 450, article.key


@pytest.mark.parametrize(
    "figure",
    [
        "15,840 TPP",
        "2,368 TPP",
        "12,032 TPP",
        "4.8 TB/s",
        "3.2 TB/s",
        "141 GB",
        "80 GB",
        "25 percent",
        "about $10 billion",
    ],
)
def test_the_figures_of_the_h200_debate_are_there(figure):
    assert any(figure in article.body for article in load_articles())


def test_bodies_keep_the_words_of_links_and_lose_their_markup():
    bodies = "\n".join(article.body for article in load_articles())
    assert "](" not in bodies
    assert "](http" not in bodies
    linked = [piece for article in load_articles() for block in article.blocks for piece in block.pieces if piece.href]
    assert len(linked) >= 10


def test_canonical_urls_are_on_invented_hosts_and_differ():
    urls = [article.canonical_url for article in load_articles()]
    assert len(set(urls)) == len(urls)
    assert all(re.match(r"https://[a-z.]+\.example/", url) for url in urls)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("+++\noutlet", "outlet"), "a.md:1: the front matter"),
        (('title = "X"', 'title = "X'), "at line 5"),
        (("One paragraph.", ""), "has no body"),
        (("fab-ledger", "fab-legder"), "outlet must be one of fab-ledger"),
        (("08:00:00-05:00", "08:00:00"), "published must be a date and time with an offset"),
        (('story = "s"', 'story = "s"\ncolour = "red"'), "unexpected keyword argument 'colour'"),
        (('slug = "x"\n', ""), "slug"),
        (('story = "s"', 'story = "s"\nad_after = [2]'), "within the 1 blocks"),
        (('story = "s"', 'story = "s"\nmodified = 2025-11-30T08:00:00Z'), "modified lies before published"),
        (('story = "s"', 'story = "s"\ncopy_of = "b"'), "copy_of names no article: b"),
        (('outlet = "fab-ledger"', 'outlet = "lineprinter"\nauthors = ["A"]'), "no bylines"),
        (('story = "s"', 'story = "s"\nversion = 2'), "an update needs modified"),
    ],
)
def test_a_wrong_file_is_named_with_what_is_wrong(tmp_path, change, message):
    (tmp_path / "a.md").write_text(GOOD.replace(*change), encoding="utf-8")
    with pytest.raises(SampleDataError) as caught:
        load_articles(folder=tmp_path)
    assert message in str(caught.value)
    assert "a.md" in str(caught.value)


def test_two_articles_may_not_share_an_address(tmp_path):
    (tmp_path / "a.md").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.md").write_text(GOOD, encoding="utf-8")
    with pytest.raises(SampleDataError, match="more than one article: number 1 of fab-ledger"):
        load_articles(folder=tmp_path)


def test_an_update_needs_its_first_version(tmp_path):
    text = GOOD.replace('story = "s"', 'story = "s"\nversion = 2\nmodified = 2025-12-02T08:00:00Z')
    (tmp_path / "a.v2.md").write_text(text, encoding="utf-8")
    with pytest.raises(SampleDataError, match=r"a\.v2\.md: updates no article"):
        load_articles(folder=tmp_path)
