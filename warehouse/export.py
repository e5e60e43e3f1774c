"""The warehouse as files that other tools read: Parquet by month, CSV or JSON Lines, one folder or file a table."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from duckdb import DuckDBPyConnection

from warehouse import sql
from warehouse.errors import ExportInTheWay


class ExportFormat(StrEnum):
    """What `export` writes."""

    PARQUET = "parquet"
    CSV = "csv"
    JSONL = "jsonl"


TABLES = (
    "articles", "claims", "entities", "ledger", "mentions", "quantities", "sources", "stories", "story_articles",
    "story_history", "story_links",
)  # fmt: skip
"""What is exported; the ledger is a view, and is written as it stands."""

_DATED = frozenset({"articles", "claims"})


def export(con: DuckDBPyConnection, folder: Path, *, kind: ExportFormat = ExportFormat.PARQUET) -> dict[str, int]:
    """Write every table into the folder and return the number of rows of each.

    In Parquet, articles and claims are split by the month of publication (`month=2026-01`, `month=undated`). The
    folder is made; ExportInTheWay where it is there and not empty. The connection must be allowed to write files
    (`store.read(path, external=True)`).
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ExportInTheWay(folder)
    folder.mkdir(parents=True, exist_ok=True)
    counts: dict[str, int] = {}
    for table in TABLES:
        # The name comes from the list above, the place is bound.
        split = kind is ExportFormat.PARQUET and table in _DATED
        place = folder / table if split else folder / f"{table}.{kind.value}"
        statement = sql.load("export/parquet_by_month" if split else f"export/{kind.value}")
        row = con.execute(statement, {"table": table, "place": str(place)}).fetchone()
        counts[table] = int(row[0]) if row else 0
    return counts
