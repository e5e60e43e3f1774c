"""Every kind of source over real HTTP, against the bundled outlets."""

from __future__ import annotations

import pytest

from spiders.archive import read_archived, replay
from spiders.items import RawPage, Rejected, SourceKind

KINDS = {
    "fab-ledger": SourceKind.FEED,
    "wafer-relay": SourceKind.WORDPRESS,
    "compute-tavern": SourceKind.DISCOURSE,
    "lineprinter": SourceKind.MIRROR,
    "estuary-post": SourceKind.SITEMAP,
}


@pytest.mark.parametrize("name", KINDS)
def test_crawl_brings_every_article_once(sample_crawls, name):
    crawled = sample_crawls[name][0]
    assert crawled.report.ok, crawled.report.detail
    assert crawled.report.finish_reason == "finished"
    urls = [page.url for page in crawled.pages]
    assert len(urls) == len(set(urls)) == crawled.report.pages >= 2
    assert {page.kind for page in crawled.pages} == {KINDS[name]}
    assert {page.source for page in crawled.pages} == {name}
    assert crawled.report.requests == len(crawled.paths)
    assert crawled.report.bytes > 1000


@pytest.mark.parametrize("name", KINDS)
def test_addresses_are_canonical_and_the_served_ones_are_kept(sample_crawls, name):
    for page in sample_crawls[name][0].pages:
        assert page.url.startswith("https://")
        assert ".example/" in page.url
        assert page.hints["fetched_url"].startswith("http://127.0.0.1:")


@pytest.mark.parametrize("name", KINDS)
def test_bodies_are_in_the_archive(sample_crawls, name):
    report = sample_crawls[name][0].report
    for page in sample_crawls[name][0].pages:
        assert page.archive is not None
        assert read_archived(report.spool.parent.parent / "archive", page.archive) == page.body
        assert page.body


@pytest.mark.parametrize("name", KINDS)
def test_robots_decoy_is_never_fetched(sample_crawls, name):
    for crawled in sample_crawls[name]:
        assert crawled.paths[0] == "/robots.txt"
        assert not any("/private/" in path for path in crawled.paths)


def test_what_robots_forbids_is_reported(sample_crawls):
    crawled = sample_crawls["lineprinter"][0]
    assert crawled.report.errors == {"robots": 1}
    (row,) = [row for row in crawled.rows if isinstance(row, Rejected)]
    assert row.subject == "https://lineprinter.example/private/press-accounts.html"
    assert (row.stage, row.reason) == ("fetch", "Forbidden by robots.txt")


@pytest.mark.parametrize("name", ["fab-ledger", "lineprinter", "estuary-post"])
def test_second_crawl_costs_only_304s(sample_crawls, name):
    first, second = sample_crawls[name]
    assert set(second.statuses) == {304}
    assert len(second.statuses) == len(first.statuses)
    assert second.report.bytes == 0


@pytest.mark.parametrize("name", KINDS)
def test_second_crawl_hands_over_the_same_pages_from_the_archive(sample_crawls, name):
    first, second = sample_crawls[name]
    assert second.report.unchanged == second.report.pages == first.report.pages
    assert {(p.url, p.body, p.archive) for p in first.pages} == {(p.url, p.body, p.archive) for p in second.pages}
    archive = first.report.spool.parent.parent / "archive"
    assert len(list(archive.glob(f"{name}-*.warc.gz"))) == 1


def test_hints_come_from_the_listing(sample_crawls):
    by_kind = {KINDS[name]: crawls[0].pages for name, crawls in sample_crawls.items()}
    for kind in (SourceKind.FEED, SourceKind.WORDPRESS, SourceKind.DISCOURSE, SourceKind.SITEMAP):
        assert all(page.hints["title"] and page.hints["published"][:2] == "20" for page in by_kind[kind]), kind
    assert all(page.hints["authors"] for page in by_kind[SourceKind.WORDPRESS])
    assert all(page.hints["outlet"] == "The Fab Ledger" for page in by_kind[SourceKind.FEED])


def test_topics_are_json_under_the_address_that_people_read(sample_crawls):
    for page in sample_crawls["compute-tavern"][0].pages:
        assert page.content_type == "application/json"
        assert page.url.startswith("https://forum.computetavern.example/t/")
        assert not page.url.endswith(".json")


def test_archive_replays_all_sources_without_a_network(sample_crawls):
    archive = sample_crawls["fab-ledger"][0].report.spool.parent.parent / "archive"
    rows = list(replay(archive))
    assert all(isinstance(row, RawPage) for row in rows)
    fetched = {(page.url, page.body) for crawls in sample_crawls.values() for page in crawls[0].pages}
    assert {(row.url, row.body) for row in rows} == fetched
