"""Numbers in digits and words: 1,300, 1.3 million, twenty-eight thousand, half a dozen, two-thirds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nlp.quantities.fractions import VULGAR, read_fraction, read_one_in, read_slash
from nlp.quantities.magnitudes import read_scale
from nlp.quantities.numberwords import NUMBERS, read_words
from nlp.quantities.numeral import Numeral, Style
from nlp.quantities.tokens import Shape, Token, low_at
from nlp.quantities.vague import MULTI, PLURALS, read_vague

STARTERS = (
    frozenset(NUMBERS)
    | frozenset(PLURALS)
    | frozenset(VULGAR)
    | frozenset(MULTI)
    | {"a", "an", "half", "several", "many", "few", "multi"}
)


def parse_numeral(tokens: Sequence[Token], index: int, *, money: bool = False) -> Numeral | None:
    """The number that starts at token `index`, None where there is none. `money`: a currency sign stands before it."""
    token = tokens[index]
    if token.shape is Shape.NUMBER:
        return read_one_in(tokens, index, token.value) or _digits(tokens, index, money=money)
    if token.shape is not Shape.WORD or token.low not in STARTERS:
        return None
    if token.low in VULGAR:
        scale, last = read_scale(tokens, index + 1, money=money)
        value = VULGAR[token.low]
        return Numeral(first=index, last=last, value=value * scale, style=Style.DIGITS, mantissa=value, scale=scale)
    found = read_vague(tokens, index) or read_fraction(tokens, index)
    if found is None and token.low not in PLURALS:
        found = read_words(tokens, index)
    if found is not None and found.value is not None and found.value == round(found.value, 6):
        return replace(found, value=round(found.value, 6))
    return found


def _digits(tokens: Sequence[Token], index: int, *, money: bool) -> Numeral:
    value = tokens[index].value
    last = index + 1
    vulgar = VULGAR.get(low_at(tokens, last))
    if vulgar is not None:
        value += vulgar
        last += 1
    else:
        mixed = last < len(tokens) and tokens[last].shape is Shape.NUMBER and not tokens[last].glued
        start = last if mixed else index
        fraction = read_slash(tokens, start)
        if fraction:
            value = value + fraction if mixed else fraction
            last = start + 3
    for joined in (("and", "a", "half"), ("and", "a", "quarter")):
        if tuple(low_at(tokens, last + k) for k in range(3)) == joined:
            value += 0.5 if joined[2] == "half" else 0.25
            last += 3
    scale, last = read_scale(tokens, last, money=money)
    return Numeral(first=index, last=last, value=value * scale, style=Style.DIGITS, mantissa=value, scale=scale)
