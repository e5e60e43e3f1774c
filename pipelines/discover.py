"""Finding out how an outlet can be read, and writing it into the sources file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from pipelines.errors import InputError, PipelineError
from pipelines.fetch import make_options
from pipelines.settings import Settings
from spiders.crawl import CrawlOptions, CrawlReport, crawl, read_spool
from spiders.entries import add_entry, check_new, format_entry
from spiders.errors import SourceError
from spiders.items import RawPage, Rejected, SourceKind
from spiders.sources import Source, Sources, read_source, read_sources

_MINUTES = 5.0


class DiscoverError(PipelineError):
    """A site at which no way to read it was found: what was tried, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """The source that was added, the file it stands in, and its entry as it was written there."""

    source: Source
    path: Path
    entry: str


def add_source(url: str, *, settings: Settings, name: str | None = None, path: Path | None = None) -> Added:
    """Look at a site, choose the kind and address to read it by, and append its entry to a sources file.

    Raises InputError for a name or address that is taken or no name or address at all, DiscoverError for a site that
    gives nothing to go by.
    """
    path = path or settings.sources
    name = name or _make_name(url)
    try:
        sources = read_sources(path) if path.exists() else Sources(sources=())
        asked = read_source({"name": name, "kind": SourceKind.LISTING.value, "url": url}, where="the new source")
        check_new(sources, path=path, name=name, url=url)
        options = replace(make_options(settings, allow_hosts=sources.allow_hosts), max_minutes=_MINUTES)
        entry = {"name": name, **_probe(asked, options=options)}
        check_new(sources, path=path, name=name, url=entry["url"])
        return Added(source=add_entry(path, entry), path=path, entry=format_entry(entry))
    except SourceError as err:
        raise InputError(str(err)) from err


def _probe(source: Source, *, options: CrawlOptions) -> Mapping[str, str]:
    """Return the keys of the entry that fits a site, in the order they are written."""
    with TemporaryDirectory(prefix="chipwire-probe-") as folder:
        report = crawl(source, data_dir=Path(folder), options=options, probe=True)
        rows = list(read_spool(report.spool))
    page = next((row for row in rows if isinstance(row, RawPage)), None)
    if page is None:
        raise DiscoverError(_explain(source, report=report, rows=[row for row in rows if isinstance(row, Rejected)]))
    found = json.loads(page.body)
    return {key: str(found[key]) for key in ("kind", "url", "outlet", "language") if key in found}


def _explain(source: Source, *, report: CrawlReport, rows: list[Rejected]) -> str:
    tried = "; ".join(f"{row.subject}: {row.reason}" for row in rows) or report.detail or report.finish_reason
    return f"{source.url} gave nothing to go by ({tried}); docs/sources.md says how to write an entry by hand"


def _make_name(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        host = ""
    return re.sub(r"[^a-z0-9]+", "-", host.lower().removeprefix("www.")).strip("-")[:64] or "unnamed"
