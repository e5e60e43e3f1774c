"""First stage: pages, from the outlets of sources.toml or from a user's own files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pipelines.errors import InputError, PipelineError
from pipelines.settings import Settings
from spiders.crawl import CrawlOptions, CrawlReport, crawl, read_spool
from spiders.errors import SourceError
from spiders.items import RawPage, Rejected
from spiders.local import read_local
from spiders.sources import Source, Sources, read_sources

__all__ = [
    "CrawlReport",
    "FetchError",
    "fetch",
    "list_sources",
    "make_options",
    "read_files",
    "read_pages",
    "require_pages",
]


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


def fetch(source: Source, *, allow_hosts: tuple[str, ...], settings: Settings) -> CrawlReport:
    """Crawl one source in a process of its own; its pages wait in the report's spool."""
    options = make_options(settings, allow_hosts=allow_hosts)
    return crawl(source, data_dir=settings.data_dir, options=options)


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
    """Return the report of a crawl that worked. Raises FetchError for one that may work when tried again."""
    if not report.ok:
        raise FetchError(report)
    return report


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
