"""Articles that are odd, all the way: placed, loaded, told. None is lost, and none holds up or moves the others."""

from __future__ import annotations

import io
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console
from story_runs import Text, arrive, ask, hand_made, make_article

from desk.storyview import print_story
from pipelines.annotate import Annotated
from pipelines.cluster import cluster_articles
from pipelines.ingest import open_run
from pipelines.settings import Settings
from pipelines.telling import Telling, tell_story
from pipelines.window import Window
from spiders.items import identify_article
from warehouse.batch import Batch
from warehouse.doctor import examine
from warehouse.load import load
from warehouse.store import read, write

SEALED = "Customs officers sealed forty crates of lidar boards at Port Varkel after brokers sent a tip about papers."
LONG = " ".join(f"Crate {n * 7919 % 100_003} went from gate {n % 13} to hall {n % 17}." for n in range(52_000))
COUNTED = " ".join(f"On day {n} the agency counted {n * 37} crates at gate {n % 7}." for n in range(6))
TEXTS = {
    "plain": Text("Crates sealed at Port Varkel", SEALED, (1,), 0, "Quay Post"),
    "other": Text("Port Varkel: crates sealed by customs", f"Forty crates. {SEALED[:60]}", (1, 0.1), 0.2, "Echo"),
    "undated": Text("Customs seal crates at Varkel", f"A tip came in. {SEALED[20:]}", (1, 0.2), None, "Relay"),
    "empty": Text("Bakers gather in Ghent", "", (0, 0, 1), 0, "Crumb"),
    "blank": Text("", "", (0, 0, 0, 1), None, "Nobody"),
    "blank too": Text("", "", (0, 0, 0, 1), None, "Nobody else"),
    "distant": Text("Crates sealed at Port Varkel again", SEALED, (1,), 90_000, "Oracle"),
    "last day": Text("Port Varkel at the end of time", "Gulls circle over an empty quay.", (0, 0, 0, 0, 1), 0, "Omega"),
    "first day": Text("Port Varkel at the dawn of time", "No quay is built yet.", (0, 0, 0, 0, 0, 1), 0, "Alpha"),
    "long": Text("Crates by the gate", LONG, (0, 1), 1, "Ledger"),
    "long copy": Text("All crates by the gate", f"Our desk writes: {LONG}", (0, 1), 1.1, "Mirror"),
}
EXTREMES = {
    "last day": datetime(9999, 12, 31, 23, 59, tzinfo=UTC),
    "first day": datetime(1, 1, 1, tzinfo=UTC),
}
REPRINTS = Text("Crates counted", COUNTED, (0, 1), 0, "Agency")
MANY = 10_000


@pytest.fixture(scope="module", autouse=True)
def vectors() -> Iterator[None]:
    with hand_made([*TEXTS.values(), REPRINTS]):
        yield


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, empty: Path) -> Settings:
    folder = tmp_path_factory.mktemp("odd")
    settings = Settings(warehouse=folder / "w.duckdb", data_dir=folder)
    shutil.copyfile(empty, settings.warehouse)
    articles = [make_article(name, text) for name, text in TEXTS.items()]
    articles = [
        replace(one, published=EXTREMES[name]) if name in EXTREMES else one
        for name, one in zip(TEXTS, articles, strict=True)
    ]
    began = time.process_time()
    tally = arrive(articles, settings=settings)
    assert tally.articles == len(TEXTS)
    assert time.process_time() - began < 30
    return settings


def find(settings: Settings, name: str) -> Telling:
    """The story that an article is in, as it is told; it can be printed too."""
    query = "select story_id from story_articles where article_id = $id"
    ((story_id,),) = ask(settings.warehouse, query, {"id": identify(name)})
    with read(settings.warehouse) as con:
        telling = tell_story(con, story_id)
    console = Console(file=io.StringIO(), width=200)
    print_story(telling, console=console)
    return telling


def identify(name: str) -> str:
    return identify_article(f"https://example.org/{name}")


def names(telling: Telling) -> set[str]:
    known = {identify(name): name for name in TEXTS}
    return {known[report.article_id] for report in telling.page.reports}


def test_the_warehouse_is_sound_and_has_every_article(settings: Settings) -> None:
    with read(settings.warehouse) as con:
        assert examine(con) == []
    assert ask(settings.warehouse, "select count(*) from story_articles") == [(len(TEXTS),)]


def test_an_article_without_a_date_joins_and_is_not_first(settings: Settings) -> None:
    telling = find(settings, "undated")
    assert names(telling) == {"plain", "other", "undated"}
    assert telling.page.first is not None
    assert telling.page.first.article_id == identify("plain")
    assert [day.day is None for day in telling.page.days].count(True) == 1


@pytest.mark.parametrize("name", ["empty", "blank", "blank too", "distant", "last day", "first day"])
def test_what_has_no_text_or_an_impossible_date_stands_alone(settings: Settings, name: str) -> None:
    telling = find(settings, name)
    assert names(telling) == {name}
    assert telling.page.story.independent == 1
    expected = EXTREMES.get(name) or make_article(name, TEXTS[name]).published
    assert telling.page.story.started_at == expected


def test_an_article_of_two_megabytes_and_its_copy_are_one_story_with_one_source(settings: Settings) -> None:
    assert len(LONG) > 2_000_000
    telling = find(settings, "long copy")
    assert names(telling) == {"long", "long copy"}
    assert (telling.page.story.articles, telling.page.story.independent) == (2, 1)
    assert telling.page.reports[1].duplicate_of == identify("long")
    assert all(len(quote.text) < 1_000 for quote in telling.summary)


def test_ten_thousand_identical_articles_are_one_story_with_one_source(tmp_path: Path, empty: Path) -> None:
    settings = Settings(warehouse=tmp_path / "w.duckdb", data_dir=tmp_path)
    shutil.copyfile(empty, settings.warehouse)
    articles = [
        make_article(f"reprint-{n}", replace(REPRINTS, days=n / MANY, outlet=f"Outlet {n}")) for n in range(MANY)
    ]
    began = time.process_time()
    with write(settings.warehouse) as con:
        for part in (articles[: MANY // 2], articles[MANY // 2 :]):
            read_out = [Annotated(article=article, document=None) for article in part]
            clustered = cluster_articles(read_out, board=Window(con, settings).cover(read_out), settings=settings)
            load(
                con,
                Batch(
                    run=open_run("test").row,
                    articles=tuple(part),
                    embeddings=clustered.embeddings,
                    placements=(*clustered.placements, *clustered.moved),
                    stories=clustered.stories,
                ),
            )
    ((story_id, count, independent),) = ask(settings.warehouse, "select story_id, articles, independent from stories")
    assert (count, independent) == (MANY, 1)
    with read(settings.warehouse) as con:
        telling = tell_story(con, story_id)
    assert telling.page.first is not None
    assert telling.page.first.outlet == "Outlet 0"
    out = io.StringIO()
    print_story(telling, console=Console(file=out, width=200))
    assert f"{MANY:,} articles of {MANY:,} outlets, 1 independent, {MANY - 1:,} copies" in out.getvalue()
    assert len(out.getvalue().splitlines()) < 60
    assert time.process_time() - began < 60
