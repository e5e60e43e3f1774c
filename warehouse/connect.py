"""The one way to open DuckDB, so that every connection has the same limits and the same extensions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.errors import BadQuery, WarehouseError

MEMORY_LIMIT = "256MB"
"""What one connection may hold before it goes to disk: with the models beside it an import stays under 1.5 GB."""
SHARE = 0.7
"""What a writer may hold of a file that is larger than that: to write, DuckDB keeps the indexes of its keys at hand."""
GROWN = 0.16
"""The same of a file that has grown past it in this writer's hands: less, as a first import is to stay under 1.5 GB.

Among two million claims the indexes alone take 250 MB while a batch of 500 articles is loaded.
"""
THREADS = 2
SMALL = 32e6
"""Bytes up to which a file is worked on by one thread: there a second one takes more time to wake than it saves."""
ROWS_AT_ONCE = 20_480
"""Rows of a row group. A load writes the last group of a table again whole: of 100,000 vectors that took seconds."""

_ENOUGH = 256e6
_NAME = "warehouse"
_WRITING = f"row_group_size {ROWS_AT_ONCE}"

Config = dict[str, str | bool | int | float | list[str]]


def connect(path: Path | None = None) -> DuckDBPyConnection:
    """Open a file for writing, or a database in memory."""
    config = _config(path)
    if path is None:
        return _prepare(duckdb.connect(":memory:", config=config))
    held = max(_ENOUGH, SHARE * _measure(path))
    con = _open(config, path, _WRITING)
    _hold(con, held)
    return con


def relieve(con: DuckDBPyConnection, *, full: float = 0.5) -> bool:
    """Let go of the file and take it up again, where so much of what `con` may hold is full; say whether it was.

    What was added to the index of a key stays in memory for as long as the file is held, and a long run adds so much
    that nothing else would find room. `con` may hold more from then on where the file has grown much, and work with
    more threads. Not within a transaction; temporary tables stay.
    """
    query = (
        "select path, getvariable('held') from duckdb_databases() where database_name = $name "
        "and (select sum(memory_usage_bytes) from duckdb_memory()) > $full * getvariable('held')"
    )
    found = con.execute(query, {"name": _NAME, "full": full}).fetchone()
    if found is None:
        return False
    path, held = found
    con.execute(f"use memory; detach {_NAME}")
    con.execute("set threads = $threads", {"threads": _count_threads(Path(path))})
    grown = GROWN * _measure(Path(path))
    if grown > max(_ENOUGH, held):
        _hold(con, grown)
    _attach(con, path, _WRITING)
    return True


def connect_readonly(path: Path, *, external: bool = False, memory: str = MEMORY_LIMIT) -> DuckDBPyConnection:
    """Open a file so that nothing can be written to it, and nothing but it can be read unless `external` is set.

    The file is attached to a database of its own: duckdb.connect would hand every reader of this process the
    instance that is already open, and with it the old file, for as long as any reader is there.
    """
    try:
        con = _open({**_config(path), "memory_limit": memory}, path, "read_only")
    except duckdb.ParserException as error:
        raise BadQuery(f"{memory!r} is no amount of memory: write it as 500MB or 2GB ({error})") from error
    try:
        if not external:
            con.execute("set enable_external_access = false")
        con.execute("set lock_configuration = true")
    except BaseException:
        con.close()
        raise
    return con


def connect_beside(con: DuckDBPyConnection) -> DuckDBPyConnection:
    """Open another connection to what `con` has open: `con` may be asked while the answer of this one is read."""
    cursor = con.cursor()
    if (_NAME,) in cursor.execute("show databases").fetchall():
        cursor.execute(f"use {_NAME}")
    return cursor


@contextmanager
def transaction(con: DuckDBPyConnection) -> Iterator[None]:
    """All that is written within it, or with an error nothing of it."""
    con.begin()
    try:
        yield
    except BaseException:
        con.rollback()
        raise
    con.commit()


def _hold(con: DuckDBPyConnection, held: float) -> None:
    con.execute("set memory_limit = $limit", {"limit": f"{held / 1e6:.0f}MB"})
    con.execute("set variable held = $held", {"held": held})


def _open(config: Config, path: Path, option: str) -> DuckDBPyConnection:
    con = _prepare(duckdb.connect(":memory:", config=config))
    try:
        _attach(con, str(path), option)
    except BaseException:
        con.close()
        raise
    return con


def _attach(con: DuckDBPyConnection, path: str, option: str) -> None:
    # ATTACH takes no parameter: this is the one statement that is put together here.
    con.execute("attach '" + path.replace("'", "''") + f"' as {_NAME} ({option})")
    con.execute(f"use {_NAME}")


def _config(path: Path | None) -> Config:
    config: Config = {
        "autoinstall_known_extensions": False,
        "memory_limit": MEMORY_LIMIT,
        "threads": _count_threads(path),
        # For the one extension that is loaded here, and taken back there: see _prepare.
        "allow_unsigned_extensions": _is_signed(),
    }
    if path is not None:
        config["temp_directory"] = f"{path}.tmp"
    return config


def _measure(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _count_threads(path: Path | None) -> int:
    return THREADS if path is not None and _measure(path) > SMALL else 1


def _prepare(con: DuckDBPyConnection) -> DuckDBPyConnection:
    con.load_extension(str(_find_fts()))
    con.execute("set allow_unsigned_extensions = false")
    con.execute("set timezone = 'UTC'")
    # DuckDB draws its own bar under a slow statement, even into a pipe; the run's meter says how far it is.
    con.execute("set enable_progress_bar = false")
    return con


@cache
def _is_signed() -> bool:
    """Whether DuckDB takes the extension for one of its own; raises where it does not.

    It reads all of the extension for that, which takes four times as long as the rest of opening a file: once is enough
    for a process.
    """
    with duckdb.connect(":memory:", config={"autoinstall_known_extensions": False}) as con:
        con.load_extension(str(_find_fts()))
    return True


@cache
def _find_fts() -> Path:
    spec = find_spec("duckdb_extension_fts")
    if spec is None or spec.submodule_search_locations is None:
        raise WarehouseError("The package duckdb-extension-fts is not installed: pip install duckdb-extension-fts")
    # An extension loads only into the version it was built for; load_extension says so when they differ.
    found = [path for place in spec.submodule_search_locations for path in Path(place).rglob("fts.duckdb_extension")]
    if not found:
        raise WarehouseError("The package duckdb-extension-fts has no fts.duckdb_extension: install it again")
    return found[0]
