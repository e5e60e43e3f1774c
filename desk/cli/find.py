"""`chipwire claims` and `chipwire search`: what fits a question, a page at a time."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Annotated, Any

import typer
from duckdb import DuckDBPyConnection

from desk.cli.app import ConfigOption, FormatOption, LimitOption, WarehouseOption, app, parse_moment, read_settings
from desk.cli.ask import print_claims
from desk.tables import OutputFormat, format_cell, print_rows
from warehouse.asking import Meaning, expand_entities, search_claims, search_texts
from warehouse.question import Condition, Question
from warehouse.rows import Hit, HitSentence
from warehouse.search import find_claims, resolve_entity
from warehouse.store import read
from warehouse.stories import find_story

MetricOption = Annotated[str | None, typer.Option("--metric", help="Only metrics that contain these words.")]
SinceOption = Annotated[str | None, typer.Option("--since", help="Published on or after this date.")]
UntilOption = Annotated[str | None, typer.Option("--until", help="Published before this date.")]
OutletOption = Annotated[str | None, typer.Option("--outlet", help="Only outlets whose name contains this.")]
StoryOption = Annotated[str | None, typer.Option("--story", help="Only articles of this story (beginning of its id).")]
CursorOption = Annotated[str | None, typer.Option("--cursor", help="Go on where the page before ended.")]
WHERE = 'A figure in any unit: "bandwidth > 3 TB/s", "price < $30,000"; repeat it for subjects that meet all.'
_HIT_COLUMNS = ("published_at", "outlet", "title", "snippet", "claim")
_WHY_COLUMNS = ("score", "by_words", "by_meaning", "title", "claim", "why")

_TITLE = 60

# What needs spaCy or torch is imported when it is needed: reading the warehouse must stay quick.


@app.command("claims")
def claims(
    entity: Annotated[
        str | None, typer.Argument(help='A name, alias or id: H200, "Ascend 910C"; left out: any.')
    ] = None,
    metric: MetricOption = None,
    where: Annotated[list[str] | None, typer.Option("--where", help=WHERE)] = None,
    speaker: Annotated[str | None, typer.Option("--speaker", help="Only what somebody of this name says.")] = None,
    outlet: OutletOption = None,
    modality: Annotated[
        str | None, typer.Option("--modality", help="asserted, planned, expected, denied or hypothetical.")
    ] = None,
    status: Annotated[
        str | None,
        typer.Option("--status", help="Only claims of facts that are single, corroborated, ... in the ledger."),
    ] = None,
    story: StoryOption = None,
    maker: Annotated[bool, typer.Option("--maker", help="For a company: the chips that it makes too.")] = False,
    family: Annotated[bool, typer.Option("--family", help="For a chip: its family too.")] = False,
    since: SinceOption = None,
    until: UntilOption = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            help="As it stood then: what had been published, as it could be read (ledger has --learned-by too).",
        ),
    ] = None,
    limit: LimitOption = 200,
    cursor: CursorOption = None,
    output: FormatOption = OutputFormat.TABLE,
    warehouse: WarehouseOption = None,
) -> None:
    """What has been said in numbers, about an entity or any: every claim with sentence, speaker, source and date.

    Example: chipwire claims H200 --metric bandwidth --since 2025-12-01
    """
    conditions = _parse_conditions(where or [])
    others = (speaker, outlet, modality, status, story, cursor)
    plain = entity is not None and not (any(others) or conditions or maker or family)
    if as_of is not None and not plain:
        raise typer.BadParameter(
            "needs an entity, and goes with --metric, --since and --until only", param_hint="--as-of"
        )
    dates = {"since": parse_moment(since, option="--since"), "until": parse_moment(until, option="--until")}
    with read(read_settings(warehouse).warehouse) as con:
        found = resolve_entity(con, entity) if entity is not None else None
        if found is not None and plain:
            moment = parse_moment(as_of, option="--as-of")
            rows = find_claims(con, entity_id=found.entity_id, metric=metric, as_of=moment, limit=limit, **dates)
            more = None
        else:
            ids = (found.entity_id,) if found else ()
            question = Question(
                entity_ids=expand_entities(con, ids, makers=maker, families=family) if maker or family else ids,
                metric=metric,
                speaker=speaker,
                outlet=outlet,
                modality=modality,
                status=status,
                story_id=_resolve_story(con, story),
                conditions=conditions,
                **dates,
            )
            page = search_claims(con, question, limit=limit, cursor=cursor)
            rows, more = list(page.claims), page.cursor
    print_claims(rows, title=f"{len(rows)} claims{f' about {found.name}' if found else ''}", output=output)
    _print_cursor(more)


@app.command("search")
def search(
    text: Annotated[str, typer.Argument(help="Words to look for; digits count: H100, 18A, 3nm.")],
    entity: Annotated[str | None, typer.Option("--entity", help="Only articles that name it.")] = None,
    outlet: OutletOption = None,
    story: StoryOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    meaning: Annotated[
        bool, typer.Option("--meaning", help="By meaning too: takes seconds to load the model.")
    ] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show how each article came by its rank.")] = False,
    limit: LimitOption = 20,
    cursor: CursorOption = None,
    output: FormatOption = OutputFormat.TABLE,
    warehouse: WarehouseOption = None,
    config: ConfigOption = None,
) -> None:
    """Articles that contain these words, best first, with their nearest claims; with --meaning those near them too.

    Example: chipwire search "several hundred thousand H200"
    """
    settings = read_settings(warehouse, config)
    vector = _read_meaning(text, config=config) if meaning else None
    with read(settings.warehouse) as con:
        question = Question(
            entity_ids=(resolve_entity(con, entity).entity_id,) if entity is not None else (),
            outlet=outlet,
            story_id=_resolve_story(con, story),
            since=parse_moment(since, option="--since"),
            until=parse_moment(until, option="--until"),
        )
        page = search_texts(con, text, question=question, meaning=vector, limit=limit, cursor=cursor)
    columns = _WHY_COLUMNS if explain else _HIT_COLUMNS
    title = f"{len(page.hits)} articles with {_quote(text)}"
    print_rows([_lay_out(hit, output=output) for hit in page.hits], output=output, columns=columns, title=title)
    _print_cursor(page.cursor)


def _quote(text: str) -> str:
    """Return what was asked for as a title shows it: not all of a long text, and no markup."""
    return format_cell(repr(text if len(text) <= _TITLE else text[:_TITLE] + "…"))


def _lay_out(hit: Hit, *, output: OutputFormat) -> dict[str, Any]:
    """Return a hit as it is printed: whole as JSON, with sentences as text in CSV, with ranks in words in a table."""
    row = asdict(hit)
    if output is OutputFormat.JSON:
        return row
    if output is OutputFormat.CSV:
        return row | {"sentences": [one.text for one in hit.sentences]}
    first = hit.sentences[0] if hit.sentences else None
    return row | {
        "score": f"{hit.score:.4f}",
        "by_words": _tell_rank(hit.word_rank, hit.word_score),
        "by_meaning": _tell_rank(hit.meaning_rank, hit.meaning_score),
        "claim": first.text if first else "",
        "why": _tell_why(first) if first else "",
    }


def _tell_rank(rank: int | None, score: float | None) -> str:
    return "" if rank is None or score is None else f"{rank}. ({score:.2f})"


def _tell_why(sentence: HitSentence) -> str:
    meaning = "" if sentence.meaning_score is None else f"meaning {sentence.meaning_score:.2f}"
    words = "words: " + ", ".join(sentence.words) if sentence.words else ""
    return "; ".join(filter(None, (meaning, words)))


def _parse_conditions(texts: list[str]) -> tuple[Condition, ...]:
    if not texts:
        return ()
    from pipelines.conditions import parse_condition  # noqa: PLC0415 - see above

    return tuple(parse_condition(text) for text in texts)


def _read_meaning(text: str, *, config: ConfigOption) -> Meaning:
    from pipelines.meaning import read_meaning  # noqa: PLC0415 - see above

    return read_meaning(text, settings=read_settings(None, config))


def _resolve_story(con: DuckDBPyConnection, story: str | None) -> str | None:
    return None if story is None else find_story(con, story).story_id


def _print_cursor(cursor: str | None) -> None:
    if cursor is not None:
        print(f"there is more: --cursor {cursor}", file=sys.stderr)
