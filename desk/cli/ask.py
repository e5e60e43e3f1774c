"""Commands that answer questions about entities, claims and texts."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer

from desk.cli.app import FormatOption, LimitOption, WarehouseOption, app, parse_moment, read_settings
from desk.figures import format_figure
from desk.tables import OutputFormat, print_rows
from warehouse.rows import ClaimRow
from warehouse.search import find_claims, resolve_entity, run_sql, search_articles
from warehouse.store import read

EntityArgument = Annotated[str, typer.Argument(help='A name, alias or id: H200, "Ascend 910C", chip:nvidia-h200.')]
CLAIM_COLUMNS = ("figure", "metric", "subject", "said_by", "sentence", "outlet", "date")


@app.command("claims")
def claims(
    entity: EntityArgument,
    metric: Annotated[str | None, typer.Option("--metric", help="Only metrics that contain these words.")] = None,
    since: Annotated[str | None, typer.Option("--since", help="Published on or after this date.")] = None,
    until: Annotated[str | None, typer.Option("--until", help="Published before this date.")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="Only what had been fetched by this date.")] = None,
    limit: LimitOption = 200,
    output: FormatOption = OutputFormat.TABLE,
    warehouse: WarehouseOption = None,
) -> None:
    """What has been said about an entity in numbers: every claim with sentence, speaker, source and date.

    Example: chipwire claims H200 --metric bandwidth --since 2025-12-01
    """
    with read(read_settings(warehouse).warehouse) as con:
        found = resolve_entity(con, entity)
        rows = find_claims(
            con,
            entity_id=found.entity_id,
            metric=metric,
            since=parse_moment(since, option="--since"),
            until=parse_moment(until, option="--until"),
            as_of=parse_moment(as_of, option="--as-of"),
            limit=limit,
        )
    print_claims(rows, title=f"{len(rows)} claims about {found.name}", output=output)


def print_claims(rows: list[ClaimRow], *, title: str, output: OutputFormat) -> None:
    """Print claims: a table of the fields an analyst reads first, or every field as JSON or CSV."""
    if output is OutputFormat.TABLE:
        print_rows([_summarise(row) for row in rows], output=output, columns=CLAIM_COLUMNS, title=title)
    else:
        print_rows([asdict(row) for row in rows], output=output)


@app.command("search")
def search(
    text: Annotated[str, typer.Argument(help="Words to look for; digits count: H100, 18A, 3nm.")],
    limit: LimitOption = 20,
    output: FormatOption = OutputFormat.TABLE,
    warehouse: WarehouseOption = None,
) -> None:
    """Articles that contain these words, best first.

    Example: chipwire search "several hundred thousand H200"
    """
    with read(read_settings(warehouse).warehouse) as con:
        rows = search_articles(con, text, limit=limit)
    columns = ("published_at", "outlet", "title", "snippet")
    title = f"{len(rows)} articles with {text!r}"
    print_rows([asdict(row) for row in rows], output=output, columns=columns, title=title)


@app.command("sql")
def sql(
    query: Annotated[str, typer.Argument(help="One SELECT over the tables of docs/warehouse.md.")],
    output: FormatOption = OutputFormat.TABLE,
    warehouse: WarehouseOption = None,
) -> None:
    """Run one read-only SQL query.

    Example: chipwire sql "select subject, metric, value, unit, outlet from claims order by published_at limit 5"
    """
    with read(read_settings(warehouse).warehouse) as con:
        answer = run_sql(con, query)
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
