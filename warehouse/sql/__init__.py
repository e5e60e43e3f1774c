"""Every SQL statement longer than a line, one file each, by name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

_ONLY_IF = re.compile(r"-- if (\w+)$")


@cache
def load(name: str) -> str:
    """Return the text of `NAME.sql`, as in `load("search/find_claims")`."""
    return files(__name__).joinpath(*f"{name}.sql".split("/")).read_text(encoding="utf-8")


@cache
def load_given(name: str, given: frozenset[str]) -> str:
    """Return the text without the lines that end in `-- if WORD` where WORD is not given.

    What nobody asked for is left out, and not compared with null: DuckDB takes longer to plan such conditions than
    to answer.
    """
    lines = load(name).splitlines()
    return "\n".join(line for line in lines if (only := _ONLY_IF.search(line)) is None or only[1] in given)


def load_keyed(name: str, keys: Iterable[int]) -> str:
    """Return the text with these numbers in the place of $keys."""
    return write_numbers(load(name), keys=keys)


def write_numbers(text: str, **numbers: Iterable[int]) -> str:
    """Return the text of a statement with these numbers, by name, in the place of $name.

    Written out, they are looked up in the index of a primary key; a parameter that is a list, or a cast of a
    parameter, makes DuckDB read the whole table. Nor does a number take a tenth of a millisecond, as a parameter does.
    """
    for name, values in numbers.items():
        text = re.sub(rf"\${name}\b", ", ".join(map(str, map(int, values))), text)
    return text


def write_texts(texts: Iterable[str]) -> str:
    """Return these texts as one parameter: $ids::json::varchar[] is the list again.

    DuckDB looks for pandas before it takes a value, twice for each of a list, and where pandas is not installed that
    is an import that fails: of 5,000 ids it took ten times as long as the answer.
    """
    return json.dumps(list(texts), ensure_ascii=False)


@cache
def names(folder: str) -> tuple[str, ...]:
    """Return the names of the files of a folder in order, as `load` takes them."""
    found = files(__name__).joinpath(folder).iterdir()
    return tuple(sorted(f"{folder}/{entry.name[:-4]}" for entry in found if entry.name.endswith(".sql")))
