"""The labelled articles that stories of the trade are measured on, and those that the vectors learned from."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MEASURED = sorted((ROOT / "benchmarks" / "chip_stories").glob("*.jsonl"))
LEARNED = sorted((ROOT / "nlp" / "training" / "stories").glob("*.jsonl"))
TOPICS = [*MEASURED, *LEARNED]
FIELDS = {"id", "title", "text", "published", "outlet", "language", "story", "event"}


def read(path: Path) -> list[dict[str, str | None]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("path", TOPICS, ids=lambda path: path.stem)
def test_a_topic_has_several_events_that_more_than_one_article_tells(path: Path) -> None:
    rows = read(path)
    for row in rows:
        assert set(row) == FIELDS
        assert all(row[field] for field in ("title", "text", "story", "event"))
        assert row["published"] is None or date.fromisoformat(row["published"])
    told = Counter(row["story"] for row in rows)
    assert 5 <= len(told) < len(rows)
    assert max(told.values()) > 1


def test_no_two_articles_have_one_id() -> None:
    names = [row["id"] for path in TOPICS for row in read(path)]
    assert len(set(names)) == len(names) > 500


def test_no_event_that_is_measured_on_was_learned_from() -> None:
    measured, learned = ({row["story"] for path in paths for row in read(path)} for paths in (MEASURED, LEARNED))
    assert len(measured) > 50
    assert len(learned) > 150
    assert not measured & learned
