"""Small real records of an article, built by hand: no model is loaded here."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np

from nlp.records import (
    Alias,
    Bound,
    Change,
    Claim,
    Document,
    Embedding,
    EmbeddingModel,
    Entity,
    Entry,
    Kind,
    Label,
    Modality,
    Placement,
    Quantity,
    Story,
)
from spiders.items import Article, Rejected, SourceKind, identify_article, identify_version
from warehouse.batch import Batch, FetchRow, PageRow, RunRow, SourceRow

DAY = datetime(2026, 3, 1, 8, tzinfo=UTC)
MODEL = EmbeddingModel(name="tiny", revision="1", backend="hand", dimension=3)
UNITS = {"TB/s": (1e12, "B/s"), "GB/s": (1e9, "B/s")}


def make_article(
    name: str, text: str, *, outlet: str | None = None, day: int = 0, title: str = "", fetched: int | None = None
) -> Article:
    """An article named by `name`; a second text under the same name is a new version of it."""
    url = f"https://example.org/{name}"
    title = title or f"About {name}"
    when = DAY + timedelta(days=day)
    return Article(
        article_id=identify_article(url),
        version=identify_version(title, text),
        url=url,
        canonical_url=url,
        source="wire",
        outlet=outlet or f"The {name.title()}",
        title=title,
        text=text,
        authors=("A. Writer",),
        published=when,
        modified=None,
        language="en",
        fetched_at=DAY + timedelta(days=fetched if fetched is not None else day, hours=1),
    )


def make_entity(text: str, name: str, entity_id: str | None, *, label: Label = Label.CHIP) -> Entity:
    start = text.index(name)
    return Entity(start=start, end=start + len(name), text=name, label=label, entity_id=entity_id, canonical=name)


def make_quantity(
    text: str, words: str, value: float | None, unit: str, *, bound: Bound = Bound.EXACT, kind: Kind = Kind.ABSOLUTE
) -> Quantity:
    start = text.index(words)
    factor, base_unit = UNITS.get(unit, (1.0, unit))
    return Quantity(
        start=start,
        end=start + len(words),
        text=words,
        value=value,
        high=None,
        unit=unit,
        unit_name=unit,
        kind=kind,
        bound=bound,
        change=None,
        concept="",
        base_value=None if value is None else value * factor,
        base_high=None,
        base_unit=base_unit,
    )


def make_claim(
    text: str,
    quantity: Quantity,
    *,
    subject: str = "H200",
    subject_id: str | None = "chip:h200",
    metric: str = "memory bandwidth",
    modality: Modality = Modality.ASSERTED,
    attribution: str | None = None,
    reference: str | None = None,
    period: str | None = None,
) -> Claim:
    return Claim(
        quantity=quantity,
        sentence=text[: text.index(".", quantity.end) + 1],
        sentence_start=0,
        subject=subject,
        subject_id=subject_id,
        metric=metric,
        reference=reference,
        reference_id=None,
        attribution=attribution,
        modality=modality,
        period=period,
        period_start=None,
        period_end=None,
        confidence=0.9,
    )


def make_document(text: str, *, entities: tuple[Entity, ...] = (), claims: tuple[Claim, ...] = ()) -> Document:
    return Document(
        text_id="x",
        text=text,
        sentences=((0, len(text)),),
        entities=entities,
        quantities=tuple(claim.quantity for claim in claims),
        claims=claims,
    )


ENTRIES = (
    Entry(
        entity_id="chip:h200",
        label=Label.CHIP,
        name="Nvidia H200",
        aliases=(Alias(text="H200"), Alias(text="H200 NVL")),
        details={"vendor": "company:nvidia"},
    ),
    Entry(entity_id="chip:h20", label=Label.CHIP, name="Nvidia H20", aliases=(Alias(text="H20"),), details={}),
    Entry(entity_id="company:nvidia", label=Label.COMPANY, name="Nvidia", aliases=(), details={"country": "US"}),
)


def make_run(run_id: str = "run-1", *, day: int = 0) -> RunRow:
    when = DAY + timedelta(days=day)
    return RunRow(run_id=run_id, started_at=when, finished_at=when, status="completed", trigger="run", counts={"n": 1})


def say(
    name: str = "mirror",
    words: str = "4.8 TB/s",
    value: float | None = 4.8,
    unit: str = "TB/s",
    *,
    outlet: str | None = None,
    day: int = 0,
    fetched: int | None = None,
    bound: Bound = Bound.EXACT,
    kind: Kind = Kind.ABSOLUTE,
    modality: Modality = Modality.ASSERTED,
    attribution: str | None = None,
    metric: str = "memory bandwidth",
    reference: str | None = None,
    period: str | None = None,
    change: Change | None = None,
    high: float | None = None,
    duplicate_of: str | None = None,
    after: str = "",
    title: str = "",
) -> Batch:
    """A batch of one article that says one thing of the H200, and then `after`."""
    text = f"The H200 of Nvidia has {words}, unlike the MI500X.{after}"
    article = make_article(name, text, outlet=outlet, day=day, fetched=fetched, title=title)
    quantity = replace(
        make_quantity(text, words, value, unit, bound=bound, kind=kind), change=change, high=high, base_high=high
    )
    claim = make_claim(
        text, quantity, metric=metric, modality=modality, attribution=attribution, reference=reference, period=period
    )
    entities = (
        make_entity(text, "H200", "chip:h200"),
        make_entity(text, "Nvidia", "company:nvidia", label=Label.COMPANY),
        make_entity(text, "MI500X", None),
    )
    item = article.article_id
    copied = None if duplicate_of is None else identify_article(f"https://example.org/{duplicate_of}")
    placement = Placement(item_id=item, story_id="story-" + name, duplicate_of=copied, similarity=0.9)
    story = Story(
        story_id="story-" + name,
        title=article.title,
        item_ids=(item,),
        first_item_id=item,
        outlets=(article.outlet or "",),
        independent=1,
        started=article.published,
        updated=article.published,
    )
    vector = np.array([1.0, 0.0, 0.0], dtype=np.float32)
    return Batch(
        run=make_run(),
        sources=(SourceRow(source="wire", kind=SourceKind.FEED, address="https://example.org/feed"),),
        fetches=(
            FetchRow(
                source="wire",
                requests=3,
                pages=1,
                unchanged=0,
                bytes=900,
                errors={"404": 1},
                seconds=0.5,
                finish_reason="finished",
            ),
        ),
        pages=(
            PageRow(
                source="wire",
                address=article.url,
                request=article.url,
                visited_at=article.fetched_at,
                outcome="page",
                hints={"title": article.title},
            ),
        ),
        articles=(article,),
        documents={(article.article_id, article.version): make_document(text, entities=entities, claims=(claim,))},
        entries=ENTRIES,
        embeddings=(Embedding(item_id=item, model=MODEL, vector=vector),),
        placements=(placement,),
        stories=(story,),
        rejected=(Rejected(stage="extract", subject="https://example.org/bad", reason="no body", sample="<html>"),),
    )


def join(*batches: Batch) -> Batch:
    """One batch of all that these bring, with the run, the source and the registry of the first."""
    return replace(
        batches[0],
        articles=tuple(article for batch in batches for article in batch.articles),
        documents={key: document for batch in batches for key, document in batch.documents.items()},
        embeddings=tuple(embedding for batch in batches for embedding in batch.embeddings),
        placements=tuple(placement for batch in batches for placement in batch.placements),
        stories=tuple(story for batch in batches for story in batch.stories),
    )
