from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
)
from scrapy.http import Response
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.settings import Settings
from scrapy.spidermiddlewares.httperror import HttpError

from spiders.cache import LISTING, PAGE, NewsCachePolicy, prune_cache
from spiders.failure import classify_failure
from spiders.gate import AddressRefused, RedirectLoop
from spiders.politeness import AskedToWait, CrawlDelay, RobotsRefused, read_retry_after


def answer(status=200, **headers):
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response("https://a.example/1", status=status, headers=fields)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("0", 0.0), ("120", 120.0), (" 7 ", 7.0), ("-1", None), ("soon", None), ("", None), ("9" * 40, None), ("²", None)],
)
def test_retry_after_in_seconds(value, seconds):
    assert read_retry_after(answer(503, Retry_After=value)) == seconds


def test_retry_after_as_a_date():
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    assert 80 < read_retry_after(answer(429, Retry_After=later)) <= 90
    assert read_retry_after(answer(429, Retry_After="Tue, 09 Dec 2025 10:00:00 GMT")) == 0.0
    assert read_retry_after(answer(429)) is None


@given(st.binary(max_size=60))
def test_retry_after_never_raises(value):
    response = Response("https://a.example/1", status=503, headers={"Retry-After": value.replace(b"\n", b"")})
    waited = read_retry_after(response)
    assert waited is None or waited >= 0


@pytest.fixture
def policy():
    return NewsCachePolicy(Settings({"CHIPWIRE_REVISIT_SECONDS": 3600}))


def request(control, age):
    moment = datetime.now(UTC).timestamp() - age
    return Request("https://a.example/1", headers={"Cache-Control": control}, meta={"cache_timestamp": moment})


@pytest.mark.parametrize(
    ("control", "age", "headers", "fresh"),
    [
        (PAGE, 60, {}, True),
        (PAGE, 7200, {}, False),
        (PAGE, 60, {"Cache_Control": "no-store, no-cache"}, True),
        (PAGE, 60, {"ETag": '"1"'}, False),
        (PAGE, 60, {"ETag": '"1"', "Cache_Control": "max-age=600"}, True),
        (LISTING, 60, {}, False),
        (LISTING, 1, {"ETag": '"1"', "Cache_Control": "max-age=600"}, False),
    ],
)
def test_when_the_outlet_is_asked_again(policy, control, age, headers, fresh):
    now = datetime.now(UTC)
    cached = answer(Date=format_datetime(now - timedelta(seconds=age), usegmt=True), **headers)
    assert policy.is_cached_response_fresh(cached, request(control, age)) is fresh


def test_page_is_revalidated_after_a_day_whatever_the_outlet_says(policy):
    day = 86_400
    cached = answer(
        Date=format_datetime(datetime.now(UTC) - timedelta(seconds=day + 60), usegmt=True),
        ETag='"1"',
        Cache_Control="max-age=31536000, immutable",
    )
    asked = request(PAGE, day + 60)
    assert policy.is_cached_response_fresh(cached, asked) is False
    assert asked.headers["If-None-Match"] == b'"1"'


def test_errors_are_neither_stored_nor_hidden(policy):
    asked = request(PAGE, 0)
    assert [policy.should_cache_response(answer(code), asked) for code in (200, 301, 404, 500)] == [
        True,
        True,
        False,
        False,
    ]
    assert [policy.is_cached_response_valid(answer(), answer(code), asked) for code in (304, 500, 503)] == [
        True,
        False,
        False,
    ]


class FakeSignals:
    def connect(self, receiver, signal):
        pass


def test_crawl_delay_holds_against_the_throttle():
    slot = SimpleNamespace(delay=0.1)
    downloader = SimpleNamespace(slots={"a.example": slot}, get_slot_key=lambda request: "a.example")
    settings = Settings({"CHIPWIRE_CRAWL_DELAY_MAX": 60, "USER_AGENT": "Chipwire/0.1"})
    crawler = SimpleNamespace(engine=SimpleNamespace(downloader=downloader), settings=settings, signals=FakeSignals())
    delay = CrawlDelay.from_crawler(crawler)
    page = Request("https://a.example/1")
    delay.keep_floor(request=page)
    assert slot.delay == 0.1
    for rules, floor in ((b"User-agent: *\nCrawl-delay: 7", 7), (b"User-agent: *\nCrawl-delay: 86400", 60)):
        delay.read_robots(robotparser=ProtegoRobotParser(rules, None), request=page)
        assert slot.delay == floor
        slot.delay = 0.2
        delay.keep_floor(request=page)
        assert slot.delay == floor


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (HttpError(answer(403)), "http 403"),
        (RobotsRefused("Forbidden by robots.txt"), "robots"),
        (AddressRefused("private"), "refused address"),
        (RedirectLoop("loop"), "redirects"),
        (IgnoreRequest("max redirections reached"), "redirects"),
        (IgnoreRequest("body exceeded DOWNLOAD_MAXSIZE"), "too large"),
        (IgnoreRequest("something else"), "ignored"),
        (AskedToWait("an hour"), "asked to wait"),
        (DownloadCancelledError(), "too large"),
        (DownloadTimeoutError("slow"), "timeout"),
        (CannotResolveHostError("who?"), "dns"),
        (DownloadConnectionRefusedError("no"), "connection"),
        (OSError("pipe"), "connection"),
        (KeyError("x"), "other"),
    ],
)
def test_failures_have_a_kind_and_a_reason_of_one_line(error, kind):
    got, reason = classify_failure(error)
    assert got == kind
    assert reason
    assert "\n" not in reason


def test_old_entries_leave_the_cache_and_others_stay(tmp_path):
    for name, age in (("old", 61), ("new", 59)):
        entry = tmp_path / "feed" / "ab" / name
        entry.mkdir(parents=True)
        (entry / "response_body").write_bytes(b"x")
        (entry / "meta").write_bytes(b"{}")
        moment = datetime.now(UTC).timestamp() - age * 86_400
        os.utime(entry / "meta", (moment, moment))
    assert prune_cache(tmp_path, days=60) == 1
    assert [path.name for path in (tmp_path / "feed" / "ab").iterdir()] == ["new"]
    assert prune_cache(tmp_path / "none", days=60) == 0
