"""The whole way of a batch: pages to rows. The flow and `chipwire import` both take this road."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from typing import TypeVar

import duckdb

from nlp.stories.board import Board
from pipelines.annotate import Annotated, annotate_articles, list_entries
from pipelines.boilerplate import open_recall, open_recurring, take_rows
from pipelines.cluster import Clustered, cluster_articles
from pipelines.extract import extract_articles
from pipelines.fetch import CrawlReport, list_visits
from pipelines.plan import Assignment, describe_fetches
from pipelines.progress import Meter
from pipelines.report import FAILED, Tally
from pipelines.settings import Settings
from pipelines.window import Window
from spiders.items import Article, RawPage, Rejected, SourceKind
from spiders.sources import Source
from warehouse.batch import Batch, FetchRow, LoadReport, PageRow, RunRow, Sighting, SourceRow
from warehouse.errors import WarehouseError
from warehouse.load import load, settle
from warehouse.state import Known, known_articles
from warehouse.store import write

__all__ = [
    "PLAIN_STEPS",
    "Article",
    "Batch",
    "Board",
    "LoadReport",
    "Run",
    "Steps",
    "WarehouseError",
    "ingest",
    "open_import",
    "open_run",
    "record_failure",
]

Item = TypeVar("Item")
# The name under which a user's own files stand in `sources`.
IMPORT = "import"


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """The steps of a batch. The flow gives each as a Prefect task; by default they are plain calls."""

    annotate: Callable[[Sequence[Article], Settings], list[Annotated]]
    cluster: Callable[[Sequence[Annotated], Board, Settings], Clustered]
    load: Callable[[duckdb.DuckDBPyConnection, Batch], LoadReport]
    settle: Callable[[duckdb.DuckDBPyConnection], LoadReport] = settle


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What is known of a run before its pages are read: its row, its sources, and what was fetched."""

    row: RunRow
    rows: tuple[SourceRow, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    fetches: tuple[FetchRow, ...] = ()
    pages: tuple[PageRow, ...] = ()
    failed: tuple[str, ...] = ()

    def with_fetches(self, assigned: Sequence[Assignment], reports: Sequence[CrawlReport]) -> Run:
        """Return the run with what its crawls brought; a source that was dead before is not what makes it fail."""
        dead = {one.source.name for one in assigned if one.is_dead}
        return replace(
            self,
            rows=tuple(_describe_source(one.source) for one in assigned),
            sources={one.source.name: one.source for one in assigned},
            fetches=describe_fetches(assigned, reports),
            pages=tuple(list_visits(reports)),
            failed=tuple(report.source for report in reports if not report.ok and report.source not in dead),
        )


def open_run(trigger: str) -> Run:
    """Return a new run, begun now."""
    now = datetime.now(UTC)
    run_id = f"{now:%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
    return Run(row=RunRow(run_id=run_id, started_at=now, status="running", trigger=trigger))


def open_import() -> Run:
    """Return a new run that reads files which the user named."""
    row = SourceRow(source=IMPORT, kind=SourceKind.LOCAL, address="", note="files that a user imported")
    return replace(open_run(IMPORT), rows=(row,))


def annotate_step(articles: Sequence[Article], settings: Settings) -> list[Annotated]:
    """Annotate a batch of articles."""
    return annotate_articles(articles, settings=settings)


def cluster_step(annotated: Sequence[Annotated], board: Board, settings: Settings) -> Clustered:
    """Place a batch of articles in stories."""
    return cluster_articles(annotated, board=board, settings=settings)


def load_step(con: duckdb.DuckDBPyConnection, batch: Batch) -> LoadReport:
    """Load a batch, and leave the ledger to be settled when all of them are in."""
    return load(con, batch, settled=False)


_NOTHING = Clustered(embeddings=(), placements=(), stories=())
PLAIN_STEPS = Steps(annotate=annotate_step, cluster=cluster_step, load=load_step)


def ingest(
    pages: Iterable[RawPage | Rejected],
    *,
    run: Run,
    settings: Settings,
    meter: Meter,
    steps: Steps = PLAIN_STEPS,
) -> Tally:
    """Take pages all the way into the warehouse and publish it once, at the end.

    Only one batch of articles is held at a time. Versions that the warehouse already has are counted, noted as seen
    and dropped before they are annotated, so that a second run over the same pages changes nothing; but for an older
    version that an outlet has gone back to, which is read again.
    """
    tally = Tally()
    with write(settings.warehouse) as con:
        window = Window(con, settings)
        opening = Batch(
            run=run.row, sources=run.rows, fetches=run.fetches, pages=run.pages, entries=tuple(list_entries(settings))
        )
        tally.count_load(steps.load(con, opening))
        recurring = open_recurring(con)
        found = extract_articles(pages, sources=run.sources, recurring=recurring, recall=open_recall(con))
        for batch in _split(found, settings.batch_size):
            meter.advance("read", len(batch))
            fresh, seen, rejected = _choose_fresh(batch, con=con, tally=tally)
            annotated = steps.annotate(fresh, settings) if fresh else []
            meter.advance("annotated", len(annotated))
            clustered = steps.cluster(annotated, window.cover(annotated), settings) if annotated else _NOTHING
            tally.count_articles(annotated, clustered)
            filled = replace(_fill_batch(run.row, annotated, clustered, rejected), sightings=tuple(seen))
            tally.count_load(steps.load(con, replace(filled, boilerplate=take_rows(recurring))))
            meter.advance("loaded", len(annotated))
        tally.count_load(steps.settle(con))
        steps.load(con, Batch(run=tally.finish(run.row, run.fetches, failed=run.failed)))
    return tally


def record_failure(run: Run, reason: str, *, settings: Settings) -> None:
    """Write a run's row although the run itself was given up, so that the failure shows in `runs`."""
    row = replace(run.row, finished_at=datetime.now(UTC), status=FAILED, report=f"given up: {reason}")
    # A warehouse that cannot be written may be why the run was given up; that error is the one to show.
    with suppress(WarehouseError), write(settings.warehouse) as con:
        load(con, Batch(run=row))


def _choose_fresh(
    batch: Sequence[Article | Rejected], *, con: duckdb.DuckDBPyConnection, tally: Tally
) -> tuple[list[Article], list[Sighting], list[Rejected]]:
    rejected = [one for one in batch if isinstance(one, Rejected)]
    articles = [one for one in batch if isinstance(one, Article)]
    known = known_articles(con, sorted({article.article_id for article in articles}))
    fresh: dict[tuple[str, str], Article] = {}
    seen: list[Sighting] = []
    for article in articles:
        key = (article.article_id, article.version)
        if key in fresh or _is_known(article, known.get(article.article_id)):
            tally.known += 1
            seen.append(Sighting(article_id=key[0], version=key[1], seen_at=article.fetched_at))
        else:
            fresh[key] = article
    tally.count_rejected(rejected)
    return list(fresh.values()), seen, rejected


def _is_known(article: Article, known: Known | None) -> bool:
    """Whether nothing new comes of it: loaded, and neither edited nor gone back to since the article was seen last."""
    if known is None or article.version not in known.versions:
        return False
    return article.version == known.current or article.fetched_at <= known.seen_at


def _fill_batch(
    row: RunRow, annotated: Sequence[Annotated], clustered: Clustered, rejected: Sequence[Rejected]
) -> Batch:
    return Batch(
        run=row,
        articles=tuple(one.article for one in annotated),
        documents={
            (one.article.article_id, one.article.version): one.document for one in annotated if one.document is not None
        },
        embeddings=clustered.embeddings,
        placements=(*clustered.placements, *clustered.moved),
        stories=clustered.stories,
        story_changes=clustered.changes,
        story_links=clustered.links,
        ended_links=clustered.ended,
        rejected=tuple(rejected),
    )


def _describe_source(source: Source) -> SourceRow:
    return SourceRow(
        source=source.name,
        kind=source.kind,
        # An outlet that is read through another host stays the same source when that host changes.
        address=source.canonical(source.url),
        outlet=source.outlet,
        note=source.licence or None,
    )


def _split(items: Iterator[Item], size: int) -> Iterator[list[Item]]:
    while batch := list(islice(items, size)):
        yield batch
