"""Bodies of every bad sort: each ends as an article or as one row with a reason, and the good ones are loaded."""

from __future__ import annotations

import gzip
import sys
import zlib
from dataclasses import replace

import brotli
import pytest
from hostile_feed import PARAGRAPHS, check_good, crawl_beside, write_page
from spiders_outlet import open_outlet
from spiders_stages import ingest_plainly

from pipelines.ingest import open_run
from pipelines.settings import Settings
from spiders.crawl import CrawlOptions
from spiders.spool import read_spool
from warehouse.store import read

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

HUGE = 200_000_000
# A crawl that takes less of a page than usual meets its limit with less to unpack.
MOST = 4_000_000
ZEROS = bytes(5 * MOST)
DEEP = "<div>" * 100_000 + "deep down" + "</div>" * 100_000
CONSENT = write_page(
    "Before you continue",
    "We and our partners store cookies and process personal data with your consent.",
    "You can withdraw your consent at any time. Accept all or manage preferences for advertising partners.",
)
CUT = 60

# Address: how it is served, and what it ends as.
BODIES = {
    "/empty": ({"body": ""}, "fetch: the page is empty"),
    "/blank": ({"body": " \r\n\t "}, "extract: empty"),
    "/error-page": (
        {"body": write_page("Page not found", "Sorry, we can't find that page. Try the search.")},
        "extract: error page",
    ),
    "/maintenance": (
        {"body": write_page("Site maintenance", "We will be back at noon. Thank you for waiting.")},
        "extract: error page",
    ),
    "/cookie-wall": ({"body": CONSENT}, "extract: consent"),
    "/cookie-required": ({"body": "You need a cookie.", "status": 403, "Set_Cookie": "seen=1"}, "fetch: the server"),
    "/cookie-loop": (
        {"status": 302, "Location": "/cookie-loop", "Set_Cookie": "seen=1"},
        "fetch: redirect loop",
    ),
    "/cookie-detour": ({"status": 302, "Location": "/consent?back=/cookie-detour"}, None),
    "/wrong-charset": (
        {"body": write_page("Wrong charset").encode("cp1252"), "content_type": "text/html; charset=utf-8"},
        "article: Wrong charset",
    ),
    "/latin-claimed": (
        {"body": write_page("Latin claimed").encode(), "content_type": "text/html; charset=iso-8859-1"},
        "article: Latin claimed",
    ),
    "/no-charset": (
        {"body": write_page("No charset").encode("cp1252"), "content_type": "text/html"},
        "article: No charset",
    ),
    "/unknown-charset": (
        {"body": write_page("Unknown charset").encode(), "content_type": "text/html; charset=klingon-8"},
        "article: Unknown charset",
    ),
    "/utf-16": (
        {"body": write_page("With a mark").encode("utf-16"), "content_type": "text/html"},
        "article: With a mark",
    ),
    "/utf-16-be": (
        {"body": write_page("Without a mark").encode("utf-16-be"), "content_type": "text/html"},
        "article: Without a mark",
    ),
    "/utf-16-claimed": (
        {"body": write_page("Claimed").encode(), "content_type": "text/html; charset=utf-16"},
        "article: Claimed",
    ),
    "/utf-7": (
        {"body": write_page("Seven bits").encode(), "content_type": "text/html; charset=utf-7"},
        "article: Seven bits",
    ),
    "/nul-bytes": ({"body": write_page("Nul\0 bytes")}, "article: Nul bytes"),
    "/picture": ({"body": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "content_type": "text/html"}, "extract: "),
    "/download": ({"body": write_page("Download"), "content_type": "application/octet-stream"}, "fetch: content type"),
    "/nested": ({"body": write_page("Nested", DEEP)}, "extract: "),
    "/nested-tables": ({"body": write_page("Tables", "<table><tr><td>" * 33_334)}, "extract: "),
    "/not-gzip": ({"body": write_page("Plain"), "Content_Encoding": "gzip"}, "fetch: the gzip body is damaged"),
    "/gzip-cut": (
        {"body": gzip.compress(write_page("Cut").encode())[:-CUT], "Content_Encoding": "gzip"},
        "fetch: the gzip body is damaged",
    ),
    "/brotli-cut": (
        {"body": brotli.compress(write_page("Cut").encode())[:-CUT], "Content_Encoding": "br"},
        "fetch: the br body is damaged",
    ),
    "/deflate-cut": (
        {"body": zlib.compress(write_page("Cut").encode())[:-CUT], "Content_Encoding": "deflate"},
        "fetch: the deflate body is damaged",
    ),
    "/zstd-cut": (
        {"body": zstd.compress(write_page("Cut").encode())[:-CUT], "Content_Encoding": "zstd"},
        "fetch: the zstd body is damaged",
    ),
    "/not-zstd": ({"body": write_page("Plain"), "Content_Encoding": "zstd"}, "fetch: the zstd body is damaged"),
    "/not-deflate": (
        {"body": write_page("Plain"), "Content_Encoding": "deflate"},
        "fetch: the deflate body is damaged",
    ),
    "/not-brotli": ({"body": write_page("Plain"), "Content_Encoding": "br"}, "fetch: the br body is damaged"),
    "/unknown-packing": (
        {"body": write_page("Unknown packing"), "Content_Encoding": "klingon"},
        "article: Unknown packing",
    ),
    "/zstd-bomb": ({"body": zstd.compress(ZEROS), "Content_Encoding": "zstd"}, "fetch: "),
    "/gzip-bomb": ({"body": gzip.compress(ZEROS, 6), "Content_Encoding": "gzip"}, "fetch: "),
    "/brotli-bomb": ({"body": brotli.compress(ZEROS, quality=3), "Content_Encoding": "br"}, "fetch: "),
    "/deflate-bomb": ({"body": zlib.compress(ZEROS), "Content_Encoding": "deflate"}, "fetch: "),
    "/twice-packed": (
        {"body": gzip.compress(gzip.compress(ZEROS)), "Content_Encoding": "gzip, gzip"},
        "fetch: ",
    ),
    "/gzip": (
        {"body": gzip.compress(write_page("Packed well").encode()), "Content_Encoding": "gzip"},
        "article: Packed well",
    ),
    "/brotli": (
        {"body": brotli.compress(write_page("Packed better").encode()), "Content_Encoding": "br"},
        "article: Packed better",
    ),
    "/deflate": (
        {"body": zlib.compress(write_page("Packed badly").encode()), "Content_Encoding": "deflate"},
        "article: Packed badly",
    ),
    "/raw-deflate": (
        {"body": zlib.compress(write_page("Packed raw").encode())[2:-4], "Content_Encoding": "deflate"},
        "article: Packed raw",
    ),
}


