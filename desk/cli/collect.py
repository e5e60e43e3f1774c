"""Commands that bring articles in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desk.cli.app import ConfigOption, WarehouseOption, app, read_settings
from desk.cli.tour import show_tour
from pipelines.durations import parse_duration
from pipelines.settings import Settings

# What needs spaCy, torch or the spiders is imported when a command runs: `chipwire claims` must stay quick.


@app.command("run")
def run(
    only: Annotated[list[str] | None, typer.Option("--only", help="This source alone (repeatable).")] = None,
    due: Annotated[bool, typer.Option("--due", help="Only what is due, as scheduled runs do.")] = False,
    warehouse: WarehouseOption = None,
    config: ConfigOption = None,
) -> None:
    """Fetch all sources of sources.toml once, or those that are due, read what is new, and publish it.

    Example: chipwire run --only tomshardware
    """
    from pipelines.launch import run_flow  # noqa: PLC0415 - see above

    options = [argument for name in only or () for argument in ("--only", name)]
    options += ["--due"] if due else []
    _exit(run_flow(["run", *options], settings=read_settings(warehouse, config)))


@app.command("demo")
def demo(warehouse: WarehouseOption = None, config: ConfigOption = None) -> None:
    """Crawl the bundled sample site through the real flow, and show what was found.

    Example: chipwire demo
    """
    from pipelines.launch import run_flow, serve_sample  # noqa: PLC0415 - see above

    settings = read_settings(warehouse, config)
    with serve_sample(settings) as sample:
        status = run_flow(["run", "--trigger", "demo"], settings=sample)
    _exit(status)
    show_tour(settings)


@app.command("schedule")
def schedule(
    every: Annotated[str, typer.Option("--every", help="Interval: a number and s, m, h or d.")] = "15m",
    cron: Annotated[str | None, typer.Option("--cron", help="A cron expression instead of an interval.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Each run reads all sources, due or not.")] = False,
    warehouse: WarehouseOption = None,
    config: ConfigOption = None,
) -> None:
    """Serve the run as a Prefect deployment until stopped with Ctrl-C; each run reads the sources that are due.

    Example: chipwire schedule --every 15m
    """
    from pipelines.launch import run_flow  # noqa: PLC0415 - see above

    when = ["--cron", cron] if cron else ["--seconds", str(parse_duration(every).total_seconds())]
    when += ["--all"] if everything else []
    _exit(run_flow(["schedule", *when], settings=read_settings(warehouse, config)))


@app.command("import")
def import_files(
    paths: Annotated[list[Path], typer.Argument(help="Files (.txt, .html, .jsonl, .warc.gz) or folders of them.")],
    warehouse: WarehouseOption = None,
    config: ConfigOption = None,
) -> None:
    """Read your own files into the warehouse.

    Example: chipwire import articles/ dump.warc.gz
    """
    print(_import(paths, read_settings(warehouse, config)))


@app.command("reprocess")
def reprocess(
    source: Annotated[str | None, typer.Option("--source", help="This source alone.")] = None,
    warehouse: WarehouseOption = None,
    config: ConfigOption = None,
) -> None:
    """Read the raw archive again, with no network, after an upgrade of Chipwire or a change of your registry.

    Example: chipwire reprocess --source tomshardware
    """
    from pipelines.progress import show_progress  # noqa: PLC0415 - see above
    from pipelines.reprocess import reprocess as read_again  # noqa: PLC0415

    settings = read_settings(warehouse, config)
    with show_progress() as meter:
        report = read_again(source=source, settings=settings, meter=meter).report
    print(report)


def _import(paths: list[Path], settings: Settings) -> str:
    from pipelines.fetch import read_files  # noqa: PLC0415 - see above
    from pipelines.ingest import ingest, open_import  # noqa: PLC0415
    from pipelines.progress import show_progress  # noqa: PLC0415

    pages = read_files(paths)
    with show_progress() as meter:
        return ingest(pages, run=open_import(), settings=settings, meter=meter).report


def _exit(status: int) -> None:
    if status:
        raise typer.Exit(status)
