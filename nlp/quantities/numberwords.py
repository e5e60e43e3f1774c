"""Numbers in words: twenty-eight thousand, two hundred and six, one point five million, a billion."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.quantities.magnitudes import MAGNITUDES, read_scale
from nlp.quantities.numeral import Numeral, Style
from nlp.quantities.tables import numbers
from nlp.quantities.tokens import Token, hyphen_at, low_at

NUMBERS = numbers("numbers")
ARTICLES = frozenset(("a", "an"))


def read_words(tokens: Sequence[Token], index: int) -> Numeral | None:
    """The number that the words from `index` on say, None where they say none."""
    if tokens[index].low in ARTICLES:
        at = index + 1
        scale, last = read_scale(tokens, at, money=False)
        if last > at and tokens[at].low in MAGNITUDES:
            return Numeral(first=index, last=last, value=scale, style=Style.WORDS, mantissa=1.0, scale=scale)
        return None
    total, position, top, mantissa = 0.0, index, 0.0, None
    while True:
        part = read_below_thousand(tokens, position)
        if part is None:
            break
        value, after = part
        if low_at(tokens, after) == "and" and low_at(tokens, after + 1) == "a" and low_at(tokens, after + 2) == "half":
            value, after = value + 0.5, after + 3
        mantissa = value if mantissa is None else mantissa
        scale, last = read_scale(tokens, after, money=False)
        if top and scale >= top:
            break
        total, position = total + value * scale, last
        top = scale
        if scale < 1000:
            break
        at = position + 1 if low_at(tokens, position) == "and" else position
        if low_at(tokens, at) not in NUMBERS:
            break
        position = at
    if mantissa is None:
        return None
    last = position
    if low_at(tokens, last - 1) == "and":
        last -= 1
    return Numeral(first=index, last=last, value=total, style=Style.WORDS, mantissa=mantissa, scale=top)


def read_below_thousand(tokens: Sequence[Token], index: int) -> tuple[float, int] | None:
    """The value of number words below a thousand from `index` on ("two hundred and six", "twenty-eight")."""
    first = NUMBERS.get(low_at(tokens, index))
    if first is None:
        return None
    value, position = first, index + 1
    if 20 <= first <= 90:
        at = position + 1 if hyphen_at(tokens, position) else position
        unit = NUMBERS.get(low_at(tokens, at))
        if unit is not None and 1 <= unit <= 9:
            value, position = value + unit, at + 1
    if low_at(tokens, position) == "point" and low_at(tokens, position + 1) in NUMBERS:
        position, factor = position + 1, 0.1
        while (digit := NUMBERS.get(low_at(tokens, position))) is not None and digit <= 9:
            value, factor, position = value + digit * factor, factor / 10, position + 1
        return round(value, 12), position
    if low_at(tokens, position) == "hundred":
        value, position = value * 100, position + 1
        at = position + 1 if low_at(tokens, position) == "and" else position
        rest = read_below_thousand(tokens, at)
        if rest is not None and rest[0] < 100:
            value, position = value + rest[0], rest[1]
    return value, position
