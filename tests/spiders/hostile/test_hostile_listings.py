"""Feeds, sitemaps and API answers made to do harm: none ends a crawl, brings in a file or has an address asked for."""

from __future__ import annotations

import gzip
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from hostile_feed import GOOD, PARAGRAPHS, check_good, crawl_source, serve_good, write_page
from scrapy import Request
from scrapy.http import Headers
from scrapy.responsetypes import responsetypes
from spiders_outlet import open_outlet

from spiders.discourse import DiscourseSpider
from spiders.feed import FeedSpider
from spiders.items import Rejected, SourceKind
from spiders.listing import ListingSpider
from spiders.mirror import MirrorSpider
from spiders.sitemap import SitemapSpider
from spiders.wordpress import WordpressSpider

CANARY = "/canary"
BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 13))
LONG = f'<!ENTITY long "{"x" * 100_000}">'
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def write_doctype(root: str, base: str, *entities: str) -> str:
    """Entities that grow, that read a file and that ask an address; also a document type from elsewhere."""
    given = f"""<!ENTITY e0 "boom">{BOMB}{LONG}<!ENTITY file SYSTEM "file:///etc/passwd">
    <!ENTITY web SYSTEM "{base}{CANARY}"><!ENTITY % outer SYSTEM "{base}{CANARY}.dtd">%outer;{"".join(entities)}"""
    return f'<?xml version="1.0"?><!DOCTYPE {root} SYSTEM "{base}{CANARY}.dtd" [{given}]>'


USES = "&e12;&file;&web;" + "&long;" * 1000


def write_rss(base: str) -> str:
    items = "".join(
        f"<item><title>{USES}</title><link>{link}</link><pubDate>{date}</pubDate></item>"
        for link, date in ((GOOD[0], "Tue, 99 Foo 99999"), (GOOD[1], "0000-00-00"), ("&web;", "1e400"), ("&#0;", ""))
    )
    return write_doctype("rss", base) + f"<rss version='2.0'><channel>{items}</channel></rss>"


def write_atom(base: str) -> str:
    include = f"<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='{base}{CANARY}'/>"
    entries = "".join(
        f"<entry xml:base='/good/'><title type='xhtml'><div>{USES}</div></title><link href='{link}'/>"
        f"<updated>{date}</updated><content src='{base}{CANARY}'/>{include}</entry>"
        for link, date in (("first.html", "9999-99-99T99:99:99Z"), ("last.html", "-1"), ("file:///etc/passwd", ""))
    )
    sheet = f"<?xml-stylesheet href='{base}{CANARY}.xsl' type='text/xsl'?>"
    return write_doctype("feed", base) + f"{sheet}<feed xmlns='http://www.w3.org/2005/Atom'>{entries}</feed>"


def write_urls(base: str, *, root: str = "urlset", child: str = "url") -> str:
    links = [*GOOD, "&web;", "&e12;", "file:///etc/passwd", "http://[::1"] if root == "urlset" else ["/urls.xml"]
    rows = "".join(f"<{child}><loc>{link}</loc><lastmod>&long;</lastmod></{child}>" for link in links)
    return write_doctype(root, base) + f"<{root} xmlns='{SITEMAP}'>{rows}</{root}>"


def write_items() -> str:
    odd = [
        {"url": GOOD[0], "date_published": "yesterday"},
        {"url": GOOD[1], "authors": [{"name": 7}], "title": "\ud800"},
    ]
    odd += [{"url": 7}, {"url": "file:///etc/passwd"}, {"url": "http://[::1"}, [], None, {"url": "/\ud800"}]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": odd})


@pytest.fixture
def outlet():
    with open_outlet() as server:
        serve_good(server)
        server.serve("/urls.xml", write_urls(server.base), content_type="text/xml")
        yield server


LISTINGS = {
    "rss": (SourceKind.FEED, write_rss, "application/rss+xml"),
    "atom": (SourceKind.FEED, write_atom, "application/atom+xml"),
    "json": (SourceKind.FEED, lambda _: write_items(), "application/feed+json"),
    "sitemap": (SourceKind.SITEMAP, lambda base: write_urls(base, root="sitemapindex", child="sitemap"), "text/xml"),
}


@pytest.fixture(scope="module")
def listings(tmp_path_factory):
    """The crawl of each listing, two at a time, and the paths that the outlet was asked for."""
    with open_outlet() as outlet:
        serve_good(outlet)
        outlet.serve("/urls.xml", write_urls(outlet.base), content_type="text/xml")
        for name, (_, write, content_type) in LISTINGS.items():
            outlet.serve(f"/{name}", write(outlet.base), content_type=content_type)

        def run(name):
            return crawl_source(outlet, tmp_path_factory.mktemp(name), LISTINGS[name][0], f"/{name}")

        with ThreadPoolExecutor(2) as pool:
            return dict(zip(LISTINGS, pool.map(run, LISTINGS), strict=True)), tuple(outlet.paths)


@pytest.mark.parametrize("name", LISTINGS)
def test_good_articles_of_a_listing_are_loaded_and_the_rest_is_rows(listings, name):
    crawled, asked = listings[0][name], listings[1]
    check_good(crawled)
    assert set(crawled.articles) == set(GOOD)
    assert crawled.rejected
    assert not [path for path in asked if path.startswith(CANARY)]
    spool = crawled.report.spool.read_text()
    assert "root:" not in spool
    assert len(spool) < 100_000
    assert crawled.report.seconds < 60


