"""A batch as rows of the warehouse's tables: what arrives, before it is compared with what is there."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyarrow as pa
from duckdb import DuckDBPyConnection

from warehouse.batch import Batch
from warehouse.picking import Row
from warehouse.run_rows import (
    boilerplate_rows,
    fetch_rows,
    page_rows,
    rejected_rows,
    run_rows,
    sighting_rows,
    source_rows,
)
from warehouse.story_rows import change_rows, link_rows, placement_rows, story_rows
from warehouse.text_rows import article_rows, claim_rows, embedding_rows, entry_rows, mention_rows, quantity_rows

_SURROGATES = re.compile("[\ud800-\udfff]")


def stage(con: DuckDBPyConnection, batch: Batch) -> None:
    """Register the batch's rows with the connection as arriving_TABLE, one Arrow table each.

    Beside them arriving_documents and arriving_ended_links have the keys of what the batch says so much of.
    """
    for table, make in _MAKERS.items():
        # The table itself says what its columns are; those that a load works out are null until then.
        schema = con.table(table).limit(0).to_arrow_table().schema
        rows = [_store(row) for row in make(batch)]
        con.register(f"arriving_{table}", pa.Table.from_pylist(rows, schema=schema))
    for name, (columns, list_keys) in _KEYS.items():
        keys = [dict(zip(columns, key, strict=True)) for key in list_keys(batch)]
        schema = pa.schema({column: pa.string() for column in columns})
        con.register(f"arriving_{name}", pa.Table.from_pylist(keys, schema=schema))


def unstage(con: DuckDBPyConnection) -> None:
    """Forget what `stage` registered."""
    for table in (*TABLES, *_KEYS):
        con.unregister(f"arriving_{table}")


_MAKERS: dict[str, Callable[[Batch], Iterator[Row]]] = {
    "sources": source_rows,
    "runs": run_rows,
    "fetches": fetch_rows,
    "pages": page_rows,
    "sightings": sighting_rows,
    "articles": article_rows,
    "mentions": mention_rows,
    "quantities": quantity_rows,
    "claims": claim_rows,
    "entities": entry_rows,
    "embeddings": embedding_rows,
    "story_articles": placement_rows,
    "stories": story_rows,
    "story_history": change_rows,
    "story_links": link_rows,
    "quarantine": rejected_rows,
    "boilerplate": boilerplate_rows,
}
TABLES = tuple(_MAKERS)
"""The tables that a batch brings rows for."""

# What a batch says of rows by their keys alone.
_KEYS: dict[str, tuple[tuple[str, str], Callable[[Batch], Iterable[tuple[str, str]]]]] = {
    "documents": (("article_id", "version"), lambda batch: batch.documents),
    "ended_links": (("story_id", "next_story_id"), lambda batch: batch.ended_links),
}


def _store(row: Row) -> Row:
    """Return the row as it can be stored and compared.

    Half a surrogate pair, which UTF-8 cannot hold, becomes U+FFFD, which keeps every offset. A figure that is not
    finite is no figure: the claim keeps its words and its value is null.
    """
    return {column: _clean(value) for column, value in row.items()}


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.isascii() else _SURROGATES.sub("\ufffd", value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, list):
        return [_clean(item) for item in value]
    return value
