"""JSON Feed, well-formed, hostile, and over HTTP from the bundled outlet."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.http import TextResponse

from spiders.crawl import CrawlOptions, crawl
from spiders.feed import FeedSpider
from spiders.items import RawPage, Rejected, SourceKind
from spiders.sample_site import serve_sample_site
from spiders.sources import Source, read_sources
from spiders.spool import read_spool
from spiders.stats import Stat

LIST = "https://outlet.test/news/feed"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


def answer(value, *, content_type="application/feed+json"):
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return TextResponse(LIST, body=body, headers={"Content-Type": content_type})


def read(spider, response):
    found = list(spider.parse_listing(response))
    requests = [row for row in found if isinstance(row, Request)]
    return requests, [row for row in found if isinstance(row, Rejected)]


FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Outlet",
    "authors": [{"name": "The desk"}],
    "items": [
        {"id": "1", "url": "one.html", "title": "Older", "date_published": "2026-01-12T10:00:00+01:00"},
        {
            "id": "2",
            "url": "/two.html#top",
            "title": "Newer  &amp; better",
            "date_published": "2026-01-13T10:00:00Z",
            "date_modified": "2026-01-14T10:00:00Z",
            "authors": [{"name": "Ada B"}, {"url": "https://outlet.test/cy"}, {"name": " Cy D "}],
        },
        {"id": "https://outlet.test/three", "author": {"name": "Eve F"}},
    ],
}


def test_items_newest_first_with_hints_and_relative_links(make_spider):
    requests, rows = read(make_spider(FeedSpider), answer(FEED))
    assert rows == []
    assert [request.url for request in requests] == [
        "https://outlet.test/two.html",
        "https://outlet.test/news/one.html",
        "https://outlet.test/three",
    ]
    assert [request.cb_kwargs["hints"] for request in requests] == [
        {
            "title": "Newer &amp; better",
            "published": "2026-01-13T10:00:00+00:00",
            "modified": "2026-01-14T10:00:00+00:00",
            "authors": "Ada B; Cy D",
        },
        {"title": "Older", "published": "2026-01-12T09:00:00+00:00", "authors": "The desk"},
        {"authors": "Eve F"},
    ]


@pytest.mark.parametrize(
    ("content_type", "prefix"),
    [("application/json", b""), ("text/plain", b"\n "), ("text/html", b"\xef\xbb\xbf"), ("", b"")],
)
def test_told_by_content_type_or_body(make_spider, content_type, prefix):
    body = prefix + json.dumps(FEED).encode()
    requests, rows = read(make_spider(FeedSpider), answer(body, content_type=content_type))
    assert (len(requests), rows) == (3, [])


def test_rss_served_as_json_is_still_rss(make_spider):
    rss = b"<rss version='2.0'><channel><item><link>/one</link></item></channel></rss>"
    requests, rows = read(make_spider(FeedSpider), answer(rss, content_type="application/json"))
    assert ([request.url for request in requests], rows) == (["https://outlet.test/one"], [])


def test_feed_without_items_yet_is_a_listing(make_spider):
    spider = make_spider(FeedSpider)
    assert read(spider, answer({**FEED, "items": []})) == ([], [])
    assert spider.counts[Stat.LISTINGS] == 1


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"{}", b'{"items": 7}', b'{"items": {"url": "/a"}}', b"[" * 100_000, b'{"a":' * 99_999],
)
def test_what_is_no_json_feed_is_one_rejected_row(make_spider, body):
    spider = make_spider(FeedSpider)
    requests, rows = read(spider, answer(body))
    assert (requests, len(rows)) == ([], 1)
    assert "JSON" in rows[0].reason
    assert spider.counts == {f"{Stat.ERRORS}listing": 1, Stat.MISSED: 1}


def test_items_of_wrong_types_are_rejected_one_by_one(make_spider):
    bad = [7, None, [], {"url": 5}, {"url": ""}, {"id": 3}, {"url": "http://[::1"}, {"url": "file:///etc/passwd"}]
    bad += [{"url": "http://127.0.0.1/x"}, {"url": "/\ud800"}, {"url": "/" + "a" * 5000}]
    fine = {"url": "/fine", "title": 9, "date_published": ["2026"], "authors": [None, {"name": 4}, "Ada"]}
    requests, rows = read(make_spider(FeedSpider), answer({"items": [*bad, fine]}))
    assert [request.url for request in requests] == ["https://outlet.test/fine"]
    assert requests[0].cb_kwargs["hints"] == {}
    assert len(rows) == len(bad)


@pytest.mark.parametrize("date", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00", "soon", "2" * 9999])
def test_dates_beyond_reason_do_not_matter(make_spider, date):
    requests, rows = read(make_spider(FeedSpider), answer({"items": [{"url": "/one", "date_published": date}]}))
    assert (len(requests), rows) == (1, [])


def test_endless_list_is_cut_and_said(make_spider):
    spider = make_spider(FeedSpider)
    requests, rows = read(spider, answer({"items": [{"url": f"/{number}"} for number in range(30_000)]}))
    assert len(requests) == spider.source.max_pages
    assert [row.reason for row in rows] == ["the feed has 30000 items; the newest 10000 were read"]


@given(JSON)
def test_no_value_breaks_the_spider(value):
    for shape in (value, {"items": value}, {"items": [value]}, {"items": [{"url": value, "authors": value}]}):
        list(Quiet().parse_listing(answer(shape)))


class Quiet(FeedSpider):
    def __init__(self):
        super().__init__(source=Source(name="outlet", kind=self.kind, url=LIST))

    def count(self, name):
        pass


def test_bundled_outlet_reads_the_same_from_its_json_feed(sample_crawls, tmp_path):
    with serve_sample_site() as site:
        site.write_sources(tmp_path / "sources.toml")
        sources = read_sources(tmp_path / "sources.toml")
        rss = sources.find("fab-ledger")
        source = replace(rss, url=rss.url.replace("/feed.xml", "/feed.json"))
        report = crawl(source, data_dir=tmp_path, options=CrawlOptions.quick(allow_hosts=sources.allow_hosts))
    pages = [row for row in read_spool(report.spool) if isinstance(row, RawPage)]
    assert report.ok, report.detail
    assert {page.kind for page in pages} == {SourceKind.FEED}
    expected = {page.url.split("?")[0]: page.hints for page in sample_crawls["fab-ledger"][0].pages}
    assert {page.url for page in pages} == expected.keys()
    for page in pages:
        assert {name: page.hints[name] for name in ("title", "authors", "published")} == {
            name: expected[page.url][name] for name in ("title", "authors", "published")
        }
