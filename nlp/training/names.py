"""The names that the tagger is trained with: those that the registry had, so that it can grow under one model.

`python -m nlp.training.names` takes over the names that the registry has now; the next `make train` learns them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import MappingProxyType

from nlp.records import Alias, Entry, Label
from nlp.registry import Registry, load_registry
from nlp.training.errors import TrainingError

NAMES = Path(__file__).with_name("names.jsonl")


def read_names(path: Path = NAMES) -> Registry:
    """Give the names of training as a registry of nothing but spellings; TrainingError says what is wrong where."""
    aliases = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            owners = [(row["text"], Label(label), True) for label in row.get("near", ())]
            owners += [(row["text"], Label(label), False) for label in row.get("free", ())]
            aliases[row["text"]] = tuple(_own(*owner) for owner in owners)
        except (ValueError, KeyError, TypeError, AttributeError) as err:
            raise TrainingError.at(path, number, f"should have text, and labels in near or free: {err!r}") from err
    return Registry(entries=MappingProxyType({}), aliases=MappingProxyType(aliases))


def write_names(registry: Registry, path: Path = NAMES) -> None:
    """Write down the spellings of a registry, in its order, with the labels of their entries."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in _list_rows(registry)), "utf-8")


def _list_rows(registry: Registry) -> Iterator[dict[str, object]]:
    for text, owners in registry.aliases.items():
        near = _name_labels(entry for entry, alias in owners if alias.near)
        free = _name_labels(entry for entry, alias in owners if not alias.near)
        yield {"text": text, **({"near": near} if near else {}), **({"free": free} if free else {})}


def _name_labels(entries: Iterable[Entry]) -> list[str]:
    return [entry.label.value for entry in entries]


def _own(text: str, label: Label, near: bool) -> tuple[Entry, Alias]:
    """Give an entry of this label, and the alias; which word it needs nearby makes no difference here."""
    entry = Entry(entity_id="", label=label, name=text, aliases=(), details=MappingProxyType({}))
    return entry, Alias(text=text, near=(text,) if near else ())


if __name__ == "__main__":
    write_names(load_registry())
    sys.stdout.write(f"{NAMES}: written; `make train` learns them\n")
