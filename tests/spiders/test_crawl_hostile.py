"""One feed full of links that go wrong, each in its own way, crawled over real HTTP in one process."""

from __future__ import annotations

import gzip

import pytest
from spiders_outlet import open_outlet, write_article, write_feed

from spiders.crawl import CrawlOptions, crawl
from spiders.items import RawPage, Rejected, SourceKind
from spiders.sources import Source
from spiders.spool import read_spool

OWN_PROCESSES = True
MAX_BODY = 200_000


def refuse_once(handler):
    if handler.server.paths.count(handler.path) == 1:
        handler.reply(b"later", status=503, Retry_After="0")
    else:
        handler.reply(write_article("At last").encode())


def hang(handler):
    handler.server.stopping.wait(15)


def drip(handler):
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    while not handler.server.stopping.wait(0.2):
        handler.wfile.write(b"x")


def cut_off(handler):
    handler.reply(b"<html><p>Half of", Content_Length="5000")
    handler.close_connection = True


def count_to_infinity(handler):
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Connection", "close")
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b"x" * 65_536)
    handler.close_connection = True


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    with open_outlet() as outlet:
        good = write_article("Good")
        # An error page in place of robots.txt says nothing about crawlers.
        outlet.serve("/robots.txt", "<!doctype html><title>Oops</title>User-agent: *\nDisallow: /")
        outlet.serve("/relative/one.html", good)
        outlet.serve("/wrong-date.html", good)
        outlet.serve("/moved.html", good)
        outlet.serve("/no-type", "plain words without a type", content_type="")
        outlet.serve("/error", "broken", status=500)
        outlet.serve("/empty", "")
        outlet.serve("/picture", b"\x89PNG\r\n", content_type="image/png")
        for here, there in {"/from": "/moved.html", "/loop": "/loop2", "/loop2": "/loop"}.items():
            outlet.serve(here, status=302, Location=there)
        outlet.serve("/to-metadata", status=302, Location="http://169.254.169.254/latest/meta-data/")
        outlet.serve("/to-file", status=302, Location="file:///etc/passwd")
        outlet.serve("/to-number", status=302, Location=f"http://2130706433:{outlet.server_port}/secret")
        bomb = gzip.compress(b"\0" * 10 * MAX_BODY)
        outlet.serve("/bomb", bomb, Content_Encoding="gzip")
        outlet.serve("/announced", "x" * (MAX_BODY + 1))
        outlet.serve("/gzip-cut", gzip.compress(good.encode() * 50)[:-40], Content_Encoding="gzip")
        outlet.answers |= {
            "/busy": refuse_once,
            "/hang": hang,
            "/drip": drip,
            "/cut": cut_off,
            "/endless": count_to_infinity,
        }
        links = [
            "relative/one.html", "/from", "/loop", "/missing", "/error", "/busy", "/empty", "/picture", "/to-metadata",
            "/to-file", "/to-number", "/bomb", "/announced", "/endless", "/hang", "/drip", "/cut", "/gzip-cut",
            "/no-type", "http://10.0.0.1/x", "http://[::1]/x", "http://localhost/x",
            "file:///etc/passwd",
            "data:text/html,x", "javascript:alert(1)", "http://user:secret@127.0.0.1/x", "http://[broken",
            f"/{'long' * 600}",
            "/from", "/../../etc/passwd",
        ]  # fmt: skip
        extra = "<item><title>Odd</title><link>/wrong-date.html</link><pubDate>yesterday, at tea</pubDate></item>"
        extra += "<item><title>No link</title></item>"
        outlet.serve("/feed.xml", write_feed(*links, extra=extra), content_type="application/rss+xml")
        options = CrawlOptions(
            allow_hosts=(outlet.host,),
            delay=0,
            per_host=8,
            autothrottle=False,
            retry_wait=0.05,
            download_timeout=2.0,
            max_body=MAX_BODY,
        )
        source = Source(name="hostile", kind=SourceKind.FEED, url=f"{outlet.base}/feed.xml")
        folder = tmp_path_factory.mktemp("hostile")
        report = crawl(source, data_dir=folder, options=options)
        return outlet, report, list(read_spool(report.spool))


def find_rejected(hostile, ending):
    found = [row for row in hostile[2] if isinstance(row, Rejected) and row.subject.endswith(ending)]
    assert len(found) == 1, [row.subject for row in hostile[2] if isinstance(row, Rejected)]
    return found[0]


def test_crawl_ends_by_itself_and_well(hostile):
    _, report, _ = hostile
    assert report.ok, report.detail
    assert report.finish_reason == "finished"
    assert report.seconds < 60


def test_every_link_ends_as_a_page_or_a_rejected_row(hostile):
    _, report, rows = hostile
    pages = {row.url.rpartition("/")[2] for row in rows if isinstance(row, RawPage)}
    assert pages == {"one.html", "moved.html", "wrong-date.html", "busy", "no-type"}
    rejected = [row for row in rows if isinstance(row, Rejected)]
    assert sum(report.errors.values()) == len(rejected)
    # 30 links, one of them twice, an entry with a wrong date and one without a link.
    assert len(pages) + len(rejected) == 31


@pytest.mark.parametrize(
    ("ending", "reason"),
    [
        ("/missing", "404"),
        ("/error", "500"),
        ("/loop", "loop"),
        ("/empty", "empty"),
        ("/picture", "image/png"),
        ("/to-metadata", "169.254.169.254 is not on the public web"),
        ("/to-number", "leads to 127.0.0.1"),
        ("/bomb", "MAXSIZE"),
        ("/announced", "larger than"),
        ("/hang", "took longer than"),
        ("/drip", "took longer than"),
        ("http://10.0.0.1/x", "not on the public web"),
        ("http://[::1]/x", "not on the public web"),
        ("http://localhost/x", "not on the public web"),
        ("file://etc/passwd", "scheme file"),
        ("data:text/html,x", "scheme data"),
        ("javascript:alert(1)", "scheme javascript"),
        ("user:secret@127.0.0.1/x", "user name"),
        ("/to-file", "leads to no web address: scheme file"),
        ("/endless", "too large"),
        ("/cut", "cut off"),
        ("/gzip-cut", "gzip body"),
        ("…", "longer than 2000"),
    ],
)
def test_what_goes_wrong_is_said(hostile, ending, reason):
    assert reason in find_rejected(hostile, ending).reason


def test_errors_are_counted_by_kind(hostile):
    errors = hostile[1].errors
    assert errors["too large"] == 3
    assert errors["timeout"] == 2
    assert errors["http 500"] == 1
    assert errors["redirects"] == 1
    assert errors["refused address"] >= 10


def test_refused_addresses_are_never_asked(hostile):
    outlet = hostile[0]
    assert "/secret" not in outlet.paths
    assert "/x" not in outlet.paths


def test_server_error_is_tried_three_times_and_busy_once_more(hostile):
    paths = hostile[0].paths
    assert paths.count("/error") == 3
    assert paths.count("/busy") == 2
    assert paths.count("/missing") == 1


def test_wrong_date_is_left_out_of_the_hints(hostile):
    (page,) = [row for row in hostile[2] if isinstance(row, RawPage) and row.url.endswith("wrong-date.html")]
    assert "published" not in page.hints
    assert page.hints["title"] == "Odd"


def test_page_after_a_redirect_has_the_address_it_led_to(hostile):
    assert any(isinstance(row, RawPage) and row.url.endswith("/moved.html") for row in hostile[2])
