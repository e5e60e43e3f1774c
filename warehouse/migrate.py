"""Bring a warehouse to the schema of this version: numbered migrations forward only, the views, then the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime

from duckdb import DuckDBPyConnection

from warehouse import sql
from warehouse.connect import transaction
from warehouse.errors import MigrationChanged, WarehouseTooNew
from warehouse.ledger import rebuild


def migrate(
    con: DuckDBPyConnection,
    *,
    names: Callable[[str], tuple[str, ...]] = sql.names,
    load: Callable[[str], str] = sql.load,
) -> list[str]:
    """Apply what is missing and return its names; each is applied in one transaction with the record of it.

    `names` and `load` say which files there are, as `warehouse.sql` does for its own.
    """
    con.execute(sql.load("store/create_migrations"))
    applied = _read_applied(con)
    migrations = names("schema")
    unknown = sorted(name for name in applied if name.startswith("schema/") and name not in migrations)
    if unknown:
        raise WarehouseTooNew(
            f"This warehouse has been written by a newer chipwire (it has {', '.join(unknown)}): "
            "upgrade chipwire to use it"
        )
    texts = {name: load(name) for name in migrations}
    for name, text in texts.items():
        if name in applied and applied[name] != _checksum(text):
            raise MigrationChanged(
                f"{name}.sql is not the text that was applied to this warehouse: "
                "put the old text back and write the change as a new migration"
            )
    todo = [(name, text) for name, text in texts.items() if name not in applied]
    views = [(name, load(name)) for name in names("marts")]
    # A view may name columns that a migration has just changed, so all are made again after one.
    todo += [(name, text) for name, text in views if todo or applied.get(name) != _checksum(text)]
    for name, text in todo:
        _apply(con, name, text)
    # What the ledger has worked out may rest on any of them, so all of it is worked out again after one.
    workings = [(name, load(name)) for name in names("ledger")]
    if workings and (todo or any(applied.get(name) != _checksum(text) for name, text in workings)):
        rebuild(con)
        for name, text in workings:
            _record(con, name, text)
        todo += workings
    return [name for name, _ in todo]


def list_pending(con: DuckDBPyConnection) -> list[str]:
    """Return what `migrate` would apply or refuse, in words; empty for a warehouse of this version."""
    applied = _read_applied(con)
    known = sql.names("schema") + sql.names("marts") + sql.names("ledger")
    pending = [f"{name} has not been applied" for name in known if name not in applied]
    pending += [
        f"{name} differs from what was applied"
        for name in known
        if name in applied and applied[name] != _checksum(sql.load(name))
    ]
    pending += [f"{name} is of a newer chipwire" for name in sorted(applied) if name not in known]
    return pending


def _read_applied(con: DuckDBPyConnection) -> dict[str, str]:
    return dict(con.execute("select name, checksum from migrations order by name").fetchall())


def _apply(con: DuckDBPyConnection, name: str, text: str) -> None:
    with transaction(con):
        con.execute(text)
        _record(con, name, text)


def _record(con: DuckDBPyConnection, name: str, text: str) -> None:
    record = {"name": name, "checksum": _checksum(text), "applied_at": datetime.now(UTC)}
    con.execute(sql.load("store/record_migration"), record)


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
