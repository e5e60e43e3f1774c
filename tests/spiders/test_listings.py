"""What each spider makes of a listing, good or hostile, without a network."""

from __future__ import annotations

import contextlib
import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.http import HtmlResponse, TextResponse, XmlResponse

from spiders.base import SourceSpider
from spiders.discourse import DiscourseSpider
from spiders.feed import FeedSpider
from spiders.items import RawPage, Rejected
from spiders.mirror import MirrorSpider
from spiders.sitemap import SitemapSpider, read_moment, read_sitemap
from spiders.stats import Stat
from spiders.wordpress import WordpressSpider

LIST = "https://outlet.test/list"


def answer(body, *, kind=TextResponse, url=LIST, **headers):
    content = body if isinstance(body, bytes) else body.encode()
    return kind(url, body=content, headers={name.replace("_", "-"): value for name, value in headers.items()})


def split(results):
    rows = list(results)
    return [row for row in rows if isinstance(row, Request)], [row for row in rows if not isinstance(row, Request)]


def hints_of(request):
    return request.cb_kwargs["hints"]


ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://outlet.test/news/"><title>F</title>
<entry><title>Older</title><link href="one.html"/><updated>2026-01-12T10:00:00+01:00</updated></entry>
<entry><title>Newer &amp; better</title><link rel="alternate" href="/two.html#top"/>
<published>2026-01-13T10:00:00Z</published><author><name>Ada B</name></author><author><name>Cy D</name></author></entry>
</feed>"""


def test_atom_entries_newest_first_with_relative_links(make_spider):
    requests, rows = split(make_spider(FeedSpider).parse_listing(answer(ATOM, Content_Type="application/atom+xml")))
    assert rows == []
    assert [request.url for request in requests] == [
        "https://outlet.test/two.html",
        "https://outlet.test/news/one.html",
    ]
    newer, older = map(hints_of, requests)
    assert newer == {"title": "Newer & better", "published": "2026-01-13T10:00:00+00:00", "authors": "Ada B; Cy D"}
    assert older["modified"] == "2026-01-12T09:00:00+00:00"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "plain words",
        "/etc/passwd",
        "<html><body>maintenance</body></html>",
        "<?xml version='1.0'?><opml><body/></opml>",
        "\x00\x01\x02",
    ],
)
def test_what_is_no_feed_is_one_rejected_row(make_spider, body):
    spider = make_spider(FeedSpider)
    requests, rows = split(spider.parse_listing(answer(body)))
    assert requests == []
    assert [type(row) for row in rows] == [Rejected]
    assert spider.counts == {f"{Stat.ERRORS}listing": 1, Stat.MISSED: 1}


def test_entity_bomb_and_external_entities_in_a_feed_come_to_nothing(make_spider):
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    text = f"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "boom">{bomb}<!ENTITY x SYSTEM "file:///etc/passwd">]>
    <rss version="2.0"><channel><item><title>&e11;&x;</title><link>/one.html</link></item></channel></rss>"""
    results = list(make_spider(FeedSpider).parse_listing(answer(text)))
    assert all("root:" not in str(result) for result in results)
    assert all(len(hints_of(row).get("title", "")) <= 1000 for row in results if isinstance(row, Request))


@given(st.binary(max_size=400))
def test_no_bytes_break_the_feed_spider(body):
    spider = FeedSpiderWithoutCounts()
    list(spider.parse_listing(answer(body)))
    list(spider.parse_listing(answer(b"<rss version='2.0'><channel><item>" + body + b"</item></channel></rss>")))


class FeedSpiderWithoutCounts(FeedSpider):
    def __init__(self):
        from spiders.sources import Source  # noqa: PLC0415

        super().__init__(source=Source(name="outlet", kind=self.kind, url=LIST))

    def count(self, name):
        pass


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
    "body", [b"", b"words", b"<html/>", b"\x1f\x8bdamaged", gzip.compress(b"<a/>")[:-9], b"<urlset"]
)
def test_what_is_no_sitemap_is_one_rejected_row(make_spider, body):
    spider = make_spider(SitemapSpider, url="https://outlet.test/news.xml")
    list(spider.begin())
    requests, rows = split(spider.parse_listing(answer(body, kind=XmlResponse)))
    assert requests == []
    assert len(rows) <= 1
    assert rows or spider.counts[Stat.LISTINGS]


def test_sitemap_of_zeros_is_not_unpacked_without_end():
    with pytest.raises(ValueError, match="larger than"):
        read_sitemap(gzip.compress(b"\0" * 60_000_000))


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


def make_post(number, **fields):
    return {"id": number, "link": f"https://outlet.test/{number}/", "title": {"rendered": f"Post {number}"}, **fields}


def test_posts_are_pages_of_json_until_the_budget_is_spent(make_spider):
    spider = make_spider(WordpressSpider, url="https://outlet.test", max_pages=2)
    posts = [make_post(number) for number in range(3)]
    requests, pages = split(spider.parse_listing(answer(json.dumps(posts), X_WP_TotalPages="9")))
    assert requests == [], "the budget is spent: the next page is not asked for"
    assert [page.url for page in pages] == ["https://outlet.test/0/", "https://outlet.test/1/"]
    assert [json.loads(page.body) for page in pages] == posts[:2]
    assert spider.counts[Stat.OVER_BUDGET] == 1


def test_next_page_of_posts_is_asked_for_while_there_are_more(make_spider):
    spider = make_spider(WordpressSpider, url="https://outlet.test/blog/", options={"after": "2026-01-01T00:00:00"})
    for number, expected in ((1, 1), (2, 1), (3, 0)):
        posts = json.dumps([make_post(number)])
        requests, _ = split(spider.parse_listing(answer(posts, X_WP_TotalPages="3"), number))
        assert len(requests) == expected
    (first,) = spider.begin()
    assert first.url.startswith("https://outlet.test/blog/wp-json/wp/v2/posts?per_page=20&page=1&")
    assert "after=2026-01-01T00%3A00%3A00" in first.url


