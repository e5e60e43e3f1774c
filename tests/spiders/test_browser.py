"""Sources that need a browser: wired up where scrapy-playwright is there, said where it is not, off by default."""

from __future__ import annotations

import sys
from dataclasses import replace
from importlib.machinery import ModuleSpec
from types import ModuleType, SimpleNamespace

import pytest
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, DownloadFailedError, DownloadTimeoutError
from scrapy.http import HtmlResponse
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector

from spiders.browser import HANDLER, BrowserMiddleware, is_unwanted
from spiders.cache import LISTING
from spiders.errors import SourceError
from spiders.feed import FeedSpider
from spiders.gate import ALLOW_HOSTS, AddressRefused, RedirectLoop
from spiders.items import SourceKind
from spiders.sources import Source, read_source
from spiders.tls import TlsFailed

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
    assert "spiders.tunnel.Tunnel" in settings.getdict("EXTENSIONS")
    launch = settings.getdict("PLAYWRIGHT_LAUNCH_OPTIONS")
    assert "executable_path" not in launch, "the one that Playwright installed"
    assert settings["TWISTED_REACTOR"].endswith("AsyncioSelectorReactor")


@pytest.mark.usefixtures("playwright")
def test_a_source_may_name_its_browser():
    entry = {"name": "shells", "kind": "feed", "url": SOURCE.url, "browser": True, "browser_path": "/usr/bin/chromium"}
    settings = start(read_source(entry, where="x")).crawler.settings
    assert settings.getdict("PLAYWRIGHT_LAUNCH_OPTIONS")["executable_path"] == "/usr/bin/chromium"


@pytest.mark.usefixtures("playwright")
def test_pages_go_through_the_browser_and_feeds_do_not():
    spider = start(SOURCE)
    middleware = BrowserMiddleware((), listings=False, most=1000, steps=["rest"])
    (page,) = spider.request_page("/story", base=SOURCE.url, hints={})
    assert isinstance(page, Request)
    listing = spider.request_listing(SOURCE.url)
    page.headers["If-None-Match"] = '"1"'
    for request in (page, listing):
        middleware.process_request(request)
    assert page.meta["playwright"] is True
    assert page.meta["playwright_page_methods"] == ["rest"]
    assert page.meta["playwright_context_kwargs"]["service_workers"] == "block"
    assert "If-None-Match" not in page.headers, "the browser shows nothing of a page that has not changed"
    assert "playwright" not in listing.meta


def test_a_listing_page_is_shown_by_the_browser_too_but_robots_is_not():
    middleware = BrowserMiddleware((), listings=True, most=1000)
    listing = Request("https://shells.example/news", headers={"Cache-Control": LISTING})
    robots = Request("https://shells.example/robots.txt")
    for request in (listing, robots):
        middleware.process_request(request)
    assert listing.meta.get("playwright") is True
    assert "playwright" not in robots.meta


def test_where_the_browser_ended_and_how_much_it_shows_is_checked():
    middleware = BrowserMiddleware({"127.0.0.1:8000"}, listings=False, most=1000)
    request = Request("https://shells.example/story", meta={"playwright": True})
    fine = HtmlResponse("http://127.0.0.1:8000/story", body=b"x")
    assert middleware.process_response(request, fine) is fine
    for url in ("http://169.254.169.254/latest", "chrome-error://chromewebdata/"):
        with pytest.raises(AddressRefused, match=r"not on the public web|not http"):
            middleware.process_response(request, HtmlResponse(url, body=b"x"))
    with pytest.raises(DownloadCancelledError, match="1001 bytes"):
        middleware.process_response(request, fine.replace(body=b"x" * 1001))


@pytest.mark.parametrize(("kind", "unwanted"), [("document", False), ("fetch", False), ("image", True), ("font", True)])
def test_what_carries_no_text_is_not_loaded(kind: str, unwanted: bool):
    assert is_unwanted(SimpleNamespace(resource_type=kind)) is unwanted


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Page.goto: net::ERR_SOCKS_CONNECTION_FAILED at https://shells.example/story", AddressRefused),
        ("Page.goto: net::ERR_CERT_AUTHORITY_INVALID at https://shells.example/story", TlsFailed),
        ("Page.goto: net::ERR_TOO_MANY_REDIRECTS at https://shells.example/story", RedirectLoop),
        ("Page.goto: net::ERR_EMPTY_RESPONSE at https://shells.example/story", DownloadFailedError),
        ("Page.goto: Timeout 30000ms exceeded.\nCall log:\n  - navigating", DownloadTimeoutError),
    ],
)
def test_failures_of_the_browser_have_the_names_of_all_others(said: str, kind: type[Exception]):
    tunnel = SimpleNamespace(failures={"inner.example": AddressRefused("inner.example is not on the public web")})
    middleware = BrowserMiddleware((), listings=False, most=1000, tunnel=tunnel)
    request = Request("https://shells.example/story", meta={"playwright": True})
    request.meta["browser_led_to"] = "http://inner.example/"
    with pytest.raises(kind) as caught:
        middleware.process_exception(request, RuntimeError(said))
    assert "\n" not in str(caught.value)


def test_what_else_fails_is_left_as_it_is():
    middleware = BrowserMiddleware((), listings=False, most=1000)
    middleware.process_exception(Request("https://shells.example/feed.xml"), RuntimeError("net::ERR_"))
    middleware.process_exception(Request("https://shells.example/", meta={"playwright": True}), KeyError("x"))
