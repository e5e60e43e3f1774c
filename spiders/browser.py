"""Pages shown by a browser before they are read: for sources that say `browser = true`, by way of scrapy-playwright.

The guard still holds: for each address that is asked for, for all that a page loads, and for where it ended. But a
browser follows redirects itself, so that one to a private address is refused only after it was asked.
"""

from __future__ import annotations

import asyncio
import importlib.util
import socket
from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings

from spiders.cache import LISTING
from spiders.errors import SourceError
from spiders.gate import ALLOW_HOSTS, AddressRefused
from spiders.guard import explain_refusal, is_allowed, is_public
from spiders.items import SourceKind
from spiders.sources import Source

PACKAGE = "scrapy_playwright"
HANDLER = f"{PACKAGE}.handler.ScrapyPlaywrightDownloadHandler"
# Text needs none of these, and they are most of what a page loads.
_UNWANTED = frozenset({"image", "media", "font"})
_NEAR_THE_NETWORK = 940


def use_browser(source: Source, settings: BaseSettings) -> None:
    """Set up a crawl of the source with a browser; raises SourceError where the package for that is missing."""
    if importlib.util.find_spec(PACKAGE) is None:
        raise SourceError(
            f"source {source.name} says browser = true, which needs scrapy-playwright: install it with "
            "`pip install scrapy-playwright` and `playwright install chromium`, or take browser = true away"
        )
    handlers = {**settings.getdict("DOWNLOAD_HANDLERS"), "http": HANDLER, "https": HANDLER}
    middlewares = {**settings.getdict("DOWNLOADER_MIDDLEWARES"), "spiders.browser.BrowserMiddleware": _NEAR_THE_NETWORK}
    settings.setdict(
        {
            "DOWNLOAD_HANDLERS": handlers,
            "DOWNLOADER_MIDDLEWARES": middlewares,
            "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
            "PLAYWRIGHT_BROWSER_TYPE": "chromium",
            "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": settings.getfloat("DOWNLOAD_TIMEOUT") * 1000,
            "PLAYWRIGHT_ABORT_REQUEST": LoadGuard(settings.getlist(ALLOW_HOSTS)),
        },
        priority="spider",
    )


class BrowserMiddleware:
    """Sends pages through the browser: those of articles, and listings that are web pages themselves."""

    def __init__(self, allow_hosts: Collection[str], *, listings: bool) -> None:
        self.allow_hosts = frozenset(allow_hosts)
        self.listings = listings

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> BrowserMiddleware:
        """Return the middleware for the source of the crawl."""
        source = getattr(crawler.spider, "source", None)
        listings = isinstance(source, Source) and source.kind is SourceKind.LISTING
        return cls(crawler.settings.getlist(ALLOW_HOSTS), listings=listings)

    def process_request(self, request: Request) -> None:
        """Mark what the browser is to show; robots.txt, feeds and APIs are fetched as they are."""
        asked = (request.headers.get("Cache-Control") or b"").decode("latin-1")
        if "visit" in request.meta or (self.listings and asked == LISTING):
            request.meta["playwright"] = True

    def process_response(self, request: Request, response: Response) -> Response:
        """Return the response, or raise AddressRefused where the browser was led off the public web."""
        reason = explain_refusal(response.url, allow_hosts=self.allow_hosts)
        if reason is not None and request.meta.get("playwright"):
            raise AddressRefused(reason)
        return response


class LoadGuard:
    """Tells the browser what not to load for a page: what leads off the public web, and what carries no text."""

    def __init__(self, allow_hosts: Collection[str]) -> None:
        self.allow_hosts = frozenset(allow_hosts)

    async def __call__(self, request: Any) -> bool:
        """Return whether to refuse what a page asks for; `request` is Playwright's."""
        return request.resource_type in _UNWANTED or await self.leads_away(str(request.url))

    async def leads_away(self, url: str) -> bool:
        """Return whether an address is not on the public web, or its name leads to one that is not."""
        if explain_refusal(url, allow_hosts=self.allow_hosts) is not None:
            return True
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        if is_allowed(host, port, allow_hosts=self.allow_hosts):
            return False
        try:
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError:
            return True
        return not all(is_public(str(address[4][0])) for address in found)
