"""Numbers in digits and words: 1,300, 1.3 million, twenty-eight thousand, half a dozen, two-thirds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from nlp.quantities.nouns import find_noun
from nlp.quantities.tables import numbers, pairs, words
from nlp.quantities.tokens import Shape, Token

NUMBERS = numbers("numbers")
MAGNITUDES = numbers("magnitudes")
SUFFIXES = numbers("suffixes")
LETTERS = numbers("letters")
PLURALS = pairs("plurals")
PARTS = (
    numbers("parts")
    | {f"{word}s": value for word, value in numbers("parts").items() if word != "half"}
    | {"halves": 2.0}
)
VULGAR = {
    "½": 1 / 2, "¼": 1 / 4, "¾": 3 / 4, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 1 / 8, "⅜": 3 / 8, "⅝": 5 / 8, "⅞": 7 / 8,
}  # fmt: skip
HYPHENS = frozenset("-‐‑–")
FRACTION_BEFORE = frozenset(("by", "than", "nearly", "almost", "roughly"))
ARTICLES = frozenset(("a", "an"))
HALF_BEFORE = words("sets", "numerals_half_before")
HALF_AFTER = words("sets", "numerals_half_after")
DENOMINATORS = frozenset((2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 16.0, 32.0))
MULTI = {
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "multimillion": 1e6,
    "multibillion": 1e9,
    "multitrillion": 1e12,
}


class Style(StrEnum):
    """How a number is written."""

    DIGITS = "digits"
    WORDS = "words"
    FRACTION = "fraction"
    VAGUE = "vague"


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeral:
    """A number over tokens first to last (half open).

    `value` is None for a vague magnitude, which then lies between `low` and `high`. `mantissa` is the number
    before its magnitude word, `scale` that magnitude (1 where there is none).
    """

    first: int
    last: int
    value: float | None
    style: Style
    mantissa: float
    scale: float = 1.0
    low: float = 0.0
    high: float = 0.0


def low_at(tokens: Sequence[Token], index: int) -> str:
    """The lower-case token at `index`, "" beyond either end."""
    return tokens[index].low if 0 <= index < len(tokens) else ""


def _hyphen(tokens: Sequence[Token], index: int) -> bool:
    return (
        0 <= index < len(tokens) - 1
        and tokens[index].text in HYPHENS
        and tokens[index].glued
        and tokens[index + 1].glued
    )


def _letter_scale(tokens: Sequence[Token], index: int, *, money: bool) -> float:
    """The magnitude of a single letter ("k", "M"), 0 where it is a unit or a name."""
    token = tokens[index]
    scale = LETTERS.get(token.low, 0.0)
    if not scale or not (token.glued or money):
        return 0.0
    if money:
        return scale
    after = index + 1
    if (
        after < len(tokens)
        and tokens[after].text in HYPHENS
        and low_at(tokens, after + 1).startswith(("parameter", "token"))
    ):
        return scale
    if token.text in ("t", "T") or (after < len(tokens) and tokens[after].glued and tokens[after].text[0].isalnum()):
        return 0.0
    if token.low == "k" and tokens[index - 1].value >= 10:
        return scale
    noun = find_noun(tokens, after, amount=2.0)
    return scale if noun is not None and noun.plural else 0.0


def _scale(tokens: Sequence[Token], index: int, *, money: bool) -> tuple[float, int]:
    """The magnitude words from `index` on, multiplied, and where they end."""
    scale = 1.0
    position = index
    while position < len(tokens):
        at = position + 1 if _hyphen(tokens, position) else position
        token = tokens[at]
        factor = MAGNITUDES.get(token.low)
        if factor is None and at == position and token.low in SUFFIXES and not (token.low == "mil" and scale > 1):
            factor = SUFFIXES[token.low]
        if factor is None and scale == 1.0 and at == position and token.low in LETTERS:
            factor = _letter_scale(tokens, at, money=money) or None
        if factor is None:
            break
        scale *= factor
        position = at + 1
    return scale, position


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
        fraction = _slash(tokens, start)
        if fraction:
            value = value + fraction if mixed else fraction
            last = start + 3
    for joined in (("and", "a", "half"), ("and", "a", "quarter")):
        if tuple(low_at(tokens, last + k) for k in range(3)) == joined:
            value += 0.5 if joined[2] == "half" else 0.25
            last += 3
    scale, last = _scale(tokens, last, money=money)
    return Numeral(first=index, last=last, value=value * scale, style=Style.DIGITS, mantissa=value, scale=scale)


def _slash(tokens: Sequence[Token], index: int) -> float:
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


def _word_value(tokens: Sequence[Token], index: int) -> tuple[float, int] | None:
    """The value of number words below a thousand from `index` on ("two hundred and six", "twenty-eight")."""
    first = NUMBERS.get(low_at(tokens, index))
    if first is None:
        return None
    value, position = first, index + 1
    if 20 <= first <= 90:
        at = position + 1 if _hyphen(tokens, position) else position
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
        rest = _word_value(tokens, at)
        if rest is not None and rest[0] < 100:
            value, position = value + rest[0], rest[1]
    return value, position


def _words(tokens: Sequence[Token], index: int) -> Numeral | None:
    if tokens[index].low in ARTICLES:
        at = index + 1
        scale, last = _scale(tokens, at, money=False)
        if last > at and tokens[at].low in MAGNITUDES:
            return Numeral(first=index, last=last, value=scale, style=Style.WORDS, mantissa=1.0, scale=scale)
        return None
    total, position, top, mantissa = 0.0, index, 0.0, None
    while True:
        part = _word_value(tokens, position)
        if part is None:
            break
        value, after = part
        if low_at(tokens, after) == "and" and low_at(tokens, after + 1) == "a" and low_at(tokens, after + 2) == "half":
            value, after = value + 0.5, after + 3
        mantissa = value if mantissa is None else mantissa
        scale, last = _scale(tokens, after, money=False)
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


def _half(tokens: Sequence[Token], index: int) -> Numeral | None:
    after = index + 1
    if _hyphen(tokens, after) and low_at(tokens, after + 1) in MAGNITUDES:
        after += 1
    article = low_at(tokens, after) in ARTICLES
    scale, last = _scale(tokens, after + 1 if article else after, money=False)
    if scale > 1:
        return Numeral(first=index, last=last, value=scale / 2, style=Style.WORDS, mantissa=0.5, scale=scale)
    before = low_at(tokens, index - 1)
    if article or low_at(tokens, after) in HALF_AFTER or before in HALF_BEFORE:
        if before in ("first", "second", "latter", "other", "last", "final", "top", "bottom", "and", "a"):
            return None
        first = index
        return Numeral(first=first, last=index + 1, value=0.5, style=Style.FRACTION, mantissa=0.5)
    return None


def _fraction(tokens: Sequence[Token], index: int) -> Numeral | None:
    """Fractions in words from `index` on: half, a third, two-thirds, one in five."""
    low = tokens[index].low
    if low == "half":
        return _half(tokens, index)
    top = 1.0 if low in ARTICLES else NUMBERS.get(low)
    value = tokens[index].value if tokens[index].shape is Shape.NUMBER else top
    if value is None:
        return None
    return _parts(tokens, index, top) or _one_in(tokens, index, value)


def _parts(tokens: Sequence[Token], index: int, top: float | None) -> Numeral | None:
    at = index + 1
    hyphen = _hyphen(tokens, at)
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
            scale, stop = _scale(tokens, last + 2, money=False)
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


def _one_in(tokens: Sequence[Token], index: int, top: float) -> Numeral | None:
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


def _vague(tokens: Sequence[Token], index: int) -> Numeral | None:
    """Magnitudes without a figure from `index` on: several hundred thousand, tens of thousands, multibillion."""
    low = tokens[index].low
    if low in ("several", "many", "few", "multi") or (low in MULTI and low.startswith("multi")):
        at = index if low.startswith("multi") and len(low) > 5 else index + 1
        at += _hyphen(tokens, at)
        if at > index:
            scale, last = _scale(tokens, at, money=False)
        else:
            scale, last = MULTI[low], index + 1
        if scale > 1 and (at == index or low_at(tokens, at) in MAGNITUDES):
            first = index - 1 if low == "few" and low_at(tokens, index - 1) in ARTICLES else index
            return Numeral(
                first=first,
                last=last,
                value=None,
                style=Style.VAGUE,
                mantissa=1.0,
                scale=scale,
                low=scale,
                high=10 * scale,
            )
        return None
    if low not in PLURALS:
        return None
    bottom, top = PLURALS[low]
    last = index + 1
    while low_at(tokens, last) == "of" and low_at(tokens, last + 1) in PLURALS:
        factor = PLURALS[low_at(tokens, last + 1)][0]
        bottom, top, last = bottom * factor, top * factor, last + 2
    if low in ("tens", "scores") and last == index + 1:
        return None
    return Numeral(
        first=index, last=last, value=None, style=Style.VAGUE, mantissa=1.0, scale=bottom, low=bottom, high=top
    )


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
        return _one_in(tokens, index, token.value) or _digits(tokens, index, money=money)
    if token.shape is not Shape.WORD or token.low not in STARTERS:
        return None
    if token.low in VULGAR:
        scale, last = _scale(tokens, index + 1, money=money)
        value = VULGAR[token.low]
        return Numeral(first=index, last=last, value=value * scale, style=Style.DIGITS, mantissa=value, scale=scale)
    found = _vague(tokens, index) or _fraction(tokens, index)
    if found is None and token.low not in PLURALS:
        found = _words(tokens, index)
    if found is not None and found.value is not None and found.value == round(found.value, 6):
        return replace(found, value=round(found.value, 6))
    return found
