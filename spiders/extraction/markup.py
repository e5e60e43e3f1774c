"""Names of tags, classes and meta tags, from markup.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PATH = Path(__file__).with_name("markup.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup:
    """The names of markup.toml; `noise` finds a widget's name in the class and id of an element."""

    blocks: frozenset[str]
    skipped: frozenset[str]
    noise: re.Pattern[str]
    metas: Mapping[str, tuple[str, ...]]


@cache
def load_markup() -> Markup:
    """Return the names of markup.toml; raises KeyError or re.error where the file is wrong."""
    rows = tomllib.loads(PATH.read_text(encoding="utf-8"))
    tags = rows["tags"]
    return Markup(
        blocks=frozenset(tags["blocks"]),
        skipped=frozenset(tags["skipped"]),
        noise=re.compile(rf"(?:^|[\s_-])(?:{'|'.join(tags['noise'])})(?:$|[\s_-])", re.IGNORECASE),
        metas={name: tuple(values) for name, values in rows["metas"].items()},
    )
