"""A story on the terminal: first report, summary, timeline, articles with their copies, claims and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from rich.console import Console

from desk.figures import format_figure
from desk.tables import OutputFormat, format_cell, open_console, print_rows
from pipelines.telling import Quote, Telling
from warehouse.stories import DayRow, MoveRow, NeighbourRow, ReportRow, StoryClaim, StoryPage

_DIRECTIONS = {"increase": " up", "decrease": " down"}
# Copies of one article, and outlets, that are named one by one.
_MOST_NAMED = 4
_MOST_OUTLETS = 12


def print_story(telling: Telling, *, claims: int | None = None, console: Console | None = None) -> None:
    """Print a story as an analyst reads it; of its claims the first so many."""
    page, console = telling.page, console or open_console()
    _print_head(telling, console)
    _print("Timeline", [_describe_day(day) for day in page.days], console)
    _print("Articles, copies with what they copy", list_originals(page.reports), console)
    _print("Claims, by independent sources", [_describe_claim(one) for one in page.claims[:claims]], console)
    _print("Follow-ups", [_describe_neighbour(one) for one in page.neighbours], console)
    _print("History", [_describe_move(one, page) for one in page.moves], console)


def print_brief(telling: Telling) -> None:
    """Print the head of a story, its summary, its articles with their copies, and the stories before and after it."""
    page, console = telling.page, open_console()
    _print_head(telling, console)
    rows = list_originals(page.reports)
    _print("Articles, copies with what they copy", [_leave(row, "url") for row in rows], console)
    _print("Follow-ups", [_leave(_describe_neighbour(one), "story id") for one in page.neighbours], console)


def list_originals(reports: Sequence[ReportRow]) -> list[dict[str, Any]]:
    """Return the articles that are no copies, in order, each with the outlets of its copies."""
    known = {report.article_id for report in reports}
    copies: dict[str, list[str]] = {}
    for report in reports:
        if report.duplicate_of is not None and report.duplicate_of in known:
            copies.setdefault(report.duplicate_of, []).append(report.outlet or report.source)
    return [
        {
            "published": _stamp(report.published_at),
            "outlet": report.outlet or report.source,
            "title": report.title,
            "first": "first" if report.is_first else "",
            "copies": _name_some(copies.get(report.article_id, [])),
            "url": report.url,
        }
        for report in reports
        if report.duplicate_of is None or report.duplicate_of not in known
    ]


def describe_first(page: StoryPage) -> str:
    """Return who reported a story first, when, and where."""
    if page.first is None:
        return "unknown"
    report = page.first
    who = report.outlet or report.source
    authors = f" ({', '.join(report.authors)})" if report.authors else ""
    return f"{who}{authors}, {_stamp(report.published_at) or 'without a date'}: {report.title} <{report.url}>"


def describe_volume(page: StoryPage) -> str:
    """Return how much there is of a story."""
    story = page.story
    copies = story.articles - story.independent
    return (
        f"{_count(story.articles, 'article')} of {_count(len(story.outlets), 'outlet')}, "
        f"{story.independent} independent, {_count(copies, 'copy', 'copies')}, {_count(story.claims, 'claim')}"
    )


def _print_head(telling: Telling, console: Console) -> None:
    for line in (*_head(telling.page), *map(_cite, telling.summary)):
        console.print(line, soft_wrap=True)
    console.print()


def _leave(row: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != name}


def _head(page: StoryPage) -> Iterator[str]:
    yield f"[bold]{format_cell(page.story.title)}[/bold]  {page.story.story_id}"
    if page.asked is not None:
        also = f"; other articles of it are in {', '.join(page.also)}" if page.also else ""
        yield f"{page.asked} is the old id of a story whose articles are here now{also}"
    yield f"First report: {format_cell(describe_first(page))}"
    yield f"Volume: {describe_volume(page)}"
    yield f"Outlets: {format_cell(_name_some(page.story.outlets, most=_MOST_OUTLETS))}"
    if page.names:
        yield f"About: {format_cell(', '.join(f'{one.name} ({one.articles})' for one in page.names))}"


def _cite(quote: Quote) -> str:
    day = "" if quote.published_at is None else f", {quote.published_at:%Y-%m-%d}"
    source = f"({quote.outlet or 'no outlet'}{day}, {quote.url})"
    return f"  “{format_cell(quote.text)}” {format_cell(source)}"


def _print(title: str, rows: list[dict[str, Any]], console: Console) -> None:
    if rows:
        columns = [name for name in rows[0] if any(row[name] not in {"", None} for row in rows)]
        print_rows(rows, output=OutputFormat.TABLE, columns=columns, title=title, console=console)


def _describe_day(day: DayRow) -> dict[str, Any]:
    changed = (
        f"{one.subject} {one.metric}: {one.before} ({one.before_by}), now {one.now} ({one.now_by})"
        for one in day.changes
    )
    return {
        "day": "undated" if day.day is None else f"{day.day:%Y-%m-%d}",
        "reports": day.articles,
        "copies": day.copies or "",
        "outlets that join": _name_some(day.new_outlets, most=_MOST_OUTLETS),
        "new claims": day.new_claims,
        "figures that changed": "\n".join(changed),
    }


def _describe_claim(claim: StoryClaim) -> dict[str, Any]:
    outlet = claim.outlet or claim.source
    figure = format_figure(claim.value, claim.high, claim.unit, claim.bound, claim.text)
    return {
        "figure": figure + _DIRECTIONS.get(claim.change or "", ""),
        "metric": f"{claim.metric} vs {claim.reference}" if claim.reference else claim.metric,
        "subject": claim.subject,
        "said_by": f"{claim.attribution} ({outlet})" if claim.attribution else outlet,
        "sentence": claim.sentence,
        "sources": claim.sources,
        "copies": claim.copies or "",
    }


def _describe_neighbour(one: NeighbourRow) -> dict[str, Any]:
    return {
        "which": "next" if one.follows else "before",
        "day": "" if one.started_at is None else f"{one.started_at:%Y-%m-%d}",
        "story": one.title,
        "articles": one.articles,
        "both have": ", ".join(one.shared),
        "story id": one.story_id,
    }


def _describe_move(move: MoveRow, page: StoryPage) -> dict[str, Any]:
    came = move.into_story_id == page.story.story_id
    return {
        "moved": _stamp(move.moved_at),
        "event": move.event,
        "articles": move.articles,
        "": f"from {move.story_id}" if came else f"to {move.into_story_id}",
        "why": move.why,
    }


def _name_some(outlets: Sequence[str], *, most: int = _MOST_NAMED) -> str:
    named = ", ".join(outlets[:most])
    rest = len(outlets) - most
    return f"{named} and {rest:,} more" if rest > 0 else named


def _count(number: int, noun: str, plural: str | None = None) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {plural or f'{noun}s'}"


def _stamp(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment:%Y-%m-%d %H:%M}"
