"""The words of a question as full-text search sees them: as the macro search_words does, in a tenth of the time."""

from __future__ import annotations

import re
from itertools import islice

from duckdb import DuckDBPyConnection

from warehouse import sql
from warehouse.identify import number_of

MOST = 40
"""How many words of a question are looked for: the first ones."""

_THOUSANDS = re.compile(r"(\d),(\d{3})", re.ASCII)
_POINT = re.compile(r"(\d)\.(\d)", re.ASCII)
# "3 nm" is looked for as 3nm too, and "HBM 3E" as hbm3e.
_FIGURE = re.compile(r"\b\d[\dp]* [a-z]{1,4}\b", re.ASCII)
_NAME = re.compile(r"\b[a-z]{1,6}[ -]\d[\da-z]*\b", re.ASCII)
_WORD = re.compile(r"[a-z0-9]+", re.ASCII)


def find_words(con: DuckDBPyConnection, text: str) -> dict[str, int]:
    """Return the stems of the first words of a question, each with its key in the index."""
    if text.isascii():
        stems = con.execute("select stem(unnest(string_split($words, ' ')), 'english')", {"words": _split(text)})
    else:
        # What is no letter, and how accents are taken off, only DuckDB knows as the index does.
        stems = con.execute(sql.load("search/find_words"), {"words": text})
    known = dict.fromkeys(stem for (stem,) in stems.fetchall() if stem)
    return {stem: number_of(stem) for stem in islice(known, MOST)}


def _split(text: str) -> str:
    spelled = text.lower()
    for signs, plain in ((_THOUSANDS, r"\1\2"), (_POINT, r"\1p\2")):
        # Twice, as what one figure ends with the next may begin with: 1,234,567.
        spelled = signs.sub(plain, signs.sub(plain, spelled))
    joined = (re.sub("[ -]", "", found) for found in (*_FIGURE.findall(spelled), *_NAME.findall(spelled)))
    words = (*_WORD.findall(spelled), *joined)
    return " ".join(dict.fromkeys(words))
