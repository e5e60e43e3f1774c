"""Manners: robots.txt as RFC 9309 reads it, its crawl delay, and waiting when an outlet asks for it."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from weakref import WeakKeyDictionary

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest, StopDownload
from scrapy.http import Headers, Response
from scrapy.robotstxt import RobotParser
from scrapy.settings import BaseSettings
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.httpobj import urlparse_cached

from spiders.gate import AddressRefused, RedirectLoop

# RFC 9309 asks for at least 500 KiB to be read; what follows is more likely an accident than a rule.
MOST_OF_ROBOTS = 500 * 1024
_BUSY = {429, 503}


class RobotsRefused(IgnoreRequest):
    """robots.txt keeps this address from crawlers."""


class AskedToWait(IgnoreRequest):
    """The outlet asked for a longer pause than one run can wait; the next run tries again."""


class RobotsUnreachable(IgnoreRequest):
    """What robots.txt says cannot be known, which forbids all until it can be; `cause` is why."""

    def __init__(self, cause: Exception) -> None:
        super().__init__(str(cause))
        self.cause = cause


class RobotsMiddleware(RobotsTxtMiddleware):
    """robots.txt as RFC 9309 has it: a file that is not there (4xx, a redirect to nowhere) allows all.

    One that cannot be reached forbids all: an error of the server (5xx), of the network or of TLS, an answer without an
    end. Of a file that is too large the beginning counts; a web page in its place says nothing.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.unreachable: dict[str, Exception] = {}
        self.received: WeakKeyDictionary[Request, int] = WeakKeyDictionary()
        crawler.signals.connect(self.lift_limit, signal=signals.headers_received)
        crawler.signals.connect(self.stop_at_limit, signal=signals.bytes_received)

    async def process_request(self, request: Request) -> None:  # type: ignore[override]
        """Ask for robots.txt unpacked, so that it can be read in part; hold every other request against it."""
        if _is_for_robots(request):
            request.headers["Accept-Encoding"] = "identity"
        await super().process_request(request)

    def lift_limit(self, headers: Headers, request: Request) -> None:
        """Let a robots.txt be of any length, as it is read in part; a packed one keeps to the limit of all pages."""
        if _is_for_robots(request) and headers.get(b"Content-Encoding") in {None, b"identity"}:
            request.meta["download_maxsize"] = 0
            self.received[request] = 0

    def stop_at_limit(self, data: bytes, request: Request) -> None:
        """End the download of a robots.txt when as much of it has come as is read."""
        if request in self.received:
            self.received[request] += len(data)
            if self.received[request] >= MOST_OF_ROBOTS:
                raise StopDownload(fail=False)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        body = response.body[:MOST_OF_ROBOTS]
        if response.status >= 500:
            self.unreachable[netloc] = HttpError(response, f"the server answered {response.status}")
        if response.status >= 400 or body.lstrip()[:1] == b"<":
            body = b""
        await super()._parse_robots(response.replace(body=body), netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if not _leads_nowhere(exc):
            self.unreachable[netloc] = exc
        super()._robots_error(exc, netloc)

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raise RobotsRefused where the rules forbid the address, RobotsUnreachable where they are not known."""
        cause = self.unreachable.get(urlparse_cached(request).netloc)
        if cause is not None:
            raise RobotsUnreachable(cause)
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest as err:
            raise RobotsRefused(str(err)) from err


def _is_for_robots(request: Request) -> bool:
    # Set by Scrapy for that request alone, and kept by its redirects.
    return bool(request.meta.get("dont_obey_robotstxt"))


def _leads_nowhere(error: Exception) -> bool:
    """Whether robots.txt redirects to what cannot be asked: RFC 9309 takes that for a file that is not there."""
    return isinstance(error, AddressRefused | RedirectLoop) or "max redirections" in str(error)


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
