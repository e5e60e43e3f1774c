"""The rows of one crawl: pages, kept in the archive, and what was rejected, each with the visit that it came of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urldefrag

from scrapy import Request
from scrapy.http import Response

from spiders.archive import Archive
from spiders.items import RawPage, Rejected, SourceKind
from spiders.payload import read_headers
from spiders.sources import Source
from spiders.stats import Stat
from spiders.visits import Visit, is_lasting, is_passing

_LONGEST_SUBJECT = 2000
_SHOWN = 200


class Rows:
    """Makes the rows of one crawl and counts them. Without an `archive` pages are kept nowhere."""

    def __init__(
        self, source: Source, kind: SourceKind, *, count: Callable[[str], None], archive: Archive | None = None
    ) -> None:
        self.source = source
        self.kind = kind
        self.count = count
        self.archive = archive
        # The visits whose row is on its way to the spool, by the address in the row.
        self._visits: dict[str, list[Visit]] = {}

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
            self._note(page.url, visit)
        if self.archive is None:
            return page
        pointer, known = self.archive.keep(page, headers=read_headers(response) if body is None else None)
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
        if len(subject) > _LONGEST_SUBJECT:
            subject = f"{subject[:_SHOWN]}…"
        if visit is not None and is_lasting(kind):
            self._note(subject, replace(visit, outcome=kind))
        elif visit is not None and not visit.again and is_passing(kind):
            self.count(Stat.MISSED)
        return Rejected(
            stage="fetch",
            subject=subject,
            reason=reason,
            sample=sample[:_SHOWN].decode("utf-8", "replace"),
            source=self.source.name,
        )

    def take_visit(self, row: RawPage | Rejected) -> Visit | None:
        """Return the visit that a row came of, once; None for a row that came of none or may come of the next run."""
        waiting = self._visits.get(row.url if isinstance(row, RawPage) else row.subject)
        return waiting.pop(0) if waiting else None

    def close(self) -> None:
        """Close the archive."""
        if self.archive is not None:
            self.archive.close()

    def _note(self, address: str, visit: Visit) -> None:
        """Keep a visit until the row with this address is written."""
        self._visits.setdefault(address, []).append(visit)


def find_visit(request: Request | None) -> Visit | None:
    """Return the visit that a request was made for; None for a listing."""
    visit = None if request is None else request.meta.get("visit")
    return visit if isinstance(visit, Visit) else None
