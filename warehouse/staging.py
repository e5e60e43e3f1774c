"""A batch as rows of the warehouse's tables: what arrives, before it is compared with what is there."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pyarrow as pa
from duckdb import DuckDBPyConnection

from nlp.records import Document, Entity, Quantity
from warehouse.batch import Batch
from warehouse.identify import identify_claim, identify_rejected, identify_stranger

Row = dict[str, Any]

_SURROGATES = re.compile("[\ud800-\udfff]")


def stage(con: DuckDBPyConnection, batch: Batch) -> None:
    """Register the batch's rows with the connection as arriving_TABLE, one Arrow table each, and arriving_documents."""
    for table, make in _MAKERS.items():
        # The table itself says what its columns are; those that a load works out are null until then.
        schema = con.table(table).limit(0).to_arrow_table().schema
        rows = [_store(row) for row in make(batch)]
        con.register(f"arriving_{table}", pa.Table.from_pylist(rows, schema=schema))
    keys = [{"article_id": article_id, "version": version} for article_id, version in batch.documents]
    con.register(
        "arriving_documents",
        pa.Table.from_pylist(keys, schema=pa.schema({"article_id": pa.string(), "version": pa.string()})),
    )


def unstage(con: DuckDBPyConnection) -> None:
    """Forget what `stage` registered."""
    for table in (*TABLES, "documents"):
        con.unregister(f"arriving_{table}")


def _source_rows(batch: Batch) -> Iterator[Row]:
    for source in batch.sources:
        yield {
            "source": source.source,
            "kind": source.kind.value,
            "address": source.address,
            "outlet": source.outlet,
            "note": source.note,
        }


def _run_rows(batch: Batch) -> Iterator[Row]:
    run = batch.run
    yield {
        "run_id": run.run_id,
        "started_at": run.started_at,
        "finished_at": run.finished_at,
        "status": run.status,
        "trigger": run.trigger,
        "counts": _to_json(run.counts),
        "report": run.report,
    }


def _fetch_rows(batch: Batch) -> Iterator[Row]:
    for fetch in batch.fetches:
        yield {
            "run_id": batch.run.run_id,
            "source": fetch.source,
            "requests": fetch.requests,
            "pages": fetch.pages,
            "unchanged": fetch.unchanged,
            "bytes": fetch.bytes,
            "errors": _to_json(fetch.errors),
            "seconds": fetch.seconds,
            "finish_reason": fetch.finish_reason,
            "started_at": fetch.started_at,
            "ok": fetch.ok,
            "failures": fetch.failures,
            "items": fetch.items,
            "fresh": fetch.fresh,
            "revisited": fetch.revisited,
            "advised_minutes": fetch.advised_minutes,
            "quiet_hours": list(fetch.quiet_hours),
            "whole": fetch.whole,
        }


def _page_rows(batch: Batch) -> Iterator[Row]:
    for page in batch.pages:
        yield {
            "source": page.source,
            "address": page.address,
            "request": page.request,
            "first_visited_at": page.visited_at,
            "last_visited_at": page.visited_at,
            "outcome": page.outcome,
            "hints": _to_json(page.hints),
        }


def _article_rows(batch: Batch) -> Iterator[Row]:
    for article in batch.articles:
        yield {
            "article_id": article.article_id,
            "version": article.version,
            "url": article.url,
            "canonical_url": article.canonical_url,
            "source": article.source,
            "outlet": article.outlet,
            "title": article.title,
            "text": article.text,
            "authors": list(article.authors),
            "published_at": article.published,
            "modified_at": article.modified,
            "language": article.language,
            "fetched_at": article.fetched_at,
            "archive": article.archive,
            "zoned": article.zoned,
            "section": article.section,
            "tags": list(article.tags),
            "paywalled": article.paywalled,
            "live": article.live,
        }


def _sighting_rows(batch: Batch) -> Iterator[Row]:
    for article in batch.articles:
        yield {"article_id": article.article_id, "version": article.version, "last_seen_at": article.fetched_at}
    for sighting in batch.sightings:
        yield {"article_id": sighting.article_id, "version": sighting.version, "last_seen_at": sighting.seen_at}


def _mention_rows(batch: Batch) -> Iterator[Row]:
    for (article_id, version), document in batch.documents.items():
        for entity in document.entities:
            yield {
                "article_id": article_id,
                "version": version,
                "start_pos": entity.start,
                "end_pos": entity.end,
                "text": entity.text,
                "label": entity.label.value,
                "entity_id": _entity_id(entity),
                "canonical": entity.canonical,
                "score": entity.score,
            }


def _quantity_rows(batch: Batch) -> Iterator[Row]:
    for (article_id, version), document in batch.documents.items():
        for quantity in document.quantities:
            yield {"article_id": article_id, "version": version, **_figure(quantity)}


def _claim_rows(batch: Batch) -> Iterator[Row]:
    for (article_id, version), document in batch.documents.items():
        strangers = _list_strangers(document)
        for claim in document.claims:
            quantity = claim.quantity
            claim_id = identify_claim(article_id, version, start=quantity.start, end=quantity.end, kind=quantity.kind)
            yield {
                "claim_id": claim_id,
                "article_id": article_id,
                "version": version,
                **_figure(quantity),
                "sentence": claim.sentence,
                "sentence_start": claim.sentence_start,
                "subject": claim.subject,
                "subject_id": claim.subject_id or strangers.get(claim.subject.casefold()),
                "metric": claim.metric,
                "reference": claim.reference,
                "reference_id": claim.reference_id or strangers.get((claim.reference or "").casefold()),
                "attribution": claim.attribution,
                "modality": claim.modality.value,
                "period": claim.period,
                "period_start": claim.period_start,
                "period_end": claim.period_end,
                "confidence": claim.confidence,
                "via": claim.via,
                "negated": claim.negated,
            }


