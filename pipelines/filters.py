"""The three Unix filters: JSON Lines in and out, one line per input line, in the input's order.

A line that cannot be used gives {"id", "error"} in its place. Only one batch is held at a time, so that memory does not
grow with the input; `cluster` also keeps the window of articles that later ones may join.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, TypeAlias, TypeVar

from nlp.records import Claim, Document, Entity, Quantity, StoryItem, Text
from pipelines.annotate import annotate_texts
from pipelines.cluster import cluster_items, open_board
from pipelines.settings import Settings
from spiders.extract import ExtractError, extract
from spiders.items import Article, RawPage, SourceKind

_BATCH = 64
# A line that is written cannot be taken back, so that `cluster` looks this far ahead before it says which lines are one
# story; of long texts not so many at once.
_AHEAD = 2048
_CHARACTERS_AHEAD = 16_000_000
# Articles that `cluster` compares a new one with, at most.
_WINDOW_ITEMS = 20_000
# Of a date that cannot be read so much is repeated.
_MOST_REPEATED = 60
# A year, or a month of one.
_NO_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?", re.ASCII)
_QUANTITY_FIELDS = ("start", "end", "text", "value", "high", "unit", "unit_name", "kind", "bound", "change", "concept")

Row: TypeAlias = Mapping[str, Any]
Answer: TypeAlias = dict[str, Any]
Item = TypeVar("Item")


class BadLineError(Exception):
    """What is wrong with one input line; ends as that line's "error"."""


def extract_lines(lines: Iterable[str]) -> Iterator[str]:
    """HTML in, article out: {"id", "html", "url"?} -> {"id", "title", "text", "authors", "published", ...}."""
    return _answer(lines, read=_read_page, work=lambda pages: [_describe_page(page) for page in pages])


def annotate_lines(lines: Iterable[str], *, settings: Settings) -> Iterator[str]:
    """Text in, what it says out: {"id", "text", ...} -> {"id", "entities", "quantities", "claims"}."""

    def work(texts: Sequence[Text]) -> list[Answer]:
        return [describe_document(document) for document in annotate_texts(texts, settings=settings)]

    return _answer(lines, read=_read_text, work=work)


def cluster_lines(lines: Iterable[str], *, settings: Settings) -> Iterator[str]:
    """Articles in, stories out: {"id", "title", "text", "published"?} -> {"id", "story", "duplicate_of"}."""
    board = open_board(settings=settings, capacity=_WINDOW_ITEMS)
    # Identifiers that are no strings, to be given back as they came.
    names: dict[str, Any] = {}

    def work(items: Sequence[StoryItem]) -> list[Answer]:
        clustered = cluster_items(items, board=board, settings=settings)
        # An original that comes after its copies: their lines are written, so that the link is given on its own.
        late = {one.duplicate_of: one.item_id for one in reversed(clustered.moved)}
        while len(names) > 2 * _WINDOW_ITEMS:
            del names[next(iter(names))]
        return [
            {
                "story": one.story_id,
                "duplicate_of": _restore(late.get(one.item_id) if one.duplicate_of is None else one.duplicate_of),
            }
            for one in clustered.placements
        ]

    def read(row: Row) -> StoryItem:
        item = read_item(row)
        if not isinstance(row.get("id"), str):
            names[item.item_id] = row.get("id")
        return item

    def _restore(item_id: str | None) -> Any:
        return None if item_id is None else names.get(item_id, item_id)

    return _answer(lines, read=read, work=work, size=_AHEAD)


def describe_document(document: Document) -> Answer:
    """Return a document's entities, quantities and claims as the filters write them."""
    return {
        "entities": [_describe_entity(entity) for entity in document.entities],
        "quantities": [_describe_quantity(quantity) for quantity in document.quantities],
        "claims": [_describe_claim(claim) for claim in document.claims],
    }


def _answer(
    lines: Iterable[str],
    *,
    read: Callable[[Row], Item],
    work: Callable[[Sequence[Item]], Sequence[Answer | BadLineError]],
    size: int = _BATCH,
) -> Iterator[str]:
    for batch in _split(lines, size):
        rows = [_parse(line, read) for line in batch if line.strip()]
        good = [item for _, item in rows if not isinstance(item, BadLineError)]
        answers = iter(work(good))
        for row_id, item in rows:
            answer = item if isinstance(item, BadLineError) else next(answers)
            fields = {"error": str(answer)} if isinstance(answer, BadLineError) else answer
            yield json.dumps({"id": row_id, **fields})


