"""Addresses off the public web, in every place where an outlet can put one: refused, counted and never asked."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from hostile_feed import GOOD, PARAGRAPHS, check_good, crawl_beside, crawl_source, serve_good, write_page
from spiders_outlet import open_outlet, write_feed

from spiders.crawl import CrawlOptions
from spiders.items import SourceKind

SECRET = "/secret"
METADATA = "http://169.254.169.254/latest/meta-data/"
REFUSED = "fetch: {} is not on the public web"


@pytest.fixture(scope="module")
def inside():
    """A server on loopback that the configuration does not name: what it is asked, it must not be."""
    with open_outlet() as server:
        server.serve(SECRET, write_page("Secret"))
        yield server


@pytest.fixture(scope="module")
def crawled(inside, tmp_path_factory):
    port = inside.server_port
    with open_outlet() as outlet:
        # Names that the resolver of the system leads to loopback.
        disguised = [f"http://{host}:{port}{SECRET}" for host in ("2130706433", "127.1", "0x7f.1", "0177.0.0.1")]
        for status in (301, 302, 303, 307, 308):
            outlet.serve(f"/moved-{status}", status=status, Location=f"{inside.base}{SECRET}?{status}")
        places = {
            "without-scheme": f"//{inside.host}{SECRET}?0",
            "metadata": METADATA,
            "private": "http://192.168.0.1/admin",
            "link-local": "http://[fe80::1]/",
            "mapped": f"http://[::ffff:127.0.0.1]:{port}{SECRET}",
            "name": f"http://localhost:{port}{SECRET}",
            "disguised": disguised[0] + "?0",
            "file": "file:///etc/passwd",
            "data": "data:text/html,<p>words",
            "script": "javascript:alert(1)",
            "broken": "http://[::1",
            "user": f"http://me:pw@{outlet.host}/good/first.html",
        }
        for name, place in places.items():
            outlet.serve(f"/to-{name}", status=302, Location=place)
        for number in range(10):
            outlet.serve(f"/hop-{number}", status=302, Location=f"/hop-{number + 1}")
        outlet.serve("/refresh", f"<meta http-equiv=refresh content='0;url={inside.base}{SECRET}'>")
        outlet.serve("/base", write_page("Base", head=f"<base href='{inside.base}/'>"))
        outlet.serve("/canonical", write_page("Canonical", head=f"<link rel=canonical href='{inside.base}{SECRET}'>"))
        # robots.txt of the outlet itself leads inside.
        outlet.serve("/robots.txt", status=302, Location=inside.base + SECRET)
        links = [inside.base + SECRET, f"https://{inside.host}{SECRET}", *disguised]
        links += [f"/moved-{status}" for status in (301, 302, 303, 307, 308)]
        links += [f"/to-{name}" for name in places]
        links += ["/hop-0", "/refresh", "/base", "/canonical"]
        return crawl_beside(outlet, tmp_path_factory.mktemp("addresses"), *links), inside


def test_good_articles_are_loaded_beside_them(crawled):
    check_good(crawled[0])


def test_what_the_configuration_does_not_name_is_never_asked(crawled):
    assert crawled[1].paths == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect_to_loopback_is_refused(crawled, status):
    assert crawled[0].outcome(f"/moved-{status}").startswith(REFUSED.format("127.0.0.1"))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("without-scheme", "127.0.0.1 is not on the public web"),
        ("metadata", "169.254.169.254 is not on the public web"),
        ("private", "192.168.0.1 is not on the public web"),
        ("link-local", "fe80::1 is not on the public web"),
        ("mapped", "is not on the public web"),
        ("name", "localhost is not on the public web"),
        ("disguised", "leads to 127.0.0.1, which is not on the public web"),
        ("file", "scheme file is not http or https"),
        ("data", "scheme data is not http or https"),
        ("script", "scheme javascript is not http or https"),
        ("broken", "not an address"),
        ("user", "carries a user name"),
    ],
)
def test_redirect_off_the_web_is_refused(crawled, name, said):
    outcome = crawled[0].outcome(f"/to-{name}")
    assert outcome.startswith("fetch: ")
    assert said in outcome


def test_name_that_leads_to_loopback_is_refused_when_it_is_resolved(crawled):
    port = crawled[1].server_port
    for host in ("2130706433", "127.1", "0x7f.1", "0177.0.0.1"):
        outcome = crawled[0].outcome(f"http://{host}:{port}{SECRET}")
        assert "not on the public web" in outcome, outcome


def test_chain_of_redirects_ends(crawled):
    assert crawled[0].outcome("/hop-0").startswith("fetch: max redirections reached")


def test_page_may_say_what_it_likes_of_its_address_but_nothing_is_fetched_for_it(crawled):
    assert crawled[0].outcome("/base") == "article: Base"
    assert crawled[0].outcome("/canonical") == "article: Canonical"
    assert crawled[0].outcome("/refresh").startswith("extract: ")


def test_all_are_counted_by_kind(crawled):
    errors = crawled[0].report.errors
    assert set(errors) == {"refused address", "redirects"}
    rows = [row for rows in crawled[0].rejected.values() for row in rows if row.stage == "fetch"]
    assert sum(errors.values()) == len(rows)
    assert errors["redirects"] == 1


def test_unknown_name_is_counted_as_dns(tmp_path):
    with open_outlet() as outlet:
        crawled = crawl_beside(outlet, tmp_path, "http://no-such-host.invalid/x")
    check_good(crawled)
    assert crawled.report.errors == {"dns": 1}
    assert crawled.outcome("http://no-such-host.invalid/x").startswith("fetch: ")


def test_host_that_the_configuration_names_is_asked(inside, tmp_path):
    with open_outlet() as outlet:
        options = CrawlOptions.quick(allow_hosts=(outlet.host, "localhost"))
        place = f"http://localhost:{inside.server_port}{SECRET}"
        crawled = crawl_beside(outlet, tmp_path, place, options=options)
    check_good(crawled)
    assert crawled.outcome(place) == "article: Secret"
    inside.paths.clear()


def test_every_kind_of_listing_refuses_them(inside, tmp_path):
    with open_outlet() as outlet:
        serve_good(outlet)
        good, bad = f"{outlet.base}{GOOD[0]}", inside.base + SECRET
        serve_listings(outlet, good, [bad, METADATA, "file:///etc/passwd"])
        sources = {
            SourceKind.FEED: "/atom.xml",
            SourceKind.SITEMAP: "/index.xml",
            SourceKind.WORDPRESS: "/",
            SourceKind.LISTING: "/front",
            SourceKind.MIRROR: "/front",
        }

        def run(kind):
            selected = {"given": {"selector": "li"}} if kind is SourceKind.LISTING else {}
            return crawl_source(outlet, tmp_path / kind, kind, sources[kind], **selected)

        with ThreadPoolExecutor(2) as pool:
            found = list(pool.map(run, sources))
        for kind, crawled in zip(sources, found, strict=True):
            assert crawled.report.ok, (kind, crawled.report.detail)
            assert list(crawled.articles) == [GOOD[0]], (kind, [(k, v[0].reason) for k, v in crawled.rejected.items()])
            assert set(crawled.report.errors) <= {"refused address", "listing"}, (kind, crawled.report.errors)
            if kind is not SourceKind.MIRROR:  # which reads the links of its own host alone
                assert crawled.rejected, kind
        assert inside.paths == []


def serve_listings(outlet, good: str, bad: list[str]) -> None:
    """The same links as Atom, as a sitemap in an index with one inside, as posts and as a page."""
    entries = "".join(f"<entry><title>One</title><link href='{link}'/></entry>" for link in [*bad, good])
    atom = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Feed</title>{entries}</feed>"
    outlet.serve("/atom.xml", atom, content_type="application/atom+xml")
    maps = "".join(f"<sitemap><loc>{link}</loc></sitemap>" for link in [*bad, f"{outlet.base}/pages.xml"])
    outlet.serve("/index.xml", f"<sitemapindex>{maps}</sitemapindex>", content_type="text/xml")
    urls = "".join(f"<url><loc>{link}</loc></url>" for link in [*bad, good])
    outlet.serve("/pages.xml", f"<urlset>{urls}</urlset>", content_type="text/xml")
    content = {"rendered": "".join(f"<p>{text}</p>" for text in PARAGRAPHS)}
    posts = [
        {"id": number, "link": link, "title": {"rendered": "Post"}, "content": content}
        for number, link in enumerate([*bad, "javascript:alert(1)", "http://[::1", good])
    ]
    path = "/wp-json/wp/v2/posts?per_page=20&page=1&orderby=date&order=desc&_embed=author%2Cwp%3Aterm"
    outlet.serve(path, json.dumps(posts), content_type="application/json", X_WP_TotalPages="1")
    anchors = "".join(
        f"<li><a href='{link}'>A headline of five words or more</a></li>" for link in [*bad, good, "file:///etc/hosts"]
    )
    outlet.serve("/front", f"<html><body><ul>{anchors}</ul><a class=next rel=next href='{bad[0]}'>Older</a></html>")


def test_source_whose_own_address_leads_inside_is_refused(inside, tmp_path):
    with open_outlet() as outlet:
        outlet.serve("/feed.xml", status=302, Location=inside.base + "/feed.xml")
        inside.serve("/feed.xml", write_feed("/secret"), content_type="application/rss+xml")
        crawled = crawl_source(outlet, tmp_path, SourceKind.FEED, "/feed.xml")
    assert not crawled.report.ok
    assert crawled.report.errors == {"refused address": 1}
    assert inside.paths == []
