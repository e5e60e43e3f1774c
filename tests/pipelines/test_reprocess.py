"""The raw archive, read again: nothing changes but what is read differently now."""

from __future__ import annotations

import json
import shutil
import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from desk.cli.main import app
from pipelines import extract as extract_stage
from pipelines.errors import InputError
from pipelines.ingest import ingest, open_run
from pipelines.progress import show_progress
from pipelines.report import Tally
from pipelines.reprocess import reprocess
from pipelines.settings import Settings, describe_environment
from spiders.archive import INDEX, Archive
from spiders.extract import extract
from spiders.items import Article, RawPage, SourceKind, identify_version
from warehouse.doctor import examine
from warehouse.state import table_digests
from warehouse.store import read, write

pytestmark = pytest.mark.long

FETCHED = datetime(2026, 3, 2, 9, tzinfo=UTC)
PAGES = {
    ("ledger", "h200"): "The H200 has 141 GB of memory and a bandwidth of 4.8 TB/s, Nvidia said on Monday.",
    ("relay", "export"): "The licence rule lets a buyer order at most 1,700 accelerators per country in a year.",
}


def make_page(source: str, name: str, text: str, *, fetched: datetime = FETCHED) -> RawPage:
    filler = "Nobody at the company would say when the parts will reach the customers that had ordered them early."
    html = (
        f"<html lang=en><head><title>What {name} brings</title>"
        "<meta property='article:published_time' content='2026-03-01T08:00:00Z'></head>"
        f"<body><article><h1>What {name} brings</h1><p>{text}</p><p>{filler}</p></article></body></html>"
    )
    return RawPage(
        source=source,
        kind=SourceKind.FEED,
        url=f"https://{source}.example/{name}",
        status=200,
        content_type="text/html; charset=utf-8",
        body=html.encode(),
        fetched_at=fetched,
    )


def keep(folder: Path, page: RawPage, *, name: str) -> RawPage:
    with Archive(folder / "archive", source=page.source, name=name) as archive:
        pointer, _ = archive.keep(page, headers=[("Content-Type", page.content_type)])
    return replace(page, archive=pointer)


def make_settings(folder: Path, *, batch_size: int) -> Settings:
    return Settings(warehouse=folder / "w.duckdb", data_dir=folder, sources=folder / "none.toml", batch_size=batch_size)


@pytest.fixture(scope="module")
def ingested_pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a warehouse of two articles of two sources, the pages in its archive: to copy."""
    folder = tmp_path_factory.mktemp("ingested")
    pages = [keep(folder, make_page(*key, text), name=key[0]) for key, text in PAGES.items()]
    with show_progress() as meter:
        ingest(pages, run=open_run("test"), settings=make_settings(folder, batch_size=1), meter=meter)
    return folder


@pytest.fixture
def settings(ingested_pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A warehouse of two articles of two sources, the pages in the archive, and no network."""
    shutil.copytree(ingested_pages, tmp_path, dirs_exist_ok=True)

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("reprocessing opened a socket")

    monkeypatch.setattr(socket, "socket", refuse)
    return make_settings(tmp_path, batch_size=1)


def run(settings: Settings, *, source: str | None = None) -> Tally:
    with show_progress() as meter:
        return reprocess(source=source, settings=settings, meter=meter)


def ask(settings: Settings, query: str) -> list[tuple[Any, ...]]:
    with read(settings.warehouse) as con:
        return con.execute(query).fetchall()


def digests(settings: Settings) -> dict[str, str]:
    with read(settings.warehouse) as con:
        assert examine(con) == []
        return table_digests(con)


@pytest.fixture
def better_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Extraction as an upgrade could do it: the first source's bodies end differently."""

    def upgraded(page: RawPage, **options: str | None) -> Article:
        article = extract(page, **options)
        if page.source != "ledger":
            return article
        text = article.text.replace(" on Monday.", " on Monday, and that 16,384 of them make a cluster.")
        return replace(article, text=text, version=identify_version(article.title, text))

    monkeypatch.setattr(extract_stage, "extract", upgraded)


def test_unchanged_pages_change_no_row(settings: Settings) -> None:
    before = digests(settings)
    tally = run(settings)
    assert digests(settings) == before
    assert (tally.articles, tally.known, tally.rejected, tally.changed) == (0, 2, 0, False)
    assert "nothing changed" in tally.report
    assert ask(settings, "select trigger, status from runs order by started_at desc limit 1") == [
        ("reprocess", "completed")
    ]


