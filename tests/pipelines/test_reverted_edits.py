"""An outlet that edits an article and takes the edit back, over the real stages: what it says last is what is seen."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipelines.ingest import ingest, open_run
from pipelines.progress import show_progress
from pipelines.report import Tally
from pipelines.reprocess import reprocess
from pipelines.settings import Settings
from spiders.archive import Archive
from spiders.items import RawPage, SourceKind
from warehouse.doctor import examine
from warehouse.state import table_digests
from warehouse.store import read

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
FIGURES = {"A": "4.8 TB/s", "B": "5.2 TB/s"}
# Of each version: its day, and what it says.
HISTORY = ((0, "A"), (1, "B"), (2, "A"))


def make_page(says: str, *, day: int) -> RawPage:
    text = f"The H200 has a memory bandwidth of {FIGURES[says]}, Nvidia said on Monday."
    filler = "Nobody at the company would say when the parts will reach the customers that had ordered them early."
    body = (
        "<html lang=en><head><title>What the H200 brings</title>"
        "<meta property='article:published_time' content='2026-03-01T08:00:00Z'></head>"
        f"<body><article><h1>What the H200 brings</h1><p>{text}</p><p>{filler}</p></article></body></html>"
    )
    return RawPage(
        source="ledger",
        kind=SourceKind.FEED,
        url="https://ledger.example/h200",
        status=200,
        content_type="text/html; charset=utf-8",
        body=body.encode(),
        fetched_at=START + timedelta(days=day),
    )


def take(settings: Settings, pages: Sequence[tuple[int, str]], *, keep: bool = True) -> Tally:
    """Load the page as it was on these days, each archived by a crawl of its own."""
    made = [make_page(says, day=day) for day, says in pages]
    if keep:
        for number, page in enumerate(made):
            name = f"ledger-{page.fetched_at:%d}"
            with Archive(settings.data_dir / "archive", source="ledger", name=name) as archive:
                pointer, _ = archive.keep(page, headers=[("Content-Type", page.content_type)])
            made[number] = replace(page, archive=pointer)
    with show_progress() as meter:
        return ingest(made, run=open_run("test"), settings=settings, meter=meter)


def settle(folder: Path) -> Settings:
    return Settings(warehouse=folder / "w.duckdb", data_dir=folder, sources=folder / "none.toml")


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[tuple[Tally, dict[str, Any]]]]:
    """The edit and its end, in three runs: the folder of it, and what each run counted and left to be seen."""
    folder = tmp_path_factory.mktemp("reverted")
    settings = settle(folder)
    return folder, [(take(settings, [each]), look(settings)) for each in HISTORY]


@pytest.fixture
def settings(story: tuple[Path, list[Any]], tmp_path: Path) -> Settings:
    """The same, to go on from."""
    shutil.copytree(story[0], tmp_path / "copy")
    return settle(tmp_path / "copy")


def look(settings: Settings) -> dict[str, Any]:
    """What analysts see of the article."""
    with read(settings.warehouse) as con:
        assert examine(con) == []

        def ask(query: str) -> list[tuple[Any, ...]]:
            return con.execute(query).fetchall()

        return {
            "versions": ask("select count(*) from articles"),
            "current": ask("select text like '%4.8 TB/s%' from articles where is_current"),
            "claims": ask("select value from claims where unit = 'TB/s'"),
            "quantities": ask("select value from quantities where unit = 'TB/s'"),
            "mentions": ask("select distinct is_current from mentions join articles using (article_id, version)"),
            "vectors": ask("select is_current from embeddings join articles using (article_id, version)"),
        }


def says(version: str, *, versions: int) -> dict[str, Any]:
    value = float(FIGURES[version].split()[0])
    return {
        "versions": [(versions,)],
        "current": [(version == "A",)],
        "claims": [(value,)],
        "quantities": [(value,)],
        "mentions": [(True,)],
        "vectors": [(True,)],
    }


def digests(settings: Settings) -> dict[str, str]:
    with read(settings.warehouse) as con:
        return table_digests(con)


def test_what_was_said_last_is_current_and_the_rest_is_history(story: tuple[Path, list[Any]]) -> None:
    for number, ((_, version), (tally, seen)) in enumerate(zip(HISTORY, story[1], strict=True)):
        assert (tally.articles, tally.known) == (1, 0)
        assert seen == says(version, versions=min(number + 1, 2))


def test_the_same_pages_again_change_nothing(settings: Settings) -> None:
    before = digests(settings)
    assert not take(settings, HISTORY, keep=False).changed
    assert digests(settings) == before
    # Seen once more as it is: nothing new, and still what counts when an older page arrives.
    assert take(settings, [(9, "A")], keep=False).articles == 0
    assert take(settings, [(5, "B")], keep=False).articles == 0
    assert digests(settings) == before
    assert look(settings) == says("A", versions=2)


def test_an_edit_after_that_is_current_again(settings: Settings) -> None:
    take(settings, [(3, "B")])
    assert look(settings) == says("B", versions=2)


def test_all_of_it_in_one_batch(tmp_path: Path) -> None:
    settings = settle(tmp_path)
    tally = take(settings, HISTORY)
    assert (tally.articles, tally.known) == (2, 1)
    assert look(settings) == says("A", versions=2)


def test_the_archive_tells_it_again(settings: Settings, tmp_path: Path) -> None:
    before = digests(settings)
    fresh = replace(settings, warehouse=tmp_path / "new.duckdb")
    with show_progress() as meter:
        assert not reprocess(settings=settings, meter=meter).changed
        assert digests(settings) == before
        reprocess(settings=fresh, meter=meter)
    assert look(fresh) == says("A", versions=2)
