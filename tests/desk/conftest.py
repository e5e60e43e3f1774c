from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest

from desk.cli.main import main
from pipelines.fetch import read_files
from pipelines.ingest import ingest, open_import
from pipelines.progress import show_progress
from pipelines.settings import Settings, describe_environment

ARTICLES = Path(__file__).parent.parent / "data" / "imports"


@dataclass(frozen=True)
class Answer:
    status: int
    stdout: str
    stderr: str


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small warehouse of two imported articles."""
    folder = tmp_path_factory.mktemp("desk")
    settings = Settings(warehouse=folder / "w.duckdb", data_dir=folder)
    with show_progress() as meter:
        ingest(read_files([ARTICLES]), run=open_import(), settings=settings, meter=meter)
    return settings.warehouse


@pytest.fixture(scope="session")
def chipwire(warehouse: Path) -> Callable[..., Answer]:
    """Run the command line on the small warehouse, as the console script does."""
    environment = describe_environment(Settings(warehouse=warehouse, data_dir=warehouse.parent)) | {"COLUMNS": "200"}

    def run(*arguments: str, given: str = "", **settings: str) -> Answer:
        out, err = io.StringIO(), io.StringIO()
        stdin = io.TextIOWrapper(io.BytesIO(given.encode()))
        with (
            mock.patch.object(sys, "argv", ["chipwire", *arguments]),
            mock.patch.object(sys, "stdin", stdin),
            mock.patch.dict(os.environ, environment | {f"CHIPWIRE_{n.upper()}": v for n, v in settings.items()}),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            try:
                main()
            except SystemExit as ended:
                status = int(ended.code or 0)
            else:
                status = 0
        return Answer(status, out.getvalue(), err.getvalue())

    return run
