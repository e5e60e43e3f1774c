"""The user's own registry file: checking it, finding an entry, adding one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from nlp.records import Entry, Label
from nlp.registry import RegistryError, load_registry
from nlp.registry.load import count_by_label
from pipelines.errors import InputError
from pipelines.settings import Settings


def check_registry(path: Path) -> Mapping[str, int]:
    """Return how many entries of each label a user's file adds; InputError says which line is wrong and why."""
    shipped = count_by_label(load_registry())
    with _told():
        counts = count_by_label(load_registry(path))
    return {label: count - shipped[label] for label, count in counts.items()}


def find_entry(settings: Settings, entity_id: str) -> Entry:
    """Return the entry of the configured registry that has this id; InputError where there is none."""
    with _told():
        entry = load_registry(settings.registry).get(entity_id)
    if entry is None:
        raise InputError(
            f"the registry has no entry {entity_id!r}: `chipwire entity NAME` shows the id of a known name"
        )
    return entry


@contextmanager
def added_entry(
    settings: Settings, *, entity_id: str, label: Label, name: str, spellings: Sequence[str]
) -> Iterator[Entry]:
    """Give the new entry of the user's file while what needs it is done; it stays only if that succeeds.

    Raises InputError where no file is configured, and where the file would not pass its checks with the entry.
    """
    path = settings.registry
    if path is None:
        raise InputError(
            "there is no file of your own entries: name one with the setting `registry` (CHIPWIRE_REGISTRY)"
        )
    row = {"id": entity_id, "label": label.value, "name": name, "aliases": [one for one in spellings if one != name]}
    text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    if text and not text.endswith("\n"):
        text += "\n"
    upcoming = path.with_name(path.name + ".new")
    try:
        upcoming.write_text(text + json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
        with _told(upcoming, path):
            entry = load_registry(upcoming).entries[entity_id]
        yield entry
        upcoming.replace(path)
        load_registry.cache_clear()
    except OSError as err:
        raise InputError(f"cannot write {path}: {err.strerror}") from err
    finally:
        upcoming.unlink(missing_ok=True)


@contextmanager
def _told(written: Path | None = None, named: Path | None = None) -> Iterator[None]:
    """Turn what is wrong with a registry into an error of this room, with the name that the user gave the file."""
    try:
        yield
    except RegistryError as err:
        text = str(err)
        raise InputError(text if written is None else text.replace(str(written), str(named))) from err
