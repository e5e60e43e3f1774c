"""A real browser, where there is one: `pip install scrapy-playwright` and a Chromium on the path."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pytest
from spiders_outlet import open_outlet, write_feed

from spiders.crawl import CrawlOptions, crawl
from spiders.items import RawPage, SourceKind
from spiders.sources import Source
from spiders.spool import read_spool

pytest.importorskip("scrapy_playwright", reason="the tests do not need it; docs/sources.md says how to install it")
BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium on the path")
OWN_PROCESSES = True
WORDS = "The foundry shipped 41,000 wafers in March. "


def write_program(inside: str) -> str:
    """A page that fetches its text, and on the way asks for what it must not have in every way it knows."""
    ways = "".join(
        f"try {{ {way} }} catch (problem) {{}}"
        for way in (
            f"fetch('{inside}/fetch', {{mode: 'no-cors'}}).catch(() => 0)",
            "fetch('/redirect', {mode: 'no-cors'}).catch(() => 0)",
            f"new WebSocket('{inside.replace('http', 'ws')}/socket')",
            f"window.open('{inside}/window')",
            f"navigator.sendBeacon('{inside}/beacon', 'x')",
            "navigator.serviceWorker.register('/worker.js')",
            "new Worker('/worker.js')",
            "new SharedWorker('/worker.js')",
        )
    )
    story = "fetch('/story.json').then(a => a.json()).then(a => { root.textContent = a.text })"
    return f"<title>Wafers</title><iframe src='{inside}/frame'></iframe><p id=root></p><script>{ways}{story}</script>"


@pytest.mark.timeout(180)
def test_a_page_shows_what_its_program_fetches_and_reaches_nothing_else(tmp_path):
    with open_outlet() as inside, open_outlet() as outlet:
        outlet.serve("/app.html", write_program(inside.base))
        outlet.serve("/story.json", json.dumps({"text": WORDS * 20}), content_type="application/json")
        outlet.serve("/redirect", status=302, Location=f"{inside.base}/redirected")
        outlet.serve(
            "/worker.js", f"fetch('{inside.base}/worker', {{mode: 'no-cors'}})", content_type="text/javascript"
        )
        outlet.serve("/astray.html", f"<script>location = '{inside.base}/astray'</script>")
        outlet.serve("/moved.html", status=302, Location=f"{inside.base}/moved")
        feed = write_feed("/app.html", "/astray.html", "/moved.html")
        outlet.serve("/feed.xml", feed, content_type="application/rss+xml")
        source = Source(
            name="app", kind=SourceKind.FEED, url=f"{outlet.base}/feed.xml", browser=True, browser_path=BROWSER
        )
        options = replace(CrawlOptions.quick(allow_hosts=(outlet.host,)), download_timeout=60.0)
        report = crawl(source, data_dir=tmp_path, options=options)
        rows = list(read_spool(report.spool))
    (page,) = [row for row in rows if isinstance(row, RawPage)]
    assert WORDS.encode() * 2 in page.body
    assert report.errors == {"refused address": 2}
    assert inside.paths == []
