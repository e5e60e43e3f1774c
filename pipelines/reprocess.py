"""Everything again from the raw archive: what an upgrade of Chipwire reads better reaches old articles too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TypeVar

import duckdb

from nlp.records import Document, Placement, StoryChange, StoryLink
from nlp.stories.followups import redirect
from pipelines.annotate import Annotated, annotate_articles, list_entries
from pipelines.boilerplate import open_recall, open_recurring, take_rows
from pipelines.cluster import cluster_articles, describe_board, describe_model, open_board
from pipelines.errors import InputError
from pipelines.extract import extract_articles
from pipelines.fetch import list_sources
from pipelines.ingest import load_step, open_run
from pipelines.progress import Meter
from pipelines.report import Tally
from pipelines.settings import Settings
from spiders.archive import INDEX, read_index, replay
from spiders.extraction.recurring import Recurring
from spiders.items import Article, RawPage, Rejected
from spiders.sources import Source
from warehouse.batch import Batch, RunRow, Sighting
from warehouse.load import load, settle
from warehouse.state import Reading, current_ids, known_readings, read_articles, recent_items, source_rows, story_ids
from warehouse.store import write
from warehouse.story_links import standing_links

TRIGGER = "reprocess"
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """What every step of the run needs."""

    con: duckdb.DuckDBPyConnection
    row: RunRow
    settings: Settings
    meter: Meter
    tally: Tally


def reprocess(*, source: str | None = None, settings: Settings, meter: Meter) -> Tally:
    """Extract the archived pages (of one source or of all) and read the current articles again, with no network.

    A page whose text comes out differently becomes its article's current version, and the old one stays. Claims and
    stories are worked out again for every current article, of the source or of all. A second run changes nothing.
    Raises InputError where there is no archive, or nothing of the source in it.
    """
    pages = read_archive(settings, source=source)
    run = open_run(TRIGGER)
    tally = Tally(read_from="the current ones")
    with write(settings.warehouse) as con:
        work = _Work(con=con, row=run.row, settings=settings, meter=meter, tally=tally)
        tally.count_load(load(con, Batch(run=run.row, entries=tuple(list_entries(settings)))))
        recurring = open_recurring(con)
        # What recurs may show only on late pages, and the early ones are to be read alike.
        learned = _extract_again(pages, work, recurring, again=False)
        while learned:
            learned = _extract_again(read_archive(settings, source=source), work, recurring, again=True)
        _read_again(current_ids(con, source=source), work)
        tally.count_load(settle(con))
        load(con, Batch(run=tally.finish(run.row, (), failed=())))
    return tally


def read_archive(settings: Settings, *, source: str | None = None) -> Iterator[RawPage | Rejected]:
    """Yield the archived pages. Raises InputError at once where there are none."""
    folder = settings.data_dir / "archive"
    if not (folder / INDEX).is_file():
        raise InputError(f"{folder} holds no raw archive ({INDEX} is missing); `chipwire run` makes one as it fetches")
    if next(read_index(folder, source=source), None) is None:
        names = sorted({entry.source for entry in read_index(folder)})
        if not names:
            raise InputError(f"{folder / INDEX} has no line that can be read; crawl again, or restore it from a copy")
        raise InputError(f"the archive has no page of a source {source!r}; it has {', '.join(names)}")
    return replay(folder, source=source)


def _extract_again(pages: Iterable[RawPage | Rejected], work: _Work, recurring: Recurring, *, again: bool) -> bool:
    """Load what the pages say now; whether lines were learned on the way that earlier pages may have as well.

    The second time, `again`, only what is new then is counted.
    """
    known, done = known_readings(work.con), set[tuple[str, str]]()
    sources = _describe_sources(work.con, work.settings)
    found = extract_articles(pages, sources=sources, recurring=recurring, recall=open_recall(work.con))
    learned = 0
    for batch in _split(found, work.settings.batch_size):
        work.meter.advance("read", len(batch))
        articles: list[Article] = []
        seen: list[Sighting] = []
        for article in (one for one in batch if isinstance(one, Article)):
            key = (article.article_id, article.version)
            reading = known.get(key)
            if reading is not None or key in done:
                work.tally.known += not again
            else:
                work.tally.articles += 1
            # Of the pages that say the same, the one that brought the version keeps it.
            if key not in done and reading in {None, _identify_reading(article)}:
                done.add(key)
                articles.append(article)
            else:
                seen.append(Sighting(article_id=key[0], version=key[1], seen_at=article.fetched_at))
        rejected = tuple(one for one in batch if isinstance(one, Rejected))
        work.tally.count_rejected(() if again else rejected)
        lines = take_rows(recurring)
        learned += len(lines)
        read = Batch(run=work.row, articles=tuple(articles), sightings=tuple(seen), rejected=rejected)
        work.tally.count_load(load_step(work.con, replace(read, boilerplate=lines)))
    return learned > 0


def _read_again(ids: Sequence[str], work: _Work) -> None:
    """Annotate and place these articles as if they came now, in order of publication, among those that stay."""
    again = set(ids)
    placed = recent_items(work.con, since=None, model=describe_model(work.settings))
    board = open_board((one for one in placed if one.item.item_id not in again), settings=work.settings)
    # Stories that an article leaves are told anew as well.
    touched = story_ids(work.con, ids)
    known = standing_links(work.con)
    board.links.restore(known)
    placements: dict[str, Placement] = {}
    changes: list[StoryChange] = []
    links: dict[tuple[str, str], StoryLink] = {}
    for batch in _split(iter(ids), work.settings.batch_size):
        annotated = annotate_articles(read_articles(work.con, batch), settings=work.settings)
        work.meter.advance("annotated", len(annotated), total=len(ids))
        clustered = cluster_articles(annotated, board=board, settings=work.settings)
        work.tally.count_read(annotated, clustered)
        documents = {(one.article.article_id, one.article.version): _document_of(one) for one in annotated}
        report = load_step(work.con, Batch(run=work.row, documents=documents, embeddings=clustered.embeddings))
        work.tally.count_load(report)
        # What a later batch moves has its place from there.
        placements |= {placement.item_id: placement for placement in (*clustered.placements, *clustered.moved)}
        touched |= {story.story_id for story in clustered.stories}
        changes += clustered.changes
        # All is told at the end: of what was merged meanwhile the warehouse never hears.
        standing = {story.story_id for story in clustered.stories}
        gone = {one.story_id: one.into_story_id for one in clustered.changes if one.story_id not in standing}
        ended = set(clustered.ended)
        held = redirect((link for pair, link in links.items() if pair not in ended), gone)
        links = {(link.story_id, link.next_story_id): link for link in (*held, *clustered.links)}
    told = Batch(
        run=work.row,
        placements=tuple(placements.values()),
        stories=describe_board(board, touched),
        story_changes=tuple(changes),
        story_links=tuple(links.values()),
        # What was read again is linked as it is now, but for links to what the window no longer has.
        ended_links=tuple(
            pair
            for link in known
            if (pair := (link.story_id, link.next_story_id)) not in links
            and all(story_id in touched or story_id in board for story_id in pair)
        ),
    )
    work.tally.count_load(load_step(work.con, told))


def _document_of(annotated: Annotated) -> Document:
    """A text that cannot be read has an empty document, so that what was once read out of it goes."""
    if annotated.document is not None:
        return annotated.document
    article = annotated.article
    return Document(text_id=article.version, text=article.text, sentences=(), entities=(), quantities=(), claims=())


def _identify_reading(article: Article) -> Reading:
    return Reading(url=article.url, archive=article.archive, fetched_at=article.fetched_at)


def _describe_sources(con: duckdb.DuckDBPyConnection, settings: Settings) -> Mapping[str, Source]:
    """What is known of the archive's sources: as configured, else as the warehouse remembers them."""
    known = {
        row.source: Source(name=row.source, kind=row.kind, url=row.address, outlet=row.outlet)
        for row in source_rows(con)
    }
    if Path(settings.sources).exists():
        known |= {source.name: source for source in list_sources(settings).sources}
    return known


def _split(items: Iterator[Item], size: int) -> Iterator[list[Item]]:
    while batch := list(islice(items, size)):
        yield batch
