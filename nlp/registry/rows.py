"""Lines of a registry file, each checked by itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nlp.records import Alias
from nlp.registry.errors import RegistryError
from nlp.registry.tables import BY_LABEL, Table

_SLUG = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")
_COMMON_KEYS = frozenset({"id", "name", "aliases"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line that is right in itself; whether what it refers to exists is not known yet."""

    path: Path
    line: int
    table: Table
    entity_id: str
    name: str
    aliases: tuple[Alias, ...]
    details: dict[str, str]

    def error(self, message: str) -> RegistryError:
        """Give the error that says where this row stands."""
        return RegistryError.at(self.path, self.line, message)


def read_rows(path: Path, table: Table | None = None) -> Iterator[Row]:
    """Give the rows of one file. Without a table it is a user's own file: each row then says its label."""
    try:
        content = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as err:
        raise RegistryError(f"{path}: cannot be read as UTF-8 text: {err}") from err
    # Not splitlines(): it would also break at separators that JSON allows inside a text.
    for line, raw in enumerate(content.split("\n"), start=1):
        if not raw.strip():
            continue
        try:
            data = json.loads(raw)
        except (ValueError, RecursionError) as err:
            raise RegistryError.at(path, line, f"is not JSON: {err}") from err
        if not isinstance(data, dict):
            raise RegistryError.at(path, line, "should be one JSON object")
        try:
            yield _row(data, path=path, line=line, table=table)
        except ValueError as err:
            raise RegistryError.at(path, line, str(err)) from err


def _row(data: dict[str, object], *, path: Path, line: int, table: Table | None) -> Row:
    shipped = table is not None
    if table is None:
        label = data.pop("label", None)
        if not isinstance(label, str) or label not in BY_LABEL:
            raise ValueError(f"label is {label!r}, should be one of {', '.join(BY_LABEL)}")
        table = BY_LABEL[label]
        data.setdefault("aliases", [])
    expected = _COMMON_KEYS | table.columns.keys()
    if unknown := data.keys() - expected:
        raise ValueError(f"unknown key {min(unknown)!r}; a {table.label} has {', '.join(sorted(expected))}")
    needed = expected if shipped else _COMMON_KEYS
    if missing := needed - data.keys():
        raise ValueError(f"key {min(missing)!r} is missing")
    entity_id = data["id"]
    if not isinstance(entity_id, str) or not _is_id(entity_id, table):
        raise ValueError(f"id {entity_id!r} should be {table.prefix!r} and lower-case letters, digits, hyphens")
    return Row(
        path=path,
        line=line,
        table=table,
        entity_id=entity_id,
        name=_name(data["name"], key="name"),
        aliases=_aliases(data["aliases"]),
        details=_details(data, table=table, complete=shipped),
    )


def _is_id(entity_id: str, table: Table) -> bool:
    return entity_id.startswith(table.prefix) and _SLUG.fullmatch(entity_id, len(table.prefix)) is not None


def _name(value: object, *, key: str) -> str:
    if not isinstance(value, str) or not value or value != " ".join(value.split()):
        raise ValueError(f"{key} {value!r} should be a text without spaces at its ends or twice in a row")
    return value


def _aliases(value: object) -> tuple[Alias, ...]:
    if not isinstance(value, list):
        raise ValueError("aliases should be a list")  # noqa: TRY004 - a wrong file, not a wrong call
    aliases = tuple(_alias(item) for item in value)
    texts = [alias.text for alias in aliases]
    if twice := {text for text in texts if texts.count(text) > 1}:
        raise ValueError(f"alias {min(twice)!r} stands twice")
    return aliases


def _alias(item: object) -> Alias:
    if not isinstance(item, dict):
        return Alias(text=_name(item, key="alias"))
    if item.keys() != {"text", "near"} or not isinstance(item["near"], list) or not item["near"]:
        raise ValueError(f'alias {item!r} should be a text or {{"text": ..., "near": [one or more words]}}')
    near = tuple(_name(word, key="near") for word in item["near"])
    return Alias(text=_name(item["text"], key="alias"), near=near)


def _details(data: dict[str, object], *, table: Table, complete: bool) -> dict[str, str]:
    details = {}
    for key, column in table.columns.items():
        value = data.get(key)
        if value is None:
            if column.required and complete:
                raise ValueError(f"{key} should not be null")
            continue
        try:
            details[key] = column.read(value)
        except ValueError as err:
            raise ValueError(f"{key} {value!r} {err}") from err
    return details
