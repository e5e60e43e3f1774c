"""A warehouse of its own for each test: a copy of one that has been migrated already."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection
from warehouse_copies import OpenCopy

from warehouse.connect import connect


@pytest.fixture(scope="session")
def fresh_copy(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Return what makes one more file with the whole schema and no rows."""
    folder = tmp_path_factory.mktemp("warehouses")
    numbers = count()

    def copy() -> Path:
        return Path(shutil.copyfile(migrated, folder / f"copy-{next(numbers)}.duckdb"))

    return copy


@pytest.fixture(scope="session")
def open_copy(fresh_copy: Callable[[], Path]) -> OpenCopy:
    """Return what opens one more warehouse without rows, for the body of a `with`: it is thrown away at its end."""

    @contextmanager
    def open_one() -> Iterator[DuckDBPyConnection]:
        file = fresh_copy()
        with connect(file) as connection:
            # Nobody opens the file again: what is in the log need not be written into it.
            connection.execute("pragma disable_checkpoint_on_shutdown")
            yield connection
        file.unlink()
        file.with_name(f"{file.name}.wal").unlink(missing_ok=True)

    return open_one


@pytest.fixture
def con(open_copy: OpenCopy) -> Iterator[DuckDBPyConnection]:
    with open_copy() as connection:
        yield connection


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.duckdb"
