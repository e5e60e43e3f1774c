"""The word lists behind the tokenizer and the sentence splitter."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


@cache
def read_words(table: str, key: str) -> frozenset[str]:
    """Give one list of tokens.toml as a set."""
    return frozenset(_tables()[table][key])


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    content = resources.files("nlp.text").joinpath("tokens.toml").read_text(encoding="utf-8")
    return tomllib.loads(content)
