"""Listing pages: which links are articles, and the pages that follow; at last over HTTP."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.http import HtmlResponse, TextResponse

from spiders.crawl import CrawlOptions, crawl
from spiders.errors import SourceError
from spiders.items import RawPage, Rejected, SourceKind
from spiders.links import find_next, guess_links
from spiders.listing import ListingSpider
from spiders.sample_site import serve_sample_site
from spiders.sources import Source, read_source
from spiders.spool import read_spool
from spiders.stats import Stat

LIST = "https://outlet.test/chips/"


def page(body, *, url=LIST):
    return HtmlResponse(url, body=f"<!doctype html><html>{body}</html>".encode("utf-8", "replace"), encoding="utf-8")


def read(spider, response, **more):
    found = list(spider.parse_listing(response, **more))
    return [row for row in found if isinstance(row, Request)], [row for row in found if isinstance(row, Rejected)]


FRONT = """<body><header><a href="/">Outlet</a></header>
<nav><a href="/chips/how-we-cover-the-chip-trade">How we cover the chip trade today</a></nav>
<div class=c><a href="/2026/01/14/fab-opens"><img></a>
<h3><a href="/2026/01/14/fab-opens">Fab opens in spring</a></h3></div>
<div class=c><h3><a href="chip-makers-raise-their-prices">Chip makers raise their prices again</a></h3></div>
<article><header><a href="/chips/a8231"><h2>Memory is sold out for the year</h2><p>And more.</p></a></header></article>
<ul><li><a href="/tag/chips-and-more-chips">All the stories about chips</a><li><a href="/contact">Contact</a>
<li><a href="/chips/page/2">Go to the next page here</a>
<li><a href="javascript:void(0)">Open all of the stories</a></ul>
<a href="https://elsewhere.test/2026/01/14/their-story-on-chips">A story of another outlet on chips</a>
<a href="/2026/01/14/report-on-chips.pdf">The full report as a file here</a><a href="#top">Back to the top of page</a>
<div><a href="/terms-and-conditions-of-sale">Our terms and conditions of sale</a></div>
<footer><a href="/2026/01/01/how-to-write-to-us">How you can write to us</a></footer></body>"""


def test_links_are_told_by_words_place_and_address():
    assert [(link.url.removeprefix("https://outlet.test"), link.title) for link in guess_links(page(FRONT))] == [
        ("/2026/01/14/fab-opens", "Fab opens in spring"),
        ("/chips/chip-makers-raise-their-prices", "Chip makers raise their prices again"),
        ("/chips/a8231", "Memory is sold out for the year"),
    ]


def test_headlines_without_blanks_count_too():
    items = "".join(f"<h2><a href='/n/2026{n}'>英伟达获准对华出口芯片{n}</a></h2>" for n in range(3))
    assert len(guess_links(page(items))) == 3


def test_base_element_and_www_are_followed():
    body = (
        "<head><base href='https://www.outlet.test/x/'></head><h2><a href='2026/02/03/a-b'>Four words and more</a></h2>"
    )
    assert [link.url for link in guess_links(page(body))] == ["https://www.outlet.test/x/2026/02/03/a-b"]


def test_selector_names_links_or_what_holds_them(make_spider):
    body = (
        "<div class=t><a href=/a>A</a><a href=/b>B</a></div><a class=t href=/c>C</a><a href=/2026/01/01/d-e-f-g>D</a>"
    )
    spider = make_spider(ListingSpider, options={"selector": ".t"})
    requests, rows = read(spider, page(body))
    assert ([request.url[-2:] for request in requests], rows) == (["/a", "/b", "/c"], [])
    assert requests[0].cb_kwargs["hints"] == {"title": "A"}


@pytest.mark.parametrize("options", [{}, {"selector": "h9 > a"}])
def test_listing_without_articles_is_one_rejected_row(make_spider, options):
    spider = make_spider(ListingSpider, options=options)
    requests, rows = read(spider, page("<a href=/login>Log in</a>"))
    assert (requests, len(rows)) == ([], 1)
    assert "selector" in rows[0].reason
    assert spider.counts == {f"{Stat.ERRORS}listing": 1, Stat.MISSED: 1}


def test_listing_that_is_no_page_is_rejected(make_spider):
    requests, rows = read(make_spider(ListingSpider), TextResponse(LIST, body=b"{}"))
    assert (requests, [row.reason for row in rows]) == ([], ["the listing is no HTML page"])


STORY = "<h2><a href='/2026/01/14/one-two-three'>A story with five words</a></h2>"


@pytest.mark.parametrize(
    ("body", "options", "expected"),
    [
        ("<link rel='prefetch next' href='?page=2'>", {}, "https://outlet.test/chips/?page=2"),
        ("<a rel=next href='/chips/2#top'>Next</a>", {}, "https://outlet.test/chips/2"),
        ("<li class=older><a href=/chips/2>Older</a></li>", {"next": ".older"}, "https://outlet.test/chips/2"),
        ("<a class=older href=/chips/2>Older</a>", {"next": "a.older"}, "https://outlet.test/chips/2"),
        ("<a class=older href=/chips/2>Older</a>", {}, None),
        ("<a rel=next href='/chips/'>Next</a>", {}, None),
        ("<a rel=next href='/chips/2'>Next</a>", {"pages": "1"}, None),
        ("<a rel=next href='file:///etc/passwd'>Next</a>", {}, None),
        ("<a rel=next href='http://[::1'>Next</a>", {}, None),
    ],
)
def test_next_page(make_spider, body, options, expected):
    requests, rows = read(make_spider(ListingSpider, options=options), page(STORY + body))
    assert rows == []
    assert [request.url for request in requests[1:]] == ([] if expected is None else [expected])


def test_next_page_on_another_host_is_refused(make_spider):
    _, rows = read(make_spider(ListingSpider), page(STORY + "<a rel=next href='https://b.test/2'>Next</a>"))
    assert [(row.subject, row.reason) for row in rows] == [
        ("https://b.test/2", "the next page of the listing lies on another host")
    ]


def test_pages_are_bounded_and_never_read_twice(make_spider):
    spider = make_spider(ListingSpider, options={"pages": "2"})
    requests, _ = read(spider, page(STORY + "<a rel=next href='/chips/2'>Next</a>"))
    assert requests[-1].cb_kwargs == {"number": 2}
    again = page(
        STORY.replace("one", "four") + "<a rel=next href='/chips/3'>Next</a>", url="https://outlet.test/chips/2"
    )
    assert len(read(spider, again, number=2)[0]) == 1


@pytest.mark.parametrize(
    "options", [{"selector": "a["}, {"next": "a::attr(href)"}, {"pages": 0}, {"selector": "a:unknown-thing"}]
)
def test_wrong_options_are_refused_when_the_file_is_read(options):
    with pytest.raises(SourceError, match=next(iter(options))):
        read_source({"name": "a", "kind": "listing", "url": LIST, **options}, where="sources.toml: source 1")


@given(st.text(max_size=300), st.sampled_from(["a href=", "h2", "nav", "link rel=next href=", "base href="]))
def test_no_markup_breaks_it(text, tag):
    response = page(f"<{tag}{text}><a href='{text}'>{text}</a><{tag}'{text}'>{STORY}")
    guess_links(response)
    find_next(response)


@pytest.mark.timeout(20)
def test_deep_and_wide_pages_take_linear_time():
    deep = "<a href='/2026/01/14/one-two-three'>" + "<div>" * 20_000 + "five words stand in here"
    wide = "".join(f"<a href='/2026/01/14/s-{n}'><b>{'word ' * 20}" for n in range(20_000))
    guess_links(page(deep))
    assert len(guess_links(page(wide))) <= 5_000


def test_section_front_of_the_bundled_outlet(tmp_path):
    with serve_sample_site() as site:
        base = site.outlets["estuary-post"]
        source = Source(name="chips", kind=SourceKind.LISTING, url=f"{base}/chips/", language="en")
        report = crawl(source, data_dir=tmp_path, options=CrawlOptions.quick(allow_hosts=("127.0.0.1",)))
        paths = [request.path for request in site.requests]
        articles = [each for each in site.articles if each.outlet == "estuary-post" and each.section != "life"]
    assert report.ok, report.detail
    rows = list(read_spool(report.spool))
    assert [row for row in rows if isinstance(row, Rejected)] == []
    pages = [row for row in rows if isinstance(row, RawPage)]
    assert {page.url.removeprefix(base): page.hints["title"] for page in pages} == {
        article.path: article.title for article in articles
    }
    listings = [path for path in paths if path.startswith("/chips/")]
    assert listings == ["/chips/", "/chips/?page=2", "/chips/?page=3"]
    assert len(paths) == 1 + len(listings) + len(articles)
