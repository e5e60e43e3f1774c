"""A warehouse of its own for each test: a copy of one that has been migrated already, which takes seconds."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from warehouse.connect import connect
from warehouse.migrate import migrate


@pytest.fixture(scope="session")
def fresh_copy(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Return what makes one more file with the whole schema and no rows."""
    folder = tmp_path_factory.mktemp("warehouses")
    template = folder / "template.duckdb"
    with connect(template) as con:
        migrate(con)
        con.execute("checkpoint")
    numbers = count()

    def copy() -> Path:
        return Path(shutil.copyfile(template, folder / f"copy-{next(numbers)}.duckdb"))

    return copy


@pytest.fixture
def con(fresh_copy: Callable[[], Path]) -> Iterator[DuckDBPyConnection]:
    file = fresh_copy()
    with connect(file) as connection:
        yield connection
    file.unlink()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.duckdb"
