"""What a connection may do: how many threads it works with, and which extensions it loads."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from duckdb import DuckDBPyConnection
from warehouse_records import join, say

from warehouse import connect as connecting
from warehouse.connect import connect, connect_readonly, relieve
from warehouse.load import load
from warehouse.state import table_digests


@pytest.fixture
def file(fresh_copy):
    file = fresh_copy()
    yield file
    file.unlink()


@pytest.fixture
def forged(tmp_path: Path) -> Path:
    """The extension under another name and without its signature, which stands in the last 256 bytes."""
    forged = tmp_path / "forged.duckdb_extension"
    forged.write_bytes(connecting._find_fts().read_bytes()[:-256] + bytes(256))
    return forged


def count_threads(con: DuckDBPyConnection) -> int:
    return con.execute("select current_setting('threads')").fetchall()[0][0]


def test_one_thread_works_on_a_small_file_and_two_on_a_large_one(file, monkeypatch):
    for expected in (1, 2):
        with connect(file) as con:
            assert count_threads(con) == expected
        with connect_readonly(file) as con:
            assert count_threads(con) == expected
        monkeypatch.setattr(connecting, "SMALL", file.stat().st_size - 1)


def test_a_second_thread_comes_when_the_file_has_grown(file, monkeypatch):
    with connect(file) as con:
        assert relieve(con, full=0)
        assert count_threads(con) == 1
        monkeypatch.setattr(connecting, "SMALL", file.stat().st_size - 1)
        assert relieve(con, full=0)
        assert count_threads(con) == 2


def test_two_threads_write_what_one_does(fresh_copy, monkeypatch):
    batch = join(*(say(f"paper-{n}", f"${n},000", n * 1000.0, "USD", day=n, metric="price") for n in range(1, 6)))
    digests = []
    for small in (connecting.SMALL, 0):
        monkeypatch.setattr(connecting, "SMALL", small)
        with connect(fresh_copy()) as con:
            load(con, batch)
            digests.append(table_digests(con))
    assert digests[0] == digests[1]


@pytest.mark.parametrize("open_file", [connect, connect_readonly])
def test_no_extension_is_loaded_without_a_signature_of_duckdb(open_file, file, forged):
    with open_file(file) as con:
        assert con.execute("select stem('running', 'english')").fetchone() == ("run",)
        assert con.execute("select current_setting('allow_unsigned_extensions')").fetchone() == (False,)
        with pytest.raises(duckdb.Error, match="Cannot change"):
            con.execute("set allow_unsigned_extensions = true")
        with pytest.raises(duckdb.Error, match=r"signature|Loading external extensions is disabled"):
            con.load_extension(str(forged))


def test_an_extension_without_a_signature_is_refused_before_any_file_is_opened(forged, tmp_path, monkeypatch):
    monkeypatch.setattr(connecting, "_find_fts", lambda: forged)
    connecting._is_signed.cache_clear()
    try:
        with pytest.raises(duckdb.Error, match="signature"):
            connect(tmp_path / "w.duckdb")
    finally:
        connecting._is_signed.cache_clear()
    assert not (tmp_path / "w.duckdb").exists()
