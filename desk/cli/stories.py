"""Commands about stories."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from desk.cli.app import FormatOption, LimitOption, WarehouseOption, app, read_settings
from desk.cli.ask import print_claims
from desk.tables import OutputFormat, format_cell, open_console, print_rows
from warehouse.search import get_story, list_stories
from warehouse.store import read


@app.command("stories")
def stories(
    limit: LimitOption = 30, output: FormatOption = OutputFormat.TABLE, warehouse: WarehouseOption = None
) -> None:
    """Stories, latest first: how many articles and outlets, and who was first.

    Example: chipwire stories --limit 10
    """
    with read(read_settings(warehouse).warehouse) as con:
        rows = list_stories(con, limit=limit)
    columns = ("story_id", "updated_at", "title", "articles", "independent", "outlets", "claims")
    print_rows([asdict(row) for row in rows], output=output, columns=columns, title=f"{len(rows)} stories")


@app.command("story")
def story(
    story_id: Annotated[str, typer.Argument(help="A story's id, or the beginning of it.")],
    output: FormatOption = OutputFormat.TABLE,
    warehouse: WarehouseOption = None,
) -> None:
    """One story: its articles in order, which are copies, and the claims they make.

    Example: chipwire story 4f1c
    """
    with read(read_settings(warehouse).warehouse) as con:
        found = get_story(con, story_id)
    if output is not OutputFormat.TABLE:
        print_rows([asdict(found)], output=output)
        return
    console = open_console()
    console.print(f"[bold]{format_cell(found.story.title)}[/bold]  {found.story.story_id}")
    columns = ("published_at", "outlet", "title", "is_first", "duplicate_of", "similarity", "article_id")
    rows = [asdict(row) for row in found.articles]
    print_rows(rows, output=output, columns=columns, title="Articles", console=console)
    print_claims(list(found.claims), title="Claims", output=output)
