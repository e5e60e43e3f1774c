"""What the feed spider makes of a listing, good or hostile, without a network."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from spiders_answers import LIST, answer, hints_of, split

from spiders.base import SourceSpider
from spiders.feed import FeedSpider
from spiders.items import Rejected
from spiders.sources import Source
from spiders.stats import Stat

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
        super().__init__(source=Source(name="outlet", kind=self.kind, url=LIST))

    def count(self, name):
        pass


def test_spider_must_say_how_it_reads_its_listing(make_spider):
    class Silent(SourceSpider):
        name = "silent"
        kind = FeedSpider.kind

    with pytest.raises(NotImplementedError, match="Silent does not say"):
        make_spider(Silent).parse_listing(answer(""))
