"""Which entry of the registry a canonical name stands for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from nlp.entities.lexicon import nation_by_word, read_set
from nlp.records import Entry, Label
from nlp.registry import Registry

# "US export curbs" and "US export restrictions" are what "US export controls" are; a ban or a tariff is something else.
_CONTROLS = read_set("policies", "controls")
# A nation's name is of so many words at most ("United Arab Emirates").
_LONGEST_NATION = 3

_Measure = tuple[str, str]


class Entries:
    """The entries of a registry by what `Namer` calls a mention, beside the spellings that a text may have."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        counts = Counter((entry.label, entry.name) for entry in registry.entries.values())
        self._by_name = {
            (entry.label, entry.name): entry
            for entry in registry.entries.values()
            if counts[entry.label, entry.name] == 1
        }
        self._measures = dict(_read_measures(registry))

    def find(self, name: str, label: Label) -> Entry | None:
        """Give the entry that a cleaned name means wherever it stands, None where there is none."""
        owners = self._registry.aliases.get(name, ())
        entry = next((entry for entry, alias in owners if entry.label is label and not alias.near), None)
        if entry is None:
            entry = self._by_name.get((label, name))
        if entry is None and label is Label.POLICY and (measure := _read_measure(name)) is not None:
            entry = self._measures.get(measure)
        return entry


def _read_measures(registry: Registry) -> Iterator[tuple[_Measure, Entry]]:
    """Give the measures whose name only describes them, by whose they are and what they are."""
    for entry in registry.entries.values():
        if entry.label is Label.POLICY and entry.details.get("proper") == "false":
            measure = _read_measure(entry.name)
            if measure is not None:
                yield measure, entry


def _read_measure(name: str) -> _Measure | None:
    """Give ("US", "export controls") for "US export curbs", None for a name that begins with no country."""
    words = name.split(" ")
    for length in range(min(_LONGEST_NATION, len(words) - 1), 0, -1):
        nation = nation_by_word().get(" ".join(words[:length]).removesuffix("'s"))
        if nation is not None:
            rest = [word.lower() for word in words[length:]]
            if len(rest) > 1 and rest[-1] in _CONTROLS:
                rest[-1] = "controls"
            return nation.code, " ".join(rest).replace("-", " ")
    return None
