"""Sources that need a browser: wired up where scrapy-playwright is there, said where it is not, off by default."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass, replace
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

import pytest
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector

from spiders.browser import HANDLER, BrowserMiddleware, LoadGuard
from spiders.cache import LISTING
from spiders.errors import SourceError
from spiders.feed import FeedSpider
from spiders.gate import ALLOW_HOSTS, AddressRefused
from spiders.items import SourceKind
from spiders.sources import Source, read_source

SOURCE = Source(name="shells", kind=SourceKind.FEED, url="https://shells.example/feed.xml", browser=True)


@pytest.fixture
def playwright(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package, as far as it is looked for."""
    module = ModuleType("scrapy_playwright")
    module.__spec__ = ModuleSpec("scrapy_playwright", loader=None)
    monkeypatch.setitem(sys.modules, "scrapy_playwright", module)


@pytest.fixture
def no_playwright(monkeypatch: pytest.MonkeyPatch) -> None:
    # What stands here is what an import of it finds: nothing.
    monkeypatch.setattr("spiders.browser.importlib.util.find_spec", lambda name: None)


def start(source: Source) -> FeedSpider:
    settings = Settings()
    settings.setmodule("spiders.settings", priority="project")
    settings.update({"CHIPWIRE_ARCHIVE_DIR": "", ALLOW_HOSTS: ["127.0.0.1:8000"]}, priority="cmdline")
    crawler = Crawler(FeedSpider, settings)
    crawler.stats = MemoryStatsCollector(crawler)
    return FeedSpider.from_crawler(crawler, source=source)


def test_a_source_has_no_browser_unless_it_says_so():
    entry = {"name": "shells", "kind": "feed", "url": "https://shells.example/feed.xml"}
    assert not read_source(entry, where="x").browser
    assert read_source({**entry, "browser": True}, where="x") == SOURCE
    assert read_source({**entry, "browser": "true"}, where="-a") == SOURCE
    with pytest.raises(SourceError, match=r"browser is 'yes'; give true or false"):
        read_source({**entry, "browser": "yes"}, where="x")


@pytest.mark.usefixtures("no_playwright")
def test_without_the_package_it_is_said_what_to_install():
    with pytest.raises(SourceError, match=r"source shells says browser = true.*`pip install scrapy-playwright`"):
        start(SOURCE)


@pytest.mark.usefixtures("no_playwright")
def test_other_sources_never_ask_for_it():
    settings = start(replace(SOURCE, browser=False)).crawler.settings
    assert "https" not in settings.getdict("DOWNLOAD_HANDLERS")
    assert "spiders.browser.BrowserMiddleware" not in settings.getdict("DOWNLOADER_MIDDLEWARES")
    assert settings.get("PLAYWRIGHT_ABORT_REQUEST") is None


@pytest.mark.usefixtures("playwright")
def test_the_download_handlers_are_the_browsers_and_the_guard_stays():
    settings = start(SOURCE).crawler.settings
    handlers = settings.getdict("DOWNLOAD_HANDLERS")
    assert (handlers["http"], handlers["https"]) == (HANDLER, HANDLER)
    assert handlers["file"] is None
    middlewares = settings.getdict("DOWNLOADER_MIDDLEWARES")
    assert middlewares["spiders.browser.BrowserMiddleware"] > middlewares["spiders.gate.GuardMiddleware"]
    assert isinstance(settings["PLAYWRIGHT_ABORT_REQUEST"], LoadGuard)
    assert settings["PLAYWRIGHT_ABORT_REQUEST"].allow_hosts == {"127.0.0.1:8000"}
    assert settings["TWISTED_REACTOR"].endswith("AsyncioSelectorReactor")


@pytest.mark.usefixtures("playwright")
def test_pages_go_through_the_browser_and_feeds_do_not():
    spider = start(SOURCE)
    middleware = BrowserMiddleware((), listings=False)
    (page,) = spider.request_page("/story", base=SOURCE.url, hints={})
    assert isinstance(page, Request)
    listing = spider.request_listing(SOURCE.url)
    for request in (page, listing):
        middleware.process_request(request)
    assert page.meta["playwright"] is True
    assert "playwright" not in listing.meta


def test_a_listing_page_is_shown_by_the_browser_too_but_robots_is_not():
    middleware = BrowserMiddleware((), listings=True)
    listing = Request("https://shells.example/news", headers={"Cache-Control": LISTING})
    robots = Request("https://shells.example/robots.txt")
    for request in (listing, robots):
        middleware.process_request(request)
    assert listing.meta.get("playwright") is True
    assert "playwright" not in robots.meta


def test_where_the_browser_ended_is_checked():
    middleware = BrowserMiddleware({"127.0.0.1:8000"}, listings=False)
    request = Request("https://shells.example/story", meta={"playwright": True})
    fine = HtmlResponse("http://127.0.0.1:8000/story", body=b"x")
    assert middleware.process_response(request, fine) is fine
    with pytest.raises(AddressRefused, match="not on the public web"):
        middleware.process_response(request, HtmlResponse("http://169.254.169.254/latest", body=b"x"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What a page asks its browser for."""

    url: str
    resource_type: str = "script"


@pytest.mark.parametrize(
    ("load", "refused"),
    [
        (Load(url="https://8.8.8.8/app.js"), False),
        (Load(url="http://127.0.0.1:8000/app.js"), False),
        (Load(url="https://8.8.8.8/photo.jpg", resource_type="image"), True),
        (Load(url="http://127.0.0.1:9000/admin"), True),
        (Load(url="http://localhost/"), True),
        (Load(url="http://169.254.169.254/latest"), True),
        (Load(url="http://inner.example/"), True),
        (Load(url="http://gone.example/"), True),
        (Load(url="http://[::1"), True),
    ],
)
def test_what_a_page_may_load(load: Load, refused: bool, monkeypatch: pytest.MonkeyPatch):
    async def find(self: object, host: str, *_: object, **__: object) -> list[Any]:
        del self
        if host == "gone.example":
            raise OSError("no such name")
        return [(0, 0, 0, "", ("10.0.0.7" if host == "inner.example" else host, 443))]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", find)
    assert asyncio.run(LoadGuard(["127.0.0.1:8000"])(load)) is refused
