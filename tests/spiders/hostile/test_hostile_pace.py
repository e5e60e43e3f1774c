"""Servers that take their time, and robots.txt files that are anything but: bounded, and no reason to stop."""

from __future__ import annotations

import gzip
import socket
from contextlib import ExitStack

import pytest
from hostile_feed import check_good, crawl_beside, write_page
from spiders_outlet import open_outlet

from spiders.crawl import CrawlOptions

SIZE = 5_000_000
# Less than a crawl usually takes of a page, so that there is less to send.
MOST = 1_000_000
HUGE = MOST + 500_000
RULES = "User-agent: *\nDisallow: /no/\n"
ASKED = "(when asked for robots.txt, which decides)"


def drip(handler, *, head: bytes = b"", piece: bytes = b"x"):
    """A piece every tenth of a second, for as long as the crawler stands it."""
    handler.wfile.write(head)
    while not handler.server.stopping.wait(0.1):
        handler.wfile.write(piece)


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"
SLOW = {
    "/drip-body": lambda handler: drip(handler, head=HEAD + b"\r\n<p>"),
    "/drip-length": lambda handler: drip(handler, head=HEAD + b"Content-Length: 900000\r\n\r\n"),
    "/drip-chunks": lambda handler: drip(
        handler, head=HEAD + b"Transfer-Encoding: chunked\r\n\r\n", piece=b"1\r\nx\r\n"
    ),
    "/drip-header": lambda handler: drip(handler, head=HEAD + b"X-Slow: "),
    "/drip-status": lambda handler: drip(handler, piece=b"H"),
    "/stall": lambda handler: handler.server.stopping.wait(60),
}
# By outlet: how robots.txt is served, and what becomes of /no/story.html.
ROBOTS = {
    "long": ({"body": RULES + "Disallow: /other/\n" * (SIZE // 18)}, "fetch: Forbidden by robots.txt"),
    "one line": ({"body": RULES + "Disallow: /" + "*a" * (SIZE // 2)}, "fetch: Forbidden by robots.txt"),
    "late": ({"body": "# nothing\n" * (SIZE // 10) + RULES}, "article: Story"),
    "html": ({"body": "\n <!doctype html>" + write_page("Oops", RULES), "content_type": "text/html"}, "article: Story"),
    "binary": ({"body": bytes(range(256)) * 1000}, "article: Story"),
    "utf-16": ({"body": RULES.encode("utf-16")}, "article: Story"),
    "loop": ({"status": 302, "Location": "/robots.txt"}, "article: Story"),
    "elsewhere": ({"status": 302, "Location": "http://10.0.0.1/robots.txt"}, "article: Story"),
    "forbidden": ({"body": RULES, "status": 403}, "article: Story"),
    "down": ({"body": "", "status": 503}, f"fetch: the server answered 503 {ASKED}"),
    "endless": ({"body": RULES + "Disallow: /other/\n" * (HUGE // 18)}, "fetch: Forbidden by robots.txt"),
    "packed": (
        {"body": gzip.compress((RULES + "\n" * HUGE).encode()), "Content_Encoding": "gzip"},
        f"fetch: Ignored response … during decompression. {ASKED}",
    ),
}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    with ExitStack() as stack:
        main = stack.enter_context(open_outlet())
        main.answers |= SLOW
        links = list(SLOW)
        others = {name: stack.enter_context(open_outlet()) for name in ROBOTS}
        slow = others["slow"] = stack.enter_context(open_outlet())
        slow.answers["/robots.txt"] = lambda handler: drip(handler, head=HEAD + b"\r\n")
        for name, outlet in others.items():
            outlet.serve("/no/story.html", write_page("Story"))
            if name in ROBOTS:
                how = ROBOTS[name][0]
                outlet.serve("/robots.txt", how.get("body", b""), **{key: how[key] for key in how if key != "body"})
            links.append(f"{outlet.base}/no/story.html")
        closed = stack.enter_context(socket.socket())
        # Bound, but nobody listens: connections are refused.
        closed.bind(("127.0.0.1", 0))
        others["closed"] = f"http://127.0.0.1:{closed.getsockname()[1]}"
        links.append(f"{others['closed']}/no/story.html")
        options = CrawlOptions(
            allow_hosts=("127.0.0.1",),
            delay=0,
            autothrottle=False,
            per_host=16,
            retry_wait=0.05,
            download_timeout=1.5,
            max_body=MOST,
        )
        yield crawl_beside(main, tmp_path_factory.mktemp("pace"), *links, options=options), others


def test_good_articles_are_loaded_and_the_crawl_ends_in_time(crawled):
    check_good(crawled[0])
    assert crawled[0].report.seconds < 90


@pytest.mark.parametrize("path", SLOW)
def test_slow_answer_is_given_up(crawled, path):
    outcome = crawled[0].outcome(path)
    assert outcome.startswith("fetch: ")
    assert "took longer than 1.5" in outcome


def test_they_are_counted_as_timeouts(crawled):
    assert crawled[0].report.errors["timeout"] == len(SLOW) + 1, "with the robots.txt that never ends"


@pytest.mark.parametrize("name", ROBOTS)
def test_robots_are_read_as_far_as_they_can_be(crawled, name):
    report, others = crawled
    outcome = report.outcome(f"{others[name].base}/no/story.html")
    start, _, end = ROBOTS[name][1].partition("…")
    assert outcome.startswith(start)
    assert outcome.endswith(end)
    assert end or outcome == start


def test_robots_that_never_end_forbid_all(crawled):
    report, others = crawled
    outcome = report.outcome(f"{others['slow'].base}/no/story.html")
    assert "took longer than 1.5" in outcome
    assert outcome.endswith(ASKED)
    assert "/no/story.html" not in others["slow"].paths


def test_robots_of_a_host_that_refuses_connections_forbid_all(crawled):
    report, others = crawled
    outcome = report.outcome(f"{others['closed']}/no/story.html")
    assert outcome.startswith("fetch: Connection was refused")
    assert outcome.endswith(ASKED)
    assert report.report.errors["connection"] == 1


def test_what_is_forbidden_for_want_of_robots_is_not_asked(crawled):
    _, others = crawled
    for name in ("down", "endless", "packed", "long"):
        assert set(others[name].paths) == {"/robots.txt"}
