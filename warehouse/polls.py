"""What earlier runs leave to the next one: how each source was doing, and which pages have been asked for."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from duckdb import DuckDBPyConnection

from warehouse import sql

DEAD_AFTER = 5
"""Failures in a row that make a source a dead one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """One look at a source; the columns of `fetches` say what each field is. `problem` is "" where it is ok.

    `whole` is False where that is not known.
    """

    at: datetime
    ok: bool = True
    failures: int = 0
    fresh: int = 0
    advised_minutes: float | None = None
    quiet_hours: tuple[int, ...] = ()
    problem: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page that was asked for; the columns of `pages` say what each field is."""

    address: str
    request: str
    first_visited_at: datetime
    last_visited_at: datetime
    outcome: str
    hints: Mapping[str, str]


def recent_polls(con: DuckDBPyConnection, *, most: int) -> dict[str, tuple[Poll, ...]]:
    """Return the last polls of each source, newest first; a source that was never polled is not there."""
    rows = con.execute(sql.load("state/recent_polls"), {"most": most}).fetchall()
    found: dict[str, list[Poll]] = {}
    for source, at, ok, failures, fresh, advised_minutes, quiet_hours, errors, finish_reason, whole in rows:
        poll = Poll(
            at=at,
            ok=ok,
            failures=failures,
            fresh=fresh,
            advised_minutes=advised_minutes,
            quiet_hours=tuple(quiet_hours),
            problem="" if ok else describe_problem(json.loads(errors or "{}"), finish_reason=finish_reason),
            whole=whole,
        )
        found.setdefault(source, []).append(poll)
    return {source: tuple(polls) for source, polls in found.items()}


def describe_problem(errors: Mapping[str, int], *, finish_reason: str) -> str:
    """Return what went wrong in one poll in a few words: the kinds of its errors, else why it ended."""
    return ", ".join(sorted(errors)) or finish_reason


def list_dead(con: DuckDBPyConnection) -> dict[str, Poll]:
    """Return the last poll of each source that has failed too often in a row, by source."""
    return {source: poll for source, (poll, *_) in recent_polls(con, most=1).items() if poll.failures >= DEAD_AFTER}


def visited_pages(con: DuckDBPyConnection, *, source: str) -> list[Page]:
    """Return every page of a source that was asked for, in order of the first time."""
    query = (
        "select address, request, first_visited_at, last_visited_at, outcome, hints::varchar from pages "
        "where source = $source order by first_visited_at, address"
    )
    return [
        Page(
            address=address,
            request=request,
            first_visited_at=first,
            last_visited_at=last,
            outcome=outcome,
            hints=json.loads(hints),
        )
        for address, request, first, last, outcome, hints in con.execute(query, {"source": source}).fetchall()
    ]


def known_addresses(con: DuckDBPyConnection, *, hosts: Collection[str]) -> set[str]:
    """Return the addresses of all articles of these hosts (with port, where they have one), fetched and canonical."""
    rows = con.execute(sql.load("state/known_addresses"), {"hosts": sql.write_texts(sorted(hosts))}).fetchall()
    return {address for (address,) in rows}
