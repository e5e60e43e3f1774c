"""Manners: robots.txt as RFC 9309 reads it, its crawl delay, and waiting when an outlet asks for it."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.settings import BaseSettings
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler
from twisted.internet.defer import Deferred

# RFC 9309 asks for at least 500 KiB to be read; what follows is more likely an accident than a rule.
_ROBOTS_LIMIT = 500 * 1024
_FORBID_ALL = b"User-agent: *\nDisallow: /\n"
_BUSY = {429, 503}


class RobotsRefused(IgnoreRequest):
    """robots.txt keeps this address from crawlers."""


class AskedToWait(IgnoreRequest):
    """The outlet asked for a longer pause than one run can wait; the next run tries again."""


class RobotsMiddleware(RobotsTxtMiddleware):
    """robots.txt by status: 5xx or no end to it forbids all, 4xx allows all, a web page in its place says nothing."""

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        body = response.body[:_ROBOTS_LIMIT]
        if response.status >= 500:
            body = _FORBID_ALL
        elif response.status >= 400 or body.lstrip()[:1] == b"<":
            body = b""
        await super()._parse_robots(response.replace(body=body), netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        """Let an outlet be whose rules do not come to an end; that they cannot be reached shows with its pages."""
        waiting = self._parsers[netloc]
        if isinstance(exc, DownloadTimeoutError) and isinstance(waiting, Deferred):
            rules = build_from_crawler(self._parserimpl, self.crawler, _FORBID_ALL)
            self._parsers[netloc] = rules
            waiting.callback(rules)
        else:
            super()._robots_error(exc, netloc)

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raise RobotsRefused where the rules forbid the address."""
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest as err:
            raise RobotsRefused(str(err)) from err


class BackOffMiddleware(RetryMiddleware):
    """Retries that wait: as long as Retry-After says, else twice as long each time. All of a host waits together."""

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self.first_wait = settings.getfloat("CHIPWIRE_RETRY_WAIT")
        self.longest_wait = settings.getfloat("CHIPWIRE_RETRY_MAX_WAIT")
        self.until: dict[str, float] = {}

    async def process_request(self, request: Request) -> None:
        """Hold the request back until its host may be asked again."""
        host = urlparse_cached(request).netloc
        while (wait := self.until.get(host, 0.0) - time.monotonic()) > 0:
            if wait > self.longest_wait:
                raise AskedToWait(f"{host} asks to be left alone for {wait:.0f} s")
            await asyncio.sleep(wait)

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Note how long the host wants to be left alone, and try again after that."""
        if response.status in self.retry_http_codes:
            asked = read_retry_after(response) if response.status in _BUSY else None
            self._hold(request, self._guess_wait(request) if asked is None else asked)
        return super().process_response(request, response)

    def process_exception(self, request: Request, exception: Exception) -> Request | Response | None:  # type: ignore[override]
        """Wait before a connection that failed is tried again."""
        if isinstance(exception, self.exceptions_to_retry):
            self._hold(request, self._guess_wait(request))
        return super().process_exception(request, exception)

    def _guess_wait(self, request: Request) -> float:
        tries: int = request.meta.get("retry_times", 0)
        return min(self.first_wait * float(2**tries), self.longest_wait)

    def _hold(self, request: Request, wait: float) -> None:
        host = urlparse_cached(request).netloc
        self.until[host] = max(self.until.get(host, 0.0), time.monotonic() + wait)


def read_retry_after(response: Response) -> float | None:
    """Return the seconds that Retry-After asks for, or None where it is absent or says nothing sensible."""
    value = (response.headers.get(b"Retry-After") or b"").decode("latin-1").strip()
    if value.isascii() and value.isdigit() and len(value) < 10:
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


class CrawlDelay:
    """Keeps the pause that robots.txt asks for, whatever AutoThrottle makes of the host's speed."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.most = crawler.settings.getfloat("CHIPWIRE_CRAWL_DELAY_MAX")
        self.agent: str = crawler.settings["USER_AGENT"]
        self.floors: dict[str, float] = {}
        crawler.signals.connect(self.read_robots, signal=signals.robots_parsed)
        crawler.signals.connect(self.keep_floor, signal=signals.response_downloaded)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CrawlDelay:
        """Return the extension, listening."""
        return cls(crawler)

    def read_robots(self, robotparser: RobotParser, request: Request) -> None:
        """Take the delay of a robots.txt that was just read."""
        delay = robotparser.crawl_delay(self.agent)
        if delay is not None and delay > 0:
            self.floors[urlparse_cached(request).hostname or ""] = min(delay, self.most)
            self._raise_delay(request)

    def keep_floor(self, request: Request) -> None:
        """Undo what AutoThrottle, which hears of each response first, has taken from the delay."""
        self._raise_delay(request)

    def _raise_delay(self, request: Request) -> None:
        downloader = self.crawler.engine.downloader
        host = urlparse_cached(request).hostname or ""
        slot = downloader.slots.get(downloader.get_slot_key(request))
        if slot is not None and host in self.floors:
            slot.delay = max(slot.delay, self.floors[host])