def stream(handler, *headers):
    """200 MB, a piece at a time; the crawler is to hang up long before."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    for name, value in headers:
        handler.send_header(name, value)
    handler.end_headers()
    piece = b"<p>" + b"x" * 65_533
    for _ in range(HUGE // len(piece)):
        handler.wfile.write(piece)
        handler.server.sent += len(piece)
    handler.close_connection = True


def talk_nonsense(handler):
    handler.wfile.write(b"\x16\x03\x01 this is no HTTP \r\n\r\n" * 20)
    handler.close_connection = True


def say_nothing(handler):
    handler.close_connection = True


def boast(handler):
    handler.send_response(200)
    handler.send_header("X-Long", "x" * 3_000_000)
    handler.end_headers()
    handler.close_connection = True


ANSWERS = {
    "/huge-announced": (lambda handler: stream(handler, ("Content-Length", str(HUGE))), "fetch: "),
    "/huge-endless": (lambda handler: stream(handler, ("Connection", "close")), "fetch: "),
    "/no-http": (talk_nonsense, "fetch: "),
    "/silence": (say_nothing, "fetch: "),
    "/long-header": (boast, "fetch: "),
}


@pytest.fixture(scope="module")
def bodies(tmp_path_factory):
    with open_outlet() as outlet:
        outlet.sent = 0
        for path, (how, _) in BODIES.items():
            outlet.serve(path, how.get("body", b""), **{name: how[name] for name in how if name != "body"})
        outlet.serve("/consent?back=/cookie-detour", CONSENT)
        outlet.answers |= {path: answer for path, (answer, _) in ANSWERS.items()}
        options = replace(CrawlOptions.quick(allow_hosts=(outlet.host,)), max_body=MOST)
        crawled = crawl_beside(outlet, tmp_path_factory.mktemp("bodies"), *BODIES, *ANSWERS, options=options)
        return crawled, outlet


def test_good_articles_are_loaded_beside_all_of_them(bodies):
    check_good(bodies[0])


@pytest.mark.parametrize("path", [*BODIES, *ANSWERS])
def test_each_ends_as_an_article_or_a_row(bodies, path):
    expected = (BODIES | ANSWERS)[path][1]
    if expected is None:  # it led somewhere else, and that page is named
        path, expected = "/consent?back=/cookie-detour", "extract: consent"
    assert bodies[0].outcome(path).startswith(expected)


@pytest.mark.parametrize("path", [path for path, (_, end) in BODIES.items() if (end or "").startswith("article")])
def test_letters_are_read_right_whatever_the_charset_is_said_to_be(bodies, path):
    article = bodies[0].articles[path]
    assert article.text.split("\n\n") == list(PARAGRAPHS)
    assert "\0" not in article.title


def test_what_is_too_large_is_counted_so_and_given_up_early(bodies):
    crawled, outlet = bodies
    large = [path for path in (*BODIES, *ANSWERS) if "huge" in path or "bomb" in path or "twice" in path]
    assert crawled.report.errors["too large"] == len(large) == 7
    assert outlet.sent < HUGE, "of 400 MB"
    assert crawled.report.bytes < 2 * MOST
    assert crawled.report.seconds < 90


def test_every_row_of_the_fetch_is_counted_by_kind(bodies):
    crawled, _ = bodies
    rows = [row for rows in crawled.rejected.values() for row in rows if row.stage == "fetch"]
    assert sum(crawled.report.errors.values()) == len(rows)
    assert crawled.report.errors["cut off"] == 8


def test_all_of_it_goes_into_the_warehouse(bodies, tmp_path):
    crawled, _ = bodies
    settings = Settings(warehouse=tmp_path / "w.duckdb", data_dir=tmp_path)
    tally = ingest_plainly(read_spool(crawled.report.spool), run=open_run("test"), settings=settings)
    with read(settings.warehouse) as con:
        titles = {title for (title,) in con.execute("select title from articles").fetchall()}
        rows = con.execute("select stage, reason from quarantine").fetchall()
    assert titles == {article.title for article in crawled.articles.values()}
    rejected = [row for rows in crawled.rejected.values() for row in rows]
    assert len(rows) == len(rejected) == tally.rejected
    assert sorted(f"{stage}: {reason}" for stage, reason in rows) == sorted(
        f"{row.stage}: {row.reason}" for row in rejected
    )
