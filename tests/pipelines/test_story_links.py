"""Follow-ups of stories that are merged, split and taken back in time: they are those of the stories as they stand."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st
from story_runs import ENTRIES, START, Text, annotate, arrive, ask, hand_made, make_article
from story_texts import TEXTS

from nlp.records import Placed, StoryItem, StoryLink
from nlp.stories.originals import Vector
from pipelines.cluster import cluster_items, open_board
from pipelines.progress import show_progress
from pipelines.reprocess import reprocess
from pipelines.settings import Settings
from spiders.items import identify_article
from warehouse.doctor import examine
from warehouse.store import read, write

# What came of one side of the crates, and of the first of the two events that pass for one.
SEQUELS = {
    "freed": Text(
        "Varkel agent walks free",
        "An agent whom police had held over the crates at Varkel walked free; a panel heard that brokers, and not he, "
        "owed the port its fees, and will write to those who sent him there in spring.",
        (0.4, 1, 0, 0, 0, 0, 0.9),
        8,
        "Assize Weekly",
    ),
    "sailing": Text(
        "Orvelle sails by night for the first time",
        "A boat of the Orvelle line left the town at night for the first time since its licence came; families "
        "waved from the bridge, a band played, and tickets were gone within an hour, its owners wrote.",
        (0, 0, 0, 1, 0, 1.5),
        9,
        "Lake Courier",
    ),
}
GIVEN = {name: text for name, text in TEXTS.items() if name not in ("carried", "reprint", "wire")} | SEQUELS
NAMES = {identify_article(f"https://example.org/{name}"): name for name in GIVEN}
ITEMS = {
    name: StoryItem(
        item_id=name,
        title=given.title,
        text=given.text,
        published=None if given.days is None else START + timedelta(days=given.days),
        outlet=given.outlet,
        entity_ids=("company:orvelle" if "Orvelle" in given.text else "company:varkel",),
    )
    for name, given in GIVEN.items()
}
SETTINGS = Settings()
# Which story comes of which in the end, whatever the order.
LINKS = {
    (frozenset({"sealed", "bailed", "both"}), frozenset({"freed"})),
    (frozenset({"grant"}), frozenset({"sailing"})),
    (frozenset({"object", "court"}), frozenset({"ruling"})),
}
Group = frozenset[str]


@pytest.fixture(scope="module", autouse=True)
def vectors() -> Iterator[None]:
    with hand_made(GIVEN.values()):
        yield


class Desk:
    """A board that takes articles as they come, and what a warehouse would keep of it."""

    def __init__(self) -> None:
        self.board = open_board(settings=SETTINGS)
        self.links: dict[tuple[str, str], StoryLink] = {}
        self.vectors: dict[str, Vector] = {}

    def take(self, names: Sequence[str]) -> None:
        found = cluster_items([ITEMS[name] for name in names], board=self.board, settings=SETTINGS)
        self.vectors |= {one.item_id: one.vector for one in found.embeddings}
        for pair in found.ended:
            del self.links[pair]
        self.links |= {(link.story_id, link.next_story_id): link for link in found.links}

    def restart(self) -> None:
        """Begin anew with what a later run finds in the warehouse."""
        placed = [
            Placed(item=item, vector=self.vectors[name], placement=placement)
            for name, item in ITEMS.items()
            if (placement := self.board.get(name)) is not None
        ]
        self.board = open_board(placed, settings=SETTINGS)
        self.board.links.restore(self.links.values())

    def group(self) -> dict[str, Group]:
        """The articles of each story by its id."""
        story_ids = {placement.story_id for name in ITEMS if (placement := self.board.get(name)) is not None}
        return {story.story_id: frozenset(story.item_ids) for story in self.board.tell(story_ids)}

    def follow(self) -> set[tuple[Group, Group]]:
        """The links, by the articles of both stories."""
        stories = self.group()
        return {(stories[earlier], stories[later]) for earlier, later in self.links}


@limits(max_examples=25, deadline=None)
@given(
    order=st.permutations(list(GIVEN)),
    sizes=st.lists(st.integers(1, 4), min_size=len(GIVEN), max_size=len(GIVEN)),
    restarts=st.lists(st.booleans(), min_size=len(GIVEN), max_size=len(GIVEN)),
)
def test_links_are_those_of_one_batch_in_whatever_order_and_runs_articles_come(
    order: list[str], sizes: list[int], restarts: list[bool]
) -> None:
    desk = Desk()
    for size, restart in zip(sizes, restarts, strict=True):
        part, order = order[:size], order[size:]
        desk.take(part)
        if restart:
            desk.restart()
        # Never both ways, and only between stories that are there.
        assert not desk.links.keys() & {(later, earlier) for earlier, later in desk.links}
        assert desk.follow() <= {(one, other) for one in desk.group().values() for other in desk.group().values()}
    assert desk.follow() == LINKS


def test_one_batch_has_these_links() -> None:
    desk = Desk()
    desk.take(list(GIVEN))
    assert desk.follow() == LINKS


def follow(warehouse: Path) -> set[tuple[Group, Group]]:
    with read(warehouse) as con:
        assert examine(con) == []
    rows = ask(
        warehouse,
        """
        select
            (select list(article_id) from story_articles where story_articles.story_id = story_links.story_id),
            (select list(article_id) from story_articles where story_articles.story_id = story_links.next_story_id)
        from story_links
        """,
    )
    return {(frozenset(NAMES[one] for one in ours), frozenset(NAMES[one] for one in theirs)) for ours, theirs in rows}


RUNS = (("grant", "sailing", "bailed", "freed"), ("object", "sealed", "ruling"), ("court", "both"))


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory, empty: Path) -> tuple[Settings, list[set[tuple[Group, Group]]]]:
    """A warehouse that the articles came into in three runs, and the links after each."""
    folder = tmp_path_factory.mktemp("runs")
    settings = Settings(warehouse=folder / "w.duckdb", data_dir=folder)
    shutil.copyfile(empty, settings.warehouse)
    links = []
    for names in RUNS:
        arrive([make_article(name, GIVEN[name]) for name in names], settings=settings)
        links.append(follow(settings.warehouse))
    return settings, links


def test_runs_end_links_and_find_them_again_as_stories_are_merged_and_split(
    runs: tuple[Settings, list[set[tuple[Group, Group]]]],
) -> None:
    grant, sailing = frozenset({"grant"}), frozenset({"sailing"})
    first, second, third = runs[1]
    assert first == {(grant, sailing), (frozenset({"bailed"}), frozenset({"freed"}))}
    # What passes for one event with the grant takes it away from the sailing.
    assert not [link for link in second if sailing in link]
    # Then the two fall apart, so that what the sailing came of has a new id, and the crates are one story.
    assert third == LINKS


def test_links_are_judged_again_when_all_is_read_again(
    runs: tuple[Settings, list[set[tuple[Group, Group]]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = runs[0]
    monkeypatch.setattr("pipelines.reprocess.read_archive", lambda *_, **__: iter(()))
    monkeypatch.setattr("pipelines.reprocess.list_entries", lambda _settings: ENTRIES)
    monkeypatch.setattr(
        "pipelines.reprocess.annotate_articles", lambda articles, *, settings: annotate(articles, settings)
    )
    with write(settings.warehouse) as con:
        con.execute("delete from story_links where story_id = (select min(story_id) from story_links)")
        con.execute(
            """
            insert into story_links
            select earlier.story_id, later.story_id, 0.9, ['quay']
            from stories as earlier join stories as later on later.started_at > earlier.started_at + interval 5 day
            on conflict do nothing
            """
        )
    assert len(follow(settings.warehouse)) > len(LINKS)
    with show_progress() as meter:
        reprocess(settings=settings, meter=meter)
    assert follow(settings.warehouse) == LINKS
