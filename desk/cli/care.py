"""Commands that look after the warehouse."""

from __future__ import annotations

from dataclasses import asdict

import typer

from desk.cli.app import WarehouseOption, app, read_settings
from desk.tables import OutputFormat, print_rows
from warehouse.doctor import examine
from warehouse.store import read


@app.command("doctor")
def doctor(warehouse: WarehouseOption = None) -> None:
    """Re-read every offset against its stored text and every key against its table; status 1 when something is wrong.

    Example: chipwire doctor
    """
    path = read_settings(warehouse).warehouse
    with read(path) as con:
        findings = examine(con)
    if findings:
        print_rows([asdict(finding) for finding in findings], output=OutputFormat.TABLE, title=f"{path} has faults")
        raise typer.Exit(1)
    print(f"{path}: every quote stands where its offsets say, and every key points to a row")
