"""The full-text index: made again once, when a run has changed what it is made of."""

from __future__ import annotations

from duckdb import DuckDBPyConnection

from warehouse import sql


def mark_stale(con: DuckDBPyConnection) -> None:
    """Note on this connection that search_text has changed; part of the transaction that changes it."""
    con.execute("create temp table if not exists search_text_is_stale as select true as stale")


def refresh_index(con: DuckDBPyConnection) -> bool:
    """Make the index again if a load on this connection has changed search_text; return whether it did.

    DuckDB's index does not follow inserts and takes as long as all articles take, so a run does this once, at its end.
    """
    if not _exists(con, "search_text_is_stale"):
        return False
    con.execute(sql.load("load/index_search_text"))
    con.execute("drop table search_text_is_stale")
    return True


def has_index(con: DuckDBPyConnection) -> bool:
    """Return whether there is an index; the first run that brings an article makes it."""
    return _exists(con, "docs", schema="fts_main_search_text")


def _exists(con: DuckDBPyConnection, table: str, *, schema: str = "main") -> bool:
    query = "select count(*) from duckdb_tables() where table_name = $table and schema_name = $schema"
    return con.execute(query, {"table": table, "schema": schema}).fetchone() != (0,)
