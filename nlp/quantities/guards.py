"""Numbers that are no quantities: what stands in a name, a date or a reference, determines a noun or points back."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.quantities.dates import doubt_date, is_time
from nlp.quantities.labels import doubt_label
from nlp.quantities.names import doubt_name
from nlp.quantities.numeral import Style
from nlp.quantities.reading import Doubt, Reading
from nlp.quantities.tokens import Shape, Token, low_at
from nlp.records import Kind

ANAPHORS = frozenset(("the", "these", "those", "both", "all", "top", "other", "remaining", "same"))


def doubt(tokens: Sequence[Token], reading: Reading, *, taken: Sequence[bool], before: Reading | None) -> Doubt | None:
    """Why this number is no quantity, None where it is one. `before` is the number read before it in the sentence."""
    first, last = reading.numeral.first, reading.numeral.last
    if any(taken[first:last]):
        return Doubt.NAME
    if low_at(tokens, first - 1) == "[" and low_at(tokens, last) == "]":
        return Doubt.NOTE
    if (
        reading.numeral.style is Style.VAGUE
        and low_at(tokens, first - 1) == "in"
        and low_at(tokens, last) in ("", ",", ")", ".")
    ):
        return Doubt.BARE  # "($ in millions, except per share data)"
    if reading.numeral.style in (Style.FRACTION, Style.VAGUE) or reading.kind is Kind.RANK:
        return None
    if reading.unit is not None:
        return _measured(tokens, reading)
    return (
        doubt_name(tokens, reading, taken=taken)
        or doubt_date(tokens, reading, before=before)
        or doubt_label(tokens, reading)
        or _loose(tokens, reading)
    )


def _measured(tokens: Sequence[Token], reading: Reading) -> Doubt | None:
    """Even with a unit: "16-bit" is a format, "7 am" a time, "one day" an adverb."""
    first, last = reading.numeral.first, reading.numeral.last
    if reading.symbol == "b" and low_at(tokens, reading.last - 1) != "bits":
        return Doubt.FORMAT
    if reading.kind is Kind.DURATION:
        if is_time(tokens, first, last):
            return Doubt.TIME
        return Doubt.DETERMINER if tokens[first].low == "one" and reading.symbol == "days" else None
    return None


def _loose(tokens: Sequence[Token], reading: Reading) -> Doubt | None:
    """Number words that determine a noun or point back, and words without a noun."""
    first, last = reading.numeral.first, reading.numeral.last
    if tokens[first].shape is not Shape.WORD or reading.numeral.scale > 1:
        return None
    if tokens[first].low == "one" and last == first + 1:
        return Doubt.DETERMINER
    if low_at(tokens, first - 1) in ANAPHORS:
        return Doubt.ANAPHOR
    if low_at(tokens, last) == "of":
        return Doubt.PARTITIVE
    return Doubt.BARE if reading.noun is None and tokens[first].low != "zero" else None
