"""Commands that look after the warehouse."""

from __future__ import annotations

from dataclasses import asdict

import typer

from desk.cli.app import WarehouseOption, app, read_settings
from desk.tables import OutputFormat, print_rows
from warehouse.doctor import examine
from warehouse.polls import list_dead
from warehouse.store import read


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
