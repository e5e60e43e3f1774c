"""Commands that answer questions in SQL, and how claims are shown."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer

from desk.cli.app import FormatOption, WarehouseOption, app, read_settings
from desk.figures import format_figure
from desk.tables import OutputFormat, print_rows
from warehouse.connect import MEMORY_LIMIT
from warehouse.rows import ClaimRow
from warehouse.search import run_sql
from warehouse.store import read

CLAIM_COLUMNS = ("figure", "metric", "subject", "said_by", "sentence", "outlet", "date")


def print_claims(rows: list[ClaimRow], *, title: str, output: OutputFormat) -> None:
    """Print claims: a table of the fields an analyst reads first, or every field as JSON or CSV."""
    if output is OutputFormat.TABLE:
        print_rows([_summarise(row) for row in rows], output=output, columns=CLAIM_COLUMNS, title=title)
    else:
        print_rows([asdict(row) for row in rows], output=output)


@app.command("sql")
def sql(
    query: Annotated[str, typer.Argument(help="One SELECT over the tables of docs/warehouse.md.")],
    external: Annotated[
        bool, typer.Option("--external", help="Let the query read other files and attach other databases.")
    ] = False,
    seconds: Annotated[float, typer.Option("--seconds", min=0.1, help="Stop the query after so long.")] = 60.0,
    memory: Annotated[str, typer.Option("--memory", help="What the query may hold: 500MB, 2GB.")] = MEMORY_LIMIT,
    output: FormatOption = OutputFormat.TABLE,
    warehouse: WarehouseOption = None,
) -> None:
    """Run one read-only SQL query, within limits of time and memory, and without other files unless you say so.

    Example: chipwire sql "select subject, metric, value, unit, outlet from claims order by published_at limit 5"
    """
    with read(read_settings(warehouse).warehouse, external=external, memory=memory) as con:
        answer = run_sql(con, query, seconds=seconds)
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    print_rows(rows, output=output, columns=answer.columns)


def _summarise(row: ClaimRow) -> dict[str, Any]:
    figure = format_figure(row.value, row.high, row.unit, row.bound, row.text)
    direction = {"increase": " up", "decrease": " down"}.get(row.change or "", "")
    versus = f"{row.metric} vs {row.reference}" if row.reference else row.metric
    return {
        "figure": figure + direction,
        "metric": versus,
        "subject": row.subject,
        "said_by": row.attribution,
        "sentence": row.sentence,
        "outlet": row.outlet or row.source,
        "date": row.published_at,
    }
