"""Magnitudes without a figure: several hundred thousand, tens of thousands, multibillion."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.quantities.magnitudes import MAGNITUDES, read_scale
from nlp.quantities.numberwords import ARTICLES
from nlp.quantities.numeral import Numeral, Style
from nlp.quantities.tables import pairs
from nlp.quantities.tokens import Token, hyphen_at, low_at

PLURALS = pairs("plurals")
MULTI = {
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "multimillion": 1e6,
    "multibillion": 1e9,
    "multitrillion": 1e12,
}


def read_vague(tokens: Sequence[Token], index: int) -> Numeral | None:
    """Magnitudes without a figure from `index` on: several hundred thousand, tens of thousands, multibillion."""
    low = tokens[index].low
    if low in ("several", "many", "few", "multi") or (low in MULTI and low.startswith("multi")):
        at = index if low.startswith("multi") and len(low) > 5 else index + 1
        at += hyphen_at(tokens, at)
        if at > index:
            scale, last = read_scale(tokens, at, money=False)
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
