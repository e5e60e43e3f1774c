"""Crawls that cannot succeed end with a report that says why, and in time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from spiders_outlet import open_outlet, write_article, write_feed

from spiders import crawl as crawl_module
from spiders.archive import read_archived
from spiders.crawl import CrawlOptions, crawl
from spiders.items import RawPage, Rejected, SourceKind
from spiders.sources import Source
from spiders.spool import read_spool

OWN_PROCESSES = True
ROOT = Path(__file__).parents[2]


def run(tmp_path, outlet, *, kind=SourceKind.FEED, path="/feed.xml", options=None, **fields):
    source = Source(name="one", kind=kind, url=outlet.base + path, **fields)
    report = crawl(source, data_dir=tmp_path, options=options or CrawlOptions.quick(allow_hosts=(outlet.host,)))
    return report, list(read_spool(report.spool))


def test_dead_host_is_reported_and_not_retried_for_ever(tmp_path):
    with open_outlet() as outlet:
        pass
    report, rows = run(tmp_path, outlet)
    assert not report.ok
    assert report.errors == {"connection": 1}
    assert "no listing could be read" in report.detail
    assert "connection" in report.detail
    assert [type(row) for row in rows] == [Rejected]
    assert report.requests == report.pages == 0


def test_source_on_a_private_address_is_refused_unless_allowed(tmp_path):
    with open_outlet() as outlet:
        report, rows = run(tmp_path, outlet, options=CrawlOptions.quick(allow_hosts=("127.0.0.1:1",)))
    assert not report.ok
    assert report.errors == {"refused address": 1}
    assert "not on the public web" in rows[0].reason
    assert outlet.paths == []


def test_robots_that_cannot_be_read_forbids_all(tmp_path):
    with open_outlet() as outlet:
        outlet.serve("/robots.txt", "down", status=500)
        outlet.serve("/feed.xml", write_feed("/a.html"), content_type="application/rss+xml")
        report, rows = run(tmp_path, outlet)
    assert not report.ok
    assert report.errors == {"http 500": 1}
    assert set(outlet.paths) == {"/robots.txt"}
    assert rows[0].subject.endswith("/feed.xml")


def test_malformed_feed_is_a_row_and_no_crash(tmp_path):
    with open_outlet() as outlet:
        outlet.serve("/feed.xml", "<!doctype html><title>Not a feed</title>", content_type="application/rss+xml")
        report, rows = run(tmp_path, outlet)
    assert report.finish_reason == "finished"
    assert [row.stage for row in rows] == ["fetch"]
    assert report.errors == {"listing": 1}


def test_outlet_that_asks_for_a_long_pause_is_left_alone(tmp_path):
    with open_outlet() as outlet:
        outlet.serve("/feed.xml", write_feed("/a.html", "/b.html"), content_type="application/rss+xml")
        for path in ("/a.html", "/b.html"):
            outlet.serve(path, "too fast", status=429, Retry_After="3600")
        options = CrawlOptions(allow_hosts=(outlet.host,), delay=0, autothrottle=False, per_host=1)
        report, rows = run(tmp_path, outlet, options=options)
    assert report.seconds < 60
    assert {row.reason.split(" for ")[0] for row in rows} == {f"{outlet.host} asks to be left alone"}
    assert len([path for path in outlet.paths if path.endswith(".html")]) == 1


def test_crawl_that_hangs_is_killed_and_what_it_fetched_is_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(crawl_module, "_GRACE", 0.3)
    with open_outlet() as outlet:
        outlet.serve("/feed.xml", write_feed("/a.html", "/hang"), content_type="application/rss+xml")
        outlet.serve("/a.html", write_article("Kept"))
        outlet.answers["/hang"] = lambda handler: handler.server.stopping.wait(60)
        options = CrawlOptions(
            allow_hosts=(outlet.host,),
            delay=0,
            autothrottle=False,
            max_minutes=0.03,
            kill_after=6,
            download_timeout=60,
        )
        begun = time.monotonic()
        report, rows = run(tmp_path, outlet, options=options)
        assert time.monotonic() - begun < 40
    assert not report.ok
    assert report.finish_reason == "killed: over its time"
    assert report.pages == 1
    assert [row.url for row in rows if isinstance(row, RawPage)] == [f"{outlet.base}/a.html"]


def test_spider_that_fails_on_a_page_is_not_ok_and_the_page_is_not_lost(tmp_path):
    """A disk that is full, here a folder that cannot be written to, must not look like an empty outlet."""
    (tmp_path / "archive").write_text("in the way")
    with open_outlet() as outlet:
        outlet.serve("/feed.xml", write_feed("/a.html"), content_type="application/rss+xml")
        outlet.serve("/a.html", write_article("Lost?"))
        report, rows = run(tmp_path, outlet)
    assert not report.ok
    assert report.errors == {"spider": 1}
    assert [(row.subject, row.stage) for row in rows] == [(f"{outlet.base}/a.html", "fetch")]


def test_scrapy_itself_runs_the_spiders_of_the_checkout(tmp_path):
    with open_outlet() as outlet:
        outlet.serve("/feed.xml", write_feed("/a.html"), content_type="application/rss+xml")
        outlet.serve("/a.html", write_article("By hand"))
        (tmp_path / "sources.toml").write_text(
            f'allow_hosts = ["{outlet.host}"]\n'
            f'[[source]]\nname = "hand"\nkind = "feed"\nurl = "{outlet.base}/feed.xml"\n'
        )
        command = [sys.executable, "-m", "scrapy", "crawl", "feed", "-a", "source=hand"]
        command += ["-a", f"sources={tmp_path / 'sources.toml'}", "-O", str(tmp_path / "pages.jsonl")]
        for name, value in {
            "CHIPWIRE_ARCHIVE_DIR": tmp_path / "archive", "HTTPCACHE_DIR": tmp_path / "cache", "DOWNLOAD_DELAY": 0,
            "AUTOTHROTTLE_ENABLED": 0,
        }.items():  # fmt: skip
            command += ["-s", f"{name}={value}"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    (row,) = [json.loads(line) for line in (tmp_path / "pages.jsonl").read_text().splitlines()]
    assert row["url"] == f"{outlet.base}/a.html"
    assert read_archived(tmp_path / "archive", row["archive"]) == write_article("By hand").encode()


def test_scrapy_lists_one_spider_per_kind():
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "list"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.split() == sorted(kind.value for kind in SourceKind if kind is not SourceKind.LOCAL)


def test_caller_gets_no_reactor():
    code = "import sys, spiders.crawl; print([name for name in sys.modules if name.startswith(('scrapy', 'twisted'))])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


def test_old_spools_of_the_source_are_cleared_and_others_stay(tmp_path):
    folder = tmp_path / "spool"
    folder.mkdir()
    run = "20250101T000000Z-aaaaaa"
    stamps = {f"one-{run}.jsonl": 31, f"one-{run}.log": 29, f"one-more-{run}.jsonl": 31}
    for name, days in stamps.items():
        (folder / name).touch()
        moment = time.time() - days * 86_400
        os.utime(folder / name, (moment, moment))
    crawl_module._sweep(folder, Source(name="one", kind=SourceKind.FEED, url="https://a.example/"))
    assert sorted(path.name for path in folder.iterdir()) == [
        f"one-{run}.log",
        f"one-more-{run}.jsonl",
    ]
