"""The full-text index: tables that every load adds its articles to, put in order when much has arrived."""

from __future__ import annotations

from duckdb import DuckDBPyConnection

from warehouse import sql

FEW = 300_000
"""Arrivals that are read in no time: below, nothing is put in order."""
SHARE = 5
"""The index is put in order when a part in so many has arrived since, so that each posting is moved few times."""


def refresh_index(con: DuckDBPyConnection) -> bool:
    """Put the index in order if much has arrived since the last time; return whether that was done.

    Search finds what a load has brought without this; it is the time of a search that grows with arrivals.
    """
    postings, arrivals = con.execute(sql.load("load/count_arrivals")).fetchall()[0]
    if arrivals < FEW or arrivals * SHARE < postings:
        return False
    move_arrivals(con)
    return True


def move_arrivals(con: DuckDBPyConnection) -> None:
    """Put the index in order, however much has arrived."""
    con.begin()
    try:
        con.execute(sql.load("load/move_arrivals"))
    except BaseException:
        con.rollback()
        raise
    con.commit()
