"""Whether the warehouse still holds what its rows say: every offset is read again against the stored text."""

from __future__ import annotations

from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from warehouse import sql
from warehouse.fulltext import has_index
from warehouse.migrate import list_pending


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that does not match: in which table, which row, and what is wrong with it."""

    table: str
    item: str
    problem: str


def examine(con: DuckDBPyConnection) -> list[Finding]:
    """Return everything that does not match; empty for a sound warehouse."""
    findings = [Finding(table="migrations", item=text, problem="run chipwire to migrate") for text in list_pending(con)]
    for name in sql.names("doctor"):
        findings += [
            Finding(table=table, item=str(item), problem=problem)
            for table, item, problem in con.execute(sql.load(name)).fetchall()
        ]
    return findings + _examine_index(con)


def _examine_index(con: DuckDBPyConnection) -> list[Finding]:
    texts = con.execute("select count(*) from search_text").fetchone()
    indexed = con.execute("select count(*) from fts_main_search_text.docs").fetchone() if has_index(con) else (0,)
    if texts == indexed:
        return []
    problem = f"full-text search knows {(indexed or (0,))[0]} articles of {(texts or (0,))[0]}"
    return [Finding(table="search_text", item="index", problem=problem)]