def test_a_page_read_differently_becomes_the_current_version(
    settings: Settings, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("better_rules")
    assert run(settings).articles == 1
    versions = ask(settings, "select text like '%16,384%' from articles where source = 'ledger' order by is_current")
    assert versions == [(False,), (True,)]
    assert ask(settings, "select count(*) from claims where value = 16384") == [(1,)]
    after = digests(settings)
    assert not run(settings).changed
    assert digests(settings) == after


def test_going_back_to_the_former_rules_brings_the_former_version_back(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    before = ask(settings, "select article_id, version from articles where is_current order by all")
    request.getfixturevalue("better_rules")
    run(settings)
    monkeypatch.setattr(extract_stage, "extract", extract)
    run(settings)
    assert ask(settings, "select article_id, version from articles where is_current order by all") == before
    assert ask(settings, "select count(*) from claims where value = 16384") == [(0,)]


def test_claims_and_stories_are_worked_out_again_for_the_same_text(settings: Settings) -> None:
    before = digests(settings)
    with write(settings.warehouse) as con:
        con.execute("update claims set metric = 'by an older rule'")
        con.execute("delete from mentions")
        con.execute("update stories set title = 'by an older rule'")
    assert run(settings).changed
    assert digests(settings) == before


def test_one_source_leaves_the_others_alone(settings: Settings) -> None:
    with write(settings.warehouse) as con:
        con.execute("update claims set metric = 'by an older rule'")
    run(settings, source="relay")
    old = ask(settings, "select distinct source from claims where metric = 'by an older rule'")
    assert old == [("ledger",)]


def test_of_two_fetches_the_later_stays_current(settings: Settings) -> None:
    later = make_page("relay", "export", "The rule now lets a buyer order 2,100 accelerators, the ministry said later.")
    page = keep(settings.data_dir, replace(later, fetched_at=FETCHED + timedelta(days=1)), name="relay-2")
    with show_progress() as meter:
        ingest([page], run=open_run("test"), settings=settings, meter=meter)
    before = ask(settings, "select version, is_current from articles order by all")
    run(settings)
    assert ask(settings, "select version, is_current from articles order by all") == before
    assert ask(settings, "select text like '%2,100%' from articles where source = 'relay' and is_current") == [(True,)]


def test_a_new_warehouse_is_filled_from_the_archive(settings: Settings, tmp_path: Path) -> None:
    fresh = replace(settings, warehouse=tmp_path / "new.duckdb")
    assert run(fresh).articles == 2
    query = "select * exclude (story_id) from claims join story_articles using (article_id) order by all"
    assert ask(fresh, query) == ask(settings, query)


def write_districts(folder: Path) -> list[RawPage]:
    """Six archived pages of one host with the same line below each."""
    texts = [
        f"The foundry in district {number} said on Monday that it shipped {number + 2},000 wafers in the last quarter. "
        f"A year before it shipped {number + 1},000, and in district {number} nobody expected more than that."
        for number in range(6)
    ]
    pages = [make_page("quay", f"district-{number}", text) for number, text in enumerate(texts)]
    below = b"<p>From the harbour desk</p></article>"
    pages = [replace(page, body=page.body.replace(b"</article>", below)) for page in pages]
    return [keep(folder, page, name=f"quay-{number}") for number, page in enumerate(pages)]


@pytest.mark.parametrize("ingested", [True, False])
def test_lines_that_are_learned_late_go_from_early_pages_and_a_second_run_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, ingested: bool
) -> None:
    # Two pages are looked at together: what recurs shows with the third of them.
    monkeypatch.setattr(extract_stage, "_WINDOW", 2)
    settings = make_settings(tmp_path, batch_size=2)
    pages = write_districts(tmp_path)
    desk = "select title from articles where is_current and text like '%harbour desk%' order by title"
    early = [("What district-0 brings",), ("What district-1 brings",)]
    if ingested:
        with show_progress() as meter:
            ingest(pages, run=open_run("test"), settings=settings, meter=meter)
        assert ask(settings, desk) == early
    assert run(settings).changed
    assert ask(settings, desk) == []
    assert ask(settings, desk.replace("is_current", "not is_current")) == early
    assert ask(settings, "select count(*) from articles where is_current") == [(6,)]
    assert ("From the harbour desk",) in ask(settings, "select sample from boilerplate")
    before = digests(settings)
    again = run(settings)
    assert (again.articles, again.changed) == (0, False)
    assert digests(settings) == before


def test_the_command_prints_the_report(settings: Settings) -> None:
    answer = CliRunner().invoke(app, ["reprocess", "--source", "relay"], env=describe_environment(settings))
    assert answer.exit_code == 0
    assert "(reprocess) completed" in answer.stdout
    assert "0 new, 1 already known" in answer.stdout


def test_a_missing_archive_and_an_unknown_source_are_errors(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no page of a source 'relai'; it has ledger, relay"):
        run(settings, source="relai")
    with pytest.raises(InputError, match="holds no raw archive"):
        run(replace(settings, data_dir=tmp_path / "elsewhere"))
    (tmp_path / "archive" / INDEX).write_text("{broken\n")
    with pytest.raises(InputError, match="no line that can be read"):
        run(settings)


def test_what_is_damaged_goes_to_quarantine_and_the_rest_is_read(settings: Settings) -> None:
    before = ask(settings, "select * from articles order by all")
    folder = settings.data_dir / "archive"
    (folder / "ledger.warc.gz").write_bytes(b"\x1f\x8b nothing of use")
    lines = (folder / INDEX).read_text().splitlines()
    with (folder / INDEX).open("a") as index:
        index.write(json.dumps(json.loads(lines[1]) | {"url": "https://relay.example/x", "kind": "telex"}) + "\n")
    assert run(settings).rejected == 2
    assert ask(settings, "select stage, subject from quarantine order by all") == [
        ("archive", "https://ledger.example/h200"),
        ("archive", "https://relay.example/x"),
    ]
    assert ask(settings, "select * from articles order by all") == before
