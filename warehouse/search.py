"""The questions that the command line, the API and the pages share."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

import duckdb
from duckdb import DuckDBPyConnection, StatementType

from warehouse.asking import search_texts
from warehouse.batch import RunRow
from warehouse.errors import BadQuery, UnknownEntity
from warehouse.ledger import NOW, Moment, find_facts
from warehouse.question import readable
from warehouse.rows import (
    Answer,
    ArticleRow,
    ClaimRow,
    EntityRow,
    EntitySheet,
    Hit,
    Overview,
    RelatedRow,
    fetch_dicts,
    fetch_rows,
)


def resolve_entity(con: DuckDBPyConnection, name: str) -> EntityRow:
    """Return the entity of that id, name or alias, whatever its case and signs; else UnknownEntity with the nearest."""
    name = readable(name)
    found = fetch_rows(con, "search/find_entity", {"name": name.strip()}, record=EntityRow)
    if not found:
        rows = fetch_dicts(con, "search/suggest_entities", {"name": name, "count": 3})
        raise UnknownEntity(name, [row["name"] for row in rows])
    return replace(found[0], details=json.loads(str(found[0].details)))


def find_claims(
    con: DuckDBPyConnection,
    *,
    entity_id: str,
    metric: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    as_of: datetime | None = None,
    limit: int | None = 100,
) -> list[ClaimRow]:
    """Return claims about the entity, and those that compare something with it, by metric and then by date.

    `metric` is any part of the metric's name. `since` <= published < `until`; with either, claims without a date
    are left out. `as_of` leaves out what came out later; what has no date came out when it was fetched.
    `limit=None` gives all.
    """
    values = {
        "entity_id": entity_id,
        "metric": None if metric is None else readable(metric),
        "since": since,
        "until": until,
        "as_of": as_of,
        "count": limit,
    }
    return list(fetch_rows(con, "search/find_claims", values, record=ClaimRow))


def entity_sheet(
    con: DuckDBPyConnection, entity_id: str, *, moment: Moment = NOW, related: int = 12, articles: int = 20
) -> EntitySheet:
    """Return what the registry and the articles say of one entity; UnknownEntity where there is none of that id.

    `moment` says as of when its facts are shown; what is named beside it, and where, is always as it is now.
    """
    return EntitySheet(
        entity=resolve_entity(con, entity_id),
        facts=tuple(find_facts(con, entity_id, moment=moment)),
        related=fetch_rows(con, "search/find_related", {"entity_id": entity_id, "count": related}, record=RelatedRow),
        articles=fetch_rows(
            con, "search/find_articles", {"entity_id": entity_id, "count": articles}, record=ArticleRow
        ),
    )


def search_articles(con: DuckDBPyConnection, text: str, *, limit: int = 20) -> list[Hit]:
    """Return the articles that have the most telling of these words, best first, each with the part that has them."""
    return list(search_texts(con, text, limit=limit).hits)


def run_sql(con: DuckDBPyConnection, query: str, *, seconds: float | None = None) -> Answer:
    """Return what one reading statement of the analyst's own gives; BadQuery for anything else.

    A statement that has not ended after `seconds` is stopped, with BadQuery.
    """
    try:
        statements = con.extract_statements(query)
    except duckdb.Error as error:
        raise BadQuery(str(error)) from error
    if len(statements) != 1:
        raise BadQuery(f"Give one statement, not {len(statements)}")
    (statement,) = statements
    if statement.type not in (StatementType.SELECT, StatementType.EXPLAIN):
        raise BadQuery(f"The warehouse is read only: {statement.type.name} is not a query")
    try:
        with _limit(con, seconds):
            cursor = con.execute(statement)
            rows = cursor.fetchall()
    except duckdb.InterruptException as error:
        raise BadQuery(f"The query was stopped after {seconds:g} s: narrow it, or allow more") from error
    except duckdb.Error as error:
        raise BadQuery(str(error)) from error
    description = cursor.description or ()
    return Answer(
        columns=tuple(str(column[0]) for column in description),
        types=tuple(str(column[1]) for column in description),
        rows=tuple(rows),
    )


@contextmanager
def _limit(con: DuckDBPyConnection, seconds: float | None) -> Iterator[None]:
    """Interrupt what the connection does after so many seconds."""
    if seconds is None:
        yield
        return
    timer = threading.Timer(seconds, con.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()


def latest_run(con: DuckDBPyConnection) -> RunRow | None:
    """Return the run that began last, None where there was none."""
    rows = fetch_rows(con, "search/latest_run", {}, record=RunRow)
    return replace(rows[0], counts=json.loads(str(rows[0].counts))) if rows else None


def summarize(con: DuckDBPyConnection) -> Overview:
    """Return how much there is."""
    return fetch_rows(con, "search/summarize", {}, record=Overview)[0]
