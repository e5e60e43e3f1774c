"""The word lists of the entity rules, read once from data/*.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from nlp.entities.errors import EntitiesError


@dataclass(frozen=True, slots=True, kw_only=True)
class Nation:
    """A country: how a text names it, and what its capital stands for when it acts.

    `acting` capitals are the government unless the text says otherwise; `capital` is None for a country whose
    capital is never used that way.
    """

    code: str
    name: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    government: str
    capital: str | None
    acting: bool


def read_list(file: str, key: str) -> tuple[str, ...]:
    """Give one list of words of data/FILE.toml."""
    value = _read(file).get(key)
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise EntitiesError(f"nlp/entities/data/{file}.toml: {key} should be a list of texts")
    return tuple(value)


def read_set(file: str, *keys: str) -> frozenset[str]:
    """Give the words of one or more lists of data/FILE.toml."""
    return frozenset(word for key in keys for word in read_list(file, key))


@cache
def read_nations() -> tuple[Nation, ...]:
    """Give the countries of data/nations.toml."""
    nations = []
    for row in _read("nations")["nations"]:
        try:
            nations.append(
                Nation(
                    code=row["code"],
                    name=row["name"],
                    names=tuple(row["names"]),
                    adjectives=tuple(row["adjectives"]),
                    government=row["government"],
                    capital=row.get("capital"),
                    acting=row.get("acting", False),
                )
            )
        except KeyError as err:
            raise EntitiesError(f"nlp/entities/data/nations.toml: {row} lacks {err}") from err
    return tuple(nations)


@cache
def nation_by_word() -> Mapping[str, Nation]:
    """Give each country by every name and adjective of it."""
    return MappingProxyType(
        {word: nation for nation in read_nations() for word in (nation.name, *nation.names, *nation.adjectives)}
    )


@cache
def nation_by_capital() -> Mapping[str, Nation]:
    """Give each country by the capital that may stand for its government."""
    return MappingProxyType({nation.capital: nation for nation in read_nations() if nation.capital is not None})


@cache
def nation_by_code() -> Mapping[str, Nation]:
    """Give each country by the two letters that the registry has for it."""
    return MappingProxyType({nation.code: nation for nation in read_nations()})


def any_of(words: Iterable[str]) -> str:
    """Give the expression for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def _read(file: str) -> dict[str, Any]:
    content = resources.files("nlp.entities").joinpath("data", f"{file}.toml").read_text(encoding="utf-8")
    return tomllib.loads(content)


def read_text_set(file: str, key: str) -> frozenset[str]:
    """Give the words of a text of data/FILE.toml, where a list would take a line for each."""
    value = _read(file).get(key)
    if not isinstance(value, str):
        raise EntitiesError(f"nlp/entities/data/{file}.toml: {key} should be one text of words")
    return frozenset(value.split())
