"""The sample site through the real flow, as `make demo` does it: Scrapy, spaCy, embeddings, DuckDB and Prefect."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from pipelines.progress import show_progress
from pipelines.reprocess import reprocess
from pipelines.settings import Settings, describe_environment
from spiders.archive import read_archived
from spiders.sample_site import load_articles
from warehouse.doctor import examine
from warehouse.search import find_claims, latest_run, resolve_entity, run_sql
from warehouse.state import table_digests
from warehouse.store import read

pytestmark = pytest.mark.long


@dataclass(frozen=True)
class Demo:
    settings: Settings
    first: str
    second: str
    before: dict[str, str]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """`chipwire demo`, twice, in a folder of its own."""
    folder = tmp_path_factory.mktemp("demo")
    settings = Settings(warehouse=folder / "w.duckdb", data_dir=folder, fetch_retry_seconds=1)
    first = run_demo(settings)
    with read(settings.warehouse) as con:
        before = table_digests(con)
    return Demo(settings, first, run_demo(settings), before)


def run_demo(settings: Settings) -> str:
    command = [sys.executable, "-c", "from desk.cli.main import main; main()", "demo"]
    environment = describe_environment(settings) | {"COLUMNS": "160"}
    answer = subprocess.run(command, env=environment, check=False, capture_output=True, text=True, timeout=280)
    assert answer.returncode == 0, answer.stderr + answer.stdout
    return answer.stdout


@pytest.mark.timeout(600)
def test_the_demo_ends_with_a_table_of_claims_and_what_to_try_next(demo: Demo) -> None:
    assert "completed" in demo.first
    assert "15,840 TPP" in demo.first
    assert "Try next" in demo.first


def test_the_second_run_says_that_nothing_changed_and_changes_no_row(demo: Demo) -> None:
    assert "nothing changed" in demo.second
    with read(demo.settings.warehouse) as con:
        assert table_digests(con) == demo.before


def test_reading_the_archive_again_by_the_same_rules_changes_no_row(demo: Demo, tmp_path: Path) -> None:
    """The articles come in another order then, so that each is read beside others."""
    again = replace(demo.settings, warehouse=tmp_path / "w.duckdb")
    shutil.copyfile(demo.settings.warehouse, again.warehouse)
    with show_progress() as meter:
        assert "nothing changed" in reprocess(settings=again, meter=meter).report
    with read(again.warehouse) as con:
        assert table_digests(con) == demo.before


def test_every_article_is_there_with_its_body_outlet_and_date(demo: Demo) -> None:
    with read(demo.settings.warehouse) as con:
        rows = con.execute("select title, text, language, published_at, outlet from articles").fetchall()
    found = {title: row for title, *row in rows}
    expected = {article.title: article for article in load_articles()}
    assert set(found) == set(expected)
    for title, article in expected.items():
        text, language, published, outlet = found[title]
        assert text.split() == article.body.split(), title
        assert (language, published is not None, bool(outlet)) == (article.language, True, True), title


def test_every_article_keeps_its_raw_page(demo: Demo) -> None:
    with read(demo.settings.warehouse) as con:
        pointers = con.execute("select title, archive from articles").fetchall()
    for title, pointer in pointers:
        body = read_archived(demo.settings.data_dir / "archive", pointer)
        assert title.split()[0].encode() in body, (title, pointer)


def test_every_quote_stands_where_its_offsets_say(demo: Demo) -> None:
    with read(demo.settings.warehouse) as con:
        assert examine(con) == []


def test_a_page_that_robots_forbid_is_set_aside_and_not_fetched(demo: Demo) -> None:
    with read(demo.settings.warehouse) as con:
        rows = con.execute("select stage, reason from quarantine").fetchall()
        leaked = con.execute("select count(*) from articles where contains(text, '77,777')").fetchone()
    assert rows
    assert {stage for stage, _ in rows} == {"fetch"}
    assert all("robots" in reason for _, reason in rows)
    assert leaked == (0,)


def test_a_wire_copy_is_marked_and_counts_once(demo: Demo) -> None:
    copies = {article.title for article in load_articles() if article.copy_of}
    with read(demo.settings.warehouse) as con:
        rows = con.execute(
            "select a.title from story_articles s join articles a using (article_id) where s.duplicate_of is not null"
        ).fetchall()
    assert copies <= {title for (title,) in rows}


def test_articles_of_one_event_are_one_story_and_those_of_two_are_not(demo: Demo) -> None:
    gold = {article.title: article.story for article in load_articles()}
    with read(demo.settings.warehouse) as con:
        rows = con.execute(
            "select s.story_id, a.title from story_articles s join articles a using (article_id)"
        ).fetchall()
    found = {title: story_id for story_id, title in rows}
    assert found.keys() == gold.keys()
    assert sort_groups(found) == sort_groups(gold)


def sort_groups(stories: dict[str, str]) -> list[list[str]]:
    groups: dict[str, list[str]] = {}
    for title, story in sorted(stories.items()):
        groups.setdefault(story, []).append(title)
    return sorted(groups.values())


def test_the_claims_about_one_chip_name_speaker_and_comparison(demo: Demo) -> None:
    with read(demo.settings.warehouse) as con:
        chip = resolve_entity(con, "H200")
        claims = find_claims(con, entity_id=chip.entity_id, limit=None)
    tpp = [claim for claim in claims if claim.unit == "TPP" and claim.value == 15840]
    assert any(claim.attribution == "Institute for Progress" for claim in tpp)
    assert any(claim.reference == "Nvidia H20" for claim in claims)


def test_the_run_is_on_record(demo: Demo) -> None:
    with read(demo.settings.warehouse) as con:
        run = latest_run(con)
        fetches = con.execute(
            "select sum(items), sum(coalesce((errors->>'robots')::int, 0)), sum(fresh), sum(pages) "
            "from fetches group by run_id order by run_id"
        ).fetchall()
        runs = con.execute("select trigger, status, counts from runs order by started_at").fetchall()
    assert run is not None
    assert "nothing changed" in (run.report or "")
    assert [(trigger, status) for trigger, status, _ in runs] == [("demo", "completed")] * 2
    assert json.loads(runs[0][2])["new_versions"] == len(load_articles())
    # The mirror lists one page more than there are articles, which robots.txt forbids: an item that brings no page.
    count = len(load_articles())
    assert fetches[0] == (count + 1, 1, count, count)
    # The second run found them in the listings again, as far as it went down them, and asked for none.
    second, *again = fetches[1]
    assert 0 < second <= count + 1
    assert again == [1, 0, 0]


def test_the_telemetry_of_prefect_is_off(demo: Demo) -> None:
    code = (
        "import flows, os; from prefect.settings import get_current_settings as s;"
        "print(os.environ['DO_NOT_TRACK'], s().server.analytics_enabled)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code],
        env=describe_environment(demo.settings),
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert answer.stdout.split() == ["1", "False"]
    assert Path(demo.settings.data_dir / "prefect").is_dir()


def test_every_query_of_the_page_finds_something(demo: Demo) -> None:
    page = (Path(__file__).parent.parent / "docs" / "queries.md").read_text(encoding="utf-8")
    queries = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    assert len(queries) >= 15
    with read(demo.settings.warehouse) as con:
        for query in queries:
            assert run_sql(con, query).rows, query
