"""Fourth stage: vectors, copies and stories."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from nlp.embed import embed, load_embedder
from nlp.records import Embedding, EmbeddingModel, Placed, Placement, Story, StoryChange, StoryItem, StoryLink
from nlp.stories.board import MOST_ITEMS, Board
from nlp.stories.placing import place
from pipelines.annotate import Annotated
from pipelines.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Clustered:
    """Vectors and places of a batch, row by row, and every story that the batch touched.

    `moved` has the new places of earlier articles whose original or story is another one since this batch; `changes`
    says which stories articles went between, and why; `links` are follow-ups that were found, and `ended` those that
    were known, (earlier story, later story), and are true no longer.
    """

    embeddings: tuple[Embedding, ...]
    placements: tuple[Placement, ...]
    stories: tuple[Story, ...]
    moved: tuple[Placement, ...] = ()
    changes: tuple[StoryChange, ...] = ()
    links: tuple[StoryLink, ...] = ()
    ended: tuple[tuple[str, str], ...] = ()


def describe_model(settings: Settings) -> EmbeddingModel:
    """Return what makes this run's vectors; only vectors of the same kind may be compared with them."""
    return load_embedder(settings.embedding_model).model


def open_board(placed: Iterable[Placed] = (), *, settings: Settings, capacity: int = MOST_ITEMS) -> Board:
    """Return the board of articles that later ones are compared with."""
    return Board(placed, window=timedelta(days=settings.story_window_days), capacity=capacity)


def cluster_articles(annotated: Sequence[Annotated], *, board: Board, settings: Settings) -> Clustered:
    """Place a batch of articles among those of the board, and put them on it."""
    return cluster_items([_describe_item(one) for one in annotated], board=board, settings=settings)


def cluster_items(items: Sequence[StoryItem], *, board: Board, settings: Settings) -> Clustered:
    """Place these items among those of the board, and put them on it."""
    embeddings = tuple(embed(items, embedder=load_embedder(settings.embedding_model)))
    placements = place(items, embeddings, board=board)
    new = {item.item_id for item in items}
    moved = tuple(placement for placement in board.take_moved() if placement.item_id not in new)
    changes = tuple(board.take_changes())
    touched = {placement.story_id for placement in (*placements, *moved)}
    touched |= {story_id for change in changes for story_id in (change.story_id, change.into_story_id)}
    return Clustered(
        embeddings=embeddings,
        placements=tuple(placements),
        stories=describe_board(board, touched),
        moved=moved,
        changes=changes,
        links=tuple(board.take_links()),
        ended=tuple(board.take_ended()),
    )


def describe_board(board: Board, story_ids: Iterable[str]) -> tuple[Story, ...]:
    """Return these stories as the articles on the board make them up; one without any is left out."""
    return tuple(board.tell(story_ids))


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
