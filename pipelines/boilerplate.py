"""What the warehouse knows of the lines that hosts repeat, for the stage that leaves them out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import duckdb

from spiders.extraction.recurring import Recurring, RecurringLine
from warehouse.batch import BoilerplateRow
from warehouse.state import known_boilerplate, recent_texts

# Of each host, so many of its newest articles are compared with the pages that have just come.
_MOST = 60

Recall: TypeAlias = Callable[[Sequence[str]], Mapping[str, Mapping[str, str]]]
"""Gives the texts of earlier articles of some hosts, by host and article_id."""


def open_recurring(con: duckdb.DuckDBPyConnection) -> Recurring:
    """Return the lines that earlier runs learned."""
    return Recurring(
        RecurringLine(host=row.host, line=row.line, only_at_edges=row.only_at_edges, sample=row.sample)
        for row in known_boilerplate(con)
    )


def open_recall(con: duckdb.DuckDBPyConnection) -> Recall:
    """Return what gives the texts that the warehouse has of some hosts."""
    return lambda hosts: recent_texts(con, hosts, most=_MOST)


def take_rows(recurring: Recurring) -> tuple[BoilerplateRow, ...]:
    """Return what has been learned since the last call, as rows of the warehouse."""
    return tuple(
        BoilerplateRow(host=line.host, line=line.line, only_at_edges=line.only_at_edges, sample=line.sample)
        for line in recurring.take_learned()
    )
