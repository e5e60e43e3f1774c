"""The follow-ups that the warehouse has, for those that judge them again."""

from __future__ import annotations

from collections.abc import Sequence

from duckdb import DuckDBPyConnection

from nlp.records import StoryLink
from warehouse import sql


def standing_links(con: DuckDBPyConnection, story_ids: Sequence[str] | None = None) -> list[StoryLink]:
    """Return the links that lead from or to these stories, or all that there are."""
    ids = None if story_ids is None else sql.write_texts(story_ids)
    rows = con.execute(sql.load("state/standing_links"), {"ids": ids}).fetchall()
    return [
        StoryLink(story_id=earlier, next_story_id=later, score=score, shared=tuple(shared))
        for earlier, later, score, shared in rows
    ]
