"""Commands that show the ledger: what is said of each fact, by whom, whether it agrees, and how it stood earlier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Annotated, Any

import typer

from desk.cli.app import FormatOption, WarehouseOption, app, parse_moment, read_settings
from desk.figures import format_level
from desk.tables import OutputFormat, format_cell, open_console, print_rows
from warehouse.ledger import (
    Moment,
    SayingRow,
    SpecRow,
    VerdictRow,
    chips_over_the_line,
    find_checks,
    find_facts,
    find_sayings,
    spec_sheet,
)
from warehouse.rows import FactRow
from warehouse.search import entity_sheet, resolve_entity
from warehouse.store import read

EntityArgument = Annotated[str, typer.Argument(help='A name, alias or id: H200, "Ascend 910C", chip:nvidia-h200.')]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", help="As it stood then: what had been published, as it could be read.")
]
LearnedOption = Annotated[str | None, typer.Option("--learned-by", help="Only what had been fetched by this date.")]

LEDGER_COLUMNS = ("metric", "figure", "period", "status", "sources", "said_by", "date", "reason")
FACT_COLUMNS = ("metric", "figure", "compared_with", "period", "status", "sources", "first_said_by", "first_said_at")
SHEET_COLUMNS = ("cell", "metric", "figure", "range", "period", "sources", "last_said_at", "status")
CHECK_COLUMNS = ("said", "formula", "result", "reason")
LINE_COLUMNS = ("policy", "metric", "line", "figure", "verdict", "condition")
ARTICLE_COLUMNS = ("published_at", "outlet", "title", "mentions", "claims", "story_id")


@app.command("ledger")
def ledger(
    entity: EntityArgument,
    metric: Annotated[str | None, typer.Option("--metric", help="Only metrics that contain these words.")] = None,
    as_of: AsOfOption = None,
    learned_by: LearnedOption = None,
    output: FormatOption = OutputFormat.TABLE,
    warehouse: WarehouseOption = None,
) -> None:
    """Every fact about an entity with its status, what each source says of it, and the arithmetic of comparisons.

    Example: chipwire ledger H200 --metric bandwidth --as-of 2026-01-31
    """
    moment = read_moment(as_of, learned_by)
    with read(read_settings(warehouse).warehouse) as con:
        found = resolve_entity(con, entity)
        facts = find_facts(con, found.entity_id, metric=metric, moment=moment)
        sayings = find_sayings(con, found.entity_id, metric=metric, moment=moment)
        # The levels that comparisons are checked against are those of now.
        checks = find_checks(con, found.entity_id, metric=metric) if moment == Moment() else []
    if output is OutputFormat.JSON:
        checked = {check.claim_id: asdict(check) for check in checks}
        print_rows([_nest(fact, sayings.get(fact.fact_id, ()), checked) for fact in facts], output=output)
    elif output is OutputFormat.CSV:
        print_rows([asdict(fact) for fact in facts], output=output)
    else:
        console = open_console()
        rows = [row for fact in facts for row in _lay_out(fact, sayings.get(fact.fact_id, ()))]
        title = f"{len(facts)} facts about {format_cell(found.name)}"
        print_rows(rows, output=output, columns=LEDGER_COLUMNS, title=title, console=console)
        if checks:
            rows = [asdict(check) for check in checks]
            print_rows(rows, output=output, columns=CHECK_COLUMNS, title="Arithmetic", console=console)


@app.command("entity")
def entity(
    name: EntityArgument,
    as_of: AsOfOption = None,
    learned_by: LearnedOption = None,
    output: FormatOption = OutputFormat.TABLE,
    warehouse: WarehouseOption = None,
) -> None:
    """One entity: what the registry knows of it, its sheet, its figures, its articles, and who is named beside it.

    Example: chipwire entity "Ascend 910C"
    """
    moment = read_moment(as_of, learned_by)
    with read(read_settings(warehouse).warehouse) as con:
        found = resolve_entity(con, name).entity_id
        sheet = entity_sheet(con, found, moment=moment)
        specs = spec_sheet(con, found, moment=moment)
        lines = chips_over_the_line(con, chip_id=found) if sheet.entity.label == "CHIP" else []
    if output is not OutputFormat.TABLE:
        figures = {"sheet": [asdict(spec) for spec in specs], "lines": [asdict(line) for line in lines]}
        print_rows([asdict(sheet) | figures], output=output)
        return
    console = open_console()
    console.print(f"[bold]{format_cell(sheet.entity.name)}[/bold]  {sheet.entity.label}  {sheet.entity.entity_id}")
    for key, value in sheet.entity.details.items():
        console.print(f"  {key}: {format_cell(value)}")
    if sheet.entity.aliases:
        console.print(f"  also: {format_cell(sheet.entity.aliases)}")
    for title, rows, columns in (
        ("Sheet", [_summarise_spec(spec) for spec in specs], SHEET_COLUMNS),
        ("Over the line", [_summarise_line(line) for line in lines], LINE_COLUMNS),
        ("Figures in the ledger", [_summarise_fact(fact) for fact in sheet.facts], FACT_COLUMNS),
        ("Named beside it", [asdict(row) for row in sheet.related], ("name", "label", "articles")),
        ("Articles", [asdict(row) for row in sheet.articles], ARTICLE_COLUMNS),
    ):
        if rows or columns not in (SHEET_COLUMNS, LINE_COLUMNS):
            print_rows(rows, output=output, columns=columns, title=title, console=console)


def read_moment(as_of: str | None, learned_by: str | None) -> Moment:
    """Return the moment that the two options give; exits with status 2 where one is no date."""
    return Moment(
        as_of=parse_moment(as_of, option="--as-of"), learned_by=parse_moment(learned_by, option="--learned-by")
    )


def _nest(fact: FactRow, sayings: Sequence[SayingRow], checks: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    said = [asdict(saying) | {"check": checks.get(saying.claim_id)} for saying in sayings]
    return asdict(fact) | {"sayings": said}


def _lay_out(fact: FactRow, sayings: Sequence[SayingRow]) -> list[dict[str, Any]]:
    """Return the row of a fact and one row for each saying beneath it."""
    head = _summarise_fact(fact) | {"metric": _name(fact), "said_by": "", "date": None}
    return [head, *(_summarise_saying(saying) for saying in sayings)]


def _name(fact: FactRow) -> str:
    changed = f" ({fact.change})" if fact.change else ""
    return f"{fact.metric}{changed}" + (f" against {fact.compared_with}" if fact.compared_with else "")


def _summarise_saying(saying: SayingRow) -> dict[str, Any]:
    return {
        "metric": "",
        "figure": f"· {saying.text}",
        "period": "",
        "status": _describe(saying),
        "sources": "",
        "said_by": ", ".join(filter(None, (saying.attribution, saying.outlet or saying.source))),
        "date": saying.published_at,
        "reason": "",
    }


def _describe(saying: SayingRow) -> str:
    if saying.replaced_by:
        return "replaced"
    copied = "copy" if saying.copy_of else ""
    return ", ".join(filter(None, (saying.modality, "implies it" if saying.is_implied else "", copied)))


def _summarise_fact(fact: FactRow) -> dict[str, Any]:
    figure = fact.latest_text if fact.claims == 1 else f"{fact.latest_text} (of {fact.claims})"
    direction = {"increase": " up", "decrease": " down"}.get(fact.change or "", "")
    speaker = fact.first_said_by or fact.first_outlet
    return asdict(fact) | {"figure": figure + direction, "first_said_by": speaker}


def _summarise_spec(spec: SpecRow) -> dict[str, Any]:
    shown = format_level(spec.value, unit=spec.base_unit) if spec.value is not None else spec.latest_text
    return asdict(spec) | {"figure": shown, "range": _range(spec)}


def _range(spec: SpecRow) -> str:
    if spec.low is None and spec.high is None:
        return ""
    low, high = (None if end is None else format_level(end, unit=spec.base_unit) for end in (spec.low, spec.high))
    if low is None or high is None:
        return f"from {low}" if low is not None else f"up to {high}"
    return f"{low} to {high}"


def _summarise_line(line: VerdictRow) -> dict[str, Any]:
    return asdict(line) | {"figure": line.said, "line": f"{line.bound} {line.threshold:,.6g} {line.unit}"}


__all__ = ["AsOfOption", "EntityArgument", "LearnedOption", "entity", "ledger", "read_moment"]
