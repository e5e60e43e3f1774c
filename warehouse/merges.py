"""Names that the registry does not know: which there are, and merging them into entities that it does know."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from duckdb import DuckDBPyConnection

from nlp.records import Entry, Label
from warehouse import sql
from warehouse.connect import transaction
from warehouse.errors import BadMerge
from warehouse.ledger import following
from warehouse.rows import fetch_dicts, fetch_rows

_EXAMPLES = 2
# The longest example; a sentence that is longer is cut at both ends.
_WIDTH = 240
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9])|\n+")


@dataclass(frozen=True, slots=True, kw_only=True)
class StrangerRow:
    """A name that the registry does not know. `examples` are sentences with it, of different articles."""

    entity_id: str
    label: str
    name: str
    spellings: tuple[str, ...]
    articles: int
    mentions: int
    claims: int
    first_seen: datetime
    last_seen: datetime
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeRow:
    """A merge that holds; the columns of `merges` say what each is."""

    provisional_id: str
    entity_id: str
    label: str
    name: str
    spellings: tuple[str, ...]
    merged_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """How many rows a merge, or the undoing of one, changed."""

    mentions: int
    claims: int


def list_strangers(
    con: DuckDBPyConnection, *, label: Label | None = None, least: int = 1, limit: int = 50
) -> list[StrangerRow]:
    """Return the names that no registry entry covers, of at least so many articles, the most frequent first."""
    values = {"label": label.value if label else None, "least": least, "count": limit}
    rows = fetch_dicts(con, "merges/find_strangers", values)
    examples = _find_examples(con, [row["entity_id"] for row in rows])
    return [StrangerRow(**row, examples=examples.get(row["entity_id"], ())) for row in rows]


def list_merges(con: DuckDBPyConnection) -> list[MergeRow]:
    """Return every merge that holds, the oldest first."""
    return list(fetch_rows(con, "merges/find_merge", {"provisional_id": None}, record=MergeRow))


def find_stranger(con: DuckDBPyConnection, provisional_id: str) -> tuple[Label, str, tuple[str, ...]]:
    """Return label, name and spellings of a name that the registry does not know; BadMerge where there is none."""
    found = fetch_dicts(con, "merges/find_stranger", {"provisional_id": provisional_id})
    if not found:
        raise BadMerge(_explain_missing(con, provisional_id))
    (row,) = found
    return Label(row["label"]), row["name"], tuple(sorted({row["name"], *row["aliases"]}))


def merge_entity(con: DuckDBPyConnection, provisional_id: str, entry: Entry, *, now: datetime | None = None) -> Moved:
    """Make the name stand for the entry, in every row and in every load to come; all in one transaction.

    Raises BadMerge, and changes nothing, for a name that is not there, is merged already or is of another label.
    """
    label, name, spellings = find_stranger(con, provisional_id)
    if label is not entry.label:
        raise BadMerge(f"{provisional_id} is a {label.value} and {entry.entity_id} a {entry.label.value}")
    keys = {"provisional_id": provisional_id, "entity_id": entry.entity_id}
    with transaction(con), following(con, provisional_id):
        _run(con, "add_entity", _describe(entry))
        record = {
            **keys,
            "label": label.value,
            "name": name,
            "spellings": list(spellings),
            "merged_at": now or datetime.now(UTC),
        }
        _run(con, "record", record)
        moved = Moved(mentions=_run(con, "move_mentions", keys), claims=_run(con, "move_claims", keys))
        _run(con, "move_past_claims", keys)
        _run(con, "drop_stranger", {"provisional_id": provisional_id})
    return moved


def unmerge_entity(con: DuckDBPyConnection, provisional_id: str) -> Moved:
    """Take a merge back: rows that it moved have their provisional id again. BadMerge where there is no such merge."""
    key = {"provisional_id": provisional_id}
    if not fetch_dicts(con, "merges/find_merge", key):
        raise BadMerge(f"{provisional_id} has not been merged: `chipwire entities merged` lists what has")
    with transaction(con), following(con, provisional_id):
        moved = Moved(mentions=_run(con, "return_mentions", key), claims=_run(con, "return_claims", key))
        _run(con, "return_past_claims", key)
        _run(con, "forget", key)
        _run(con, "add_stranger", key)
    return moved


def _explain_missing(con: DuckDBPyConnection, provisional_id: str) -> str:
    merged = fetch_rows(con, "merges/find_merge", {"provisional_id": provisional_id}, record=MergeRow)
    if merged:
        return f"{provisional_id} has been merged into {merged[0].entity_id}; `--undo` takes that back"
    return f"No new name has the id {provisional_id!r}: `chipwire entities new` lists them"


def _describe(entry: Entry) -> Mapping[str, object]:
    return {
        "entity_id": entry.entity_id,
        "label": entry.label.value,
        "name": entry.name,
        "aliases": sorted({alias.text for alias in entry.aliases}),
        "details": json.dumps(dict(entry.details), ensure_ascii=False, sort_keys=True),
    }


def _run(con: DuckDBPyConnection, name: str, values: Mapping[str, Any]) -> int:
    """Return how many rows the statement changed."""
    counted = con.execute(sql.load(f"merges/{name}"), dict(values)).fetchone()
    return int(counted[0]) if counted else 0


def _find_examples(con: DuckDBPyConnection, ids: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in fetch_dicts(con, "merges/find_contexts", {"ids": sql.write_texts(ids)}):
        sentence = cut_sentence(row["around"], row["before"])
        examples = found[row["entity_id"]]
        if len(examples) < _EXAMPLES and sentence not in examples:
            examples.append(sentence)
    return {entity_id: tuple(examples) for entity_id, examples in found.items()}


def cut_sentence(text: str, at: int, *, width: int = _WIDTH) -> str:
    """Return the sentence that holds the position, with white space made plain, cut to about `width` characters."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    first = max((end for end in ends if end <= at), default=0)
    last = min((end for end in ends if end > at), default=len(text))
    start, end = max(first, at - width // 2), min(last, at + width // 2)
    if start > first:
        start = text.find(" ", start, at) + 1 or start
    if end < last:
        end = max(text.rfind(" ", at, end), at + 1)
    cut = " ".join(text[start:end].split())
    return ("…" if start > first else "") + cut + ("…" if end < last else "")


__all__ = [
    "Label",
    "MergeRow",
    "Moved",
    "StrangerRow",
    "cut_sentence",
    "find_stranger",
    "list_merges",
    "list_strangers",
    "merge_entity",
    "unmerge_entity",
]
