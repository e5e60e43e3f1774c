"""Open the warehouse: many readers at any time, one writer, and no reader ever sees half a run."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.connect import MEMORY_LIMIT, connect, connect_readonly
from warehouse.errors import WarehouseBusy, WarehouseDamaged, WarehouseMissing
from warehouse.fulltext import refresh_index, refresh_places
from warehouse.load import settle
from warehouse.lock import hold_lock
from warehouse.migrate import list_pending, migrate

WAIT = 5.0
"""Seconds a writer waits for another one: longer than a publish, shorter than a run."""


@contextmanager
def read(path: Path, *, external: bool = False, memory: str = MEMORY_LIMIT) -> Iterator[DuckDBPyConnection]:
    """Give a read-only connection to what was last published; WarehouseMissing where nothing was.

    Hold it as long as you like: it goes on showing the same state, and holds no writer up. A file that an older
    chipwire wrote is brought up to date first; one that a newer chipwire wrote is refused. `external` lets statements
    reach other files too, `memory` is what they may hold.
    """
    con = _open(path, external=external, memory=memory)
    if list_pending(con):
        con.close()
        with write(path):
            pass
        con = _open(path, external=external, memory=memory)
    try:
        yield con
    finally:
        con.close()


@contextmanager
def write(path: Path, *, wait: float = WAIT) -> Iterator[DuckDBPyConnection]:
    """Give a connection to a migrated copy, and publish the copy at the end; an error leaves the warehouse as it was.

    Before the copy is published the ledger is settled, where a load left it open, and places of claims and full-text
    index are put in order, where much has arrived.

    Makes the file, and its folder, where there is none.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # The file itself and not a link to it is what is replaced.
    path = path.resolve()
    upcoming = path.with_name(path.name + ".next")
    with hold_lock(path, wait=wait):
        _discard(upcoming)
        try:
            if path.exists():
                _copy(path, upcoming)
            con = connect(upcoming)
            try:
                migrate(con)
                yield con
                settle(con)
                refresh_index(con)
                refresh_places(con)
                con.execute("checkpoint")
            finally:
                con.close()
            _publish(upcoming, path)
        finally:
            _discard(upcoming)


def _open(path: Path, *, external: bool = False, memory: str = MEMORY_LIMIT) -> DuckDBPyConnection:
    if not path.is_file():
        raise WarehouseMissing(path)
    try:
        con = connect_readonly(path, external=external, memory=memory)
    except duckdb.IOException as error:
        if "lock" in str(error):
            raise WarehouseBusy(f"{path} is open for writing in a program other than chipwire: {error}") from error
        raise WarehouseDamaged(f"{path} cannot be opened: {error}") from error
    except duckdb.Error as error:
        raise WarehouseDamaged(f"{path} cannot be opened: {error}") from error
    tables = con.execute("select count(*) from duckdb_tables() where table_name = 'migrations'").fetchone()
    if tables == (0,):
        con.close()
        raise WarehouseDamaged(f"{path} is a DuckDB file but no chipwire warehouse")
    return con


def _copy(path: Path, upcoming: Path) -> None:
    # Opened while it is copied: DuckDB's own lock keeps every other program from writing to it meanwhile.
    con = _open(path)
    try:
        shutil.copyfile(path, upcoming)
        log = _log_of(path)
        if log.exists():
            shutil.copyfile(log, _log_of(upcoming))
    finally:
        con.close()


def _publish(upcoming: Path, path: Path) -> None:
    _sync(upcoming)
    upcoming.replace(path)
    # A log beside the old file has been replayed into the new one and must not be replayed again.
    _log_of(path).unlink(missing_ok=True)
    _sync(path.parent)


def _discard(upcoming: Path) -> None:
    upcoming.unlink(missing_ok=True)
    _log_of(upcoming).unlink(missing_ok=True)
    shutil.rmtree(f"{upcoming}.tmp", ignore_errors=True)


def _log_of(path: Path) -> Path:
    return path.with_name(path.name + ".wal")


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
