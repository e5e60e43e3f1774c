"""Runs that go wrong: an outlet that cannot be read, a warehouse that another run is writing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pipelines.settings import Settings, describe_environment
from warehouse.search import latest_run
from warehouse.store import read, write

# The guard refuses a private address at once, with nothing sent; nothing listens on the port of loopback.
SOURCES = """
allow_hosts = ["127.0.0.1:9"]

[[source]]
name = "gone"
kind = "feed"
url = "http://127.0.0.1:9/feed.xml"

[[source]]
name = "refused"
kind = "feed"
url = "http://10.0.0.1/feed.xml"
"""


def run_flow(settings: Settings) -> subprocess.CompletedProcess[str]:
    settings.sources.write_text(SOURCES, encoding="utf-8")
    command = [sys.executable, "-m", "flows", "run"]
    environment = describe_environment(settings)
    return subprocess.run(command, env=environment, check=False, capture_output=True, text=True, timeout=200)


def make_settings(folder: Path) -> Settings:
    return Settings(
        warehouse=folder / "w.duckdb",
        data_dir=folder,
        sources=folder / "sources.toml",
        fetch_retries=1,
        fetch_retry_seconds=0,
        download_delay=0.0,
    )


def test_an_outlet_that_cannot_be_reached_is_tried_again_and_fails_the_run(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    answer = run_flow(settings)
    assert answer.returncode == 1
    assert "(run) failed" in answer.stdout
    assert "| gone |" in answer.stdout
    # One spool for each try; an address that is refused stays so.
    tries = {name: len(list((tmp_path / "spool").glob(f"{name}-*.jsonl"))) for name in ("gone", "refused")}
    assert tries == {"gone": 2, "refused": 1}
    with read(settings.warehouse) as con:
        run = latest_run(con)
    assert run is not None
    assert (run.status, run.trigger) == ("failed", "run")


def test_a_warehouse_that_is_being_written_ends_the_run_with_one_line(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    with write(settings.warehouse):
        answer = run_flow(settings)
    assert answer.returncode == 2
    assert "chipwire: " in answer.stderr
    assert "is being written by another chipwire" in answer.stderr.splitlines()[-1]
