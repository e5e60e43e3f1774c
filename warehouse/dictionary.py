"""docs/warehouse.md, made of the comments that the warehouse itself carries: `python -m warehouse.dictionary`."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from duckdb import DuckDBPyConnection

from warehouse import sql
from warehouse.connect import connect
from warehouse.migrate import migrate

PATH = Path(__file__).parents[1] / "docs" / "warehouse.md"

_HEAD = """\
# The warehouse

One DuckDB file, `data/chipwire.duckdb` unless you say otherwise. Open it with `chipwire sql "select ..."`, or with any
DuckDB 1.5 client: `duckdb -readonly data/chipwire.duckdb`. A run writes to a copy and puts it in place of the file when
it has finished, so you always read a whole run, and never hold one up.

Identifiers are derived from content: the same article, version, claim or fault has the same id in every run. All times
are UTC. Every description below is a COMMENT in the file itself (`select * from duckdb_columns()`), and this page is
made of them: `python -m warehouse.dictionary` writes it.
"""


def describe(con: DuckDBPyConnection) -> str:
    """Return the page about the warehouse that is open."""
    parts = [_HEAD]
    rows = con.execute(sql.load("store/describe_columns")).fetchall()
    for (kind, relation, comment), columns in groupby(rows, key=lambda row: row[:3]):
        parts.append(
            f"## {relation}\n\n{kind.capitalize()}. {comment}\n\n| column | type | what it is |\n|---|---|---|\n"
        )
        parts[-1] += "".join(f"| {name} | {type_} | {_cell(text)} |\n" for *_, name, type_, text in columns)
    parts.append("## Macros\n\n| macro | what it gives |\n|---|---|\n")
    parts[-1] += "".join(f"| {name} | {_cell(text)} |\n" for name, text in _list_macros(con))
    return "\n".join(parts)


def main() -> None:
    """Write docs/warehouse.md."""
    with connect() as con:
        migrate(con)
        PATH.write_text(describe(con), encoding="utf-8")


def _list_macros(con: DuckDBPyConnection) -> list[tuple[str, str]]:
    return con.execute(sql.load("store/describe_macros")).fetchall()


def _cell(text: str | None) -> str:
    return (text or "").replace("|", "\\|")


if __name__ == "__main__":
    main()
