from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from nlp.records import Placed, Placement, StoryItem, StoryLink
from pipelines import window as window_module
from pipelines.annotate import Annotated
from pipelines.settings import Settings
from pipelines.window import Window
from spiders.items import Article

DAY = datetime(2026, 3, 4, 12, tzinfo=UTC)


def annotated(published: datetime | None) -> Annotated:
    article = Article(
        article_id="a",
        version="v",
        url="",
        canonical_url="",
        source="s",
        outlet=None,
        title="",
        text="",
        authors=(),
        published=published,
        modified=None,
        language=None,
        fetched_at=DAY,
    )
    return Annotated(article=article, document=None)


class Shelf:
    """Stands for the warehouse: an article a day for two years, and what was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[datetime, datetime]] = []

    def recent_items(self, _con: object, *, since: datetime, until: datetime, **_: object) -> list[Placed]:
        self.asked.append((since, until))
        days = (DAY - timedelta(days=number) for number in range(730))
        return [self.placed(day) for day in days if since <= day < until]

    def standing_links(self, _con: object, story_ids: Sequence[str]) -> list[StoryLink]:
        """Every day's story is the next development of the one before."""
        return [
            StoryLink(story_id=f"{before:%Y%m%d}", next_story_id=story_id, score=0.7, shared=("x",))
            for story_id in story_ids
            if (before := datetime.strptime(story_id, "%Y%m%d").replace(tzinfo=UTC) - timedelta(days=1))
        ]

    def placed(self, day: datetime) -> Placed:
        item_id = f"{day:%Y%m%d}"
        item = StoryItem(item_id=item_id, title="", text=f"Text of {item_id}", published=day)
        placement = Placement(item_id=item_id, story_id=item_id, duplicate_of=None, similarity=0.0)
        return Placed(item=item, vector=np.array([1, 0], dtype=np.float32), placement=placement)


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Shelf:
    made = Shelf()
    monkeypatch.setattr(window_module, "recent_items", made.recent_items)
    monkeypatch.setattr(window_module, "standing_links", made.standing_links)
    monkeypatch.setattr(window_module, "describe_model", lambda _: None)
    return made


def open_window() -> Window:
    return Window(None, Settings(story_window_days=21))  # type: ignore[arg-type]  # the shelf asks no connection


def test_every_article_of_the_window_is_on_the_board_and_none_is_read_twice(shelf: Shelf) -> None:
    window = open_window()
    board = window.cover([annotated(DAY - timedelta(days=100))])
    near = [f"{DAY - timedelta(days=number):%Y%m%d}" for number in range(79, 122)]
    assert all(board.get(name) for name in near)
    asked = len(shelf.asked)
    assert window.cover([annotated(DAY - timedelta(days=100))]) is board
    assert len(shelf.asked) == asked
    window.cover([annotated(DAY - timedelta(days=150))])
    assert len(set(shelf.asked)) == len(shelf.asked)
    assert board.get(f"{DAY - timedelta(days=170):%Y%m%d}")


def test_an_odd_date_does_not_make_all_that_lies_between_be_read(shelf: Shelf) -> None:
    window = open_window()
    odd = [datetime.min.replace(tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC), datetime.max.replace(tzinfo=UTC)]
    board = window.cover([annotated(None), *map(annotated, odd)])
    assert len(shelf.asked) <= 12
    assert 40 <= len(board) <= 63


def test_links_of_the_stories_that_are_read_stand_on_the_board(shelf: Shelf) -> None:
    board = open_window().cover([annotated(DAY)])
    today, yesterday = (f"{DAY - timedelta(days=number):%Y%m%d}" for number in (0, 1))
    assert (yesterday, today) in board.links
    assert (board.take_links(), board.take_ended()) == ([], [])
