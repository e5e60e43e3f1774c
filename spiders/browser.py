"""Pages shown by a browser before they are read: for sources that say `browser = true`, by way of scrapy-playwright.

The guard holds for all that the browser asks for: it has no other way out than `spiders.tunnel`.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import os
from collections.abc import Collection, Sequence
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    DownloadCancelledError,
    DownloadFailedError,
    DownloadTimeoutError,
)
from scrapy.http import Response
from scrapy.settings import BaseSettings

from spiders.cache import LISTING
from spiders.errors import SourceError
from spiders.gate import ALLOW_HOSTS, AddressRefused, RedirectLoop
from spiders.guard import explain_refusal
from spiders.items import SourceKind
from spiders.sources import Source
from spiders.tls import TlsFailed
from spiders.tunnel import Tunnel

PACKAGE = "scrapy_playwright"
HANDLER = f"{PACKAGE}.handler.ScrapyPlaywrightDownloadHandler"
# Text needs none of these, and they are most of what a page loads.
_UNWANTED = frozenset({"image", "media", "font"})
_NEAR_THE_NETWORK = 940
# What would not go through a proxy: connections by UDP. Chromium does not keep to the flag everywhere.
_FLAGS = ("--disable-quic", "--force-webrtc-ip-handling-policy=disable_non_proxied_udp")
_NO_CALLS = (
    "for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'WebTransport']) delete globalThis[name];"
)
# Programs fetch their text after they are loaded; some never rest.
_REST_MILLISECONDS = 5_000
_LED_TO = "browser_led_to"
# What the browser says of a page that it could not show, and what Scrapy calls that. Asked in order.
_FAILURES: tuple[tuple[str, type[Exception]], ...] = (
    ("net::ERR_CERT_", TlsFailed),
    ("net::ERR_SSL_", TlsFailed),
    ("net::ERR_TOO_MANY_REDIRECTS", RedirectLoop),
    ("net::ERR_", DownloadFailedError),
    ("ms exceeded", DownloadTimeoutError),
)


def use_browser(source: Source, settings: BaseSettings) -> None:
    """Set up a crawl of the source with a browser; raises SourceError where the package for that is missing."""
    if importlib.util.find_spec(PACKAGE) is None:
        raise SourceError(
            f"source {source.name} says browser = true, which needs scrapy-playwright: install it with "
            "`pip install scrapy-playwright` and `playwright install chromium`, or take browser = true away"
        )
    launch: dict[str, Any] = {"args": list(_FLAGS), "chromium_sandbox": os.geteuid() != 0}
    if source.browser_path is not None:
        launch["executable_path"] = source.browser_path
    middlewares = {**settings.getdict("DOWNLOADER_MIDDLEWARES"), "spiders.browser.BrowserMiddleware": _NEAR_THE_NETWORK}
    settings.setdict(
        {
            "DOWNLOAD_HANDLERS": {**settings.getdict("DOWNLOAD_HANDLERS"), "http": HANDLER, "https": HANDLER},
            "DOWNLOADER_MIDDLEWARES": middlewares,
            "EXTENSIONS": {**settings.getdict("EXTENSIONS"), "spiders.tunnel.Tunnel": 0},
            "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
            "PLAYWRIGHT_BROWSER_TYPE": "chromium",
            "PLAYWRIGHT_LAUNCH_OPTIONS": launch,
            "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": settings.getfloat("DOWNLOAD_TIMEOUT") * 1000,
            "PLAYWRIGHT_ABORT_REQUEST": is_unwanted,
        },
        priority="spider",
    )


def is_unwanted(request: Any) -> bool:
    """Return whether the browser need not load what a page asks for; `request` is Playwright's."""
    return request.resource_type in _UNWANTED


class BrowserMiddleware:
    """Sends pages through the browser: those of articles, and listings that are web pages themselves."""

    def __init__(
        self,
        allow_hosts: Collection[str],
        *,
        listings: bool,
        most: int,
        tunnel: Tunnel | None = None,
        steps: Sequence[object] = (),
    ) -> None:
        self.allow_hosts = frozenset(allow_hosts)
        self.listings = listings
        self.most = most
        self.steps = steps
        self.tunnel = tunnel

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> BrowserMiddleware:
        """Return the middleware for the source of the crawl."""
        source = getattr(crawler.spider, "source", None)
        listings = isinstance(source, Source) and source.kind is SourceKind.LISTING
        most = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        # Imported here, as it is there for those alone who say that they want it.
        steps = [importlib.import_module(f"{PACKAGE}.page").PageMethod(await_rest)]
        hosts, tunnel = crawler.settings.getlist(ALLOW_HOSTS), crawler.get_extension(Tunnel)
        return cls(hosts, listings=listings, most=most, tunnel=tunnel, steps=steps)

    def process_request(self, request: Request) -> None:
        """Mark what the browser is to show; robots.txt, feeds and APIs are fetched as they are."""
        asked = (request.headers.get("Cache-Control") or b"").decode("latin-1")
        if "visit" in request.meta or (self.listings and asked == LISTING):
            request.meta.update(
                playwright=True,
                playwright_context_kwargs={"service_workers": "block", "accept_downloads": False},
                playwright_page_init_callback=watch_page,
                playwright_page_methods=self.steps,
            )
            # What has not changed would have no body, which the browser takes for a failure.
            for name in ("If-None-Match", "If-Modified-Since"):
                request.headers.pop(name, None)

    def process_response(self, request: Request, response: Response) -> Response:
        """Return the response; raise where the page has become too large, or a script has led off the public web."""
        if not request.meta.get("playwright"):
            return response
        reason = explain_refusal(response.url, allow_hosts=self.allow_hosts)
        if reason is not None:
            raise AddressRefused(f"the page led to {request.meta.get(_LED_TO, response.url)}: {reason}")
        if len(response.body) > self.most:
            raise DownloadCancelledError(f"the page has {len(response.body)} bytes, larger than {self.most}")
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Raise what a failure of the browser comes to."""
        if not request.meta.get("playwright"):
            return
        failed = urlsplit(request.meta.get(_LED_TO, request.url)).hostname or ""
        known = self.tunnel.failures.get(failed) if self.tunnel is not None else None
        text = str(exception)
        if "net::ERR_SOCKS" in text and known is not None:
            raise known
        for mark, kind in _FAILURES:
            if mark in text:
                raise kind(text.partition("\n")[0]) from exception


async def watch_page(page: Any, request: Request) -> None:
    """Keep a page to itself, and note where it led to when that fails; `page` is Playwright's."""

    async def close(window: Any) -> None:
        await window.close()

    def note(failed: Any) -> None:
        if failed.is_navigation_request() and failed.frame == page.main_frame:
            request.meta[_LED_TO] = failed.url

    await page.add_init_script(_NO_CALLS)
    page.on("popup", close)
    page.on("requestfailed", note)


async def await_rest(page: Any) -> None:
    """Wait until a page has loaded what it wants to, or for as long as that is worth it; `page` is Playwright's."""
    with contextlib.suppress(importlib.import_module("playwright.async_api").TimeoutError):
        await page.wait_for_load_state("networkidle", timeout=_REST_MILLISECONDS)
