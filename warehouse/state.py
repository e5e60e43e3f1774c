"""What the stages ask the warehouse before they work, and what tells whether a run changed it."""

from __future__ import annotations

from datetime import datetime

import numpy as np
from duckdb import DuckDBPyConnection

from nlp.records import EmbeddingModel, Placed, Placement, StoryItem
from warehouse import sql

_ABOUT_RUNS = ("runs", "fetches", "migrations")


def known_versions(con: DuckDBPyConnection) -> set[tuple[str, str]]:
    """Return (article_id, version) of every version that has been loaded, the older ones too."""
    return set(con.execute("select article_id, version from articles").fetchall())


def recent_items(con: DuckDBPyConnection, *, since: datetime | None, model: EmbeddingModel) -> list[Placed]:
    """Return the articles since then that new ones are clustered with, in order of publication.

    Only those with a vector of this very model: others cannot be compared. An article without a date counts by
    when it was fetched. `since=None` gives all.
    """
    values = {
        "since": since,
        "name": model.name,
        "revision": model.revision,
        "backend": model.backend,
        "dimension": model.dimension,
    }
    rows = con.execute(sql.load("state/recent_items"), values).fetchall()
    return [
        Placed(
            item=StoryItem(
                item_id=article_id,
                title=title,
                text=text,
                published=published,
                outlet=outlet,
                entity_ids=tuple(entity_ids),
            ),
            vector=np.asarray(vector, dtype=np.float32),
            placement=Placement(
                item_id=article_id, story_id=story_id, duplicate_of=duplicate_of, similarity=similarity
            ),
        )
        for (
            article_id,
            title,
            text,
            published,
            outlet,
            entity_ids,
            vector,
            story_id,
            duplicate_of,
            similarity,
        ) in rows
    ]


def table_digests(con: DuckDBPyConnection) -> dict[str, str]:
    """Return a digest of each table's content but those about the runs themselves: equal means that no row differs."""
    tables = con.execute(
        "select table_name from duckdb_tables() where schema_name = 'main' and not temporary order by table_name"
    ).fetchall()
    digests: dict[str, str] = {}
    for (table,) in tables:
        if table not in _ABOUT_RUNS:
            row = con.execute(sql.load("state/digest_table"), {"name": table}).fetchone()
            digests[table] = str(row[0]) if row else ""
    return digests
