"""Magnitudes behind a number: million, hundred thousand, bn, k."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.quantities.nouns import find_noun
from nlp.quantities.tables import numbers
from nlp.quantities.tokens import HYPHENS, Token, hyphen_at, low_at

MAGNITUDES = numbers("magnitudes")
SUFFIXES = numbers("suffixes")
LETTERS = numbers("letters")


def read_scale(tokens: Sequence[Token], index: int, *, money: bool) -> tuple[float, int]:
    """The magnitude words from `index` on, multiplied, and where they end."""
    scale = 1.0
    position = index
    while position < len(tokens):
        at = position + 1 if hyphen_at(tokens, position) else position
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
