"""What every spider shares: its source, requests for listings and pages, and what becomes of the answers."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, Self

import scrapy
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from spiders.advice import read_advice
from spiders.archive import Archive
from spiders.arguments import read_arguments
from spiders.browser import use_browser
from spiders.cache import LISTING, PAGE
from spiders.failure import classify_failure
from spiders.frontier import Frontier
from spiders.gate import ALLOW_HOSTS
from spiders.items import RawPage, Rejected, SourceKind
from spiders.payload import is_text, read_content_type
from spiders.rows import Rows, find_visit
from spiders.sources import Source
from spiders.stats import Stat
from spiders.visits import Memory, Visit

Output = Request | RawPage | Rejected
"""What a callback yields."""


class SourceSpider(scrapy.Spider):
    """Reads one source. A subclass says how its kind lists articles, in `parse_listing`.

    Run by `spiders.crawl`, or by hand: `scrapy crawl feed -a source=NAME` takes a source of sources.toml (or of
    `-a sources=FILE`), `scrapy crawl feed -a url=ADDRESS` takes any address, with the source's keys as arguments.
    """

    kind: ClassVar[SourceKind]

    def __init__(self, *, source: Source, memory: Memory | None = None, archive: Archive | None = None) -> None:
        super().__init__(self.name)
        self.source = source
        self.frontier = Frontier(source, memory or Memory(), count=self.count)
        self.rows = Rows(source, self.kind, count=self.count, archive=archive)
        self.allow_hosts: frozenset[str] = frozenset()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **arguments: Any) -> Self:
        """Return the spider of a source: a Source, the name of one, or the keys of one."""
        source, memory = arguments.get("source"), arguments.pop("memory", None)
        if not isinstance(source, Source):
            texts = {name: str(value) for name, value in arguments.items()}
            source = read_arguments(texts, kind=cls.kind, settings=crawler.settings)
        archive = None
        folder = crawler.settings["CHIPWIRE_ARCHIVE_DIR"]
        if folder:
            name = f"{source.name}-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}-{os.getpid()}"
            archive = Archive(Path(folder), source=source.name, name=name)
        memory = memory if isinstance(memory, Memory) else None
        spider = cls(*args, source=source, memory=memory, archive=archive)
        spider._set_crawler(crawler)
        if source.browser:
            use_browser(source, crawler.settings)
        crawler.signals.connect(spider.fetch_again, signal=signals.spider_idle)
        spider.allow_hosts = frozenset(crawler.settings.getlist(ALLOW_HOSTS))
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Yield the request that everything else follows from."""
        for request in self.begin():
            yield request

    def begin(self) -> Iterable[Request]:
        """Return the first requests: the listing at the source's address."""
        return [self.request_listing(self.source.url)]

    def parse_listing(self, response: Response) -> Iterator[Output]:
        """Yield what a listing leads to."""
        missing = f"{type(self).__name__} does not say how a {self.kind} source lists its articles"
        raise NotImplementedError(missing)  # abc's metaclass gives zope an attribute that breaks `scrapy crawl -O FILE`

    def request_listing(self, url: str, callback: Callable[..., Iterator[Output]] | None = None) -> Request:
        """Return the request for a listing: always asked anew, and before pages."""
        return Request(
            url,
            callback=callback or self.parse_listing,
            errback=self.reject_request,
            headers={"Cache-Control": LISTING},
            priority=10,
        )

    def request_page(
        self,
        address: str,
        *,
        base: str,
        hints: Mapping[str, str],
        callback: Callable[..., Iterator[Output]] | None = None,
    ) -> Iterator[Request | Rejected]:
        """Yield the request for a page found at `base`; nothing where it is known, off the section or over budget."""
        url, refusal = self.frontier.read_address(address, base=base, allow_hosts=self.allow_hosts)
        if not self.frontier.add(url):
            return
        if refusal is not None:
            yield self.rows.reject(url, kind="refused address", reason=refusal)
        elif self.frontier.take(url, hints=hints):
            given = self.frontier.give_hints(hints)
            page, request = self.frontier.identify(url), self.source.canonical(url)
            yield Request(
                url,
                callback=callback or self.parse_page,
                errback=self.reject_request,
                headers={"Cache-Control": PAGE},
                cb_kwargs={"hints": given},
                meta={"visit": Visit(address=page, request=request, hints=given)},
            )

    def parse_page(self, response: Response, hints: Mapping[str, str]) -> Iterator[RawPage | Rejected]:
        """Yield the page, archived; or why it is none."""
        content_type = read_content_type(response)
        visit = find_visit(response.request)
        if not response.body:
            yield self.rows.reject(response.url, kind="empty", reason="the page is empty", visit=visit)
        elif not is_text(response):
            reason = f"content type {content_type or '(none)'} is not text"
            yield self.rows.reject(response.url, kind="not text", reason=reason, visit=visit)
        else:
            yield self.rows.make_page(response, url=response.url, hints=hints, content_type=content_type)

    def fetch_again(self) -> None:
        """Ask for the pages that are due for another look, once all else is done; nothing where no listing was read."""
        due = self.frontier.take_due()
        if not due or not self.crawler.stats.get_value(Stat.LISTINGS):
            return
        for visit in due:
            self.crawler.engine.crawl(self.request_again(visit))
        raise DontCloseSpider

    def request_again(self, visit: Visit) -> Request:
        """Return the request for a page that was fetched before: conditional where the outlet gave it a mark."""
        return Request(
            self.source.served(visit.request),
            callback=self.parse_again,
            errback=self.reject_request,
            headers={"Cache-Control": LISTING},
            cb_kwargs={"hints": dict(visit.hints)},
            meta={"visit": replace(visit, again=True)},
            dont_filter=True,
        )

    def parse_again(self, response: Response, hints: Mapping[str, str]) -> Iterator[RawPage | Rejected]:
        """Yield a page that was fetched again; as any page, unless the kind of source says otherwise."""
        return self.parse_page(response, hints=hints)

    def reject_request(self, failure: Failure) -> Iterator[Rejected]:
        """Yield the row for a request that failed; named by the address that was listed, not where it led."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it for every errback
        error = failure.value if failure.value is not None else RuntimeError("no reason was given")
        kind, reason = classify_failure(error)
        listed = request.meta.get("redirect_urls", [request.url])[0]
        if listed != request.url:
            reason = f"{reason} (at {request.url})"
        response = getattr(error, "response", None)
        sample = b"" if response is None else response.body
        visit = find_visit(request)
        if visit is None:
            self.count(Stat.MISSED)
        yield self.rows.reject(listed, kind=kind, reason=reason, sample=sample, visit=visit)

    def reject_listing(self, response: Response, reason: str) -> Rejected:
        """Return the row for a listing that is not what its kind of source should give."""
        self.count(Stat.MISSED)
        return self.rows.reject(response.url, kind="listing", reason=reason, sample=response.body)

    def count_listing(self, response: Response, *, channel: Mapping[str, Any] | None = None) -> None:
        """Note that a listing was read, as a crawl that never gets there has failed, and when to come back to it."""
        self.count(Stat.LISTINGS)
        advice = read_advice(response, channel)
        if advice.minutes is not None:
            self.crawler.stats.max_value(str(Stat.ADVISED_MINUTES), advice.minutes)
        if advice.quiet_hours:
            self.crawler.stats.set_value(str(Stat.QUIET_HOURS), list(advice.quiet_hours))

    def count(self, name: str) -> None:
        """Add one to a count of the crawl."""
        self.crawler.stats.inc_value(str(name))

    def closed(self, reason: str) -> None:
        """Close the archive; Scrapy calls this at the end of a crawl, whatever the reason."""
        del reason
        self.rows.close()
