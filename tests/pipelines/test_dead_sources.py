"""Sources that do not answer: kept, asked less and less often, reported, and alive again when they answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from desk.cli.main import app
from pipelines.fetch import FetchError, list_sources, require_pages
from pipelines.ingest import ingest, open_run
from pipelines.plan import Plan, plan_run
from pipelines.progress import show_progress
from pipelines.report import Tally
from pipelines.settings import Settings
from pipelines.standing import State, list_standings
from spiders.crawl import CrawlReport
from warehouse.polls import DEAD_AFTER

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
SOURCES = """
[[source]]
name = "silent"
kind = "feed"
url = "https://silent.test/feed.xml"

[[source]]
name = "lively"
kind = "feed"
url = "https://lively.test/feed.xml"
"""
THIRD = """
[[source]]
name = "third"
kind = "feed"
url = "https://third.test/feed.xml"
"""


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr("pipelines.ingest.list_entries", lambda _settings: [])
    (tmp_path / "sources.toml").write_text(SOURCES, encoding="utf-8")
    return Settings(warehouse=tmp_path / "w.duckdb", data_dir=tmp_path, sources=tmp_path / "sources.toml")


def report(settings: Settings, name: str, *, now: datetime, ok: bool = True, **errors: int) -> CrawlReport:
    spool = settings.data_dir / f"{name}-{now:%Y%m%dT%H%M%S}.jsonl"
    spool.touch()
    return CrawlReport(
        source=name,
        spool=spool,
        log=spool,
        started=now,
        seconds=1.0,
        requests=2,
        pages=0,
        unchanged=0,
        bytes=10,
        finish_reason="finished",
        ok=ok,
        errors={kind.replace("_", " "): count for kind, count in errors.items()},
    )


def plan(settings: Settings, now: datetime, *, only_due: bool = False, only: Sequence[str] = ()) -> Plan:
    return plan_run(list_sources(settings, only=only).sources, settings=settings, now=now, only_due=only_due)


def load(settings: Settings, reports: Sequence[CrawlReport], *, only: Sequence[str] = ()) -> Tally:
    assigned = plan(settings, reports[0].started, only=only).now
    run = open_run("test").with_fetches(assigned, reports)
    with show_progress() as meter:
        return ingest([], run=run, settings=settings, meter=meter)


def fail(settings: Settings, *, times: int, start: int = 0) -> list[Tally]:
    tallies = []
    for number in range(start, start + times):
        now = START + timedelta(days=number)
        silent = report(settings, "silent", now=now, ok=False, http_404=1)
        tallies.append(load(settings, [silent, report(settings, "lively", now=now)]))
    return tallies


def test_a_source_is_dead_after_some_failures_in_a_row_and_the_run_says_so(settings: Settings) -> None:
    tallies = fail(settings, times=DEAD_AFTER + 1)
    assert ["silent is dead" in tally.report for tally in tallies] == [False] * (DEAD_AFTER - 1) + [True, True]
    assert "5 failures in a row (http 404)" in tallies[DEAD_AFTER - 1].report
    # That it fails is known by then, and no reason any more to call the run a partial one.
    assert [tally.status for tally in tallies] == ["partial"] * DEAD_AFTER + ["completed"]


def test_a_dead_source_is_kept_and_asked_at_its_slowest_pace(settings: Settings) -> None:
    fail(settings, times=DEAD_AFTER)
    last = START + timedelta(days=DEAD_AFTER - 1)
    soon = plan(settings, last + timedelta(hours=12), only_due=True)
    assert "silent" in [one.source.name for one in soon.later]
    later = plan(settings, last + timedelta(hours=24), only_due=True)
    assert {one.source.name: one.is_dead for one in later.now} == {"silent": True, "lively": False}


def test_a_dead_source_revives_when_it_answers(settings: Settings) -> None:
    fail(settings, times=DEAD_AFTER)
    now = START + timedelta(days=DEAD_AFTER)
    tally = load(settings, [report(settings, "silent", now=now), report(settings, "lively", now=now)])
    assert "dead" not in tally.report
    (silent, _) = plan(settings, now).now
    assert (silent.failures, silent.is_dead) == (0, False)
    assert silent.due is not None
    assert silent.due < now + timedelta(hours=24)


def test_a_machine_without_a_network_makes_no_source_dead(settings: Settings) -> None:
    settings.sources.write_text(SOURCES + THIRD, encoding="utf-8")
    for number in range(DEAD_AFTER + 2):
        now = START + timedelta(days=number)
        names = ("silent", "lively", "third")
        tally = load(settings, [report(settings, name, now=now, ok=False, dns=1) for name in names])
        assert tally.status == "failed"
    assert [one.failures for one in plan(settings, now).now] == [0, 0, 0]


def test_one_of_two_sources_alone_in_a_run_still_counts_its_failures(settings: Settings) -> None:
    for number in range(DEAD_AFTER):
        silent = report(settings, "silent", now=START + timedelta(days=number), ok=False, tls=1)
        load(settings, [silent], only=["silent"])
    assert [one.is_dead for one in plan(settings, START).now] == [True, False]


@pytest.mark.parametrize("kind", ["http_404", "http_410", "listing", "robots", "refused_address"])
def test_what_stays_as_it_is_is_not_tried_again_within_a_run(settings: Settings, kind: str) -> None:
    gone = report(settings, "silent", now=START, ok=False, **{kind: 1})
    assert require_pages(gone) is gone


@pytest.mark.parametrize("kind", ["http_503", "http_429", "dns", "tls", "timeout", "connection"])
def test_what_may_pass_is_tried_again(settings: Settings, kind: str) -> None:
    with pytest.raises(FetchError):
        require_pages(report(settings, "silent", now=START, ok=False, **{kind: 1}))


def test_a_crawl_that_crashed_is_tried_again(settings: Settings) -> None:
    crashed = replace(report(settings, "silent", now=START, ok=False), finish_reason="crashed")
    with pytest.raises(FetchError):
        require_pages(crashed)


def test_the_standing_of_each_source_is_told(settings: Settings) -> None:
    assert {one.state for one in list_standings(settings)} == {State.NEW}
    fail(settings, times=1)
    silent, lively = list_standings(settings)
    assert (silent.state, silent.failures, silent.problem) == (State.FAILING, 1, "http 404")
    assert (lively.state, lively.failures, lively.problem, lively.last_read) == (State.OK, 0, "", START)
    fail(settings, times=DEAD_AFTER - 1, start=1)
    assert list_standings(settings, only=["silent"])[0].state is State.DEAD


def test_the_commands_show_dead_sources(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    fail(settings, times=DEAD_AFTER)
    monkeypatch.setenv("CHIPWIRE_WAREHOUSE", str(settings.warehouse))
    monkeypatch.setenv("CHIPWIRE_SOURCES", str(settings.sources))
    listed = CliRunner().invoke(app, ["sources", "list"])
    assert listed.exit_code == 0, listed.output
    assert "2 sources, 1 of them dead" in listed.output
    examined = CliRunner().invoke(app, ["doctor"])
    assert examined.exit_code == 0, examined.output
    assert "silent is dead, 5 failures in a row (http 404)" in examined.output
