"""A story as it is told to an analyst: all that the warehouse knows of it, and a summary in its articles' own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from duckdb import DuckDBPyConnection

from nlp.stories.summary import Report, summarize
from warehouse.stories import ReportRow, StoryPage, read_beginnings, read_story


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A sentence of a summary, and the article that it stands in, from character `start` on."""

    text: str
    article_id: str
    start: int
    outlet: str | None
    url: str
    published_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A story with its summary: at most two sentences, in the order of their weight."""

    page: StoryPage
    summary: tuple[Quote, ...]


def tell_story(con: DuckDBPyConnection, story_id: str, *, claims: int | None = 100) -> Telling:
    """Return a story by its id or the beginning of it, present or old; UnknownStory where there is none."""
    page = read_story(con, story_id, claims=claims)
    reports = [
        Report(item_id=one.article_id, text=one.text, marks=one.marks)
        for one in read_beginnings(con, page.story.story_id)
    ]
    known = {report.article_id: report for report in page.reports}
    quotes = (
        _describe(known[excerpt.item_id], text=excerpt.text, start=excerpt.start) for excerpt in summarize(reports)
    )
    return Telling(page=page, summary=tuple(quotes))


def _describe(report: ReportRow, *, text: str, start: int) -> Quote:
    return Quote(
        text=text,
        article_id=report.article_id,
        start=start,
        outlet=report.outlet,
        url=report.url,
        published_at=report.published_at,
    )
