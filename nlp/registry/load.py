"""The registry: every entry, and every spelling that stands for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from nlp.records import Alias, Entry, Label
from nlp.registry.errors import RegistryError
from nlp.registry.rows import Row, read_rows
from nlp.registry.tables import TABLES

_SHIPPED = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """All entries by id, and by each exact spelling the entries it may stand for.

    Where a spelling has several entries, all but one of them need a word nearby (`Alias.near`); the one
    that needs none comes last.
    """

    entries: Mapping[str, Entry]
    aliases: Mapping[str, tuple[tuple[Entry, Alias], ...]]

    def get(self, entity_id: str) -> Entry | None:
        """Give the entry of this id, None where there is none."""
        return self.entries.get(entity_id)


@cache
def load_registry(extra: Path | None = None) -> Registry:
    """Give the shipped registry, with the entries of a user's own file added; read once for each file."""
    return read_registry(_SHIPPED, extra=extra)


def read_registry(folder: Path, *, extra: Path | None = None) -> Registry:
    """Read and check the six files of a folder and a user's own file; RegistryError says what is wrong where."""
    rows: dict[str, Row] = {}
    for table in TABLES:
        _add(rows, read_rows(folder / table.file, table))
    if extra is not None:
        _add(rows, read_rows(extra))
    for row in rows.values():
        _check_references(row, rows)
    spellings: dict[str, list[tuple[Row, Alias]]] = defaultdict(list)
    entries = {}
    for row in rows.values():
        aliases = _all_aliases(row, rows)
        entries[row.entity_id] = Entry(
            entity_id=row.entity_id,
            label=row.table.label,
            name=row.name,
            aliases=aliases,
            details=MappingProxyType(row.details),
        )
        for alias in aliases:
            spellings[alias.text].append((row, alias))
    for text, owners in spellings.items():
        _check_shared(text, owners)
    by_text = {
        text: tuple((entries[row.entity_id], alias) for row, alias in sorted(owners, key=_needs_no_word))
        for text, owners in spellings.items()
    }
    return Registry(entries=MappingProxyType(entries), aliases=MappingProxyType(by_text))


def _add(rows: dict[str, Row], new: Iterable[Row]) -> None:
    for row in new:
        if (first := rows.get(row.entity_id)) is not None:
            raise row.error(f"id {row.entity_id!r} is taken by {first.path}:{first.line}")
        rows[row.entity_id] = row


def _check_references(row: Row, rows: Mapping[str, Row]) -> None:
    for key, column in row.table.columns.items():
        if not column.refers or key not in row.details:
            continue
        target = rows.get(row.details[key])
        if target is None or target.table.label not in column.refers:
            wanted = " or ".join(column.refers)
            raise row.error(f"{key} {row.details[key]!r} is not the id of a {wanted} in the registry")
        if target is row:
            raise row.error(f"{key} {row.details[key]!r} is the row itself")


def _all_aliases(row: Row, rows: Mapping[str, Row]) -> tuple[Alias, ...]:
    """Give the listed aliases behind the spelling that follows from the name, where one does.

    A policy's name that only describes the measure is no spelling of it. Nor is a name whose maker the registry
    does not know: "KAIST C-Transformer" lists "C-Transformer".
    """
    listed = {alias.text for alias in row.aliases}
    text = _designation(row, rows)
    if text in listed or row.name in listed or row.details.get("proper") == "false":
        return row.aliases
    unknown_maker = row.table.label is Label.CHIP and "vendor" not in row.details
    if unknown_maker and any(row.name.endswith(" " + alias) for alias in listed):
        return row.aliases
    return (Alias(text=text), *row.aliases)


def _designation(row: Row, rows: Mapping[str, Row]) -> str:
    """Give the name as it is mentioned: "Nvidia H200" is two mentions, so that the chip is "H200"."""
    makers: list[str] = []
    seen: set[str] = set()
    vendor = row.details.get("vendor")
    while vendor is not None and vendor not in seen:
        seen.add(vendor)
        maker = rows[vendor]
        makers += [maker.name, *(alias.text for alias in maker.aliases)]
        vendor = maker.details.get("parent")
    prefixes = [maker + " " for maker in makers if row.name.startswith(maker + " ")]
    return row.name.removeprefix(max(prefixes, key=len, default=""))


def _needs_no_word(owner: tuple[Row, Alias]) -> bool:
    return not owner[1].near


def _check_shared(text: str, owners: list[tuple[Row, Alias]]) -> None:
    free = [row for row, alias in owners if not alias.near]
    if len(free) > 1:
        first, second = free[0], free[1]
        raise second.error(
            f"alias {text!r} also stands for {first.entity_id} ({first.path}:{first.line}); "
            'give it the words that tell the two apart: {"text": ..., "near": [...]}'
        )


def count_by_label(registry: Registry) -> dict[str, int]:
    """Give the number of entries of each label, in the order of the files."""
    counts = {table.label.value: 0 for table in TABLES}
    for entry in registry.entries.values():
        counts[entry.label.value] += 1
    return counts


__all__ = ["Registry", "RegistryError", "count_by_label", "load_registry", "read_registry"]
