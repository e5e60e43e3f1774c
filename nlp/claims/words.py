"""The word lists of words.toml and coreference.toml, read once and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
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
    periods: frozenset[str]
    kin: frozenset[str]
    outdoing: frozenset[str]
    matching: frozenset[str]
    phrases: frozenset[str]
    following: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hardware:
    """Words of what hardware has, and of one piece of it or several: see words.toml for each list."""

    units: frozenset[str]
    traits: frozenset[str]
    memory: tuple[str, ...]
    collectives: frozenset[str]
    systems: frozenset[str]
    pieces: frozenset[str]
    together: frozenset[str]
    each: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """Nouns that are a figure's subject whatever a text was about before: see words.toml."""

    actors: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """Words that tell who says something: see attribution.toml for each list."""

    reporting: frozenset[str]
    bases: frozenset[str]
    clausal: frozenset[str]
    telling: frozenset[str]
    addressees: frozenset[str]
    placing: frozenset[str]
    watching: frozenset[str]
    appraising: frozenset[str]
    opinions: frozenset[str]
    roles: frozenset[str]
    bodies: frozenset[str]
    hidden: frozenset[str]
    groups: frozenset[str]
    media: frozenset[str]
    documents: frozenset[str]
    records: frozenset[str]
    letters: frozenset[str]
    no_names: frozenset[str]
    days: frozenset[str]
    tallying: frozenset[str]
    releasing: frozenset[str]
    results: frozenset[str]


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


def inflect(base: str) -> set[str]:
    """Return the -s, -ed and -ing forms of a regular verb."""
    if base.endswith("y") and base[-2] not in "aeiou":
        return {base.removesuffix("y") + "ies", base.removesuffix("y") + "ied", base + "ing"}
    stem = base.removesuffix("e")
    doubles = len(base) < 6 and base[-1] in "bdgmnpt" and base[-2] in "aeiou" and base[-3] not in "aeiou"
    if doubles and base not in _SINGLE:
        stem += base[-1]
    return {base + ("es" if base.endswith(("s", "x", "sh", "ch", "z")) else "s"), stem + "ed", stem + "ing"}


_SINGLE = frozenset({"open", "order", "limit", "issue", "visit", "offer", "target", "happen"})


def _load_verbs(anaphors: Mapping[str, frozenset[Label]]) -> Verbs:
    table = load_table("words.toml")
    spoken = read_words(load_table("attribution.toml"), "regular", name="attribution.toml")
    regular = (*read_words(table, "verbs", "regular", name="words.toml"), *spoken)
    irregular = read_words(table, "verbs", "irregular", name="words.toml")
    finite = set(irregular) | set(regular)
    for base in regular:
        finite |= {form for form in inflect(base) if not form.endswith("ing")}
    return Verbs(
        finite=frozenset(finite),
        ambiguous=frozenset(read_words(table, "verbs", "ambiguous", name="words.toml")),
        bases=frozenset(regular) - set(irregular) - {"hit", "forecast", "cost"},
        subjects=frozenset(anaphors)
        | frozenset(read_words(load_table("attribution.toml"), "groups", name="attribution.toml"))
        | {"revenue", "sales", "analysts", "people", "sources", "profit", "shipments", "stock"},
    )


def _load_speech() -> Speech:
    table = load_table("attribution.toml")
    plain = [field.name for field in fields(Speech) if field.name not in ("reporting", "bases", "clausal")]
    lists = {key: frozenset(read_words(table, key, name="attribution.toml")) for key in plain}
    return Speech(
        reporting=_read_forms(table, "regular", "irregular") | lists["placing"] | lists["watching"],
        bases=frozenset(read_words(table, "regular", name="attribution.toml")) - {"forecast"}
        | {"say", "tell", "write", "think", "find", "see", "peg", "foresee"},
        clausal=_read_forms(table, "clausal_regular", "clausal_irregular"),
        **lists,
    )


def _read_forms(table: Mapping[str, object], regular: str, irregular: str) -> frozenset[str]:
    """Return all forms of the regular verbs at one key and the words at the other."""
    bases = read_words(table, regular, name="attribution.toml")
    forms = {form for base in bases for form in inflect(base)}
    return frozenset(forms | set(bases) | set(read_words(table, irregular, name="attribution.toml")))


def _load_phrase() -> Phrase:
    table = load_table("words.toml")
    lists = {
        key: frozenset(read_words(table, "phrase", key, name="words.toml"))
        for key in ("determiners", "prepositions", "conjunctions", "adverbs", "pronouns")
    }
    return Phrase(**lists, function=frozenset[str]().union(*lists.values()))


def _load_compare() -> Compare:
    table = load_table("words.toml")
    keys = (
        "comparatives",
        "markers",
        "baseline",
        "moves",
        "times",
        "periods",
        "kin",
        "outdoing",
        "matching",
        "phrases",
        "following",
    )
    return Compare(**{key: frozenset(read_words(table, "compare", key, name="words.toml")) for key in keys})


def _load_hardware() -> Hardware:
    table = load_table("words.toml")
    lists = {field.name: read_words(table, "hardware", field.name, name="words.toml") for field in fields(Hardware)}
    return Hardware(memory=lists.pop("memory"), **{key: frozenset(words) for key, words in lists.items()})


def _load_plain() -> Plain:
    table = load_table("words.toml")
    return Plain(actors=frozenset(read_words(table, "plain", "actors", name="words.toml")))


_Nouns = Mapping[str, frozenset[Label]]


def _load_anaphors() -> tuple[_Nouns, _Nouns, Mapping[str, str]]:
    table = load_table("coreference.toml")
    nouns: dict[str, frozenset[Label]] = {}
    for label in Label:
        for noun in read_words(table, "nouns", label.value, name="coreference.toml"):
            nouns[noun] = nouns.get(noun, frozenset()) | {label}
    nations = table.get("nations")
    if not isinstance(nations, Mapping) or not all(isinstance(code, str) for code in nations.values()):
        raise DataFileError("nlp/claims/coreference.toml: [nations] must give each adjective a code")
    pronouns = table.get("pronouns")
    if not isinstance(pronouns, Mapping):
        raise DataFileError("nlp/claims/coreference.toml: no table [pronouns]")
    return nouns, {word: frozenset(Label(value) for value in labels) for word, labels in pronouns.items()}, nations


ANAPHOR_NOUNS, ANAPHOR_PRONOUNS, NATIONS = _load_anaphors()
VERBS = _load_verbs(ANAPHOR_NOUNS)
PHRASE = _load_phrase()
SPEECH = _load_speech()
REPORTING = SPEECH.reporting
COMPARE = _load_compare()
HARDWARE = _load_hardware()
PLAIN = _load_plain()
DAYS = SPEECH.days
