"""What is known of one story: who was first, what it says, how it went on, and where its articles have gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from duckdb import DuckDBPyConnection

from warehouse.errors import UnknownStory
from warehouse.question import readable
from warehouse.rows import StoryRow, fetch_dicts, fetch_rows

# Of so many originals the beginnings are read where a story is summarised: what came later repeats them.
_MOST_TEXTS = 40
_MOST_CHARACTERS = 5_000
_MOST_CHANGES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLine:
    """A story in a list: who had it first and when, and how much there is of it.

    `follows` counts the stories that it takes further, `follow_ups` those that take it further.
    """

    story_id: str
    title: str
    first_outlet: str | None
    first_url: str
    started_at: datetime | None
    updated_at: datetime | None
    articles: int
    independent: int
    copies: int
    outlets: tuple[str, ...]
    claims: int
    follows: int
    follow_ups: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """One article of a story. `duplicate_of` is the article that it copies, None for an outlet's own."""

    article_id: str
    title: str
    outlet: str | None
    source: str
    url: str
    authors: tuple[str, ...]
    published_at: datetime | None
    duplicate_of: str | None
    similarity: float
    is_first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NameRow:
    """A name that a story is about: in how many of its originals it stands, and how often."""

    entity_id: str
    label: str
    name: str
    articles: int
    mentions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryClaim:
    """A figure of a story as it was given first.

    `articles` of the story's originals give it and `copies` repeat it; `sources` are independent, as in the ledger.
    """

    claim_id: str
    subject: str
    subject_id: str | None
    metric: str
    reference: str | None
    value: float | None
    high: float | None
    unit: str
    bound: str
    change: str | None
    text: str
    sentence: str
    attribution: str | None
    modality: str
    confidence: float
    article_id: str
    outlet: str | None
    source: str
    url: str
    published_at: datetime | None
    articles: int
    copies: int
    sources: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """A figure that cannot hold with any that the story had for the same fact, and the last one before it."""

    day: date
    subject: str
    metric: str
    before: str
    before_by: str
    now: str
    now_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRow:
    """A day of a story. `day` is None for articles without a date; `new_claims` are figures not given before."""

    day: date | None
    articles: int
    copies: int
    new_outlets: tuple[str, ...]
    new_claims: int
    changes: tuple[ChangeRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NeighbourRow:
    """A story that takes another one further (`follows`), or that another one takes further, and what both share."""

    follows: bool
    story_id: str
    title: str
    started_at: datetime | None
    articles: int
    score: float
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRow:
    """Articles of one story that went to another one; the columns of `story_history` say what each field is."""

    story_id: str
    into_story_id: str
    event: str
    articles: int
    why: str
    moved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """The beginning of an original, with the places in it (start, end, what it is) of names and figures."""

    article_id: str
    text: str
    marks: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPage:
    """All of one story but its summary.

    `asked` is the old id that led here, None where the story's own was given; `also` are the other stories that have
    articles of that old one. `first` is the report that came first, None only where its text is gone.
    """

    story: StoryRow
    asked: str | None
    also: tuple[str, ...]
    first: ReportRow | None
    reports: tuple[ReportRow, ...]
    names: tuple[NameRow, ...]
    claims: tuple[StoryClaim, ...]
    days: tuple[DayRow, ...]
    neighbours: tuple[NeighbourRow, ...]
    moves: tuple[MoveRow, ...]


def read_stories(
    con: DuckDBPyConnection,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    entity_id: str | None = None,
    limit: int | None = 20,
) -> list[StoryLine]:
    """Return stories, the last updated first: updated since, begun before `until`, with an article on the entity."""
    values = {"since": since, "until": until, "entity_id": entity_id, "count": limit}
    return list(fetch_rows(con, "search/story_lines", values, record=StoryLine))


def read_story(con: DuckDBPyConnection, story_id: str, *, names: int = 12, claims: int | None = 100) -> StoryPage:
    """Return a story by its id or the beginning of it, present or old; UnknownStory where that leads to none or many.

    Of names and claims, the first so many are given: those of the most independent sources.
    """
    story, asked, also = _resolve(con, story_id)
    key = {"story_id": story.story_id}
    reports = fetch_rows(con, "search/story_reports", key, record=ReportRow)
    changes = fetch_rows(con, "search/story_changes", {**key, "count": _MOST_CHANGES}, record=ChangeRow)
    return StoryPage(
        story=story,
        asked=asked,
        also=also,
        first=next((report for report in reports if report.is_first), None),
        reports=reports,
        names=fetch_rows(con, "search/story_entities", {**key, "count": names}, record=NameRow),
        claims=fetch_rows(con, "search/story_claims", {**key, "count": claims}, record=StoryClaim),
        days=tuple(
            DayRow(**row, changes=tuple(change for change in changes if change.day == row["day"]))
            for row in fetch_dicts(con, "search/story_days", key)
        ),
        neighbours=fetch_rows(con, "search/story_neighbours", key, record=NeighbourRow),
        moves=fetch_rows(con, "search/story_moves", key, record=MoveRow),
    )


def read_beginnings(con: DuckDBPyConnection, story_id: str) -> list[Beginning]:
    """Return the beginnings of a story's first originals, in order of publication."""
    values = {"story_id": story_id, "most_texts": _MOST_TEXTS, "most_characters": _MOST_CHARACTERS}
    return [_read_beginning(row) for row in fetch_dicts(con, "search/story_texts", values)]


def _read_beginning(row: dict[str, Any]) -> Beginning:
    marks = tuple((int(mark["start"]), int(mark["end"]), str(mark["key"])) for mark in row["marks"])
    return Beginning(article_id=row["article_id"], text=row["text"], marks=marks)


def find_story(con: DuckDBPyConnection, story_id: str) -> StoryRow:
    """Return a story by its id or the beginning of it, present or old; UnknownStory for none or many."""
    return _resolve(con, story_id)[0]


def _resolve(con: DuckDBPyConnection, story_id: str) -> tuple[StoryRow, str | None, tuple[str, ...]]:
    """Return the story, and for an old id that id and the other stories that its articles are in now."""
    story_id = readable(story_id)
    if not story_id:
        raise UnknownStory("No story has an empty id: `chipwire stories` lists them")
    found = fetch_rows(con, "search/find_story", {"story_id": story_id}, record=StoryRow)
    if len(found) > 1 and found[0].story_id != story_id:
        raise UnknownStory(f"More than one story has an id that starts with {story_id!r}: give more of it")
    if found:
        return found[0], None, ()
    heirs = fetch_dicts(con, "search/story_heirs", {"story_id": story_id})
    if not heirs:
        raise UnknownStory(f"No story has an id that starts with {story_id!r}: `chipwire stories` lists them")
    old = heirs[0]["old_id"]
    if any(heir["old_id"] != old for heir in heirs):
        raise UnknownStory(f"More than one old story has an id that starts with {story_id!r}: give more of it")
    return find_story(con, heirs[0]["story_id"]), old, tuple(heir["story_id"] for heir in heirs[1:])
