"""What the probe makes of answers, well-meant or not."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import HtmlResponse, TextResponse

from spiders.crawl import CrawlOptions, crawl
from spiders.items import RawPage, SourceKind
from spiders.probe import read_feed, read_forum, read_posts, read_sitemap_address
from spiders.signs import Signs, read_signs
from spiders.sources import Source
from spiders.spool import read_spool

SITE = "https://outlet.test/"


def page(head, *, lang=""):
    return HtmlResponse(SITE, body=f"<html lang='{lang}'><head>{head}</head></html>".encode(), encoding="utf-8")


def link(kind, href, **more):
    extra = "".join(f" {name}='{value}'" for name, value in more.items())
    return f"<link rel='alternate' type='{kind}' href='{href}'{extra}>"


def test_feeds_are_found_in_order_without_those_of_comments():
    head = link("application/feed+json", "/feed.json") + link("application/rss+xml", "/comments/feed/")
    head += link("application/rss+xml", "/rss") + link("application/atom+xml", "http://[::1") + link("text/html", "/de")
    head += link("application/rss+xml", "/x", title="Comments on a story") + link("application/atom+xml", "atom.xml")
    head += link("application/json", "/wp-json/wp/v2/pages/7")
    expected = tuple(SITE + name for name in ("rss", "atom.xml", "feed.json"))
    assert read_signs(page(head)) == Signs(feeds=expected)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("<meta name=generator content='Discourse 3.5'>", Signs(discourse=True)),
        ("<meta name=generator content='WordPress 6.8'>", Signs(wordpress=True)),
        ("<link rel=stylesheet href='/wp-content/a.css'>", Signs(wordpress=True)),
        ("<link rel='https://api.w.org/' href='/blog/wp-json/'>", Signs(wordpress=True, api=f"{SITE}blog/wp-json/")),
        ("<meta property='og:site_name' content=' The\t\x7f \x1b[0m Outlet '>", Signs(outlet="The [0m Outlet")),
    ],
)
def test_software_and_name_are_told(head, expected):
    assert read_signs(page(head)) == expected


@pytest.mark.parametrize(("lang", "expected"), [("en-US", "en"), ("DE", "de"), ("zh_TW", "zh"), ("english", None)])
def test_language_is_two_letters_or_none(lang, expected):
    assert read_signs(page("", lang=lang)).language == expected


@given(st.binary(max_size=300), st.sampled_from([b"", b"{", b"[", b"<rss version='2.0'>", b"<urlset>", b"<html>"]))
def test_no_answer_breaks_a_reader(body, start):
    for kind in (TextResponse, HtmlResponse):
        answer = kind(SITE, body=start + body)
        for read in (read_feed, read_forum, read_posts, read_sitemap_address):
            assert read(answer) is None or read(answer)["url"].startswith(SITE)
    read_signs(HtmlResponse(SITE, body=start + body))


def probe(outlet, tmp_path, path="/"):
    source = Source(name="site", kind=SourceKind.LISTING, url=outlet.base + path)
    options = CrawlOptions.quick(allow_hosts=("127.0.0.1",))
    report = crawl(source, data_dir=tmp_path, options=options, probe=True)
    pages = [row for row in read_spool(report.spool) if isinstance(row, RawPage)]
    return [json.loads(page.body) for page in pages], report


def test_promises_that_are_not_kept_are_passed_over(outlet, tmp_path):
    head = "<meta name=generator content='WordPress and Discourse'>" + link("application/rss+xml", "/dead.xml")
    outlet.serve("/", f"<head>{head}{link('application/rss+xml', '/page')}{link('application/feed+json', '/f')}</head>")
    outlet.serve("/latest.json", '{"topic_list": {"topics": 7}}', content_type="application/json")
    outlet.serve("/wp-json/wp/v2/posts?per_page=1", '{"code": "rest_disabled"}', content_type="application/json")
    outlet.serve("/page", "<html><body>Come back later</body></html>")
    outlet.serve("/f", '{"items": [{"url": "/one"}]}', content_type="application/feed+json")
    found, report = probe(outlet, tmp_path)
    assert found == [{"kind": "feed", "url": f"{outlet.base}/f"}]
    assert report.errors == {"http 404": 1}


def test_page_with_nothing_to_go_by_is_a_rejected_row(outlet, tmp_path):
    outlet.serve("/empty", "<html><body><p>Nothing but words.</p></body></html>")
    found, report = probe(outlet, tmp_path, "/empty")
    assert (found, report.errors["listing"]) == ([], 1)


def test_sitemap_off_the_public_web_is_refused_and_the_next_is_taken(outlet, tmp_path):
    outlet.serve("/", "<html><body><p>Nothing but words.</p></body></html>")
    outlet.serve("/robots.txt", f"Sitemap: http://10.0.0.1/news.xml\nSitemap: {outlet.base}/map.xml # all\nSitemap: x")
    outlet.serve("/map.xml", "<urlset><url><loc>/a</loc></url></urlset>", content_type="application/xml")
    found, report = probe(outlet, tmp_path)
    assert found == [{"kind": "sitemap", "url": f"{outlet.base}/map.xml"}]
    assert report.errors["refused address"] == 1
