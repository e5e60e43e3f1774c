"""Fractions: half, two-thirds, a quarter of a million, one in five, 1/2."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.quantities.magnitudes import MAGNITUDES, read_scale
from nlp.quantities.numberwords import ARTICLES, NUMBERS
from nlp.quantities.numeral import Numeral, Style
from nlp.quantities.tables import numbers, words
from nlp.quantities.tokens import Shape, Token, hyphen_at, low_at

PARTS = (
    numbers("parts")
    | {f"{word}s": value for word, value in numbers("parts").items() if word != "half"}
    | {"halves": 2.0}
)
VULGAR = {
    "½": 1 / 2, "¼": 1 / 4, "¾": 3 / 4, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 1 / 8, "⅜": 3 / 8, "⅝": 5 / 8, "⅞": 7 / 8,
}  # fmt: skip
FRACTION_BEFORE = frozenset(("by", "than", "nearly", "almost", "roughly"))
HALF_BEFORE = words("sets", "numerals_half_before")
HALF_AFTER = words("sets", "numerals_half_after")
DENOMINATORS = frozenset((2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 16.0, 32.0))


def read_fraction(tokens: Sequence[Token], index: int) -> Numeral | None:
    """Fractions in words from `index` on: half, a third, two-thirds, one in five."""
    low = tokens[index].low
    if low == "half":
        return _half(tokens, index)
    top = 1.0 if low in ARTICLES else NUMBERS.get(low)
    value = tokens[index].value if tokens[index].shape is Shape.NUMBER else top
    if value is None:
        return None
    return _parts(tokens, index, top) or read_one_in(tokens, index, value)


def _half(tokens: Sequence[Token], index: int) -> Numeral | None:
    after = index + 1
    if hyphen_at(tokens, after) and low_at(tokens, after + 1) in MAGNITUDES:
        after += 1
    article = low_at(tokens, after) in ARTICLES
    scale, last = read_scale(tokens, after + 1 if article else after, money=False)
    if scale > 1:
        return Numeral(first=index, last=last, value=scale / 2, style=Style.WORDS, mantissa=0.5, scale=scale)
    before = low_at(tokens, index - 1)
    if article or low_at(tokens, after) in HALF_AFTER or before in HALF_BEFORE:
        if before in ("first", "second", "latter", "other", "last", "final", "top", "bottom", "and", "a"):
            return None
        first = index
        return Numeral(first=first, last=index + 1, value=0.5, style=Style.FRACTION, mantissa=0.5)
    return None


def _parts(tokens: Sequence[Token], index: int, top: float | None) -> Numeral | None:
    at = index + 1
    hyphen = hyphen_at(tokens, at)
    at += hyphen
    bottom = PARTS.get(low_at(tokens, at))
    if top is None or bottom is None or low_at(tokens, at) == "half":
        return None
    part = tokens[at].low
    article = tokens[index].low in ARTICLES
    plural = part.endswith("s")
    follows = low_at(tokens, at + 1) in ("of", "the", "as", "less", "more", "lower", "higher", "that", "its")
    follows = follows or (article and low_at(tokens, index - 1) in FRACTION_BEFORE)
    if (top == 1 and ((hyphen and not article) or follows)) or (
        top > 1 and plural and (bottom != 4 or follows or hyphen)
    ):
        if part == "quarter" and article and not follows:
            return None
        last = at + 1
        if low_at(tokens, last) == "of" and low_at(tokens, last + 1) in ARTICLES:
            scale, stop = read_scale(tokens, last + 2, money=False)
            if scale > 1:
                return Numeral(
                    first=index,
                    last=stop,
                    value=top / bottom * scale,
                    style=Style.WORDS,
                    mantissa=top / bottom,
                    scale=scale,
                )
        return Numeral(first=index, last=last, value=top / bottom, style=Style.FRACTION, mantissa=top / bottom)
    return None


def read_one_in(tokens: Sequence[Token], index: int, top: float) -> Numeral | None:
    """The share "one in five", "3 out of every 10", whose first number is `top`; None where it is none."""
    at = index + 1
    if low_at(tokens, at) == "in":
        at += 1
    elif low_at(tokens, at) == "out" and low_at(tokens, at + 1) == "of":
        at += 2
    else:
        return None
    at += low_at(tokens, at) == "every"
    if at >= len(tokens):
        return None
    bottom = tokens[at].value if tokens[at].shape is Shape.NUMBER else NUMBERS.get(tokens[at].low)
    digits = tokens[index].shape is Shape.NUMBER
    if (
        bottom is None
        or not 0 < top < bottom
        or bottom > 1000
        or digits != (tokens[at].shape is Shape.NUMBER)
        or top != int(top)
    ):
        return None
    if low_at(tokens, index + 1) == "in" and (low_at(tokens, at + 1) in MAGNITUDES or (digits and top > 10)):
        return None
    return Numeral(first=index, last=at + 1, value=top / bottom, style=Style.FRACTION, mantissa=top / bottom)


def read_slash(tokens: Sequence[Token], index: int) -> float:
    """The value of "1/2" at `index`, 0 where it is none (a date, 24/7)."""
    if (
        low_at(tokens, index + 1) != "/"
        or index + 2 >= len(tokens)
        or not (tokens[index + 1].glued and tokens[index + 2].glued)
    ):
        return 0.0
    top, bottom = tokens[index].value, tokens[index + 2].value
    if low_at(tokens, index + 3) == "/" or low_at(tokens, index - 1) == "/":
        return 0.0
    return top / bottom if bottom in DENOMINATORS and 0 < top < bottom and top == int(top) else 0.0
