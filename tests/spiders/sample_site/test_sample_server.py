"""What all outlets have in common."""

from __future__ import annotations

import gzip
import socket
import struct
import urllib.robotparser
from datetime import timedelta
from email.utils import format_datetime
from urllib.parse import urlsplit

import pytest

from spiders.sample_site import load_articles, load_outlets, serve_sample_site
from spiders.sample_site.errors import SampleSiteError, UnknownOutletError
from spiders.sample_site.standard_pages import DECOY_PATH

ARTICLES = load_articles()
OUTLETS = load_outlets()
ROTATING = {"wafer-relay", "lineprinter"}


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.key)
def test_every_page_holds_its_article(sample_site, client, visible, article):
    answer = client.get(sample_site.outlets[article.outlet] + article.path)
    assert answer.status == 200
    plain = answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert plain == (article.outlet == "lineprinter")
    words = visible(answer.text, plain=plain)
    for block in article.blocks:
        assert visible(block.text, plain=True) in words
    assert article.title in (answer.text if plain else words)


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.key)
def test_fixed_pages_are_equal_and_rotating_ones_keep_their_etag(sample_site, client, outlet):
    for article in (article for article in ARTICLES if article.outlet == outlet.key):
        answers = [client.get(sample_site.outlets[outlet.key] + article.path) for _ in range(2)]
        assert answers[0].headers["etag"] == answers[1].headers["etag"]
        assert (answers[0].body == answers[1].body) == (outlet.key not in ROTATING)


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.key)
def test_unchanged_pages_are_answered_with_304(sample_site, client, outlet):
    article = next(article for article in ARTICLES if article.outlet == outlet.key)
    for path in (article.path, "/robots.txt", "/"):
        url = sample_site.outlets[outlet.key] + path
        first = client.get(url)
        changed = first.headers["last-modified"]
        by_tag = client.get(url, If_None_Match=f'"other", {first.headers["etag"]}')
        by_date = client.get(url, If_Modified_Since=changed)
        assert (by_tag.status, by_tag.body) == (by_date.status, by_date.body) == (304, b"")
        assert by_tag.headers["etag"] == first.headers["etag"]
        assert client.get(url, If_None_Match='"other"', If_Modified_Since=changed).status == 200
        assert client.get(url, If_Modified_Since="no date").status == 200
    earlier = format_datetime(article.changed - timedelta(days=1))
    assert client.get(sample_site.outlets[outlet.key] + article.path, If_Modified_Since=earlier).status == 200


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.key)
def test_robots_txt_closes_a_linked_decoy_and_opens_the_articles(sample_site, client, outlet):
    base = sample_site.outlets[outlet.key]
    rules = urllib.robotparser.RobotFileParser()
    rules.parse(client.get(base + "/robots.txt").text.splitlines())
    assert not rules.can_fetch("chipwire", base + DECOY_PATH)
    assert DECOY_PATH in client.get(base + "/").text
    assert "77,777" in client.get(base + DECOY_PATH).text
    for article in (article for article in ARTICLES if article.outlet == outlet.key):
        assert rules.can_fetch("chipwire", base + article.path)


def test_crawl_delays_are_small():
    delays = [outlet.crawl_delay for outlet in OUTLETS]
    assert None in delays
    assert 0 in delays
    assert all(delay is None or delay <= 0.05 for delay in delays)


def test_gzip_is_used_where_it_is_accepted(sample_site, client):
    url = sample_site.outlets["fab-ledger"] + "/feed.xml"
    plain, packed = client.get(url), client.get(url, Accept_Encoding="gzip, deflate")
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert int(packed.headers["content-length"]) == len(packed.body) < len(plain.body)


def test_head_answers_without_a_body(sample_site, client):
    url = sample_site.outlets["estuary-post"] + "/"
    answer = client.get(url, method="HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert int(answer.headers["content-length"]) == len(client.get(url).body)


def test_requests_are_logged_in_order(sample_site, client):
    before = len(sample_site.requests)
    client.get(sample_site.outlets["lineprinter"] + "/nothing?here=1", User_Agent="probe/1")
    client.get(sample_site.outlets["fab-ledger"] + "/", User_Agent="probe/2")
    logged = [(row.outlet, row.path, row.status, row.user_agent) for row in sample_site.requests[before:]]
    assert logged == [("lineprinter", "/nothing?here=1", 404, "probe/1"), ("fab-ledger", "/", 200, "probe/2")]


def test_an_address_that_is_none_is_refused(sample_site):
    host, port = urlsplit(sample_site.outlets["fab-ledger"]).netloc.split(":")
    with socket.create_connection((host, int(port)), timeout=10) as caller:
        caller.sendall(b"GET http://[x HTTP/1.1\r\n\r\n")
        assert caller.recv(100).startswith(b"HTTP/1.1 400 ")


def test_a_client_that_hangs_up_leaves_no_noise(sample_site, client, capfd):
    host, port = urlsplit(sample_site.outlets["fab-ledger"]).netloc.split(":")
    for _ in range(5):
        with socket.create_connection((host, int(port))) as caller:
            caller.sendall(b"GET /feed.xml HTTP/1.1\r\n\r\nGET /feed.xml HTTP/1.1\r\n\r\n")
            # With a linger of zero seconds, closing resets the connection.
            caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    assert client.get(sample_site.outlets["fab-ledger"] + "/feed.xml").status == 200
    assert capfd.readouterr().err == ""


def test_an_update_changes_one_page_its_etag_and_its_listing(client):
    with serve_sample_site() as site:
        article = next(article for article in load_articles(version=2) if article.version == 2)
        base = site.outlets[article.outlet]
        before, listing = client.get(base + article.path), client.get(base + "/sitemap-news.xml")
        assert "about 20,000 companies" in before.text
        site.publish_update()
        after = client.get(base + article.path, If_None_Match=before.headers["etag"])
        assert after.status == 200
        assert "about 25,000 companies" in after.text
        assert after.headers["last-modified"] != before.headers["last-modified"]
        assert article.modified.isoformat() in after.text
        assert client.get(base + "/sitemap-news.xml").text != listing.text
        assert client.get(base + "/sitemap-news.xml", If_None_Match=listing.headers["etag"]).status == 200
        assert site.articles == load_articles(version=2)


def test_a_second_site_has_other_ports_and_the_same_canonical_urls(sample_site, client):
    with serve_sample_site() as other:
        assert not set(other.outlets.values()) & set(sample_site.outlets.values())
        for article in ARTICLES:
            if article.outlet in ROTATING:
                continue
            pages = [client.get(site.outlets[article.outlet] + article.path) for site in (sample_site, other)]
            assert pages[0].body == pages[1].body
            assert article.canonical_url in pages[0].text


def test_the_ports_are_free_again_afterwards():
    with serve_sample_site() as site:
        ports = {key: int(base.rsplit(":", 1)[1]) for key, base in site.outlets.items()}
    with serve_sample_site(ports=ports) as again:
        assert again.outlets == site.outlets


def test_wrong_ports_are_refused(sample_site):
    message = "no such outlet: daily; the sample site has fab-ledger"
    with pytest.raises(UnknownOutletError, match=message), serve_sample_site(ports={"daily": 0}):
        pass
    taken = int(sample_site.outlets["fab-ledger"].rsplit(":", 1)[1])
    message = f"cannot serve wafer-relay on 127.0.0.1:{taken}"
    with pytest.raises(SampleSiteError, match=message), serve_sample_site(ports={"wafer-relay": taken}):
        pass
