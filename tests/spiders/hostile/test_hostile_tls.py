"""Outlets whose certificates cannot be trusted are refused, and counted under a name of its own."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from hostile_certificates import found_authority
from hostile_feed import check_good, crawl_beside, crawl_source, serve_good, write_page
from spiders_outlet import open_outlet, write_feed

from spiders.crawl import CrawlOptions
from spiders.items import SourceKind


@pytest.fixture(scope="module")
def outlets(tmp_path_factory):
    """One plain outlet and several with TLS, by what is wrong with them."""
    authority = found_authority(tmp_path_factory.mktemp("authority"))
    contexts = {
        "trusted": authority.make_context(),
        "self-signed": authority.make_context(trusted=False),
        "expired": authority.make_context(days=-1),
        "of another host": authority.make_context(address="203.0.113.9"),
    }
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        # Where OpenSSL looks for authorities; the process of the crawl inherits it.
        patch.setenv("SSL_CERT_FILE", str(authority.path))
        found = {name: stack.enter_context(open_outlet(context)) for name, context in contexts.items()}
        found["plain"] = stack.enter_context(open_outlet())
        for outlet in found.values():
            outlet.serve("/story.html", write_page("Over TLS"))
        yield found


@pytest.fixture(scope="module")
def crawled(outlets, tmp_path_factory):
    plain = outlets["plain"]
    links = [f"{outlet.base}/story.html" for name, outlet in outlets.items() if name != "plain"]
    links.append(f"https://{plain.host}/no-tls.html")
    options = CrawlOptions.quick(allow_hosts=("127.0.0.1",))
    return crawl_beside(plain, tmp_path_factory.mktemp("tls"), *links, options=options)


def test_good_articles_are_loaded_beside_them(crawled):
    check_good(crawled)


def test_page_with_a_certificate_that_can_be_trusted_is_read(crawled, outlets):
    assert crawled.outcome(f"{outlets['trusted'].base}/story.html") == "article: Over TLS"


@pytest.mark.parametrize(
    ("name", "said"),
    [("self-signed", "cannot be trusted"), ("expired", "cannot be trusted"), ("of another host", "not of this host")],
)
def test_certificate_that_cannot_be_trusted_ends_in_a_row(crawled, outlets, name, said):
    outcome = crawled.outcome(f"{outlets[name].base}/story.html")
    assert outcome.startswith("fetch: TLS")
    assert said in outcome
    assert outlets[name].paths == [], "nothing was asked for"


def test_server_that_speaks_no_tls_ends_in_a_row(crawled, outlets):
    assert crawled.outcome(f"https://{outlets['plain'].host}/no-tls.html").startswith("fetch: TLS")


def test_they_are_counted_as_tls_and_not_tried_again(crawled):
    assert crawled.report.errors == {"tls": 4}
    assert crawled.report.seconds < 60


def test_listing_that_cannot_be_trusted_says_so(outlets, tmp_path):
    outlet = outlets["expired"]
    serve_good(outlet)
    outlet.serve("/feed.xml", write_feed("/good/first.html"), content_type="application/rss+xml")
    crawled = crawl_source(outlet, tmp_path, SourceKind.FEED, "/feed.xml")
    assert not crawled.report.ok
    assert crawled.report.errors == {"tls": 1}
    assert "no listing could be read" in crawled.report.detail
    assert "tls (1)" in crawled.report.detail
