"""Articles with vectors of their own, and runs that take them all the way: placed, loaded, published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from duckdb import DuckDBPyConnection
from numpy.typing import NDArray

from nlp.embed import Embedder
from nlp.records import Document, EmbeddingModel, Entity, Entry, Label
from pipelines.annotate import Annotated
from pipelines.cluster import cluster_articles
from pipelines.ingest import Steps, ingest, open_run
from pipelines.progress import show_progress
from pipelines.report import Tally
from pipelines.settings import Settings
from spiders.items import Article, identify_article, identify_version
from warehouse.batch import Batch, LoadReport
from warehouse.load import load
from warehouse.store import read

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
WIDTH = 8
ENTRIES = [
    Entry(entity_id=f"company:{name.lower()}", label=Label.COMPANY, name=name, aliases=(), details={})
    for name in ("Orvelle", "Varkel")
]


@dataclass(frozen=True)
class Text:
    """An article to be: its words, which way its vector points, and how many days after START it came out."""

    title: str
    text: str
    direction: tuple[float, ...]
    days: float | None
    outlet: str


def make_article(name: str, given: Text) -> Article:
    url = f"https://example.org/{name}"
    return Article(
        article_id=identify_article(url),
        version=identify_version(given.title, given.text),
        url=url,
        canonical_url=url,
        source="wire",
        outlet=given.outlet,
        title=given.title,
        text=given.text,
        authors=(),
        published=None if given.days is None else START + timedelta(days=given.days),
        modified=None,
        language="en",
        fetched_at=START + timedelta(days=10),
    )


class Pointer:
    """An encoder that has every headline's vector at hand."""

    def __init__(self, texts: Iterable[Text]) -> None:
        self._directions = {one.title: one.direction for one in texts}

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), WIDTH), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            direction = self._directions[text.split(". ")[0]]
            row[: len(direction)] = direction
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors


@contextmanager
def embedded_by(encoder: Any, *, dimension: int) -> Iterator[pytest.MonkeyPatch]:
    """Articles get the vectors that this encoder gives."""
    model = EmbeddingModel(name="hand", revision="1", backend="none", dimension=dimension)
    embedder = Embedder(model=model, encoder=encoder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipelines.cluster.load_embedder", lambda _name: embedder)
        yield patch


@contextmanager
def hand_made(texts: Iterable[Text]) -> Any:
    """Vectors by hand, names by spelling, articles as they are given: all else is what a run really does."""
    with embedded_by(Pointer(texts), dimension=WIDTH) as patch:
        patch.setattr("pipelines.ingest.list_entries", lambda _settings: ENTRIES)
        patch.setattr("pipelines.ingest.extract_articles", lambda articles, **_: iter(articles))
        yield


def annotate(articles: Sequence[Article], _settings: Settings) -> list[Annotated]:
    return [Annotated(article=article, document=find_names(article)) for article in articles]


def find_names(article: Article) -> Document:
    entities = tuple(
        Entity(
            start=at,
            end=at + len(entry.name),
            text=entry.name,
            label=entry.label,
            entity_id=entry.entity_id,
            canonical=entry.name,
        )
        for entry in ENTRIES
        if (at := article.text.find(entry.name)) >= 0
    )
    return Document(
        text_id=article.version, text=article.text, sentences=(), entities=entities, quantities=(), claims=()
    )


def arrive(articles: Sequence[Article], *, settings: Settings, reports: list[LoadReport] | None = None) -> Tally:
    """One run over these articles. With `reports`, which get what that changes, every batch of them is loaded twice."""

    def load_twice(con: DuckDBPyConnection, batch: Batch) -> LoadReport:
        first = load(con, batch)
        if reports is not None and batch.articles:
            reports.append(load(con, batch))
        return first

    steps = Steps(
        annotate=annotate,
        cluster=lambda annotated, board, given: cluster_articles(annotated, board=board, settings=given),
        load=load_twice,
    )
    with show_progress() as meter:
        return ingest(articles, run=open_run("test"), settings=settings, meter=meter, steps=steps)  # type: ignore[arg-type]  # articles stand for pages


def ask(warehouse: Path, query: str, values: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
    """Answer a query from what was published."""
    with read(warehouse) as con:
        return con.execute(query, values or {}).fetchall()
