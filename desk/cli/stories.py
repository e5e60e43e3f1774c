"""Commands about stories."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from desk.cli.app import FormatOption, LimitOption, WarehouseOption, app, parse_moment, read_settings
from desk.storyview import print_story
from desk.tables import OutputFormat, print_rows
from pipelines.telling import tell_story
from warehouse.search import resolve_entity
from warehouse.store import read
from warehouse.stories import read_stories

_COLUMNS = (
    "story_id", "updated_at", "title", "first_outlet", "articles", "independent", "copies", "claims", "follow_ups",
)  # fmt: skip


@app.command("stories")
def stories(
    entity: Annotated[str | None, typer.Option("--entity", help="Only stories that name it: H200, Nvidia.")] = None,
    since: Annotated[str | None, typer.Option("--since", help="Updated on or after this date.")] = None,
    until: Annotated[str | None, typer.Option("--until", help="Begun before this date.")] = None,
    limit: LimitOption = 30,
    output: FormatOption = OutputFormat.TABLE,
    warehouse: WarehouseOption = None,
) -> None:
    """Stories, latest first: who was first, how many articles, independent ones and copies, and follow-ups.

    Example: chipwire stories --entity H200 --limit 10
    """
    dates = {"since": parse_moment(since, option="--since"), "until": parse_moment(until, option="--until")}
    with read(read_settings(warehouse).warehouse) as con:
        entity_id = None if entity is None else resolve_entity(con, entity).entity_id
        rows = read_stories(con, entity_id=entity_id, limit=limit, **dates)
    print_rows([asdict(row) for row in rows], output=output, columns=_COLUMNS, title=f"{len(rows)} stories")


@app.command("story")
def story(
    story_id: Annotated[str, typer.Argument(help="A story's id, or the beginning of it; an old one will do.")],
    claims: Annotated[int, typer.Option("--claims", min=0, help="Claims at most, the best supported first.")] = 30,
    output: FormatOption = OutputFormat.TABLE,
    warehouse: WarehouseOption = None,
) -> None:
    """One story: first report, summary, timeline, articles with their copies, claims, follow-ups and history.

    CSV has its articles, copies with the article that they copy. Example: chipwire story 4f1c
    """
    with read(read_settings(warehouse).warehouse) as con:
        telling = tell_story(con, story_id, claims=claims)
    if output is OutputFormat.TABLE:
        print_story(telling)
    elif output is OutputFormat.CSV:
        print_rows([asdict(report) for report in telling.page.reports], output=output)
    else:
        print_rows([{**asdict(telling.page), "summary": [asdict(one) for one in telling.summary]}], output=output)
