"""A real served deployment with a short interval, against the sample site."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines.launch import serve_sample
from pipelines.settings import Settings, describe_environment
from warehouse.store import read

DEADLINE = 280
pytestmark = pytest.mark.long


@pytest.mark.timeout(400)
def test_a_served_deployment_runs_again_and_again(tmp_path: Path) -> None:
    settings = Settings(warehouse=tmp_path / "w.duckdb", data_dir=tmp_path, fetch_retry_seconds=1)
    with serve_sample(settings) as sample, (tmp_path / "log").open("wb") as log:
        command = [sys.executable, "-m", "flows", "schedule", "--seconds", "15", "--all"]
        with subprocess.Popen(
            command, env=describe_environment(sample), stdout=log, stderr=log, start_new_session=True
        ) as server:
            try:
                runs = await_runs(settings.warehouse, count=2)
            finally:
                server.send_signal(signal.SIGINT)
                server.wait(60)
    assert [(trigger, status) for trigger, status, _ in runs[:2]] == [("schedule", "completed")] * 2, (
        tmp_path / "log"
    ).read_text()
    assert "56 new" in runs[0][2]
    assert "nothing changed" in runs[1][2]


def await_runs(path: Path, *, count: int) -> list[tuple[str, str, str]]:
    deadline = time.monotonic() + DEADLINE
    runs: list[tuple[str, str, str]] = []
    while len(runs) < count and time.monotonic() < deadline:
        time.sleep(1)
        if path.exists():
            with read(path) as con:
                runs = con.execute("select trigger, status, report from runs order by started_at").fetchall()
    return runs