def test_pages_of_posts_are_fetched_on_the_served_base(make_spider):
    spider = make_spider(
        WordpressSpider,
        url="http://127.0.0.1:8000",
        canonical_base="https://outlet.test",
        options={"body": "page"},
    )
    spider.allow_hosts = frozenset({"127.0.0.1"})
    (request,), rows = split(
        spider.parse_listing(answer(json.dumps([make_post(1)]), url="http://127.0.0.1:8000/wp-json"))
    )
    assert rows == []
    assert request.url == "http://127.0.0.1:8000/1/"


@pytest.mark.parametrize(
    "post",
    [
        7,
        {},
        {"link": 7},
        make_post(1, title=None, _embedded=[], date_gmt=5),
        make_post(1, title={"rendered": ["x"]}, _embedded={"author": ["x", {"name": 7}]}),
        make_post(1, _embedded={"author": 7}),
    ],
)
def test_odd_post_is_a_page_or_a_row(make_spider, post):
    requests, rows = split(
        make_spider(WordpressSpider, url="https://outlet.test").parse_listing(answer(json.dumps([post])))
    )
    assert requests == []
    assert len(rows) == 1


@pytest.mark.parametrize("spider_class", [WordpressSpider, DiscourseSpider])
@pytest.mark.parametrize(
    "body", ["", "{", "<html>", '{"code": "rest_disabled"}', "7", "[" * 100_000, '{"topic_list": {}}']
)
def test_answer_of_no_use_is_one_rejected_row(make_spider, spider_class, body):
    requests, rows = split(make_spider(spider_class, url="https://outlet.test").parse_listing(answer(body)))
    assert requests == []
    assert [type(row) for row in rows] == [Rejected]
    assert "is this a Discourse" in rows[0].reason or "REST API" in rows[0].reason


def test_topics_and_the_next_page_of_them(make_spider):
    spider = make_spider(DiscourseSpider, url="https://outlet.test/", options={"category": "chips/7", "listings": "2"})
    (first,) = spider.begin()
    assert first.url == "https://outlet.test/c/chips/7/l/latest.json?page=0"
    topics = [{"id": 5, "title": "T", "created_at": "2026-01-13T10:00:00.000Z"}, {"id": "x"}, 7]
    listing = json.dumps({"topic_list": {"topics": topics, "more_topics_url": "/latest?page=1"}})
    requests, rows = split(spider.parse_listing(answer(listing), 0))
    assert [request.url for request in requests] == [
        "https://outlet.test/t/5.json",
        "https://outlet.test/c/chips/7/l/latest.json?page=1",
    ]
    assert len(rows) == 2
    requests, _ = split(spider.parse_listing(answer(listing), 1))
    assert requests == []


@pytest.mark.parametrize(
    ("topic", "url"),
    [
        ({"id": 5, "slug": "h200-math"}, "https://outlet.test/t/h200-math/5"),
        ({"id": 5}, "https://outlet.test/t/5"),
        ({"id": "5"}, None),
        ([], None),
    ],
)
def test_topic_has_the_address_that_people_read(make_spider, topic, url):
    spider = make_spider(DiscourseSpider, url="https://outlet.test/")
    (row,) = spider.parse_topic(answer(json.dumps(topic)), hints={})
    assert row.url == url if isinstance(row, RawPage) else url is None


INDEX = """<html><body><a href="/">home</a><a href="#top">top</a><a href="/news/1.txt">One  <b>story</b></a>
<a href="/news/1.txt#x">again</a><a href="https://elsewhere.test/news/2">other</a><a href="mailto:a@b.c">mail</a>
<a href="http://[bad">bad</a><a href="/about">About</a></body></html>"""


def test_mirror_follows_links_of_its_own_host(make_spider):
    requests, rows = split(make_spider(MirrorSpider).parse_listing(answer(INDEX, kind=HtmlResponse)))
    assert rows == []
    assert [request.url.rpartition("test")[2] for request in requests] == ["/", "/news/1.txt", "/about"]
    assert hints_of(requests[1]) == {"title": "One story"}


def test_mirror_keeps_to_its_pattern_section_and_titles(make_spider):
    index = answer(INDEX, kind=HtmlResponse)
    for fields in ({"options": {"pattern": r"/\d\.txt$"}}, {"section": "/news/"}, {"options": {"title": r"\bstory\b"}}):
        requests, _ = split(make_spider(MirrorSpider, **fields).parse_listing(index))
        assert [request.url for request in requests] == ["https://outlet.test/news/1.txt"]


def test_index_may_be_plain_text(make_spider):
    text = "1. https://outlet.test/a\n[2] <https://outlet.test/b> (https://elsewhere.test/c)"
    requests, _ = split(make_spider(MirrorSpider).parse_listing(answer(text)))
    assert [request.url for request in requests] == ["https://outlet.test/a", "https://outlet.test/b"]


def test_index_without_links_is_one_rejected_row(make_spider):
    requests, rows = split(make_spider(MirrorSpider).parse_listing(answer("<html></html>", kind=HtmlResponse)))
    assert requests == []
    assert "has 0 links" in rows[0].reason


def test_base_says_that_a_spider_must_read_its_listing(make_spider):
    class Silent(SourceSpider):
        name = "silent"
        kind = FeedSpider.kind

    with pytest.raises(NotImplementedError, match="Silent does not say"):
        make_spider(Silent).parse_listing(answer(""))