def _split(lines: Iterable[str], size: int) -> Iterator[list[str]]:
    batch: list[str] = []
    characters = 0
    for line in lines:
        batch.append(line)
        characters += len(line)
        if len(batch) >= size or characters >= _CHARACTERS_AHEAD:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _parse(line: str, read: Callable[[Row], Item]) -> tuple[Any, Item | BadLineError]:
    try:
        # Files of some programs begin with a mark of their encoding.
        row = json.loads(line.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as err:
        return None, BadLineError(f"not a line of JSON: {err}")
    if not isinstance(row, dict):
        return None, BadLineError("not a JSON object")
    row_id = row.get("id")
    if row_id is None:
        return None, BadLineError('there is no "id"')
    try:
        # The answer has to be JSON, whatever Python takes for it.
        json.dumps({"id": row_id}, allow_nan=False)
    except (ValueError, RecursionError):
        return None, BadLineError('the "id" is no JSON (NaN or infinite), or nested too deeply')
    try:
        return row_id, read(row)
    except BadLineError as err:
        return row_id, err


def _read_page(row: Row) -> RawPage:
    html = _string(row, "html", needed=True)
    return RawPage(
        source="stdin",
        kind=SourceKind.LOCAL,
        url=_string(row, "url"),
        status=200,
        content_type="text/html; charset=utf-8",
        body=html.encode("utf-8", "replace"),
        fetched_at=datetime.now(UTC),
    )


def _describe_page(page: RawPage) -> Answer | BadLineError:
    try:
        article = extract(page)
    except ExtractError as err:
        return BadLineError(str(err))
    return _describe_article(article)


def _describe_article(article: Article) -> Answer:
    return {
        "title": article.title,
        "text": article.text,
        "authors": list(article.authors),
        "published": article.stated,
        "outlet": article.outlet,
        "language": article.language,
        "canonical_url": article.canonical_url,
        "section": article.section,
        "tags": list(article.tags),
        "paywalled": article.paywalled,
        "live": article.live,
    }


def _read_text(row: Row) -> Text:
    return Text(
        text_id=str(row["id"]),
        text=_string(row, "text", needed=True),
        title=_string(row, "title"),
        published=_moment(row),
    )


def read_item(row: Row) -> StoryItem:
    """Return the item of an input line of `cluster`; BadLineError says what is wrong with it."""
    return StoryItem(
        item_id=_identify(row["id"]),
        title=_string(row, "title"),
        text=_string(row, "text"),
        published=_moment(row),
    )


def _identify(row_id: Any) -> str:
    """Return an identifier as text; 5 and "5" are two."""
    return row_id if isinstance(row_id, str) else f"\0{json.dumps(row_id)}"


def _string(row: Row, name: str, *, needed: bool = False) -> str:
    value = row.get(name)
    if value is None and not needed:
        return ""
    if not isinstance(value, str):
        raise BadLineError(f'"{name}" is not a string' if name in row else f'there is no "{name}"')
    return value


def _moment(row: Row) -> datetime | None:
    given = row.get("published")
    if given is None or given == "":
        return None
    refused = BadLineError(
        f'"published" is neither an ISO 8601 date nor seconds since 1970: {repr(given)[:_MOST_REPEATED]}'
    )
    if isinstance(given, bool):
        raise refused
    try:
        if isinstance(given, str) and _NO_DAY.fullmatch(given.strip()):
            # ISO 8601 as well, but which day it was is not known: as good as no date for what is compared by days.
            return None
        # Feeds and archives also write seconds since 1970.
        moment = datetime.fromisoformat(given) if isinstance(given, str) else datetime.fromtimestamp(given, UTC)
    except (TypeError, ValueError, OverflowError, OSError) as err:
        raise refused from err
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _describe_entity(entity: Entity) -> Answer:
    return {
        "start": entity.start,
        "end": entity.end,
        "text": entity.text,
        "label": entity.label,
        "id": entity.entity_id,
        "canonical": entity.canonical,
        "score": entity.score,
    }


def _describe_quantity(quantity: Quantity) -> Answer:
    fields = asdict(quantity)
    return {name: fields[name] for name in _QUANTITY_FIELDS}


def _describe_claim(claim: Claim) -> Answer:
    return {
        **_describe_quantity(claim.quantity),
        "sentence": claim.sentence,
        "subject": claim.subject,
        "subject_id": claim.subject_id,
        "metric": claim.metric,
        "reference": claim.reference,
        "reference_id": claim.reference_id,
        "attribution": claim.attribution,
        "via": claim.via,
        "modality": claim.modality,
        "negated": claim.negated,
        "period": claim.period,
        "period_start": claim.period_start.isoformat() if claim.period_start else None,
        "period_end": claim.period_end.isoformat() if claim.period_end else None,
        "confidence": claim.confidence,
    }
