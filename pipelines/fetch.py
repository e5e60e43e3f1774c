"""First stage: pages, from the outlets of sources.toml or from a user's own files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from pipelines.errors import InputError, PipelineError
from pipelines.settings import Settings
from spiders.crawl import CrawlOptions, CrawlReport, crawl, read_spool
from spiders.errors import SourceError
from spiders.items import RawPage, Rejected
from spiders.local import read_local
from spiders.sources import Source, Sources, read_sources
from spiders.spool import read_visits
from spiders.visits import Memory, is_lasting
from warehouse.batch import PageRow

__all__ = [
    "CrawlReport",
    "FetchError",
    "fetch",
    "list_sources",
    "list_visits",
    "make_options",
    "read_files",
    "read_pages",
    "require_pages",
]

# Failures of a listing that stay what they are however often it is asked for, beside those that last for a page too.
_FINAL = frozenset({"robots", "refused address"})


class FetchError(PipelineError):
    """A crawl that brought nothing for a reason that may pass; the flow tries again and then keeps its report."""

    def __init__(self, report: CrawlReport) -> None:
        super().__init__(
            f"{report.source}: the crawl brought no page ({report.finish_reason}, errors {dict(report.errors)})"
        )
        self.report = report


def list_sources(settings: Settings, *, only: Iterable[str] = ()) -> Sources:
    """Return the configured sources, or the named ones alone. Raises InputError for a name that is not there."""
    try:
        sources = read_sources(settings.sources)
    except SourceError as err:
        raise InputError(str(err)) from err
    wanted = tuple(only)
    if not wanted:
        return sources
    known = {source.name: source for source in sources.sources}
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise InputError(f"{settings.sources} has no source {unknown[0]!r}; it has {', '.join(sorted(known))}")
    return Sources(sources=tuple(known[name] for name in wanted), allow_hosts=sources.allow_hosts)


def fetch(
    source: Source, *, allow_hosts: tuple[str, ...], settings: Settings, memory: Memory, now: datetime | None = None
) -> CrawlReport:
    """Crawl one source in a process of its own; its pages wait in the report's spool. `now` is when, for the report."""
    options = make_options(settings, allow_hosts=allow_hosts)
    return crawl(source, data_dir=settings.data_dir, options=options, memory=memory, now=now)


def make_options(settings: Settings, *, allow_hosts: tuple[str, ...]) -> CrawlOptions:
    """Return how crawls behave under these settings."""
    return CrawlOptions(
        allow_hosts=allow_hosts,
        contact=settings.contact,
        delay=settings.download_delay,
        # Throttling starts from the delay; without one there is nothing to be polite to.
        autothrottle=settings.download_delay > 0,
    )


def require_pages(report: CrawlReport) -> CrawlReport:
    """Return the report of a crawl that worked, or cannot work today. Raises FetchError where a new try may help."""
    if not report.ok and _may_pass(report):
        raise FetchError(report)
    return report


def _may_pass(report: CrawlReport) -> bool:
    """A crawl that was not told why, or that crashed, may do better; an address that is gone stays so."""
    kinds = set(report.errors)
    return report.finish_reason != "finished" or any(kind not in _FINAL and not is_lasting(kind) for kind in kinds)


def list_visits(reports: Iterable[CrawlReport]) -> Iterator[PageRow]:
    """Yield the pages that these crawls asked for, to be remembered when they are loaded."""
    for report in reports:
        for visit in read_visits(report.spool):
            yield PageRow(
                source=report.source,
                address=visit.address,
                request=visit.request,
                visited_at=report.started,
                outcome=visit.outcome,
                hints=visit.hints,
            )


def read_pages(reports: Iterable[CrawlReport]) -> Iterator[RawPage | Rejected]:
    """Yield the pages that these crawls fetched, source by source."""
    for report in reports:
        yield from read_spool(report.spool)


def read_files(paths: Iterable[Path]) -> Iterator[RawPage | Rejected]:
    """Yield the pages in these files and folders. Raises InputError for a path that does not exist."""
    wanted = list(paths)
    for path in wanted:
        if not path.exists():
            raise InputError(f"{path} does not exist; name a .txt, .html, .jsonl or .warc.gz file, or a folder of them")
    return read_local(wanted)
