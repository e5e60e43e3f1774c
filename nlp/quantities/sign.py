"""The sign before a number: "-5", "minus 5", "negative 5"; but not the one of "plus or minus 5"."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.quantities.tokens import Shape, Token, low_at

MINUS = frozenset("-−–")


def read_sign(tokens: Sequence[Token], index: int) -> tuple[bool, int]:
    """Return whether the number that begins at token `index` is negative, and where it begins with its sign."""
    before = index - 1
    if before < 0:
        return False, index
    token = tokens[before]
    if _is_tolerance(tokens, before):
        return False, index
    if token.text in MINUS and tokens[index].glued:
        if low_at(tokens, before - 1) == "minus":
            return True, before - 1
        free = not token.glued or tokens[before - 1].text in "($=:"
        return (True, before) if free else (False, index)
    if token.low in ("minus", "negative") and tokens[index].shape is Shape.NUMBER:
        return True, before
    return False, index


def _is_tolerance(tokens: Sequence[Token], minus: int) -> bool:
    """Whether "minus" only ends "plus or minus", "plus/minus" or "+/-": what follows has no sign."""
    return low_at(tokens, minus - 1) in ("or", "/") and low_at(tokens, minus - 2) in ("plus", "+")
