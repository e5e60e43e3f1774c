"""Numbers that belong to a name: H200, 910C, Gaudi 3, GPT-4, COVID-19, S&P 500, Group of Seven."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.quantities.dates import DAYS, MONTHS
from nlp.quantities.nouns import FUNCTION
from nlp.quantities.reading import Doubt, Reading
from nlp.quantities.tables import words
from nlp.quantities.tokens import HYPHENS, Shape, Token, glued_at, low_at
from nlp.records import Kind

PRODUCTS = words("products", file="guards.toml")
LOWER_PRODUCTS = words("sets", "lower_products")
TRAILING = words("sets", "guards_trailing")
SENTENCE_STARTS = words("sets", "guards_sentence_starts")
JOINED = words("sets", "joined_names")
PREFIX_STEMS = words("sets", "prefix_stems")
OPENERS = frozenset(":“\"'‘—–•*(-|")
JOINTS = frozenset("/_#.@\\=&?%")
QUOTES = frozenset("'\"‘’“”")
LONGEST_DIGITS = 9
"""Longer bare digits are identifiers."""


def doubt_name(tokens: Sequence[Token], reading: Reading, *, taken: Sequence[bool]) -> Doubt | None:
    """NAME (or GENERATION for 5G) where the number is part of a name, else None."""
    first, last = reading.numeral.first, reading.numeral.last
    found = _glued_behind(tokens, last) or _glued_before(tokens, first) or _joined_behind(tokens, last)
    if found or reading.numeral.scale > 1:
        return found
    if tokens[first].shape is not Shape.NUMBER:
        return _written(tokens, reading)
    if len(tokens[first].text) > LONGEST_DIGITS and tokens[first].text.isdigit():
        return Doubt.NAME
    if last < len(tokens):
        after = tokens[last]
        letter = after.shape is Shape.WORD and len(after.text) == 1 and after.text.isupper() and after.text != "I"
        if after.low in TRAILING or letter:
            return Doubt.NAME
    return _behind_name(tokens, reading, taken=taken) if first else None


def _glued_behind(tokens: Sequence[Token], last: int) -> Doubt | None:
    """Letters glued to the digits: 910C, 3D, 5G, 2018's."""
    if not glued_at(tokens, last):
        return None
    after = tokens[last]
    if after.shape is not Shape.SIGN:
        return Doubt.GENERATION if after.low == "g" else Doubt.NAME
    if after.text in ("'", "’") and low_at(tokens, last + 1) == "s":
        return Doubt.DATE
    return None


def _joined_behind(tokens: Sequence[Token], last: int) -> Doubt | None:
    """A word that makes a name of the number before it: "Gaudi 3-based", "10-K"."""
    joined = low_at(tokens, last) in HYPHENS and glued_at(tokens, last) and glued_at(tokens, last + 1)
    if not joined:
        return None
    word = tokens[last + 1]
    return Doubt.NAME if word.low in JOINED or (len(word.text) == 1 and word.text.isupper()) else None


def _glued_before(tokens: Sequence[Token], first: int) -> Doubt | None:
    """Letters glued before the digits: GPT-4, COVID-19, A/100."""
    if not first or not glued_at(tokens, first):
        return None
    joint = tokens[first - 1]
    if joint.shape is Shape.NAME or (joint.text in QUOTES and low_at(tokens, first - 2) == "="):
        return Doubt.NAME
    if not joint.glued or first < 2:
        return None
    stem = tokens[first - 2]
    if joint.text in HYPHENS and stem.shape in (Shape.WORD, Shape.NAME):
        return None if stem.low in PREFIX_STEMS else Doubt.NAME
    named = joint.text in JOINTS or (joint.text == ":" and stem.text[0].isupper())  # "EXE:5200"
    return Doubt.NAME if named and stem.shape is not Shape.NUMBER else None


def _written(tokens: Sequence[Token], reading: Reading) -> Doubt | None:
    """A number word with a capital inside the sentence, but not in a headline."""
    first = reading.numeral.first
    if not first or not tokens[first].text[0].isupper():
        return None
    before = tokens[first - 1]
    if before.text in OPENERS or before.text in ".!?":
        return None
    headline = reading.noun is not None and tokens[reading.noun.head].text[0].isupper() and before.low != "of"
    return None if headline else Doubt.NAME


def _behind_name(tokens: Sequence[Token], reading: Reading, *, taken: Sequence[bool]) -> Doubt | None:
    """Bare digits right behind a name."""
    first = reading.numeral.first
    before = tokens[first - 1]
    counted = reading.noun is not None and reading.noun.plural
    if low_at(tokens, reading.numeral.last) in HYPHENS and reading.noun is not None:
        return None  # "8-Hi"
    if before.shape is Shape.NAME:
        scored = taken[first - 1] and "." in tokens[first].text  # "the H20 2.9 and the L20 3.1"
        return None if counted or scored else Doubt.NAME
    if before.shape is Shape.NUMBER:
        return None if tokens[first].glued else Doubt.NAME
    if before.text in HYPHENS and first > 1 and reading.kind is Kind.COUNT and tokens[first - 2].text[0].isupper():
        return Doubt.NAME  # "Covid -19 cases"
    return (
        _behind_word(tokens, reading, counted=counted, known=taken[first - 1]) if before.shape is Shape.WORD else None
    )


def _behind_word(tokens: Sequence[Token], reading: Reading, *, counted: bool, known: bool) -> Doubt | None:
    first = reading.numeral.first
    before = tokens[first - 1]
    capital = before.text[0].isupper()
    if "," in tokens[first].text:
        return None
    product = before.low in PRODUCTS and (capital or before.low in LOWER_PRODUCTS)
    if product or (before.low == "p" and low_at(tokens, first - 2) in ("&", "s")):
        return Doubt.NAME
    if not capital or before.low in FUNCTION or before.low in MONTHS or before.low in DAYS:
        return None
    return _behind_capital(tokens, reading, counted=counted, known=known)


def _behind_capital(tokens: Sequence[Token], reading: Reading, *, counted: bool, known: bool) -> Doubt | None:
    """ "Gaudi 3" is a name, "Employs 300 people" and, with a known name, "gave Nvidia 25 engineers" are none."""
    first = reading.numeral.first
    if first == 1 or tokens[first - 2].text in OPENERS:
        return None if counted or tokens[first - 1].low in SENTENCE_STARTS else Doubt.NAME
    if not counted or reading.noun is None:
        return Doubt.NAME
    lower = tokens[reading.noun.head].text[0].islower() and reading.value is not None and reading.value >= 20
    return None if known or lower else Doubt.NAME
