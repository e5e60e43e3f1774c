"""Crawls that know of earlier ones: what they ask for, page by page, kind by kind."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from spiders_outlet import open_outlet, write_article, write_feed

from spiders.archive import read_archived
from spiders.crawl import CrawlOptions, crawl
from spiders.items import RawPage, SourceKind
from spiders.sources import Source
from spiders.spool import read_spool, read_visits
from spiders.visits import PAGE, Memory, Visit, identify_page, is_lasting

ROOT = Path(__file__).parents[2]
CANONICAL = "https://outlet.example"


def run(folder, outlet, source, memory=None):
    options = CrawlOptions.quick(allow_hosts=(outlet.host,))
    outlet.paths.clear()
    report = crawl(source, data_dir=folder, options=options, memory=memory)
    pages = [row for row in read_spool(report.spool) if isinstance(row, RawPage)]
    return report, pages, list(read_visits(report.spool))


def make_source(outlet, kind=SourceKind.FEED, path="/feed.xml", **fields):
    return Source(name="one", kind=kind, url=outlet.base + path, canonical_base=CANONICAL, **fields)


def recall(visits, *, again=()):
    chosen = tuple(replace(visit, again=True) for visit in visits if visit.address in again)
    return Memory(known=frozenset(visit.address for visit in visits), again=chosen)


def make_post(number, words="Words."):
    return {
        "id": number, "link": f"{CANONICAL}/{number}/", "title": {"rendered": f"Post {number}"},
        "date_gmt": f"2025-12-{10 - number:02d}T10:00:00", "content": {"rendered": f"<p>{words}</p>"},
    }  # fmt: skip


def serve_posts(outlet, query, posts, **headers):
    outlet.serve(f"/wp-json/wp/v2/posts?{query}", json.dumps(posts), content_type="application/json", **headers)


def test_known_pages_are_not_asked_for_however_they_are_listed(tmp_path):
    with open_outlet() as outlet:
        outlet.serve("/feed.xml", write_feed("/a.html", "/b.html"), content_type="application/rss+xml")
        for name in "abc":
            outlet.serve(f"/{name}.html", write_article(name))
        _, first, visits = run(tmp_path, outlet, make_source(outlet))
        links = ("/a.html?utm_source=feed&utm_campaign=x", f"{CANONICAL}/b.html#top", "/c.html")
        outlet.serve("/feed.xml", write_feed(*links), content_type="application/rss+xml")
        report, second, later = run(tmp_path, outlet, make_source(outlet), recall(visits))
        assert outlet.paths == ["/robots.txt", "/feed.xml", "/c.html"]
    assert [visit.address for visit in visits] == [page.url for page in first]
    assert [page.url for page in second] == [visit.address for visit in later] == [f"{CANONICAL}/c.html"]
    assert (report.items, report.fresh, report.revisited, report.pages) == (3, 1, 0, 1)


def test_pages_are_fetched_again_by_condition_when_they_are_no_longer_listed(tmp_path):
    with open_outlet() as outlet:

        def answer(handler):
            if handler.headers.get("If-None-Match") == '"1"':
                handler.reply(status=304)
            else:
                handler.reply(write_article("Same").encode(), ETag='"1"')

        outlet.answers["/same.html"] = answer
        outlet.serve("/edited.html", write_article("Before"))
        outlet.serve("/feed.xml", write_feed("/same.html", "/edited.html"), content_type="application/rss+xml")
        _, _, visits = run(tmp_path, outlet, make_source(outlet))
        outlet.serve("/feed.xml", write_feed(), content_type="application/rss+xml")
        outlet.serve("/edited.html", write_article("After"))
        due = {f"{CANONICAL}/same.html", f"{CANONICAL}/edited.html"}
        report, pages, later = run(tmp_path, outlet, make_source(outlet), recall(visits, again=due))
        assert sorted(outlet.paths) == ["/edited.html", "/feed.xml", "/robots.txt", "/same.html"]
    assert (report.fresh, report.revisited, report.unchanged) == (0, 2, 1)
    assert {page.url: b"After" in page.body for page in pages} == {
        f"{CANONICAL}/same.html": False,
        f"{CANONICAL}/edited.html": True,
    }
    assert all(visit.again for visit in later)
    # What the listing said of it then goes with the page again.
    assert {page.hints["title"] for page in pages} == {"Story 0", "Story 1"}


def test_new_pages_come_first_and_both_keep_to_the_budget(tmp_path):
    with open_outlet() as outlet:
        for name in "abcdef":
            outlet.serve(f"/{name}.html", write_article(name))
        outlet.serve("/feed.xml", write_feed("/a.html", "/b.html", "/c.html"), content_type="application/rss+xml")
        source = make_source(outlet, max_pages=4)
        _, _, visits = run(tmp_path, outlet, source)
        links = [f"/{name}.html" for name in "defabc"]
        outlet.serve("/feed.xml", write_feed(*links), content_type="application/rss+xml")
        due = {visit.address for visit in visits}
        report, pages, _ = run(tmp_path, outlet, source, recall(visits, again=due))
    assert (report.items, report.fresh, report.revisited) == (4, 3, 1)
    # Asked one behind the other, but answered in any order.
    assert {"d", "e", "f"} <= {page.url[-6] for page in pages}


def test_a_source_that_does_not_answer_is_not_asked_for_old_pages(tmp_path):
    with open_outlet() as outlet:
        address = f"{CANONICAL}/a.html"
        outlet.serve("/a.html", write_article("a"))
        memory = Memory(known=frozenset({address}), again=(Visit(address=address, request=address, again=True),))
        report, pages, _ = run(tmp_path, outlet, make_source(outlet), memory)
        assert outlet.paths == ["/robots.txt", "/feed.xml"]
    assert not report.ok
    assert pages == []


def test_failures_that_last_are_remembered_and_others_are_tried_again(tmp_path):
    with open_outlet() as outlet:
        outlet.serve("/feed.xml", write_feed("/gone.html", "/down.html", "/empty.html", "/image.html"))
        outlet.serve("/down.html", "down", status=500)
        outlet.serve("/empty.html")
        outlet.serve("/image.html", b"\x89PNG\0", content_type="image/png")
        report, pages, visits = run(tmp_path, outlet, make_source(outlet))
    assert pages == []
    assert report.fresh == 0
    outcomes = {visit.address.removeprefix(CANONICAL): visit.outcome for visit in visits}
    assert outcomes == {"/gone.html": "http 404", "/empty.html": "empty", "/image.html": "not text"}


@pytest.mark.parametrize(
    ("kind", "lasting"),
    [("http 404", True), ("http 410", True), ("http 403", True), ("redirects", True), ("too large", True),
     ("http 429", False), ("http 408", False), ("http 503", False), ("timeout", False), ("dns", False),
     ("robots", False), (PAGE, False)],
)  # fmt: skip
def test_which_failures_last(kind, lasting):
    assert is_lasting(kind) is lasting


def test_one_page_has_one_address():
    same = ("https://a.test/x/", "http://a.test/x".replace("http:", "https:"), "https://a.test/x?utm_medium=rss#top")
    assert {identify_page(url) for url in same} == {"https://a.test/x"}
    assert identify_page("no address") == "no address"


def test_wordpress_asks_for_what_is_new_and_for_old_posts_one_by_one(tmp_path):
    with open_outlet() as outlet:
        tail = "&orderby=date&order=desc&_embed=author%2Cwp%3Aterm"
        first = f"per_page=20&page=1{tail}"
        posts = [make_post(number) for number in range(3)]
        serve_posts(outlet, first, posts, X_WP_TotalPages="2")
        serve_posts(outlet, f"per_page=20&page=2{tail}", [make_post(3)], X_WP_TotalPages="2")
        source = make_source(outlet, SourceKind.WORDPRESS, "")
        _, pages, visits = run(tmp_path, outlet, source)
        assert len(pages) == 4
        assert {visit.request for visit in visits} == {
            f"{CANONICAL}/wp-json/wp/v2/posts/{number}?_embed=author%2Cwp%3Aterm" for number in range(4)
        }
        since = "&after=2025-12-09T00%3A00%3A00"
        serve_posts(outlet, first + since, posts[:2], X_WP_TotalPages="2")
        serve_posts(outlet, "", [])
        outlet.serve(
            "/wp-json/wp/v2/posts/1?_embed=author%2Cwp%3Aterm", json.dumps(make_post(1, "Edited.")),
            content_type="application/json",
        )  # fmt: skip
        outlet.serve(
            "/wp-json/wp/v2/posts/2?_embed=author%2Cwp%3Aterm", json.dumps(make_post(2)),
            content_type="application/json",
        )  # fmt: skip
        memory = recall(visits, again={f"{CANONICAL}/1", f"{CANONICAL}/2"})
        memory = replace(memory, newest="2025-12-10T10:00:00+00:00")
        report, again, _ = run(tmp_path, outlet, source, memory)
        # Nothing on the first page is new: the second is not asked for.
        assert len(outlet.paths) == 4
    assert (report.items, report.fresh, report.revisited, report.unchanged) == (2, 0, 2, 1)
    assert {page.url: b"Edited" in page.body for page in again} == {
        f"{CANONICAL}/1/": True,
        f"{CANONICAL}/2/": False,
    }


def test_a_listing_is_not_followed_past_what_is_known(tmp_path):
    with open_outlet() as outlet:

        def write_listing(*names, following):
            links = "".join(f"<div class=card><a href='/{name}.html'>Story {name}</a></div>" for name in names)
            return f"<html><body>{links}<a rel=next href='{following}'>Older</a></body></html>"

        for name in "abcd":
            outlet.serve(f"/{name}.html", write_article(name))
        outlet.serve("/news", write_listing("a", "b", following="/news/2"))
        outlet.serve("/news/2", write_listing("c", "d", following="/news/3"))
        source = make_source(outlet, SourceKind.LISTING, "/news", options={"selector": ".card", "pages": "2"})
        _, pages, visits = run(tmp_path, outlet, source)
        assert len(pages) == 4
        report, pages, _ = run(tmp_path, outlet, source, recall(visits))
        assert outlet.paths == ["/robots.txt", "/news"]
    assert report.ok
    assert pages == []


def test_a_feed_says_when_to_come_back(tmp_path):
    with open_outlet() as outlet:
        advice = "<ttl>90</ttl><skipHours><hour>0</hour><hour>1</hour></skipHours>"
        outlet.serve("/feed.xml", write_feed(extra=advice), content_type="application/rss+xml")
        report, _, _ = run(tmp_path, outlet, make_source(outlet))
    assert (report.advised_minutes, report.quiet_hours) == (90.0, (0, 1))


def test_scrapy_takes_an_address_by_hand(tmp_path):
    with open_outlet() as outlet:
        outlet.serve("/feed.xml", write_feed("/a.html"), content_type="application/rss+xml")
        outlet.serve("/a.html", write_article("By hand"))
        command = [sys.executable, "-m", "scrapy", "crawl", "feed", "-a", f"url={outlet.base}/feed.xml"]
        for name, value in {
            "CHIPWIRE_ARCHIVE_DIR": tmp_path / "archive", "HTTPCACHE_DIR": tmp_path / "cache", "DOWNLOAD_DELAY": 0,
            "AUTOTHROTTLE_ENABLED": 0, "CHIPWIRE_ALLOW_HOSTS": outlet.host,
        }.items():  # fmt: skip
            command += ["-s", f"{name}={value}"]
        command += ["-O", str(tmp_path / "pages.jsonl")]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    (row,) = [json.loads(line) for line in (tmp_path / "pages.jsonl").read_text().splitlines()]
    assert (row["source"], row["url"]) == ("127-0-0-1", f"{outlet.base}/a.html")
    assert read_archived(tmp_path / "archive", row["archive"]) == write_article("By hand").encode()
