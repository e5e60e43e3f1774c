"""The rows of a batch about articles: the texts, and what was read in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nlp.records import Document, Entity, Quantity
from warehouse.batch import Batch
from warehouse.identify import identify_claim, identify_stranger
from warehouse.picking import Row, pick, to_json

_OF_ARTICLE = (
    "article_id", "version", "url", "canonical_url", "source", "outlet", "title", "text", "language", "fetched_at",
    "archive", "zoned", "section", "paywalled", "live",
)  # fmt: skip
_OF_CLAIM = (
    "sentence", "sentence_start", "subject", "metric", "reference", "attribution", "period", "period_start",
    "period_end", "confidence", "via", "negated",
)  # fmt: skip
_OF_QUANTITY = (
    "text", "value", "high", "unit", "unit_name", "concept", "base_value", "base_high", "base_unit",
)  # fmt: skip


def article_rows(batch: Batch) -> Iterator[Row]:
    """Yield the rows of `articles`."""
    for article in batch.articles:
        yield {
            **pick(article, *_OF_ARTICLE),
            "authors": list(article.authors),
            "published_at": article.published,
            "modified_at": article.modified,
            "tags": list(article.tags),
        }


def mention_rows(batch: Batch) -> Iterator[Row]:
    """Yield the rows of `mentions`."""
    for (article_id, version), document in batch.documents.items():
        for entity in document.entities:
            yield {
                **pick(entity, "text", "canonical", "score"),
                "article_id": article_id,
                "version": version,
                "start_pos": entity.start,
                "end_pos": entity.end,
                "label": entity.label.value,
                "entity_id": _entity_id(entity),
            }


def quantity_rows(batch: Batch) -> Iterator[Row]:
    """Yield the rows of `quantities`."""
    for (article_id, version), document in batch.documents.items():
        for quantity in document.quantities:
            yield {"article_id": article_id, "version": version, **_figure(quantity)}


def claim_rows(batch: Batch) -> Iterator[Row]:
    """Yield the rows of `claims`; a name that the registry does not know gets the provisional id of its mention."""
    for (article_id, version), document in batch.documents.items():
        strangers = _list_strangers(document)
        for claim in document.claims:
            quantity = claim.quantity
            claim_id = identify_claim(article_id, version, start=quantity.start, end=quantity.end, kind=quantity.kind)
            yield {
                **_figure(quantity),
                **pick(claim, *_OF_CLAIM),
                "claim_id": claim_id,
                "article_id": article_id,
                "version": version,
                "subject_id": claim.subject_id or strangers.get(claim.subject.casefold()),
                "reference_id": claim.reference_id or strangers.get((claim.reference or "").casefold()),
                "modality": claim.modality.value,
            }


def entry_rows(batch: Batch) -> Iterator[Row]:
    """Yield the rows of `entities` that the registry has."""
    for entry in batch.entries:
        yield {
            **pick(entry, "entity_id", "name"),
            "label": entry.label.value,
            # The order of the registry's file says nothing, and a change of it should change no row.
            "aliases": sorted({alias.text for alias in entry.aliases}),
            "details": to_json(entry.details),
            "in_registry": True,
        }


def embedding_rows(batch: Batch) -> Iterator[Row]:
    """Yield the rows of `embeddings`."""
    for embedding in batch.embeddings:
        yield {
            **pick(embedding.model, "revision", "backend", "dimension"),
            "article_id": embedding.item_id,
            "model": embedding.model.name,
            "vector": embedding.vector,
        }


def _figure(quantity: Quantity) -> Row:
    return {
        **pick(quantity, *_OF_QUANTITY),
        "start_pos": quantity.start,
        "end_pos": quantity.end,
        "kind": quantity.kind.value,
        "bound": quantity.bound.value,
        "change": quantity.change.value if quantity.change else None,
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