def read(make_spider, kind: SourceKind, body: bytes, *, content_type="text/xml", address="https://outlet.test/list"):
    """The requests and rows that a listing leads to; a spider that fails raises here."""
    spider = make_spider(SPIDERS[kind], url=address)
    list(spider.begin())
    headers = {"Content-Type": content_type}
    response_class = responsetypes.from_args(headers=Headers(headers), url=address, body=body)
    found = list(spider.parse_listing(response_class(address, body=body, headers=headers)))
    return [one.url for one in found if isinstance(one, Request)], [one for one in found if isinstance(one, Rejected)]


SPIDERS = {
    SourceKind.FEED: FeedSpider,
    SourceKind.SITEMAP: SitemapSpider,
    SourceKind.WORDPRESS: WordpressSpider,
    SourceKind.DISCOURSE: DiscourseSpider,
    SourceKind.LISTING: ListingSpider,
    SourceKind.MIRROR: MirrorSpider,
}
DEEP = b"[" * 200_000
POSTS = b'[7, null, {"link": 7}, {"link": "\\ud800"}, {"link": "http://[::1"}, {"link": "javascript:1"}]'
BROKEN = {
    "deep-json": (SourceKind.FEED, b'{"items": ' + DEEP, "application/json"),
    "large-number": (SourceKind.FEED, b'{"items": [' + b"1" * 100_000 + b"]}", "application/json"),
    "nested-feed": (SourceKind.FEED, b"<rss version='2.0'><channel><item>" + b"<b>" * 10_000, "text/xml"),
    "nested-sitemap": (SourceKind.SITEMAP, b"<urlset><url>" + b"<loc>" * 100_000, "text/xml"),
    "bad-sitemaps": (
        SourceKind.SITEMAP,
        b"<sitemapindex><sitemap><loc>http://[::1</loc></sitemap><sitemap><loc>ftp://x/</loc></sitemap></sitemapindex>",
        "text/xml",
    ),
    "packed-cut": (SourceKind.SITEMAP, gzip.compress(b"<urlset><url><loc>/a</loc></url></urlset>")[:-20], "x/gzip"),
    "packed-bomb": (SourceKind.SITEMAP, gzip.compress(bytes(2_000_000)), "application/gzip"),
    "web-page": (SourceKind.SITEMAP, write_page("Error").encode(), "text/html"),
    "deep-posts": (SourceKind.WORDPRESS, DEEP, "application/json"),
    "odd-posts": (SourceKind.WORDPRESS, POSTS, "application/json"),
    "deep-topics": (SourceKind.DISCOURSE, b'{"topic_list": ' + DEEP, "application/json"),
    "odd-topics": (SourceKind.DISCOURSE, b'{"topic_list": {"topics": [7, {"id": "../.."}]}}', "application/json"),
    "deep-page": (SourceKind.LISTING, b"<div>" * 100_000 + b"<a href=/x>x", "text/html"),
    "no-mirror": (SourceKind.MIRROR, b"<div>" * 100_000 + b"<a href=http://[::1>x", "text/html"),
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("name", BROKEN)
def test_listing_that_is_broken_ends_in_rows(make_spider, monkeypatch, name):
    monkeypatch.setattr("spiders.sitemap._MOST_BYTES", 1_000_000)
    kind, body, content_type = BROKEN[name]
    requests, rows = read(make_spider, kind, body, content_type=content_type)
    assert requests == []
    assert rows
    assert all(row.reason and row.stage == "fetch" for row in rows)
    for row in rows:
        f"{row.subject}{row.reason}{row.sample}".encode()


def test_every_odd_post_is_a_row(make_spider):
    _, rows = read(make_spider, SourceKind.WORDPRESS, POSTS, content_type="application/json")
    assert len(rows) == 6


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize(
    "content_type", ["application/rss+xml", "text/html; charset=klingon", "", "text/xml; charset="]
)
def test_feed_is_read_whatever_its_charset_is_said_to_be(make_spider, encoding, content_type):
    feed = "<rss version='2.0'><channel><item><title>Café</title><link>/one.html</link></item></channel></rss>"
    requests, rows = read(make_spider, SourceKind.FEED, feed.encode(encoding), content_type=content_type)
    assert (requests, rows) == (["https://outlet.test/one.html"], [])


def test_sitemap_that_breaks_off_gives_what_was_read_and_says_so(make_spider):
    body = write_urls("https://outlet.test").encode()
    requests, rows = read(make_spider, SourceKind.SITEMAP, body)
    assert requests == [f"https://outlet.test{path}" for path in GOOD]
    assert [row.reason.split(" (")[0] for row in rows] == ["2 entries were read; it breaks off"]


def test_feed_of_very_many_entries_is_read_in_part_and_says_so(make_spider, monkeypatch):
    monkeypatch.setattr("spiders.feed._MOST_ITEMS", 100)
    items = "".join(f"<item><link>/{number}.html</link></item>" for number in range(150))
    body = f"<rss version='2.0'><channel>{items}</channel></rss>".encode()
    requests, rows = read(make_spider, SourceKind.FEED, body)
    assert len(requests) == 100
    assert [row.reason for row in rows] == ["the feed has 150 items; the newest 100 were read"]


def test_posts_with_halves_of_characters_are_read(outlet, tmp_path):
    content = {"rendered": "".join(f"<p>{text}</p>" for text in PARAGRAPHS)}
    posts = [
        {"id": number, "link": path, "title": {"rendered": "Half \ud800" + path}, "content": content}
        for number, path in enumerate(GOOD)
    ]
    path = "/wp-json/wp/v2/posts?per_page=20&page=1&orderby=date&order=desc&_embed=author%2Cwp%3Aterm"
    outlet.serve(path, json.dumps(posts), content_type="application/json")
    crawled = crawl_source(outlet, tmp_path, SourceKind.WORDPRESS, "/")
    assert set(crawled.articles) == set(GOOD)
    for article in crawled.articles.values():
        article.title.encode()
