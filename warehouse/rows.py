"""The rows that searches answer with: each has the columns of its statement, lists as tuples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from duckdb import DuckDBPyConnection

from warehouse import sql

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityRow:
    """One entity. `details` holds what only its label has; it is empty for a name that the registry does not know."""

    entity_id: str
    label: str
    name: str
    aliases: tuple[str, ...]
    details: Mapping[str, str]
    in_registry: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """One claim with its article's columns; the columns of `claims` say what each is.

    `role` is "subject" where the entity that was asked for is what the claim is about, "reference" where the
    claim compares something else with it.
    """

    claim_id: str
    article_id: str
    version: str
    start_pos: int
    end_pos: int
    text: str
    sentence: str
    sentence_start: int
    value: float | None
    high: float | None
    unit: str
    unit_name: str
    kind: str
    bound: str
    change: str | None
    concept: str
    base_value: float | None
    base_high: float | None
    base_unit: str
    subject: str
    subject_id: str | None
    metric: str
    reference: str | None
    reference_id: str | None
    attribution: str | None
    modality: str
    period: str | None
    period_start: date | None
    period_end: date | None
    confidence: float
    outlet: str | None
    source: str
    title: str
    url: str
    published_at: datetime | None
    via: str | None
    negated: bool | None
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """One row of the ledger; the columns of `ledger` say what each is."""

    subject_key: str
    subject: str
    subject_id: str | None
    metric: str
    base_unit: str
    change: str | None
    compared_key: str | None
    compared_with: str | None
    period_key: str | None
    period: str | None
    period_start: date | None
    period_end: date | None
    claims: int
    articles: int
    sources: int
    outlet_count: int
    outlets: tuple[str, ...]
    speakers: tuple[str, ...]
    first_said_at: datetime | None
    first_said_by: str | None
    first_outlet: str
    value: float | None
    latest_text: str
    low: float | None
    high: float | None
    status: str
    standing: str | None
    reason: str | None
    fact_id: str
    figure_sources: int
    implied: int
    last_said_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedRow:
    """An entity that is named in the same articles as another, and in how many."""

    entity_id: str
    label: str
    name: str
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow:
    """An article that names an entity: how often, and how many claims it makes of it."""

    article_id: str
    title: str
    outlet: str | None
    source: str
    url: str
    published_at: datetime | None
    story_id: str | None
    mentions: int
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntitySheet:
    """All that is known of one entity: what the registry has, and what articles say."""

    entity: EntityRow
    facts: tuple[FactRow, ...]
    related: tuple[RelatedRow, ...]
    articles: tuple[ArticleRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryRow:
    """One story; the columns of `stories` say what each is. `claims` counts those of all its articles."""

    story_id: str
    title: str
    first_article_id: str
    outlets: tuple[str, ...]
    articles: int
    independent: int
    started_at: datetime | None
    updated_at: datetime | None
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HitSentence:
    """A claim sentence of a hit, and why it is shown: the stems of the question that it has, its cosine with it.

    `claim_id` is the surest claim of the sentence. `meaning_score` is None where it was not asked for.
    """

    claim_id: str
    text: str
    words: tuple[str, ...]
    meaning_score: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article that a search found. `snippet` is the part of it that has the most of the words.

    `score` is what the answer is ordered by: 1 / (60 + rank) by words plus the same by meaning. Score and rank of each
    are None where it was not among the best by that, or not asked for. `sentences` are its claims nearest to the
    question, the nearest first.
    """

    article_id: str
    title: str
    outlet: str | None
    source: str
    url: str
    published_at: datetime | None
    story_id: str | None
    score: float
    word_score: float | None
    word_rank: int | None
    meaning_score: float | None
    meaning_rank: int | None
    snippet: str
    sentences: tuple[HitSentence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HitPage:
    """A part of the answer to a search; `cursor` gives the next part, None where there is no more."""

    hits: tuple[Hit, ...]
    cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPage:
    """A part of the claims that fit a question; `cursor` gives the next part, None where there is no more."""

    claims: tuple[ClaimRow, ...]
    cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """How much there is. `earliest` and `latest` are None where no article has a date."""

    articles: int
    versions: int
    outlets: int
    mentions: int
    entities: int
    quantities: int
    claims: int
    stories: int
    copies: int
    quarantined: int
    earliest: datetime | None
    latest: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a query of the analyst's own gave. `types` are DuckDB's names of the columns' types."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def fetch_dicts(con: DuckDBPyConnection, name: str, values: Mapping[str, object]) -> list[dict[str, Any]]:
    """Return the rows of the statement `name` by column, lists as tuples."""
    cursor = con.execute(sql.load(name), dict(values))
    columns = [column[0] for column in cursor.description or ()]
    return [
        {column: tuple(value) if isinstance(value, list) else value for column, value in zip(columns, row, strict=True)}
        for row in cursor.fetchall()
    ]


def fetch_rows(
    con: DuckDBPyConnection, name: str, values: Mapping[str, object], *, record: type[Record]
) -> tuple[Record, ...]:
    """Return the rows of the statement `name` as records."""
    return tuple(record(**row) for row in fetch_dicts(con, name, values))
