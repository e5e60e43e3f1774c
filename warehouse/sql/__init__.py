"""Every SQL statement longer than a line, one file each, by name."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def load(name: str) -> str:
    """Return the text of `NAME.sql`, as in `load("search/find_claims")`."""
    return files(__name__).joinpath(*f"{name}.sql".split("/")).read_text(encoding="utf-8")


@cache
def names(folder: str) -> tuple[str, ...]:
    """Return the names of the files of a folder in order, as `load` takes them."""
    found = files(__name__).joinpath(folder).iterdir()
    return tuple(sorted(f"{folder}/{entry.name[:-4]}" for entry in found if entry.name.endswith(".sql")))
