"""The rows of a batch about the runs themselves: what they fetched, from where, and what they refused."""

from __future__ import annotations

from collections.abc import Iterator

from warehouse.batch import Batch
from warehouse.identify import identify_rejected
from warehouse.picking import Row, pick, to_json


def source_rows(batch: Batch) -> Iterator[Row]:
    """Yield the rows of `sources`."""
    for source in batch.sources:
        yield {**pick(source, "source", "address", "outlet", "note"), "kind": source.kind.value}


def run_rows(batch: Batch) -> Iterator[Row]:
    """Yield the row of `runs`."""
    run = batch.run
    yield {
        **pick(run, "run_id", "started_at", "finished_at", "status", "trigger", "report"),
        "counts": to_json(run.counts),
    }


_OF_FETCH = (
    "source", "requests", "pages", "unchanged", "bytes", "seconds", "finish_reason", "started_at", "ok", "failures",
    "items", "fresh", "revisited", "advised_minutes", "whole",
)  # fmt: skip


def fetch_rows(batch: Batch) -> Iterator[Row]:
    """Yield the rows of `fetches`."""
    for fetch in batch.fetches:
        yield {
            **pick(fetch, *_OF_FETCH),
            "run_id": batch.run.run_id,
            "errors": to_json(fetch.errors),
            "quiet_hours": list(fetch.quiet_hours),
        }


def page_rows(batch: Batch) -> Iterator[Row]:
    """Yield the rows of `pages`."""
    for page in batch.pages:
        yield {
            **pick(page, "source", "address", "request", "outcome"),
            "first_visited_at": page.visited_at,
            "last_visited_at": page.visited_at,
            "hints": to_json(page.hints),
        }


def sighting_rows(batch: Batch) -> Iterator[Row]:
    """Yield the rows of `sightings`: an article that arrives was seen when it was fetched."""
    for article in batch.articles:
        yield {**pick(article, "article_id", "version"), "last_seen_at": article.fetched_at}
    for sighting in batch.sightings:
        yield {**pick(sighting, "article_id", "version"), "last_seen_at": sighting.seen_at}


def rejected_rows(batch: Batch) -> Iterator[Row]:
    """Yield the rows of `quarantine`."""
    for rejected in batch.rejected:
        yield {
            **pick(rejected, "stage", "subject", "source", "reason", "sample"),
            "quarantine_id": identify_rejected(rejected),
            "first_seen_run": batch.run.run_id,
        }


def boilerplate_rows(batch: Batch) -> Iterator[Row]:
    """Yield the rows of `boilerplate`."""
    for line in batch.boilerplate:
        yield {**pick(line, "host", "line", "only_at_edges", "sample"), "learned_at": batch.run.started_at}
