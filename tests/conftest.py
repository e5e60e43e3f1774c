"""What all tests share: a warehouse that is migrated already, and the order of the files."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from warehouse.connect import connect
from warehouse.migrate import migrate


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files marked `long` first: a file is one process's, and none should wait for a long one at the end."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse file with the whole schema and no rows, to copy."""
    path = tmp_path_factory.mktemp("migrated") / "w.duckdb"
    with connect(path) as con:
        migrate(con)
        con.execute("checkpoint")
    return path


@pytest.fixture(scope="module", autouse=True)
def _new_warehouses_are_copies(request: pytest.FixtureRequest, migrated: Path) -> Iterator[None]:
    """A new warehouse starts as a copy of one that `migrate` has made, but for the modules that are about its start."""

    def connect_copy(path: Path) -> DuckDBPyConnection:
        if not path.exists():
            shutil.copyfile(migrated, path)
        return connect(path)

    with pytest.MonkeyPatch.context() as patch:
        if not getattr(request.module, "OWN_MIGRATIONS", False):
            patch.setattr("warehouse.store.connect", connect_copy)
        yield
