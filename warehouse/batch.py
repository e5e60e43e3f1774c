"""What one load brings: the records of a run, and the rows that a run keeps of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from nlp.records import Document, Embedding, Entry, Placement, Story, StoryChange, StoryLink
from spiders.items import Article, Rejected, SourceKind

ABOUT_RUNS = frozenset({"runs", "fetches", "pages", "sightings"})
"""The tables that tell of the runs themselves, and change with each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """One run. `finished_at` is None while it is under way, `report` where there is none."""

    run_id: str
    started_at: datetime
    finished_at: datetime | None = None
    status: str
    trigger: str
    counts: Mapping[str, int] = field(default_factory=dict)
    report: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """One source. `outlet` is None where its pages say themselves who publishes them, `note` where there is none."""

    source: str
    kind: SourceKind
    address: str
    outlet: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRow:
    """What one run fetched from one source. `errors` counts by kind; `finish_reason` is the spider's word.

    The columns of `fetches` say what the others are. `started_at` is None where it is not known.
    """

    source: str
    requests: int
    pages: int
    unchanged: int
    bytes: int
    errors: Mapping[str, int] = field(default_factory=dict)
    seconds: float
    finish_reason: str
    started_at: datetime | None = None
    ok: bool = True
    failures: int = 0
    items: int = 0
    fresh: int = 0
    revisited: int = 0
    advised_minutes: float | None = None
    quiet_hours: tuple[int, ...] = ()
    whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRow:
    """One visit of a page that a source listed; the columns of `pages` say what the fields are."""

    source: str
    address: str
    request: str
    visited_at: datetime
    outcome: str
    hints: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One look at an article that showed a version which is loaded already."""

    article_id: str
    version: str
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BoilerplateRow:
    """One line that recurs on the pages of a host; the columns of `boilerplate` say what each field is."""

    host: str
    line: str
    only_at_edges: bool
    sample: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Everything that one load writes.

    `documents` is keyed by (article_id, version). `entries` is the whole registry, or empty to leave it as it is;
    everything else may be a part. Items of embeddings, placements and stories are articles: item_id is article_id.
    `story_links` are added to those that are known, and of `ended_links`, (story_id, next_story_id), those that are
    known go; `story_changes` says why placements move articles.
    """

    run: RunRow
    sources: tuple[SourceRow, ...] = ()
    fetches: tuple[FetchRow, ...] = ()
    pages: tuple[PageRow, ...] = ()
    articles: tuple[Article, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    documents: Mapping[tuple[str, str], Document] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    embeddings: tuple[Embedding, ...] = ()
    placements: tuple[Placement, ...] = ()
    stories: tuple[Story, ...] = ()
    story_links: tuple[StoryLink, ...] = ()
    ended_links: tuple[tuple[str, str], ...] = ()
    story_changes: tuple[StoryChange, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    boilerplate: tuple[BoilerplateRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TableChange:
    """How many rows of one table a load added, changed and removed."""

    added: int = 0
    changed: int = 0
    removed: int = 0

    @property
    def total(self) -> int:
        """All rows that were touched."""
        return self.added + self.changed + self.removed


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadReport:
    """What a load did, table by table."""

    tables: Mapping[str, TableChange]

    @property
    def changed(self) -> bool:
        """Whether anything changed but the run's own rows in runs, fetches and pages."""
        return any(change.total for table, change in self.tables.items() if table not in ABOUT_RUNS)
