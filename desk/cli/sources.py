"""Commands about the outlets of sources.toml: `chipwire sources ...`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from desk.cli.app import ConfigOption, FormatOption, WarehouseOption, app, read_settings
from desk.tables import OutputFormat, print_rows

sources_app = typer.Typer(help="The outlets of sources.toml.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(sources_app, name="sources")

CHECK_COLUMNS = ("source", "kind", "result", "title", "published", "words", "problem")

# What needs the spiders is imported when a command runs: reading the warehouse must stay quick.
LIST_COLUMNS = ("source", "kind", "state", "every_minutes", "due", "last_read", "last_news", "failures", "problem")


@sources_app.command("list")
def list_all(
    names: Annotated[list[str] | None, typer.Argument(help="These sources alone; else all of them.")] = None,
    output: FormatOption = OutputFormat.TABLE,
    warehouse: WarehouseOption = None,
    config: ConfigOption = None,
) -> None:
    """Show how each source stands: how often it is read and when next, its last news, and whether it answers.

    Example: chipwire sources list
    """
    from pipelines.standing import State, list_standings  # noqa: PLC0415 - see above

    found = list_standings(read_settings(warehouse, config), only=names or ())
    dead = sum(one.state is State.DEAD for one in found)
    title = f"{len(found)} sources, {dead} of them dead"
    print_rows([asdict(one) for one in found], output=output, columns=LIST_COLUMNS, title=title)


@sources_app.command("check")
def check(
    names: Annotated[list[str] | None, typer.Argument(help="These sources alone; else all of them.")] = None,
    output: FormatOption = OutputFormat.TABLE,
    config: ConfigOption = None,
) -> None:
    """Fetch the listing and one page of each source, and say what came; status 1 when one failed.

    Example: chipwire sources check semiwiki
    """
    from pipelines.check import check_sources  # noqa: PLC0415 - see above

    found = list(check_sources(read_settings(None, config), only=names or ()))
    rows = [{**asdict(row), "result": "ok" if row.ok else "failed"} for row in found]
    failed = sum(not row.ok for row in found)
    title = f"{len(found) - failed} of {len(found)} sources work"
    print_rows(rows, output=output, columns=CHECK_COLUMNS, title=title)
    if failed:
        raise typer.Exit(1)


@sources_app.command("add")
def add(
    url: Annotated[str, typer.Argument(help="The outlet's front page, a section of it, or its feed.")],
    name: Annotated[str | None, typer.Option("--name", help="What to call it; else after its host.")] = None,
    file: Annotated[Path | None, typer.Option("--file", help="The sources file; else the setting `sources`.")] = None,
    config: ConfigOption = None,
) -> None:
    """Look at a site, find out how it is best read, and append its entry to sources.toml.

    Example: chipwire sources add https://outlet.example --name my-outlet
    """
    from pipelines.discover import add_source  # noqa: PLC0415 - see above

    added = add_source(url, settings=read_settings(None, config), name=name, path=file)
    print(f"{added.entry}\nadded to {added.path}; try it with `chipwire sources check {added.source.name}`")
