from __future__ import annotations

from pathlib import Path

import pytest

from warehouse.store import write


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "w.duckdb"
    with write(path):
        pass
    return path
