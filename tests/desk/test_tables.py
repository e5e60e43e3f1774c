from __future__ import annotations

import io
import json
from datetime import UTC, datetime

import pytest
from rich.console import Console

from desk.tables import OutputFormat, format_cell, print_rows

ROW = {"name": "a[bold]b[/bold]\x1b[31m", "when": datetime(2026, 1, 2, tzinfo=UTC), "none": None, "many": ("x", "y")}


def test_fetched_text_is_neither_markup_nor_a_control_sequence() -> None:
    console = Console(record=True, width=100, file=open("/dev/null", "w"))  # noqa: SIM115, PTH123 - closed by the test's end
    print_rows([ROW], output=OutputFormat.TABLE, console=console)
    shown = console.export_text()
    console.file.close()
    assert "a[bold]b[/bold] [31m" in shown
    assert "\x1b" not in shown


def test_cells() -> None:
    assert [format_cell(value) for value in ROW.values()] == ["a\\[bold]b\\[/bold] \\[31m", "2026-01-02", "", "x, y"]


def test_json_and_csv_hold_every_field(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows([ROW], output=OutputFormat.JSON, columns=["name"])
    assert json.loads(capsys.readouterr().out)[0]["when"] == "2026-01-02T00:00:00+00:00"
    print_rows([ROW], output=OutputFormat.CSV, columns=["name"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "name,when,none,many"
    assert lines[1].endswith("2026-01-02T00:00:00+00:00,,x; y")


@pytest.mark.parametrize("width", [90, 110, 160])
def test_running_text_stays_readable_beside_long_short_columns(width: int) -> None:
    names = ("figure", "metric", "subject", "said_by", "sentence", "sources")
    sentence = "Officers sealed forty crates of lidar boards at the port after brokers sent a tip about papers."
    row = dict.fromkeys(names, "total processing performance of boards") | {"sentence": sentence, "sources": 2}
    console = Console(file=io.StringIO(), width=width)
    print_rows([row], output=OutputFormat.TABLE, console=console)
    shown = console.file.getvalue()  # type: ignore[attr-defined]  # the StringIO above
    assert len(shown.splitlines()) <= 13
    assert max(map(len, shown.splitlines())) == width
