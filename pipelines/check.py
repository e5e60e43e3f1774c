"""Trying sources out: the listing and one page of each, as politely as a run, and kept nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.errors import InputError
from pipelines.extract import extract_articles
from pipelines.fetch import list_sources, make_options
from pipelines.settings import Settings
from spiders.crawl import CrawlOptions, CrawlReport, crawl, read_spool
from spiders.items import Article, Rejected
from spiders.sources import Source

_PARALLEL = 4
# Time for the pauses that an outlet may ask for between robots.txt, the listing and one page.
_MINUTES = 4.0
_ADVICE = (
    ("robots", "robots.txt forbids it: leave the outlet alone, or take another of its listings"),
    ("refused address", "name the host in allow_hosts if it is one of your own"),
    ("http 404", "the address is gone: look for the new one with `chipwire sources add SITE`"),
    ("http 410", "the address is gone: look for the new one with `chipwire sources add SITE`"),
    ("http 401", "the outlet refuses crawlers: set `contact` and ask it, or leave it alone"),
    ("http 403", "the outlet refuses crawlers: set `contact` and ask it, or leave it alone"),
    ("http 429", "the outlet wants a pause: try again later, with a longer download_delay"),
    ("http 5", "the outlet has a fault: try again later"),
    ("listing", "see with `chipwire sources add SITE` which kind and address fit"),
    ("", "see that the address is right, and try again later"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCheck:
    """What one source gave: an article where `ok`, else `problem` says what went wrong and what to do.

    `published` is None where the page has no date; `url`, `title` and `words` are None without an article.
    """

    source: str
    kind: str
    ok: bool
    title: str | None = None
    published: datetime | None = None
    words: int | None = None
    url: str | None = None
    problem: str | None = None


def check_sources(settings: Settings, *, only: Iterable[str] = ()) -> Iterator[SourceCheck]:
    """Yield what each configured source gives, or the named ones, in the file's order.

    Raises InputError for a name that is not there, and for a file without sources.
    """
    sources = list_sources(settings, only=only)
    if not sources.sources:
        raise InputError(f"{settings.sources} has no sources; `chipwire sources add URL` writes one")
    options = replace(make_options(settings, allow_hosts=sources.allow_hosts), max_pages=1, max_minutes=_MINUTES)
    with ThreadPoolExecutor(_PARALLEL) as pool:
        yield from pool.map(partial(_check_source, options=options), sources.sources)


def _check_source(source: Source, *, options: CrawlOptions) -> SourceCheck:
    with TemporaryDirectory(prefix="chipwire-check-") as folder:
        report = crawl(source, data_dir=Path(folder), options=options)
        rows = list(extract_articles(read_spool(report.spool), sources={source.name: source}))
    article = next((row for row in rows if isinstance(row, Article)), None)
    if article is None or not report.ok:
        rejected = next((row for row in rows if isinstance(row, Rejected)), None)
        return SourceCheck(
            source=source.name, kind=source.kind, ok=False, problem=_explain(source, report=report, rejected=rejected)
        )
    return SourceCheck(
        source=source.name,
        kind=source.kind,
        ok=True,
        title=article.title,
        published=article.published,
        words=len(article.text.split()),
        url=article.canonical_url,
    )


def _explain(source: Source, *, report: CrawlReport, rejected: Rejected | None) -> str:
    if rejected is not None and rejected.stage == "extract":
        return f"{rejected.subject} is no article ({rejected.reason}): limit the source with section or pattern"
    if rejected is not None:
        kinds = [*report.errors, ""]
        advice = next(text for start, text in _ADVICE if any(kind.startswith(start) for kind in kinds))
        return f"{rejected.subject}: {rejected.reason}; {advice}"
    if not report.ok:
        return f"{report.detail or report.finish_reason}; {_ADVICE[-1][1]}"
    limits = sorted({"pattern", "title"} & source.options.keys() | ({"section"} if source.section else set()))
    if limits:
        return f"the listing has no page that {' and '.join(limits)} let through; widen them"
    return "the listing names no page; see whether it is empty in a browser too"
