"""Stories from arriving articles to the tables: found, merged, split, taken further, and told under their old ids."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from story_runs import arrive, ask, hand_made, make_article
from story_texts import TEXTS
from typer.testing import CliRunner

from desk.cli.main import app
from pipelines.settings import Settings, describe_environment
from spiders.items import identify_article
from warehouse.batch import LoadReport
from warehouse.doctor import examine
from warehouse.state import table_digests
from warehouse.store import read

IDS = {name: identify_article(f"https://example.org/{name}") for name in TEXTS}
NAMES = {article_id: name for name, article_id in IDS.items()}
RUNS = (
    ("sealed", "bailed", "grant", "object", "carried"),
    ("both", "court", "reprint"),
    ("wire", "ruling"),
)
FINAL = {
    frozenset({"sealed", "bailed", "both"}),
    frozenset({"grant"}),
    frozenset({"object", "court"}),
    frozenset({"ruling"}),
    frozenset({"carried", "reprint", "wire"}),
}


# What must not depend on the order: all but the ids of stories.
OUTCOMES = (
    "select article_id, duplicate_of, is_first from story_articles order by all",
    "select title, first_article_id, outlets, articles, independent, started_at, updated_at from stories order by all",
    """
    select earlier.first_article_id, later.first_article_id, links.shared
    from story_links as links
    join stories as earlier on earlier.story_id = links.story_id
    join stories as later on later.story_id = links.next_story_id
    order by all
    """,
)


@dataclass
class Life:
    """A warehouse after each run, and what loading each batch a second time changed, if that was asked for."""

    folder: Path
    settings: Settings
    reports: list[LoadReport] | None

    def run(self, names: Iterable[str], *, number: int) -> None:
        arrive([make_article(name, TEXTS[name]) for name in names], settings=self.settings, reports=self.reports)
        shutil.copyfile(self.settings.warehouse, self.after(number))

    def after(self, number: int) -> Path:
        return self.folder / f"after-{number}.duckdb"

    def stories(self, number: int) -> dict[str, str]:
        """Which story each article is in after this run."""
        rows = ask(self.after(number), "select article_id, story_id from story_articles")
        return {NAMES[article_id]: story_id for article_id, story_id in rows}


@pytest.fixture(scope="module", autouse=True)
def vectors() -> Iterator[None]:
    with hand_made(TEXTS.values()):
        yield


def live(
    runs: Sequence[Sequence[str]],
    folder: Path,
    begin_with: Path,
    *,
    batch_size: int = 200,
    reports: list[LoadReport] | None = None,
) -> Life:
    settings = Settings(warehouse=folder / "w.duckdb", data_dir=folder, batch_size=batch_size)
    life = Life(folder, settings, reports)
    shutil.copyfile(begin_with, settings.warehouse)
    for number, names in enumerate(runs, start=1):
        life.run(names, number=number)
    return life


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory, empty: Path) -> Life:
    return live(RUNS, tmp_path_factory.mktemp("life"), empty, reports=[])


def group(stories: dict[str, str]) -> set[frozenset[str]]:
    return {frozenset(name for name, other in stories.items() if other == one) for one in stories.values()}


def test_two_stories_become_one_when_a_report_ties_them_together(life: Life) -> None:
    first, second = life.stories(1), life.stories(2)
    assert first["sealed"] != first["bailed"]
    assert second["sealed"] == second["bailed"] == second["both"] == first["sealed"]
    query = "select into_story_id, event, articles, article_ids from story_history where story_id = $id"
    assert ask(life.after(2), query, {"id": first["bailed"]}) == [(first["sealed"], "merged", 1, [IDS["bailed"]])]
    assert ask(life.after(2), "select count(*) from stories where story_id = $id", {"id": first["bailed"]}) == [(0,)]


def test_a_story_falls_apart_when_a_report_shows_that_it_is_two(life: Life) -> None:
    first, second = life.stories(1), life.stories(2)
    assert first["grant"] == first["object"] == second["object"] == second["court"] != second["grant"]
    query = "select into_story_id, event, article_ids from story_history where story_id = $id"
    assert ask(life.after(2), query, {"id": first["grant"]}) == [(second["grant"], "split", [IDS["grant"]])]


def test_old_ids_lead_to_where_the_articles_are(life: Life) -> None:
    first, last = life.stories(1), life.stories(3)
    query = "select story_id, articles from story_now($id)"
    assert ask(life.after(3), query, {"id": first["bailed"]}) == [(last["both"], 1)]
    assert ask(life.after(3), query, {"id": first["object"]}) == [(last["object"], 2), (last["grant"], 1)]
    shown = tell(life, first["bailed"])
    assert f"{first['bailed']} is the old id of a story whose articles are here now" in shown
    assert "merged" in shown
    assert all(TEXTS[name].outlet in shown for name in ("sealed", "bailed", "both"))
    assert last["grant"] in tell(life, last["object"])


def tell(life: Life, story_id: str) -> str:
    environment = describe_environment(life.settings) | {"COLUMNS": "200"}
    answer = CliRunner().invoke(app, ["story", story_id], env=environment)
    assert answer.exit_code == 0, answer.output
    return answer.output


def test_an_original_that_comes_late_takes_its_copies_over(life: Life) -> None:
    query = "select article_id, duplicate_of, is_first from story_articles where story_id = $id"
    story_id = life.stories(2)["carried"]
    before = {
        NAMES[one]: (NAMES.get(other), first) for one, other, first in ask(life.after(2), query, {"id": story_id})
    }
    assert before == {"carried": (None, True), "reprint": ("carried", False)}
    after = {NAMES[one]: (NAMES.get(other), first) for one, other, first in ask(life.after(3), query, {"id": story_id})}
    assert after == {"wire": (None, True), "carried": ("wire", False), "reprint": ("wire", False)}
    query = "select title, first_article_id, articles, independent, outlets from stories where story_id = $id"
    assert ask(life.after(3), query, {"id": story_id}) == [
        ("Agency counts the gates", IDS["wire"], 3, 1, ["Wire", "Relay", "Northern Echo"])
    ]


def test_what_came_of_a_story_is_linked_to_it(life: Life) -> None:
    stories = life.stories(3)
    (found,) = ask(life.after(3), "select story_id, next_story_id, shared from story_links")
    assert found[:2] == (stories["court"], stories["ruling"])
    assert "company:orvelle" in found[2]
    assert ask(life.after(2), "select * from story_links") == []


def test_loading_a_batch_again_changes_nothing(life: Life) -> None:
    assert life.reports is not None
    assert len(life.reports) == len(RUNS)
    for report in life.reports:
        assert not [
            table for table, change in report.tables.items() if change.added or change.changed or change.removed
        ]


def test_the_same_articles_again_change_nothing(life: Life, tmp_path: Path) -> None:
    again = live((tuple(TEXTS),), tmp_path, life.after(3))
    with read(life.after(3)) as con, read(again.after(1)) as other:
        assert table_digests(con) == table_digests(other)


def test_the_order_of_arrival_makes_no_other_stories(life: Life, tmp_path: Path, empty: Path) -> None:
    other = live([list(TEXTS)[::-1]], tmp_path, empty, batch_size=4)
    assert group(other.stories(1)) == group(life.stories(3)) == FINAL
    with read(other.after(1)) as ours, read(life.after(3)) as theirs:
        assert examine(ours) == examine(theirs) == []
        for query in OUTCOMES:
            assert ours.execute(query).fetchall() == theirs.execute(query).fetchall()
