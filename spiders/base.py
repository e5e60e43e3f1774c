"""What every spider shares: its source, requests for listings and pages, and pages kept in the archive."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, Self
from urllib.parse import urldefrag, urljoin, urlsplit

import scrapy
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from spiders.advice import read_advice
from spiders.archive import Archive
from spiders.browser import use_browser
from spiders.cache import LISTING, PAGE
from spiders.failure import classify_failure
from spiders.gate import ALLOW_HOSTS
from spiders.guard import explain_refusal
from spiders.items import RawPage, Rejected, SourceKind
from spiders.sources import OPTIONS, Source, read_source, read_sources
from spiders.stats import Stat
from spiders.visits import Memory, Visit, identify_page, is_lasting, is_passing

Output = Request | RawPage | Rejected
"""What a callback yields."""

_LONGEST_ADDRESS = 2000
_TEXT_TYPES = ("text/", "application/xhtml", "application/xml", "application/json", "application/ld+json")


class SourceSpider(scrapy.Spider):
    """Reads one source. A subclass says how its kind lists articles, in `parse_listing`.

    Run by `spiders.crawl`, or by hand: `scrapy crawl feed -a source=NAME` takes a source of sources.toml (or of
    `-a sources=FILE`), `scrapy crawl feed -a url=ADDRESS` takes any address, with the source's keys as arguments.
    """

    kind: ClassVar[SourceKind]

    def __init__(self, *, source: Source, memory: Memory | None = None) -> None:
        super().__init__(self.name)
        self.source = source
        self.memory = memory or Memory()
        self.left = source.max_pages
        self.new = 0
        self.repeats = 0
        self.listed: set[str] = set()
        # What is to be fetched again, by address; None once that has begun.
        self.again: dict[str, Visit] | None = {visit.address: visit for visit in self.memory.again}
        # The visits whose row is on its way to the spool, by the address in the row.
        self.visits: dict[str, list[Visit]] = {}
        self.allow_hosts: frozenset[str] = frozenset()
        self.archive: Archive | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **arguments: Any) -> Self:
        """Return the spider of a source: a Source, the name of one, or the keys of one."""
        source, memory = arguments.get("source"), arguments.pop("memory", None)
        if not isinstance(source, Source):
            source = _find_source(cls.kind, crawler, {name: str(value) for name, value in arguments.items()})
        spider = cls(*args, source=source, memory=memory if isinstance(memory, Memory) else None)
        spider._set_crawler(crawler)
        if source.browser:
            use_browser(source, crawler.settings)
        crawler.signals.connect(spider.fetch_again, signal=signals.spider_idle)
        spider.allow_hosts = frozenset(crawler.settings.getlist(ALLOW_HOSTS))
        folder = crawler.settings["CHIPWIRE_ARCHIVE_DIR"]
        if folder:
            name = f"{source.name}-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}-{os.getpid()}"
            spider.archive = Archive(Path(folder), source=source.name, name=name)
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
        raise NotImplementedError(f"{type(self).__name__} does not say how a {self.kind} source lists its articles")

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
        try:
            url = self.source.served(urldefrag(urljoin(base, address.strip())).url)
            url.encode()
        except ValueError as err:
            yield self.reject(address, kind="refused address", reason=f"not an address ({err})")
            return
        page = self.identify(url)
        if url in self.listed or page in self.listed:
            return
        self.listed |= {url, page}
        reason = explain_refusal(url, allow_hosts=self.allow_hosts)
        if reason is None and len(url) > _LONGEST_ADDRESS:
            reason = f"longer than {_LONGEST_ADDRESS} characters"
        if reason is not None:
            shown = url if len(url) <= _LONGEST_ADDRESS else f"{url[:200]}…"
            yield self.reject(shown, kind="refused address", reason=reason)
        elif self.is_new(url, hints=hints):
            given = self.give_hints(hints)
            yield Request(
                url,
                callback=callback or self.parse_page,
                errback=self.reject_request,
                headers={"Cache-Control": PAGE},
                cb_kwargs={"hints": given},
                meta={"visit": Visit(address=page, request=self.source.canonical(url), hints=given)},
            )

    def identify(self, url: str) -> str:
        """Return the address under which visits of a page are kept, the same in every run."""
        return identify_page(self.source.canonical(url))

    def is_new(self, url: str, *, hints: Mapping[str, str]) -> bool:
        """Return whether a listed page is to be fetched: wanted, within the budget, and not known from earlier runs.

        Known pages take from the budget too: it bounds how far down its listing a source is read, and what
        lies below would otherwise come up as news, run by run.
        """
        if not self.is_wanted(url, title=hints.get("title", "")):
            self.count(Stat.OTHER_SECTION)
            return False
        if self.left <= 0:
            self.count(Stat.OVER_BUDGET)
            return False
        self.left -= 1
        self.count(Stat.ITEMS)
        page = self.identify(url)
        if page not in self.memory.known:
            self.new += 1
            return True
        self.repeats += 1
        self.count(Stat.KNOWN)
        if self.again and page in self.again:
            # What the listing says now may be part of the edit.
            self.again[page] = replace(self.again[page], hints=self.give_hints(hints))
        return False

    def mark(self) -> tuple[int, int]:
        """Return where the crawl stands before a page of a listing is read, for `is_caught_up`."""
        return self.new, self.repeats

    def is_caught_up(self, mark: tuple[int, int]) -> bool:
        """Return whether a page of a listing had known pages only: those that follow are older still, and known too.

        They need not be where an earlier crawl was interrupted.
        """
        new, repeats = mark
        return self.memory.whole and self.new == new and self.repeats > repeats

    def fetch_again(self) -> None:
        """Ask for the pages that are due for another look, once all else is done; nothing where no listing was read."""
        waiting, self.again = self.again, None
        if not waiting or not self.crawler.stats.get_value(Stat.LISTINGS):
            return
        budget = max(0, self.source.max_pages - self.new)
        for visit in list(waiting.values())[:budget]:
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

    def is_wanted(self, url: str, *, title: str = "") -> bool:
        """Return whether a page lies in what the source is limited to, as far as address and title tell."""
        section, options = self.source.section, self.source.options
        if section is not None and section not in url:
            return False
        if "pattern" in options and not re.search(options["pattern"], url):
            return False
        return not title or "title" not in options or re.search(options["title"], title, re.IGNORECASE) is not None

    def give_hints(self, hints: Mapping[str, str]) -> dict[str, str]:
        """Return the hints that say something, with those that the source itself gives."""
        given = {"outlet": self.source.outlet, "language": self.source.language}
        return {name: value for name, value in {**given, **hints}.items() if value}

    def parse_page(self, response: Response, hints: Mapping[str, str]) -> Iterator[RawPage | Rejected]:
        """Yield the page, archived; or why it is none."""
        content_type = (response.headers.get(b"Content-Type") or b"").decode("latin-1")
        visit = find_visit(response.request)
        if not response.body:
            yield self.reject(response.url, kind="empty", reason="the page is empty", visit=visit)
        elif not _is_text(content_type, response.body):
            reason = f"content type {content_type or '(none)'} is not text"
            yield self.reject(response.url, kind="not text", reason=reason, visit=visit)
        else:
            yield self.make_page(response, url=response.url, hints=hints, content_type=content_type)

    def make_page(
        self,
        response: Response,
        *,
        url: str,
        hints: Mapping[str, str],
        content_type: str,
        body: bytes | None = None,
        visit: Visit | None = None,
    ) -> RawPage:
        """Return the page of a response, or of `body` where that is one article cut out of it, and archive it."""
        page = RawPage(
            source=self.source.name,
            kind=self.kind,
            url=self.source.canonical(urldefrag(url).url),
            status=response.status,
            content_type=content_type,
            body=response.body if body is None else body,
            fetched_at=datetime.now(UTC),
            hints={**hints, "fetched_url": response.url},
        )
        visit = visit or find_visit(response.request)
        self.count(Stat.PAGES)
        if visit is not None:
            self.count(Stat.REVISITED if visit.again else Stat.FRESH)
            self.note(page.url, visit)
        if self.archive is None:
            return page
        pointer, known = self.archive.keep(page, headers=_read_headers(response) if body is None else None)
        if known:
            self.count(Stat.UNCHANGED)
        return replace(page, archive=pointer)

    def reject(
        self, subject: str, *, kind: str, reason: str, sample: bytes = b"", visit: Visit | None = None
    ) -> Rejected:
        """Return the row for something that brought no page, and count it under its kind."""
        self.count(f"{Stat.ERRORS}{kind}")
        # JSON can spell half a character in an address, which no table takes.
        subject = self.source.canonical(subject.encode("utf-8", "replace").decode())
        if visit is not None and is_lasting(kind):
            self.note(subject, replace(visit, outcome=kind))
        elif visit is not None and not visit.again and is_passing(kind):
            self.count(Stat.MISSED)
        return Rejected(
            stage="fetch",
            subject=subject,
            reason=reason,
            sample=sample[:200].decode("utf-8", "replace"),
            source=self.source.name,
        )

    def note(self, address: str, visit: Visit) -> None:
        """Keep a visit until the row with this address is written."""
        self.visits.setdefault(address, []).append(visit)

    def take_visit(self, row: RawPage | Rejected) -> Visit | None:
        """Return the visit that a row came of, once; None for a row that came of none or may come of the next run."""
        waiting = self.visits.get(row.url if isinstance(row, RawPage) else row.subject)
        return waiting.pop(0) if waiting else None

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
        if find_visit(request) is None:
            self.count(Stat.MISSED)
        yield self.reject(listed, kind=kind, reason=reason, sample=sample, visit=find_visit(request))

    def reject_listing(self, response: Response, reason: str) -> Rejected:
        """Return the row for a listing that is not what its kind of source should give."""
        self.count(Stat.MISSED)
        return self.reject(response.url, kind="listing", reason=reason, sample=response.body)

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
        if self.archive is not None:
            self.archive.close()


def _find_source(kind: SourceKind, crawler: Crawler, arguments: dict[str, str]) -> Source:
    path = Path(arguments.pop("sources", "sources.toml"))
    name = arguments.pop("source", None)
    if name is not None:
        sources = read_sources(path)
        crawler.settings.set(ALLOW_HOSTS, list(sources.allow_hosts), priority="spider")
        return sources.find(name)
    options = {key: arguments.pop(key) for key in list(arguments) if key in OPTIONS[kind]}
    entry: dict[str, object] = {**arguments, "kind": kind.value, "options": options}
    host = urlsplit(arguments.get("url", "")).hostname or "unnamed"
    entry.setdefault("name", re.sub(r"[^a-z0-9-]+", "-", host.lower()).strip("-") or "unnamed")
    return read_source(entry, where="-a")


def find_visit(request: Request | None) -> Visit | None:
    """Return the visit that a request was made for; None for a listing."""
    visit = None if request is None else request.meta.get("visit")
    return visit if isinstance(visit, Visit) else None


def _is_text(content_type: str, body: bytes) -> bool:
    kind = content_type.strip().lower()
    if not kind:
        return b"\0" not in body[:1024] or body[:2] in {b"\xff\xfe", b"\xfe\xff"}
    return kind.startswith(_TEXT_TYPES)


def _read_headers(response: Response) -> list[tuple[str, str]]:
    return [
        (name.decode("latin-1"), " ".join(value.decode("latin-1").split()))
        for name, values in response.headers.items()
        for value in values
    ]
