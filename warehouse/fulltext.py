"""What is put in order at the end of a run: the index of full-text search, and the places of claims.

Loads add behind what is in order. That is found all the same; it is the time of an answer that grows with it.
"""

from __future__ import annotations

from duckdb import DuckDBPyConnection

from warehouse import sql
from warehouse.connect import transaction

FEW = 300_000
"""Arrivals in the index that are read in no time: below, nothing is put in order."""
FEW_PLACES = 50_000
SHARE = 5
"""Things are put in order when a part in so many has arrived since, so that each row is moved few times."""

_DELETED_AT_ONCE = 4_000_000
_EMPTY = (
    "delete from search_postings where rowid < (select min(rowid) + $rows from search_postings)",
    "delete from search_arrivals where rowid < (select min(rowid) + $rows from search_arrivals)",
)


def refresh_index(con: DuckDBPyConnection) -> bool:
    """Put the index in order if much has arrived since the last time; return whether that was done."""
    postings, arrivals = con.execute(sql.load("load/count_arrivals")).fetchall()[0]
    if arrivals < FEW or arrivals * SHARE < postings:
        return False
    move_arrivals(con)
    return True


def refresh_places(con: DuckDBPyConnection) -> bool:
    """Put the places of claims in order if many have come since the last time; return whether that was done."""
    places, in_order = con.execute(sql.load("load/count_places")).fetchall()[0]
    if places < FEW_PLACES or (places - in_order) * SHARE < places:
        return False
    order_places(con)
    return True


def move_arrivals(con: DuckDBPyConnection) -> None:
    """Put the index in order, however much has arrived. Not within a transaction: see _empty."""
    con.execute(sql.load("load/order_postings"))
    for statement in _EMPTY:
        _empty(con, statement)
    con.execute(sql.load("load/place_postings"))


def order_places(con: DuckDBPyConnection) -> None:
    """Put the places of claims in order, however many have come."""
    with transaction(con):
        con.execute(sql.load("load/order_places"))


def _empty(con: DuckDBPyConnection, statement: str) -> None:
    """Delete a part of the rows at a time, each in a transaction of its own.

    Until its end a transaction keeps eight bytes of each row that it deletes, and those cannot go to disk: of the
    postings of 200,000 articles they were more than DuckDB may hold.
    """
    while con.execute(statement, {"rows": _DELETED_AT_ONCE}).fetchone() not in ((0,), None):
        pass
