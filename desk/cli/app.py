"""The typer application, and the options that commands share."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from desk.tables import OutputFormat
from pipelines.settings import Settings, load_settings

app = typer.Typer(
    name="chipwire",
    help="Turn chip and export-control news into a ledger of numeric claims, and ask it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

WarehouseOption = Annotated[
    Path | None,
    typer.Option("--warehouse", help="The DuckDB file; else CHIPWIRE_WAREHOUSE, else data/chipwire.duckdb."),
]
ConfigOption = Annotated[Path | None, typer.Option("--config", help="A settings file; else chipwire.toml here.")]
FormatOption = Annotated[OutputFormat, typer.Option("--format", help="How the answer is printed.")]
LimitOption = Annotated[int, typer.Option("--limit", min=1, max=100_000, help="Rows at most.")]


def read_settings(warehouse: Path | None, config: Path | None = None) -> Settings:
    """Return the settings, with the options of the command line over them."""
    settings = load_settings(config)
    return settings if warehouse is None else replace(settings, warehouse=warehouse)


def parse_moment(text: str | None, *, option: str) -> datetime | None:
    """Return the date (midnight UTC) or moment that `text` gives; exits with status 2 when it gives none."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as err:
        hint = "write it as 2026-01-31 or 2026-01-31T12:00:00+00:00"
        raise typer.BadParameter(f"{text!r} is not a date; {hint}", param_hint=option) from err
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
