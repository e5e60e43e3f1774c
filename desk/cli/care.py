"""Commands that look after the warehouse."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from desk.cli.app import WarehouseOption, app, read_settings
from desk.tables import OutputFormat, print_rows
from warehouse.doctor import examine
from warehouse.export import ExportFormat
from warehouse.export import export as export_tables
from warehouse.polls import list_dead
from warehouse.store import read


@app.command("export")
def export(
    folder: Annotated[
        Path, typer.Argument(help="Where to; it must not be there yet, or be empty.", show_default=False)
    ],
    kind: Annotated[ExportFormat, typer.Option("--as", help="What to write.")] = ExportFormat.PARQUET,
    warehouse: WarehouseOption = None,
) -> None:
    """Write the warehouse's tables and its ledger as Parquet (by month), CSV or JSON Lines for other tools.

    Example: chipwire export ledger-2026 --as parquet
    """
    with read(read_settings(warehouse).warehouse, external=True) as con:
        counts = export_tables(con, folder, kind=kind)
    print(f"{folder}: " + ", ".join(f"{count} {table}" for table, count in counts.items()))


@app.command("doctor")
def doctor(warehouse: WarehouseOption = None) -> None:
    """Re-read every offset against its stored text and every key against its table; status 1 when something is wrong.

    Sources that have not answered for long are named too; they are no fault of the warehouse.

    Example: chipwire doctor
    """
    path = read_settings(warehouse).warehouse
    with read(path) as con:
        findings, dead = examine(con), list_dead(con)
    for source, poll in dead.items():
        print(
            f"note: {source} is dead, {poll.failures} failures in a row ({poll.problem}); see `chipwire sources list`"
        )
    if findings:
        print_rows([asdict(finding) for finding in findings], output=OutputFormat.TABLE, title=f"{path} has faults")
        raise typer.Exit(1)
    print(f"{path}: every quote stands where its offsets say, and every key points to a row")
