"""Claims by their keys, read from the cards that hold each of them in one value."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from typing import Any

from duckdb import DuckDBPyConnection

from warehouse import sql
from warehouse.rows import ClaimRow

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIELDS = tuple(field.name for field in fields(ClaimRow) if field.name != "role")
# So many at once are looked up in the index; for more, DuckDB would read the whole table each time.
_AT_ONCE = 500


def read_cards(con: DuckDBPyConnection, keys: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return the columns of these claims by their keys; a claim that is not there is left out."""
    found: dict[int, dict[str, Any]] = {}
    for first in range(0, len(keys), _AT_ONCE):
        query = sql.load_keyed("search/fetch_cards", keys[first : first + _AT_ONCE])
        rows = con.execute(query).fetchall()
        found.update(zip((key for key, _ in rows), _read(card for _, card in rows), strict=True))
    return found


def read_claims(con: DuckDBPyConnection, keys: Sequence[int], *, about: Collection[str] = ()) -> tuple[ClaimRow, ...]:
    """Return these claims in the order of the keys; `about` are the entities that were asked for."""
    cards = read_cards(con, keys)
    return tuple(ClaimRow(**cards[key], role=_tell_role(cards[key], about)) for key in keys if key in cards)


def _tell_role(card: dict[str, Any], about: Collection[str]) -> str:
    return "reference" if about and card["subject_id"] not in about else "subject"


def _read(cards: Iterable[str]) -> Iterator[dict[str, Any]]:
    # At once: the parser is started for each text that it is given.
    for values in json.loads(f"[{','.join(cards)}]"):
        card = dict(zip(_FIELDS, values, strict=True))
        for day in ("period_start", "period_end"):
            if card[day] is not None:
                card[day] = date.fromisoformat(card[day])
        if card["published_at"] is not None:
            card["published_at"] = _EPOCH + timedelta(microseconds=card["published_at"])
        yield card
