"""The data files of this package, read once and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from nlp.errors import DataFileError


@cache
def load_table(name: str) -> dict[str, Any]:
    """The parsed TOML file `name` of this package."""
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataFileError(f"nlp/quantities/{name}: {error}. Mend the file; it ships with the package.") from error


def section(table: Mapping[str, Any], key: str, *, file: str) -> Any:
    """`table[key]`, or a message that says which file lacks which key."""
    if key not in table:
        raise DataFileError(f"nlp/quantities/{file}: [{key}] is missing. Mend the file; it ships with the package.")
    return table[key]


@cache
def lexicon() -> dict[str, Any]:
    """lexicon.toml."""
    return load_table("lexicon.toml")


@cache
def words(*path: str, file: str = "lexicon.toml") -> frozenset[str]:
    """The blank-separated words under this path, as a set."""
    node: Any = lexicon() if file == "lexicon.toml" else load_table(file)
    for key in path:
        node = section(node, key, file=file)
    if not isinstance(node, str):
        raise DataFileError(f"nlp/quantities/{file}: {'.'.join(path)} must be a string of words.")
    return frozenset(node.split())


@cache
def numbers(*path: str) -> dict[str, float]:
    """The name to number table under this path of lexicon.toml."""
    node: Any = lexicon()
    for key in path:
        node = section(node, key, file="lexicon.toml")
    try:
        return {str(word): float(value) for word, value in node.items()}
    except (AttributeError, TypeError, ValueError) as error:
        raise DataFileError(f"nlp/quantities/lexicon.toml: {'.'.join(path)} must map words to numbers.") from error


@cache
def pairs(key: str) -> dict[str, tuple[float, float]]:
    """The name to pair of numbers table under this key of lexicon.toml."""
    node = section(lexicon(), key, file="lexicon.toml")
    try:
        return {str(word): (float(low), float(high)) for word, (low, high) in node.items()}
    except (AttributeError, TypeError, ValueError) as error:
        raise DataFileError(f"nlp/quantities/lexicon.toml: {key} must map words to pairs of numbers.") from error
