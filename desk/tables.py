"""Rows as a terminal table, JSON or CSV."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from rich.console import Console
from rich.table import Table


class OutputFormat(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


# Columns of running text take the room that the others leave.
_TEXT_COLUMNS = frozenset({"sentence", "snippet", "claim"})
_SHORT_WIDTH = 22
# Where that is too little for reading, short columns are narrowed, but not below this.
_LEAST_TEXT_WIDTH = 34
_LEAST_SHORT_WIDTH = 9
# What a pipe or a file gets when nothing tells how wide it is.
_PIPE_WIDTH = 160


def open_console() -> Console:
    """Return a console for answers: as wide as the terminal, or a fixed width in a pipe."""
    console = Console(highlight=False, soft_wrap=False)
    return console if console.is_terminal else Console(highlight=False, width=_PIPE_WIDTH)


def print_rows(
    rows: Sequence[Mapping[str, Any]],
    *,
    output: OutputFormat,
    columns: Sequence[str] | None = None,
    title: str | None = None,
    console: Console | None = None,
) -> None:
    """Print rows. A table shows `columns` (all by default) and wraps long cells; JSON and CSV hold every field."""
    names = list(rows[0]) if rows else list(columns or ())
    if output is OutputFormat.JSON:
        print(json.dumps([dict(row) for row in rows], indent=2, ensure_ascii=False, default=_to_json))
    elif output is OutputFormat.CSV:
        writer = csv.DictWriter(sys.stdout, fieldnames=names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(_flatten(row) for row in rows)
    else:
        shown = columns or names
        console = console or open_console()
        cells = [[format_cell(row.get(name)) for name in shown] for row in rows]
        text = not _TEXT_COLUMNS.isdisjoint(shown)
        short = _choose_width(shown, cells, width=console.width) if text else None
        table = Table(title=title, title_justify="left", title_style="bold", header_style="bold", expand=text)
        for name in shown:
            room = {"ratio": 1} if name in _TEXT_COLUMNS else {"max_width": short}
            table.add_column(name.replace("_", " "), overflow="fold", **room)
        for row in cells:
            table.add_row(*row)
        console.print(table)


def _choose_width(names: Sequence[str], cells: Sequence[Sequence[str]], *, width: int) -> int:
    """Return how wide a short column may be, so that one of running text can be read beside them."""
    columns = [[name, *cell] for name, *cell in zip(names, *cells, strict=True) if name not in _TEXT_COLUMNS]
    widths = [max(map(len, column)) for column in columns]
    # Each column has a line and a blank to either side.
    room = width - 3 * len(names) - 1 - _LEAST_TEXT_WIDTH
    fitting = (
        most for most in range(_SHORT_WIDTH, _LEAST_SHORT_WIDTH, -1) if sum(min(one, most) for one in widths) <= room
    )
    return next(fitting, _LEAST_SHORT_WIDTH)


def format_cell(value: Any) -> str:
    """Return a value as a table shows it. Square brackets of fetched text are escaped: rich reads them as markup."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, list | tuple):
        return format_cell(", ".join(map(str, value)))
    return _clean(str(value)).replace("[", r"\[")


def _clean(text: str) -> str:
    # Fetched text may carry terminal control sequences.
    return "".join(char if char.isprintable() or char == "\n" else " " for char in text)


def _flatten(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _flatten_cell(value) for name, value in row.items()}


def _flatten_cell(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value))
    return _to_json(value) if isinstance(value, datetime | date) else value


def _to_json(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime | date) else str(value)
