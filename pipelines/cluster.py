"""Fourth stage: vectors, copies and stories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from nlp.embed import embed, load_embedder
from nlp.records import Embedding, EmbeddingModel, Placed, Placement, Story, StoryItem
from nlp.stories import describe_stories, place
from pipelines.annotate import Annotated
from pipelines.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Clustered:
    """Vectors and places of a batch, row by row, and every story that the batch touched."""

    embeddings: tuple[Embedding, ...]
    placements: tuple[Placement, ...]
    stories: tuple[Story, ...]


def describe_model(settings: Settings) -> EmbeddingModel:
    """Return what makes this run's vectors; only vectors of the same kind may be compared with them."""
    return load_embedder(settings.embedding_model).model


def cluster_articles(annotated: Sequence[Annotated], *, earlier: Sequence[Placed], settings: Settings) -> Clustered:
    """Place a batch of articles among the `earlier` ones of the window."""
    return cluster_items([_describe_item(one) for one in annotated], earlier=earlier, settings=settings)


def cluster_items(items: Sequence[StoryItem], *, earlier: Sequence[Placed], settings: Settings) -> Clustered:
    """Place these items among the `earlier` ones."""
    embeddings = list(embed(items, embedder=load_embedder(settings.embedding_model)))
    window = timedelta(days=settings.story_window_days)
    placements = place(items, embeddings, earlier=earlier, window=window)
    touched = {placement.story_id for placement in placements}
    new = {item.item_id for item in items}
    members = [
        Placed(item=item, vector=embedding.vector, placement=placement)
        for item, embedding, placement in zip(items, embeddings, placements, strict=True)
    ]
    members += [one for one in earlier if one.placement.story_id in touched and one.item.item_id not in new]
    return Clustered(
        embeddings=tuple(embeddings), placements=tuple(placements), stories=tuple(describe_stories(members))
    )


def _describe_item(annotated: Annotated) -> StoryItem:
    article, document = annotated.article, annotated.document
    mentioned = () if document is None else tuple(sorted({e.entity_id for e in document.entities if e.entity_id}))
    return StoryItem(
        item_id=article.article_id,
        title=article.title,
        text=article.text,
        published=article.published,
        outlet=article.outlet,
        entity_ids=mentioned,
    )
