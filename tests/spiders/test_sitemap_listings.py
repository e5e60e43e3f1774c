"""What the sitemap spider makes of a listing, good or hostile, without a network."""

from __future__ import annotations

import contextlib
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import XmlResponse
from spiders_answers import answer, hints_of, split

from spiders.sitemap import SitemapSpider, read_moment, read_sitemap
from spiders.stats import Stat

NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> https://outlet.test/old </loc><lastmod>2020-01-01</lastmod></url>
<url><loc>https://outlet.test/undated</loc></url>
<url><loc>/new</loc><news:news><news:publication><news:name>The Outlet</news:name><news:language>en</news:language>
</news:publication><news:publication_date>2099-01-13T10:00:00+01:00</news:publication_date>
<news:title>New &amp; true</news:title></news:news></url><url><loc></loc></url></urlset>"""


def test_news_sitemap_newest_first_with_hints(make_spider):
    spider = make_spider(SitemapSpider, url="https://outlet.test/news.xml")
    list(spider.begin())
    requests, rows = split(spider.parse_listing(answer(NEWS)))
    assert rows == []
    assert [request.url.rpartition("/")[2] for request in requests] == ["new", "old", "undated"]
    assert hints_of(requests[0]) == {
        "title": "New & true",
        "language": "en",
        "published": "2099-01-13T10:00:00+01:00",
        "outlet": "The Outlet",
    }


def test_days_leave_out_what_is_older(make_spider):
    spider = make_spider(SitemapSpider, url="https://outlet.test/news.xml", options={"days": "30"})
    list(spider.begin())
    requests, _ = split(spider.parse_listing(answer(NEWS)))
    assert [request.url.rpartition("/")[2] for request in requests] == ["new", "undated"]


def test_number_of_sitemaps_is_limited(make_spider):
    spider = make_spider(SitemapSpider, url="https://outlet.test/index.xml", options={"sitemaps": "2"})
    list(spider.begin())
    inner = "".join(f"<sitemap><loc>/s{number}.xml</loc></sitemap>" for number in range(5))
    requests, _ = split(spider.parse_listing(answer(f"<sitemapindex>{inner}</sitemapindex>")))
    assert [request.url.rpartition("/")[2] for request in requests] == ["s0.xml", "s1.xml"]


def test_sitemap_that_leads_to_a_file_is_rejected(make_spider):
    spider = make_spider(SitemapSpider, url="https://outlet.test/index.xml")
    list(spider.begin())
    body = "<sitemapindex><sitemap><loc>file:///etc/passwd</loc></sitemap></sitemapindex>"
    requests, rows = split(spider.parse_listing(answer(body)))
    assert requests == []
    assert "not http" in rows[0].reason


@pytest.mark.parametrize(
    "body", [b"", b"words", b"<html/>", b"\x1f\x8bdamaged", gzip.compress(b"<a/>", mtime=0)[:-9], b"<urlset"]
)
def test_what_is_no_sitemap_is_one_rejected_row(make_spider, body):
    spider = make_spider(SitemapSpider, url="https://outlet.test/news.xml")
    list(spider.begin())
    requests, rows = split(spider.parse_listing(answer(body, kind=XmlResponse)))
    assert requests == []
    assert len(rows) <= 1
    assert rows or spider.counts[Stat.LISTINGS]


def test_sitemap_of_zeros_is_not_unpacked_without_end(monkeypatch):
    monkeypatch.setattr("spiders.sitemap._MOST_BYTES", 1_000_000)
    with pytest.raises(ValueError, match="larger than 1000000"):
        read_sitemap(gzip.compress(b"\0" * 2_000_000))


@given(st.binary(max_size=300))
def test_reading_a_sitemap_raises_nothing_but_value_errors(body):
    for content in (body, b"<urlset><url><loc>" + body, b"\x1f\x8b" + body):
        with contextlib.suppress(ValueError):
            assert read_sitemap(content).root in {"urlset", "sitemapindex"}


@given(st.text(max_size=40))
def test_sitemap_dates_never_raise(text):
    moment = read_moment(text)
    assert moment is None or moment.tzinfo is not None


def test_robots_without_a_sitemap_leads_to_the_customary_place(make_spider):
    spider = make_spider(SitemapSpider, url="https://outlet.test/")
    (request,) = spider.begin()
    assert request.url == "https://outlet.test/robots.txt"
    (request,) = spider.parse_robots(answer("User-agent: *\nDisallow:\n", url=request.url))
    assert request.url == "https://outlet.test/sitemap.xml"
