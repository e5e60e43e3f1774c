"""Factors and ranks told by a word of their own: twice, tripled, tenfold, second-tier, third-largest, No. 1."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.quantities.numberwords import NUMBERS
from nlp.quantities.numeral import Numeral, Style
from nlp.quantities.reading import Move, Reading
from nlp.quantities.tables import numbers, pairs, words
from nlp.quantities.tokens import HYPHENS, Shape, Token, low_at
from nlp.quantities.units import Unit
from nlp.records import Change, Kind

FACTORS = pairs("factors")
ORDINALS = numbers("ordinals")
AFTER_PLAIN = words("sets", "factors_after_plain")
RANKING = frozenset(("rank", "ranks", "ranked", "ranking", "placed", "finished"))
PLACE_ENDS = frozenset(
    ("", ".", ",", ";", "in", "among", "by", "on", "behind", "after", "worldwide", "globally", "with", "and", "place")
)
"""What may follow a rank told by a verb: "ranks second in the market"."""
RANKABLE = frozenset(("most", "best", "least", "worst", "tier", "rate", "fastest"))


def _factor(index: int, value: float, last: int) -> Reading:
    numeral = Numeral(first=index, last=last, value=value, style=Style.WORDS, mantissa=value)
    unit = Unit(symbol="x", name="multiple", quantity="ratio", kind=Kind.RATIO, pint="dimensionless")
    return Reading(
        numeral=numeral, first=index, last=last, value=value, unit=unit, symbol="x", name="multiple", kind=Kind.RATIO
    )  # fmt: skip


def read_factor(tokens: Sequence[Token], index: int) -> Reading | None:
    """The factor that token `index` is ("twice", "tripled"), None where it is none."""
    low = tokens[index].low
    if low not in FACTORS:
        return None
    value, move = FACTORS[low]
    after = low_at(tokens, index + 1)
    if low in ("double", "triple", "quadruple"):
        if after in HYPHENS or not (
            after in AFTER_PLAIN or low_at(tokens, index - 1) in ("to", "will", "could", "would", "may", "might")
        ):
            return None
        if after not in AFTER_PLAIN:
            move = 1
    if low == "twice" and after not in AFTER_PLAIN and not after.endswith("er") and after != "more":
        return None
    if low == "twice" and after == "as" and not low_at(tokens, index + 2).isalpha():
        return None
    if after == "down" and low.startswith("doubl"):
        return None
    reading = _factor(index, value, index + 1)
    if move or after in AFTER_PLAIN:
        reading.change = Change.DECREASE if move < 0 else Change.INCREASE
        reading.move = Move.VERB if move else Move.COMPARATIVE
    return reading


def read_rank(tokens: Sequence[Token], index: int) -> Reading | None:
    """The rank that starts at token `index` ("second-tier", "fourth most-valuable", "No. 1"), None where it is none."""
    low = tokens[index].low
    if low in ("no", "number"):
        return _number_one(tokens, index)
    value = ORDINALS.get(low)
    if value is None:
        return None
    at = index + 1
    hyphen = low_at(tokens, at) in HYPHENS and tokens[at].glued
    at += hyphen
    after = low_at(tokens, at)
    superlative = after in RANKABLE or (
        after.endswith("est") and len(after) > 5 and after not in ("interest", "request", "harvest", "forest")
    )
    if not superlative and low_at(tokens, index - 1) in RANKING and (after in PLACE_ENDS or at >= len(tokens)):
        numeral = Numeral(first=index, last=index + 1, value=value, style=Style.WORDS, mantissa=value)
        return Reading(
            numeral=numeral, first=index, last=index + 1, value=value, symbol="rank", name="rank", kind=Kind.RANK
        )  # fmt: skip
    if not superlative or (after in ("tier", "rate") and not hyphen):
        return None
    last = at + 1 if hyphen else index + 1
    numeral = Numeral(first=index, last=index + 1, value=value, style=Style.WORDS, mantissa=value)
    symbol = after if after == "tier" else "rank"
    return Reading(numeral=numeral, first=index, last=last, value=value, symbol=symbol, name=symbol, kind=Kind.RANK)


def _number_one(tokens: Sequence[Token], index: int) -> Reading | None:
    at = index + 1
    if low_at(tokens, at) == ".":
        at += 1
    elif tokens[index].low == "no":
        return None
    if at >= len(tokens):
        return None
    token = tokens[at]
    value = token.value if token.shape is Shape.NUMBER else NUMBERS.get(token.low)
    if value is None or not 1 <= value <= 20 or value != int(value):
        return None
    before = tokens[index - 1] if index else None
    if before is not None and before.shape is Shape.WORD and before.text[0].isupper() and index > 1:
        return None
    numeral = Numeral(first=at, last=at + 1, value=value, style=Style.DIGITS, mantissa=value)
    return Reading(numeral=numeral, first=index, last=at + 1, value=value, symbol="rank", name="rank", kind=Kind.RANK)
