"""What the mirror spider makes of an index, without a network."""

from __future__ import annotations

from scrapy.http import HtmlResponse
from spiders_answers import answer, hints_of, split

from spiders.mirror import MirrorSpider

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
