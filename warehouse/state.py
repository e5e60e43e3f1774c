"""What the stages ask the warehouse before they work, and what tells whether a run changed it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from duckdb import DuckDBPyConnection

from nlp.records import EmbeddingModel, Placed, Placement, StoryItem
from spiders.items import Article, SourceKind
from warehouse import sql
from warehouse.batch import ABOUT_RUNS, BoilerplateRow, SourceRow
from warehouse.connect import connect_beside

# Articles of the story window that are read at once.
_ROWS = 500
# The search index numbers articles as they come, so that it tells of the order of loading too.
_NOT_NEWS = ABOUT_RUNS | {"migrations", "search_articles", "search_postings", "search_arrivals", "claim_order"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of one article: all its versions, the current one, and when it was last seen in any of them."""

    versions: frozenset[str]
    current: str
    seen_at: datetime


def known_articles(con: DuckDBPyConnection, article_ids: Sequence[str]) -> dict[str, Known]:
    """Return what is known of these articles, by article_id; one that has not been loaded is not there."""
    rows = con.execute(sql.load("state/known_articles"), {"ids": sql.write_texts(article_ids)}).fetchall()
    return {
        article_id: Known(versions=frozenset(versions), current=current, seen_at=seen_at)
        for article_id, versions, current, seen_at in rows
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The page that a version was read from."""

    url: str
    archive: str | None
    fetched_at: datetime


def known_readings(con: DuckDBPyConnection) -> dict[tuple[str, str], Reading]:
    """Return, by (article_id, version), the page that brought each version, the older ones too."""
    rows = con.execute("select article_id, version, url, archive, fetched_at from articles").fetchall()
    return {
        (article_id, version): Reading(url=url, archive=archive, fetched_at=fetched_at)
        for article_id, version, url, archive, fetched_at in rows
    }


def current_ids(con: DuckDBPyConnection, *, source: str | None = None) -> list[str]:
    """Return every article, or every one of a source, in order of publication."""
    rows = con.execute(
        "select article_id from articles where is_current and ($source is null or source = $source) "
        "order by published_at nulls first, article_id",
        {"source": source},
    ).fetchall()
    return [article_id for (article_id,) in rows]


def story_ids(con: DuckDBPyConnection, article_ids: Sequence[str]) -> set[str]:
    """Return the stories that these articles are in."""
    query = "select distinct story_id from story_articles where article_id in (select unnest($ids::json::varchar[]))"
    return {story_id for (story_id,) in con.execute(query, {"ids": sql.write_texts(article_ids)}).fetchall()}


def read_articles(con: DuckDBPyConnection, article_ids: Sequence[str]) -> list[Article]:
    """Return the current versions of these articles, in the order given."""
    rows = con.execute(
        "select article_id, version, url, canonical_url, source, outlet, title, text, authors, published_at, "
        "modified_at, language, fetched_at, archive, zoned, section, tags, paywalled, live from articles "
        "where is_current and article_id in (select unnest($ids::json::varchar[]))",
        {"ids": sql.write_texts(article_ids)},
    ).fetchall()
    found = {row[0]: _to_article(row) for row in rows}
    return [found[article_id] for article_id in article_ids]


def known_boilerplate(con: DuckDBPyConnection) -> list[BoilerplateRow]:
    """Return the lines that have been learned to recur, of every host."""
    rows = con.execute("select host, line, only_at_edges, sample from boilerplate order by host, line").fetchall()
    return [
        BoilerplateRow(host=host, line=line, only_at_edges=only_at_edges, sample=sample)
        for host, line, only_at_edges, sample in rows
    ]


def recent_texts(con: DuckDBPyConnection, hosts: Sequence[str], *, most: int) -> dict[str, dict[str, str]]:
    """Return, by host and article_id, the texts of the newest current articles of these hosts, `most` of each."""
    found: dict[str, dict[str, str]] = {}
    for host, article_id, text in con.execute(
        sql.load("state/recent_texts"), {"hosts": sql.write_texts(hosts), "most": most}
    ).fetchall():
        found.setdefault(host, {})[article_id] = text
    return found


def source_rows(con: DuckDBPyConnection) -> list[SourceRow]:
    """Return the sources as the last run that fetched them described them."""
    rows = con.execute("select source, kind, address, outlet, note from sources order by source").fetchall()
    return [
        SourceRow(source=source, kind=SourceKind(kind), address=address, outlet=outlet, note=note)
        for source, kind, address, outlet, note in rows
    ]


def _to_article(row: tuple[Any, ...]) -> Article:
    key, version, url, canonical, source, outlet, title, text, authors, *rest = row
    published, modified, language, fetched_at, archive, zoned, section, tags, paywalled, live = rest
    return Article(
        article_id=key,
        version=version,
        url=url,
        canonical_url=canonical,
        source=source,
        outlet=outlet,
        title=title,
        text=text,
        authors=tuple(authors),
        published=published,
        modified=modified,
        language=language,
        fetched_at=fetched_at,
        archive=archive,
        zoned=zoned,
        section=section,
        tags=tuple(tags),
        paywalled=paywalled,
        live=live,
    )


def recent_items(
    con: DuckDBPyConnection,
    *,
    model: EmbeddingModel,
    since: datetime | None = None,
    until: datetime | None = None,
    most: int | None = None,
) -> Iterator[Placed]:
    """Yield the articles of a time that new ones are clustered with, in order of publication, a few at a time.

    Only those with a vector of this very model: others cannot be compared. An article without a date counts by
    when it was fetched. The time begins at `since` and ends before `until`; of the articles in it the latest `most`
    are taken, and with each of them the others of its story, so that the story can be told.
    """
    values = {
        "since": since,
        "until": until,
        "most": most,
        "name": model.name,
        "revision": model.revision,
        "backend": model.backend,
        "dimension": model.dimension,
    }
    with connect_beside(con) as cursor:
        cursor.execute(sql.load("state/recent_items"), values)
        while rows := cursor.fetchmany(_ROWS):
            yield from map(_to_placed, rows)


def _to_placed(row: tuple[Any, ...]) -> Placed:
    article_id, title, text, published, outlet, entity_ids, vector, story_id, duplicate_of, similarity = row
    return Placed(
        item=StoryItem(
            item_id=article_id,
            title=title,
            text=text,
            published=published,
            outlet=outlet,
            entity_ids=tuple(entity_ids),
        ),
        vector=np.asarray(vector, dtype=np.float32),
        placement=Placement(item_id=article_id, story_id=story_id, duplicate_of=duplicate_of, similarity=similarity),
    )


def table_digests(con: DuckDBPyConnection) -> dict[str, str]:
    """Return a digest of each table's content but those about the runs themselves: equal means that no row differs."""
    tables = con.execute(
        "select table_name from duckdb_tables() where schema_name = 'main' and not temporary order by table_name"
    ).fetchall()
    digests: dict[str, str] = {}
    for (table,) in tables:
        if table not in _NOT_NEWS:
            row = con.execute(sql.load("state/digest_table"), {"name": table}).fetchone()
            digests[table] = str(row[0]) if row else ""
    return digests
