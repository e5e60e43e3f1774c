"""Runs that go wrong: an outlet that cannot be read, a warehouse that another run is writing."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from pipelines.settings import Settings, describe_environment
from warehouse.search import latest_run
from warehouse.store import read, write

# The guard refuses a private address at once, with nothing sent; nothing listens on the port of loopback.
REFUSED = """
[[source]]
name = "refused"
kind = "feed"
url = "http://10.0.0.1/feed.xml"
"""
BOTH = f"""
allow_hosts = ["127.0.0.1:9"]

[[source]]
name = "gone"
kind = "feed"
url = "http://127.0.0.1:9/feed.xml"
{REFUSED}"""


SERVER_SECONDS = 120
pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Prefect server that all runs here share, as each would take ten seconds to start its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home = tmp_path_factory.mktemp("prefect")
    environment = {**os.environ, "PREFECT_HOME": str(home), "DO_NOT_TRACK": "1"}
    environment["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"
    command = [sys.executable, "-m", "prefect", "server", "start", "--no-ui", "--port", str(port)]
    with (
        (home / "log").open("wb") as log,
        subprocess.Popen([*command, "--host", "127.0.0.1"], env=environment, stdout=log, stderr=log) as server,
    ):
        try:
            await_answer(server, f"http://127.0.0.1:{port}/api/health", log=home / "log")
            yield f"http://127.0.0.1:{port}/api"
        finally:
            server.terminate()


def await_answer(server: subprocess.Popen[bytes], address: str, *, log: Path) -> None:
    deadline = time.monotonic() + SERVER_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            urlopen(address, timeout=5).close()
        except (URLError, TimeoutError):
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"Prefect's server does not answer:\n{log.read_text()}")


def run_flow(settings: Settings, prefect: str, *, sources: str) -> subprocess.CompletedProcess[str]:
    settings.sources.write_text(sources, encoding="utf-8")
    command = [sys.executable, "-m", "flows", "run"]
    environment = describe_environment(settings) | {"PREFECT_API_URL": prefect}
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


def test_an_outlet_that_cannot_be_reached_is_tried_again_and_fails_the_run(tmp_path: Path, prefect: str) -> None:
    settings = make_settings(tmp_path)
    answer = run_flow(settings, prefect, sources=BOTH)
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


def test_a_warehouse_that_is_being_written_ends_the_run_with_one_line(tmp_path: Path, prefect: str) -> None:
    settings = make_settings(tmp_path)
    # The outlet that is tried again and again would only take its time.
    with write(settings.warehouse):
        answer = run_flow(settings, prefect, sources=REFUSED)
    assert answer.returncode == 2
    assert "chipwire: " in answer.stderr
    assert "is being written by another chipwire" in answer.stderr.splitlines()[-1]
