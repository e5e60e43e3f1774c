"""A warehouse in memory, and a place for one on disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from warehouse.connect import connect
from warehouse.migrate import migrate


@pytest.fixture
def con() -> Iterator[DuckDBPyConnection]:
    with connect() as connection:
        migrate(connection)
        yield connection


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.duckdb"