def _entry_rows(batch: Batch) -> Iterator[Row]:
    for entry in batch.entries:
        yield {
            "entity_id": entry.entity_id,
            "label": entry.label.value,
            "name": entry.name,
            # The order of the registry's file says nothing, and a change of it should change no row.
            "aliases": sorted({alias.text for alias in entry.aliases}),
            "details": _to_json(entry.details),
            "in_registry": True,
        }


def _embedding_rows(batch: Batch) -> Iterator[Row]:
    for embedding in batch.embeddings:
        yield {
            "article_id": embedding.item_id,
            "model": embedding.model.name,
            "revision": embedding.model.revision,
            "backend": embedding.model.backend,
            "dimension": embedding.model.dimension,
            "vector": embedding.vector,
        }


def _story_rows(batch: Batch) -> Iterator[Row]:
    for story in batch.stories:
        yield {
            "story_id": story.story_id,
            "title": story.title,
            "first_article_id": story.first_item_id,
            "outlets": list(story.outlets),
            "articles": len(story.item_ids) + story.earlier,
            "independent": story.independent,
            "started_at": story.started,
            "updated_at": story.updated,
        }


def _placement_rows(batch: Batch) -> Iterator[Row]:
    for placement in batch.placements:
        yield {
            "article_id": placement.item_id,
            "story_id": placement.story_id,
            "duplicate_of": placement.duplicate_of,
            "similarity": placement.similarity,
        }


def _change_rows(batch: Batch) -> Iterator[Row]:
    for change in batch.story_changes:
        yield {"story_id": change.story_id, "into_story_id": change.into_story_id, "why": change.why}


def _link_rows(batch: Batch) -> Iterator[Row]:
    for link in batch.story_links:
        yield {
            "story_id": link.story_id,
            "next_story_id": link.next_story_id,
            "score": link.score,
            "shared": list(link.shared),
        }


def _rejected_rows(batch: Batch) -> Iterator[Row]:
    for rejected in batch.rejected:
        yield {
            "quarantine_id": identify_rejected(rejected),
            "stage": rejected.stage,
            "subject": rejected.subject,
            "source": rejected.source,
            "reason": rejected.reason,
            "sample": rejected.sample,
            "first_seen_run": batch.run.run_id,
        }


def _boilerplate_rows(batch: Batch) -> Iterator[Row]:
    for line in batch.boilerplate:
        yield {
            "host": line.host,
            "line": line.line,
            "only_at_edges": line.only_at_edges,
            "sample": line.sample,
            "learned_at": batch.run.started_at,
        }


_MAKERS: dict[str, Callable[[Batch], Iterator[Row]]] = {
    "sources": _source_rows,
    "runs": _run_rows,
    "fetches": _fetch_rows,
    "pages": _page_rows,
    "sightings": _sighting_rows,
    "articles": _article_rows,
    "mentions": _mention_rows,
    "quantities": _quantity_rows,
    "claims": _claim_rows,
    "entities": _entry_rows,
    "embeddings": _embedding_rows,
    "story_articles": _placement_rows,
    "stories": _story_rows,
    "story_history": _change_rows,
    "story_links": _link_rows,
    "quarantine": _rejected_rows,
    "boilerplate": _boilerplate_rows,
}
TABLES = tuple(_MAKERS)
"""The tables that a batch brings rows for."""


def _figure(quantity: Quantity) -> Row:
    return {
        "start_pos": quantity.start,
        "end_pos": quantity.end,
        "text": quantity.text,
        "value": quantity.value,
        "high": quantity.high,
        "unit": quantity.unit,
        "unit_name": quantity.unit_name,
        "kind": quantity.kind.value,
        "bound": quantity.bound.value,
        "change": quantity.change.value if quantity.change else None,
        "concept": quantity.concept,
        "base_value": quantity.base_value,
        "base_high": quantity.base_high,
        "base_unit": quantity.base_unit,
    }


def _entity_id(entity: Entity) -> str:
    return entity.entity_id or identify_stranger(entity.label, entity.canonical)


def _list_strangers(document: Document) -> Mapping[str, str]:
    """Map each name that the registry does not know, in lower case, to its provisional id."""
    found: dict[str, str] = {}
    for entity in document.entities:
        if entity.entity_id is None:
            for name in (entity.canonical, entity.text):
                found.setdefault(name.casefold(), _entity_id(entity))
    return found


def _to_json(content: Mapping[str, object]) -> str:
    return json.dumps(dict(content), ensure_ascii=False, sort_keys=True)


def _store(row: Row) -> Row:
    """Return the row as it can be stored and compared.

    Half a surrogate pair, which UTF-8 cannot hold, becomes U+FFFD, which keeps every offset. A figure that is not
    finite is no figure: the claim keeps its words and its value is null.
    """
    return {column: _clean(value) for column, value in row.items()}


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.isascii() else _SURROGATES.sub("\ufffd", value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, list):
        return [_clean(item) for item in value]
    return value
