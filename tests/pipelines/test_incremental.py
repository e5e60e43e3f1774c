"""Runs one after another over the sample site, by a clock that the test controls: new pages once, edits later."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipelines.annotate import Annotated
from pipelines.cluster import Clustered
from pipelines.fetch import CrawlReport, fetch, list_sources, read_pages
from pipelines.ingest import Steps, ingest, open_run
from pipelines.plan import plan_run
from pipelines.progress import show_progress
from pipelines.report import Tally
from pipelines.settings import Settings
from spiders.sample_site import serve_sample_site
from spiders.sample_site.server import LoggedRequest
from spiders.sample_site.site import SampleSite
from warehouse.load import load
from warehouse.store import read

SOURCES = ("fab-ledger", "wafer-relay", "compute-tavern", "lineprinter", "estuary-post")
START = datetime(2026, 3, 2, 12, tzinfo=UTC)
# What the site answers with a mark that a later request can name.
MARKED = ("fab-ledger", "lineprinter", "estuary-post")
# Articles as they come, with nothing read out of them: what is tested lies before.
STEPS = Steps(
    annotate=lambda articles, _settings: [Annotated(article=article, document=None) for article in articles],
    cluster=lambda _annotated, _board, _settings: Clustered(embeddings=(), placements=(), stories=()),
    load=load,
)

pytestmark = pytest.mark.timeout(600)


@dataclass(frozen=True)
class Ran:
    """One run: what it counted, what each crawl reported, and what each outlet saw of it."""

    tally: Tally
    reports: dict[str, CrawlReport]
    seen: dict[str, list[LoggedRequest]]


@dataclass(frozen=True)
class History:
    settings: Settings
    runs: dict[str, Ran]


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    folder = tmp_path_factory.mktemp("incremental")
    settings = Settings(
        warehouse=folder / "w.duckdb", data_dir=folder, sources=folder / "sources.toml", download_delay=0.0
    )
    runs = {}
    with serve_sample_site() as site, pytest.MonkeyPatch.context() as patch:
        # The registry is no part of this.
        patch.setattr("pipelines.ingest.list_entries", lambda _settings: [])
        site.write_sources(settings.sources)
        runs["first"] = run(site, settings, START)
        runs["soon after"] = run(site, settings, START + timedelta(hours=1))
        site.publish_update()
        runs["a day later"] = run(site, settings, START + timedelta(hours=25))
        runs["soon after that"] = run(site, settings, START + timedelta(hours=26))
        runs["a week later"] = run(site, settings, START + timedelta(days=8))
        runs["much later"] = run(site, settings, START + timedelta(days=60))
    return History(settings, runs)


def run(site: SampleSite, settings: Settings, now: datetime) -> Ran:
    sources = list_sources(settings)
    plan = plan_run(sources.sources, settings=settings, now=now, only_due=False)
    before = len(site.requests)
    with ThreadPoolExecutor(2) as pool:
        reports = list(
            pool.map(
                lambda one: fetch(
                    one.source, allow_hosts=sources.allow_hosts, settings=settings, memory=one.memory, now=now
                ),
                plan.now,
            )
        )
    opened = open_run("test").with_fetches(plan.now, reports)
    with show_progress() as meter:
        tally = ingest(read_pages(reports), run=opened, settings=settings, meter=meter, steps=STEPS)
    seen = {name: [one for one in site.requests[before:] if one.outlet == name] for name in SOURCES}
    return Ran(tally, {report.source: report for report in reports}, seen)


def ask(settings: Settings, query: str) -> list[tuple[object, ...]]:
    with read(settings.warehouse) as con:
        return con.execute(query).fetchall()


@pytest.mark.parametrize("name", SOURCES)
def test_the_first_run_fetches_every_page_that_is_listed(history: History, name: str) -> None:
    report = history.runs["first"].reports[name]
    assert report.ok, report.detail
    assert report.fresh == report.pages >= 2
    assert report.items == report.fresh + report.errors.get("robots", 0)
    assert report.revisited == 0


@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize("when", ["soon after", "soon after that", "much later"])
def test_a_run_with_nothing_due_asks_for_listings_alone(history: History, name: str, when: str) -> None:
    ran = history.runs[when]
    first = {one.path for one in history.runs["first"].seen[name]}
    pages = {page for (page,) in ask(history.settings, f"select request from pages where source = '{name}'")}
    listings = {path for path in first if not any(str(page).endswith(path) for page in pages) or path == "/"}
    assert ran.reports[name].pages == 0
    assert {one.path.split("&after")[0].split("?after")[0] for one in ran.seen[name]} <= listings
    assert ran.reports[name].items > 0
    assert ran.tally.articles == 0
    assert not ran.tally.changed


@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize("when", ["a day later", "a week later"])
def test_every_page_is_asked_for_again_once(history: History, name: str, when: str) -> None:
    ran, first = history.runs[when].reports[name], history.runs["first"].reports[name]
    assert ran.revisited == ran.pages == first.fresh
    assert ran.fresh == 0


@pytest.mark.parametrize("name", MARKED)
def test_pages_that_did_not_change_cost_a_304_each(history: History, name: str) -> None:
    ran = history.runs["a week later"]
    assert {one.status for one in ran.seen[name]} == {304}
    assert ran.reports[name].bytes == 0
    assert ran.reports[name].unchanged == ran.reports[name].pages


def test_an_edit_is_a_new_version_and_the_old_one_stays(history: History) -> None:
    edited = history.runs["a day later"]
    assert edited.tally.articles == 1
    rows = ask(
        history.settings,
        "select source, is_current from articles where article_id in "
        "(select article_id from articles group by all having count(*) > 1) order by fetched_at",
    )
    assert rows == [("estuary-post", False), ("estuary-post", True)]
    report = edited.reports["estuary-post"]
    assert report.unchanged == report.pages - 1
    assert [history.runs[when].tally.articles for when in ("a week later", "much later")] == [0, 0]


@pytest.mark.parametrize("name", SOURCES)
def test_the_requests_on_record_are_those_that_the_outlet_saw(history: History, name: str) -> None:
    recorded = ask(history.settings, f"select requests from fetches where source = '{name}' order by started_at")
    assert [requests for (requests,) in recorded] == [len(ran.seen[name]) for ran in history.runs.values()]


def test_fetches_and_the_report_say_what_the_crawls_did(history: History) -> None:
    rows = ask(
        history.settings,
        "select source, items, pages, fresh, revisited, unchanged, bytes, ok, failures, errors::varchar "
        "from fetches order by started_at, source",
    )
    expected = [
        (name, one.items, one.pages, one.fresh, one.revisited, one.unchanged, one.bytes, True, 0)
        for ran in history.runs.values()
        for name, one in sorted(ran.reports.items())
    ]
    assert [row[:-1] for row in rows] == expected
    assert {row[-1] for row in rows if row[0] == "lineprinter"} == {'{"robots": 1}'}
    one = history.runs["first"].reports["fab-ledger"]
    counts = " | ".join(str(count) for count in (one.requests, one.items, one.pages, one.fresh, 0, one.bytes))
    line = f"| fab-ledger | {counts} | none | finished |"
    assert line in history.runs["first"].tally.report


def test_only_due_sources_are_planned(history: History) -> None:
    sources = list_sources(history.settings).sources
    latest = START + timedelta(days=60)
    early = plan_run(sources, settings=history.settings, now=latest + timedelta(minutes=5), only_due=True)
    assert not early.now
    assert early.describe_wait().startswith("No source is due; the next is ")
    late = plan_run(sources, settings=history.settings, now=latest + timedelta(days=1), only_due=True)
    assert [one.source.name for one in late.now] == [source.name for source in sources]


def test_without_a_warehouse_every_source_is_due(tmp_path: Path, history: History) -> None:
    settings = Settings(warehouse=tmp_path / "none.duckdb")
    sources = list_sources(history.settings).sources
    plan = plan_run(sources, settings=settings, now=START, only_due=True)
    assert [one.source for one in plan.now] == list(sources)
    assert all(not one.memory.known for one in plan.now)
