"""A made-up warehouse of any size over the real registry: the same numbers give the same rows.

Articles have ten claims and forty mentions each and about 350 words of a vocabulary of 40,000; subjects, words,
outlets and speakers come up as unevenly as in the news. Every offset points at its words, so that `chipwire doctor`
finds no fault.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pyarrow as pa
from duckdb import DuckDBPyConnection

from nlp.records import (
    Bound,
    Claim,
    Document,
    Embedding,
    EmbeddingModel,
    Entity,
    Kind,
    Label,
    Modality,
    Placement,
    Quantity,
    Story,
)
from nlp.registry.load import load_registry
from spiders.items import Article
from warehouse import sql
from warehouse.batch import Batch, RunRow
from warehouse.fulltext import move_arrivals, order_places
from warehouse.ledger import rebuild
from warehouse.load import load
from warehouse.migrate import migrate

MODEL = EmbeddingModel(name="made up", revision="1", backend="none", dimension=384)
MONTHS = 36
_CHUNK = 5_000
_STARTED = datetime(2026, 1, 1, tzinfo=UTC)


@cache
def statement(name: str) -> str:
    """Return the text of a statement of this benchmark."""
    return files("benchmarks").joinpath("sql").joinpath(f"{name}.sql").read_text(encoding="utf-8")


def build(con: DuckDBPyConnection, *, articles: int, vectors: int) -> None:
    """Fill an empty database with so many articles, the newest `vectors` of them with a vector."""
    migrate(con)
    load(con, Batch(run=_run("made"), entries=tuple(load_registry().entries.values())))
    con.execute(statement("prepare_makers"))
    for first in range(0, articles, _CHUNK):
        last = min(articles, first + _CHUNK)
        make(con, first, last, articles=articles)
        con.begin()
        con.execute(statement("insert_made"))
        con.execute("create or replace temp table touched as select article_id from made_articles")
        con.execute(_statements("search_articles"))
        con.commit()
        if last > articles - vectors:
            _insert_vectors(con, first)
    con.execute(statement("insert_sightings"))
    move_arrivals(con)
    order_places(con)
    rebuild(con)
    con.execute("checkpoint")


def make(con: DuckDBPyConnection, first: int, last: int, *, articles: int) -> None:
    """Make the articles from `first` to before `last` as temporary tables."""
    seconds = MONTHS * 30 * 86_400 / articles
    con.execute(statement("make_parts"), {"first": first, "last": last})
    con.execute(statement("make_articles"), {"seconds": seconds})
    con.execute(statement("make_mentions"))
    con.execute(statement("make_claims"))


def make_batch(con: DuckDBPyConnection, first: int, last: int, *, articles: int) -> Batch:
    """Return more articles of the same kind as the records that a run would load."""
    make(con, first, last, articles=articles)
    rows = _fetch(con, "select * from made_articles order by article")
    claims, mentions = _group(con, "made_claims"), _group(con, "made_mentions")
    found = [_to_article(row) for row in rows]
    vectors = _draw_vectors(first, len(found))
    return Batch(
        run=_run("new"),
        articles=tuple(found),
        documents={
            (article.article_id, article.version): _to_document(
                article, claims[article.article_id], mentions[article.article_id]
            )
            for article in found
        },
        embeddings=tuple(
            Embedding(item_id=article.article_id, model=MODEL, vector=vector)
            for article, vector in zip(found, vectors, strict=True)
        ),
        placements=tuple(
            Placement(item_id=article.article_id, story_id=article.article_id, duplicate_of=None, similarity=1.0)
            for article in found
        ),
        stories=tuple(_to_story(article) for article in found),
    )


def _statements(name: str) -> str:
    # The load's own statement, so that the index is the one that a load makes.
    return sql.load(f"load/{name}")


def _insert_vectors(con: DuckDBPyConnection, first: int) -> None:
    keys = [row[0] for row in con.execute("select article_id from made_articles order by article").fetchall()]
    vectors = _draw_vectors(first, len(keys))
    flat = pa.FixedSizeListArray.from_arrays(pa.array(vectors.ravel()), MODEL.dimension)
    con.register("made_vectors", pa.table({"article_id": keys, "vector": flat}))
    con.execute(
        statement("insert_vectors"),
        {"model": MODEL.name, "revision": MODEL.revision, "backend": MODEL.backend, "dimension": MODEL.dimension},
    )
    con.unregister("made_vectors")


def _draw_vectors(first: int, count: int) -> np.ndarray[Any, np.dtype[np.float32]]:
    drawn = np.random.default_rng(first).standard_normal((count, MODEL.dimension), dtype=np.float32)
    vectors: np.ndarray[Any, np.dtype[np.float32]] = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    return vectors


def _run(run_id: str) -> RunRow:
    return RunRow(run_id=run_id, started_at=_STARTED, finished_at=_STARTED, status="completed", trigger="run")


def _fetch(con: DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = con.execute(query).to_arrow_table().to_pylist()
    return rows


def _group(con: DuckDBPyConnection, table: str) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in _fetch(con, f"select * from {table} order by article_id, start_pos"):
        found.setdefault(row["article_id"], []).append(row)
    return found


def _to_article(row: dict[str, Any]) -> Article:
    return Article(
        article_id=row["article_id"],
        version=row["version"],
        url=row["url"],
        canonical_url=row["url"],
        source=row["source"],
        outlet=row["outlet"],
        title=row["title"],
        text=row["text"],
        authors=(),
        published=row["published_at"],
        modified=None,
        language="en",
        fetched_at=row["published_at"],
        archive=None,
    )


def _to_document(article: Article, claims: list[dict[str, Any]], mentions: list[dict[str, Any]]) -> Document:
    read = tuple(_to_claim(row) for row in claims)
    return Document(
        text_id=article.article_id,
        text=article.text,
        sentences=(),
        entities=tuple(_to_entity(row) for row in mentions),
        quantities=tuple(claim.quantity for claim in read),
        claims=read,
    )


def _to_entity(row: dict[str, Any]) -> Entity:
    return Entity(
        start=row["start_pos"],
        end=row["end_pos"],
        text=row["text"],
        label=Label(row["label"]),
        entity_id=row["entity_id"],
        canonical=row["canonical"],
    )


def _to_claim(row: dict[str, Any]) -> Claim:
    figure = Quantity(
        start=row["start_pos"],
        end=row["end_pos"],
        kind=Kind(row["kind"]),
        bound=Bound(row["bound"]),
        change=None,
        **{
            name: row[name]
            for name in (
                "text",
                "value",
                "high",
                "unit",
                "unit_name",
                "concept",
                "base_value",
                "base_high",
                "base_unit",
            )
        },
    )
    return Claim(
        quantity=figure,
        modality=Modality(row["modality"]),
        **{
            name: row[name]
            for name in (
                "sentence", "sentence_start", "subject", "subject_id", "metric", "reference", "reference_id",
                "attribution", "period", "period_start", "period_end", "confidence",
            )
        },
    )  # fmt: skip


def _to_story(article: Article) -> Story:
    return Story(
        story_id=article.article_id,
        title=article.title,
        item_ids=(article.article_id,),
        first_item_id=article.article_id,
        outlets=(article.outlet or "",),
        independent=1,
        started=article.published,
        updated=article.published,
    )
