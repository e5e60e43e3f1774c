"""The rows of a batch about stories: which article is in which, and how they hang together."""

from __future__ import annotations

from collections.abc import Iterator

from warehouse.batch import Batch
from warehouse.picking import Row, pick


def story_rows(batch: Batch) -> Iterator[Row]:
    """Yield the rows of `stories`."""
    for story in batch.stories:
        yield {
            **pick(story, "story_id", "title", "independent"),
            "first_article_id": story.first_item_id,
            "outlets": list(story.outlets),
            "articles": len(story.item_ids) + story.earlier,
            "started_at": story.started,
            "updated_at": story.updated,
        }


def placement_rows(batch: Batch) -> Iterator[Row]:
    """Yield the rows of `story_articles`."""
    for placement in batch.placements:
        yield {**pick(placement, "story_id", "duplicate_of", "similarity"), "article_id": placement.item_id}


def change_rows(batch: Batch) -> Iterator[Row]:
    """Yield the rows of `story_history`."""
    for change in batch.story_changes:
        yield pick(change, "story_id", "into_story_id", "why")


def link_rows(batch: Batch) -> Iterator[Row]:
    """Yield the rows of `story_links`."""
    for link in batch.story_links:
        yield {**pick(link, "story_id", "next_story_id", "score"), "shared": list(link.shared)}
