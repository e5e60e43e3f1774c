"""What crawls bring of feeds, sitemaps and posts, over real HTTP: the newest, the changed, and each once."""

from __future__ import annotations

import gzip
import json

from spiders_outlet import open_outlet, write_article, write_feed

from spiders.crawl import CrawlOptions, crawl
from spiders.items import RawPage, Rejected, SourceKind
from spiders.sources import Source
from spiders.spool import read_spool


def run(tmp_path, outlet, *, kind=SourceKind.FEED, path="/feed.xml", options=None, **fields):
    source = Source(name="one", kind=kind, url=outlet.base + path, **fields)
    report = crawl(source, data_dir=tmp_path, options=options or CrawlOptions.quick(allow_hosts=(outlet.host,)))
    return report, list(read_spool(report.spool))


def test_budget_of_pages_keeps_the_newest(tmp_path):
    with open_outlet() as outlet:
        outlet.serve("/feed.xml", write_feed("/0.html", "/1.html", "/2.html"), content_type="application/rss+xml")
        for number in range(3):
            outlet.serve(f"/{number}.html", write_article(f"Story {number}"))
        report, rows = run(tmp_path, outlet, max_pages=2)
    assert report.ok
    assert {row.url.rpartition("/")[2] for row in rows} == {"0.html", "1.html"}


def test_changed_page_is_a_new_record_and_the_old_one_stays(tmp_path):
    with open_outlet() as outlet:
        outlet.serve("/feed.xml", write_feed("/a.html"), content_type="application/rss+xml")
        outlet.serve("/a.html", write_article("First"))
        _, (old,) = run(tmp_path, outlet)
        outlet.serve("/a.html", write_article("Second"))
        report, (new,) = run(tmp_path, outlet)
    assert b"Second" in new.body
    assert report.unchanged == 0
    assert old.archive != new.archive
    assert old.url == new.url


def test_page_without_validators_is_not_fetched_again_soon(tmp_path):
    with open_outlet() as outlet:
        outlet.serve("/feed.xml", write_feed("/a.html"), content_type="application/rss+xml")
        outlet.serve("/a.html", write_article("First"), Cache_Control="no-store, no-cache")
        options = CrawlOptions(allow_hosts=(outlet.host,), delay=0, autothrottle=False)
        for _ in range(2):
            report, rows = run(tmp_path, outlet, options=options)
            assert len(rows) == report.pages == 1
    assert outlet.paths.count("/a.html") == 1
    assert outlet.paths.count("/feed.xml") == 2


def test_sitemaps_of_a_site_are_found_through_robots_and_do_not_loop(tmp_path):
    head = "<?xml version='1.0'?>"
    with open_outlet() as outlet:
        outlet.serve(
            "/robots.txt", "User-agent: *\nDisallow: /no/\nSitemap: /index.xml # all\n", content_type="text/plain"
        )
        inner = [
            f"<sitemap><loc>{outlet.base}{path}</loc></sitemap>"
            for path in ("/index.xml", "/pages.xml.gz", "/gone.xml")
        ]
        outlet.serve("/index.xml", f"{head}<sitemapindex>{''.join(inner)}</sitemapindex>", content_type="text/xml")
        urls = [f"<url><loc>{path}</loc></url>" for path in ("/chips/a.html", "/sport/b.html", "/no/chips/c.html")]
        packed = gzip.compress(f"{head}<urlset>{''.join(urls)}</urlset>".encode())
        outlet.serve("/pages.xml.gz", packed, content_type="application/gzip")
        outlet.serve("/chips/a.html", write_article("Chips"))
        report, rows = run(tmp_path, outlet, kind=SourceKind.SITEMAP, path="/", section="/chips/")
    assert report.ok
    assert [row.url.rpartition("/")[2] for row in rows if isinstance(row, RawPage)] == ["a.html"]
    assert report.errors == {"http 404": 1, "robots": 1}
    assert outlet.paths.count("/index.xml") == 1
    assert not any("sport" in path or "/no/" in path for path in outlet.paths)


def test_wordpress_posts_are_taken_from_the_api_page_by_page(tmp_path):
    with open_outlet() as outlet:
        base = "/wp-json/wp/v2/posts?per_page=2&page={}&orderby=date&order=desc&_embed=author%2Cwp%3Aterm"
        posts = [
            {"id": number, "link": f"https://outlet.example/{number}/", "title": {"rendered": f"Post&#8217;s {number}"},
             "date_gmt": f"2025-12-0{9 - number}T10:00:00", "content": {"rendered": "<p>Words.</p>"}}
            for number in range(3)
        ]  # fmt: skip
        for page, chunk in ((1, posts[:2]), (2, [*posts[2:], {"id": 9}])):
            body = json.dumps(chunk)
            outlet.serve(base.format(page), body, content_type="application/json", X_WP_TotalPages="2")
        source = Source(
            name="wp", kind=SourceKind.WORDPRESS, url=outlet.base, canonical_base="https://outlet.example",
            options={"per_page": "2"},
        )  # fmt: skip
        report = crawl(source, data_dir=tmp_path, options=CrawlOptions.quick(allow_hosts=(outlet.host,)))
        rows = list(read_spool(report.spool))
    pages = [row for row in rows if isinstance(row, RawPage)]
    assert [page.url for page in pages] == [f"https://outlet.example/{number}/" for number in range(3)]
    assert json.loads(pages[0].body) == posts[0]
    assert pages[0].content_type == "application/json"
    assert pages[0].hints["title"] == "Post’s 0"
    assert pages[0].hints["published"] == "2025-12-09T10:00:00+00:00"
    assert report.errors == {"listing": 1}
    assert "no link" in next(row.reason for row in rows if isinstance(row, Rejected))
