"""Whether the warehouse still holds what its rows say: every offset is read again against the stored text."""

from __future__ import annotations

from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from warehouse import sql
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
    return findings
