"""What a run says of its stories, batch by batch, is all that there is to say: nothing changes untold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from numpy.typing import NDArray
from story_runs import embedded_by

from nlp.records import Placement, Story, StoryItem
from nlp.stories.board import Board
from pipelines.cluster import cluster_items
from pipelines.settings import Settings

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
EVENTS = 12
TOPICS = 6


class Topics:
    """An encoder that points each text, which begins with its number, where its topic lies."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rng = np.random.default_rng(3)
        topics = rng.normal(size=(TOPICS, 8))
        numbers = [int(text.split()[0].removeprefix("n")) for text in texts]
        noise = [np.random.default_rng(number).normal(size=8) for number in numbers]
        vectors = np.stack([topics[n % EVENTS % TOPICS] + 0.25 * one for n, one in zip(numbers, noise, strict=True)])
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors.astype(np.float32)


@pytest.fixture(scope="module", autouse=True)
def vectors() -> Iterator[None]:
    with embedded_by(Topics(), dimension=8):
        yield


def make_items(seed: int) -> list[StoryItem]:
    """Ninety articles of twelve events: reports, and copies of some, dated before or after them or not at all."""
    rng = np.random.default_rng(seed)
    items: list[StoryItem] = []
    for number in range(90):
        event = number % EVENTS
        copied = items[int(rng.integers(len(items)))] if items and rng.random() < 0.3 else None
        words = [f"e{event}w{word}" for word in rng.integers(0, 30, size=24)]
        words += [f"t{event % TOPICS}w{word}" for word in rng.integers(0, 40, size=16)]
        text = " ".join(words) if copied is None else copied.text
        day = float(rng.uniform(0, 20) / 24) + event % 4
        items.append(
            StoryItem(
                item_id=f"i{number}",
                title=f"n{number} {' '.join(words[:5])}",
                text=text,
                published=None if rng.random() < 0.1 else START + timedelta(days=day),
                outlet=f"Outlet {number % 17}",
            )
        )
    return items


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("capacity", [200_000, 40])
def test_what_is_told_batch_by_batch_is_how_it_stands(seed: int, capacity: int) -> None:
    items, board = make_items(seed), Board(capacity=capacity)
    placed: dict[str, Placement] = {}
    told: dict[str, Story] = {}
    changed = 0
    order = np.random.default_rng(seed + 100).permutation(len(items)).tolist()
    for start in range(0, len(order), 6):
        part = [items[place] for place in order[start : start + 6]]
        clustered = cluster_items(part, board=board, settings=Settings())
        changed += len(clustered.changes)
        placed |= {one.item_id: one for one in (*clustered.placements, *clustered.moved)}
        told |= {story.story_id: story for story in clustered.stories}
    assert changed, "nothing was merged or split, so that nothing could be lost"
    known = {item.item_id: placement for item in items if (placement := board.get(item.item_id)) is not None}
    assert {item_id: placed[item_id] for item_id in known} == known
    standing = board.tell({placement.story_id for placement in known.values()})
    assert [strip(told[story.story_id]) for story in standing] == [strip(story) for story in standing]
    if capacity > len(items):
        assert [told[story.story_id].title for story in standing] == [story.title for story in standing]
        check_stories(standing, known, {item.item_id: item for item in items})


def strip(story: Story) -> tuple[object, ...]:
    """A story without what leaving the window makes of it."""
    count = len(story.item_ids) + story.earlier
    return (
        story.story_id,
        count,
        story.first_item_id,
        set(story.outlets),
        story.independent,
        story.started,
        story.updated,
    )


def check_stories(stories: Sequence[Story], known: dict[str, Placement], items: dict[str, StoryItem]) -> None:
    """Every article is in the one story that it is placed in, and what is told of the story follows from them."""
    assert sorted(item_id for story in stories for item_id in story.item_ids) == sorted(items)
    for story in stories:
        members = [items[item_id] for item_id in story.item_ids]
        dates = [one.published for one in members if one.published is not None]
        assert {known[one.item_id].story_id for one in members} == {story.story_id}
        assert story.independent == sum(known[one.item_id].duplicate_of is None for one in members)
        assert all((known[one.item_id].duplicate_of or one.item_id) in story.item_ids for one in members)
        assert (story.started, story.updated) == ((min(dates), max(dates)) if dates else (None, None))
        assert set(story.outlets) == {one.outlet for one in members}
        first = items[story.first_item_id]
        assert first.published == story.started
