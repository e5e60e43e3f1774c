"""The word lists of words.toml and coreference.toml, read once and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from nlp.errors import DataFileError
from nlp.records import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Verbs:
    """Forms that can be a clause's verb; those of them that are as often a noun; bare forms; nouns that can precede."""

    finite: frozenset[str]
    ambiguous: frozenset[str]
    bases: frozenset[str]
    subjects: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words that hold phrases together."""

    determiners: frozenset[str]
    prepositions: frozenset[str]
    conjunctions: frozenset[str]
    adverbs: frozenset[str]
    pronouns: frozenset[str]
    function: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare:
    """Words of comparisons."""

    comparatives: frozenset[str]
    markers: frozenset[str]
    baseline: frozenset[str]
    moves: frozenset[str]
    times: frozenset[str]


def load_table(name: str) -> Mapping[str, object]:
    """Return the table of one .toml file of this package."""
    source = resources.files("nlp.claims") / name
    try:
        return tomllib.loads(source.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as err:
        raise DataFileError(f"nlp/claims/{name}: {err}") from err


def read_words(table: Mapping[str, object], *keys: str, name: str) -> tuple[str, ...]:
    """Return the list of words at `keys` of the table; a DataFileError where there is none."""
    value: object = table
    for key in keys:
        if not isinstance(value, Mapping) or key not in value:
            raise DataFileError(f"nlp/claims/{name}: no list at {'.'.join(keys)}")
        value = value[key]
    if not isinstance(value, list) or not all(isinstance(word, str) and word == word.lower() for word in value):
        raise DataFileError(f"nlp/claims/{name}: {'.'.join(keys)} must be a list of words in lower case")
    return tuple(value)


def _inflect(base: str) -> set[str]:
    """Return the -s and -ed forms of a regular verb."""
    if base.endswith("y") and base[-2] not in "aeiou":
        return {base.removesuffix("y") + "ies", base.removesuffix("y") + "ied"}
    stem = base.removesuffix("e")
    doubles = len(base) < 6 and base[-1] in "bdgmnpt" and base[-2] in "aeiou" and base[-3] not in "aeiou"
    if doubles and base not in _SINGLE:
        stem += base[-1]
    return {base + ("es" if base.endswith(("s", "x", "sh", "ch", "z")) else "s"), stem + "ed"}


_SINGLE = frozenset({"open", "order", "limit", "issue", "visit", "offer", "target", "happen"})


def _load_verbs(anaphors: Mapping[str, frozenset[Label]]) -> Verbs:
    table = load_table("words.toml")
    regular = read_words(table, "verbs", "regular", name="words.toml")
    irregular = read_words(table, "verbs", "irregular", name="words.toml")
    finite = set(irregular) | set(regular)
    for base in regular:
        finite |= _inflect(base)
    return Verbs(
        finite=frozenset(finite),
        ambiguous=frozenset(read_words(table, "verbs", "ambiguous", name="words.toml")),
        bases=frozenset(regular) - set(irregular) - {"hit", "forecast", "cost"},
        subjects=frozenset(anaphors)
        | {"revenue", "sales", "analysts", "people", "sources", "profit", "shipments", "stock"},
    )


def _load_phrase() -> Phrase:
    table = load_table("words.toml")
    lists = {
        key: frozenset(read_words(table, "phrase", key, name="words.toml"))
        for key in ("determiners", "prepositions", "conjunctions", "adverbs", "pronouns")
    }
    return Phrase(**lists, function=frozenset[str]().union(*lists.values()))


def _load_compare() -> Compare:
    table = load_table("words.toml")
    keys = ("comparatives", "markers", "baseline", "moves", "times")
    return Compare(**{key: frozenset(read_words(table, "compare", key, name="words.toml")) for key in keys})


def _load_anaphors() -> tuple[Mapping[str, frozenset[Label]], Mapping[str, frozenset[Label]]]:
    table = load_table("coreference.toml")
    nouns: dict[str, frozenset[Label]] = {}
    for label in Label:
        for noun in read_words(table, "nouns", label.value, name="coreference.toml"):
            nouns[noun] = nouns.get(noun, frozenset()) | {label}
    pronouns = table.get("pronouns")
    if not isinstance(pronouns, Mapping):
        raise DataFileError("nlp/claims/coreference.toml: no table [pronouns]")
    return nouns, {word: frozenset(Label(value) for value in labels) for word, labels in pronouns.items()}


ANAPHOR_NOUNS, ANAPHOR_PRONOUNS = _load_anaphors()
VERBS = _load_verbs(ANAPHOR_NOUNS)
PHRASE = _load_phrase()
REPORTING = frozenset(read_words(load_table("attribution.toml"), "verbs", name="attribution.toml"))
COMPARE = _load_compare()
HARDWARE_UNITS = frozenset(read_words(load_table("words.toml"), "hardware", "units", name="words.toml"))
MEMORY = read_words(load_table("words.toml"), "hardware", "memory", name="words.toml")
DAYS = frozenset(read_words(load_table("attribution.toml"), "days", name="attribution.toml"))
