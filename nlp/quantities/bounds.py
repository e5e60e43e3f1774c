"""How a figure limits the truth: the hedges before and behind it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from nlp.quantities.tables import lexicon, section
from nlp.quantities.tokens import Token, low_at, tokenise
from nlp.records import Bound

Phrases = dict[str, list[tuple[tuple[str, ...], Bound]]]
OPENINGS = {"at best": Bound.AT_MOST, "at most": Bound.AT_MOST, "at least": Bound.AT_LEAST, "at worst": Bound.AT_LEAST}
LIMITS = frozenset(("cap", "caps", "capped", "capping", "limit", "limits", "limited", "limiting"))
EXTREMES = {"maximum": Bound.AT_MOST, "minimum": Bound.AT_LEAST}
SKIPPED = frozenset(
    ("a", "an", "whopping", "staggering", "total", "record", "just", "whole", "full", "combined", "another")
)


@cache
def _phrases(key: str, edge: int) -> Phrases:
    """The phrases under `key`, by their first (edge 0) or last (edge -1) word, longest first."""
    found: Phrases = {}
    for sign, phrases in section(lexicon(), key, file="lexicon.toml").items():
        for phrase in phrases:
            texts = tuple(token.low for token in tokenise(phrase, 0, len(phrase)))
            found.setdefault(texts[edge], []).append((texts, Bound(sign)))
    for candidates in found.values():
        candidates.sort(key=lambda item: -len(item[0]))
    return found


def bound_before(tokens: Sequence[Token], first: int) -> tuple[Bound, str, int] | None:
    """The bound that ends right before token `first`: the bound, its words, and its first token."""
    at = first - 1
    skips = 0
    while at >= 0 and skips < 3:
        for texts, bound in _phrases("bounds", -1).get(tokens[at].low, ()):
            begin = at - len(texts) + 1
            fits = begin >= 0 and all(tokens[begin + offset].low == text for offset, text in enumerate(texts))
            if fits and not _misread(tokens, begin, texts):
                return bound, " ".join(texts), begin
        if tokens[at].low not in SKIPPED and not (tokens[at].text == "-" and low_at(tokens, at - 1) == "sub"):
            return None
        at -= 1
        skips += 1
    return None


def _misread(tokens: Sequence[Token], begin: int, texts: tuple[str, ...]) -> bool:
    """ "close to" and "up to" as they stand; "from 5 up to", "past" and "over" after "the", "passed" by a body."""
    if texts == ("some",):
        return low_at(tokens, begin - 1) in ("the", "and")
    if texts in (("near",), ("until",), ("past",), ("within",)):
        return low_at(tokens, begin - 1) in ("the", "this", "in", "over")
    return False


def bound_around(tokens: Sequence[Token], first: int) -> tuple[Bound, str, int] | None:
    """A bound that stands further off: "At best, it reaches 3", "a maximum clock of 3 GHz", "caps it at 400"."""
    opening = " ".join(token.low for token in tokens[:3])
    for phrase, bound in OPENINGS.items():
        if opening == f"{phrase} ," and first > 2:
            return bound, phrase, first
    link = low_at(tokens, first - 1)
    if link not in ("of", "at", "to", "is", "was"):
        return None
    for back in range(first - 2, max(-1, first - 9), -1):
        low = tokens[back].low
        if low in LIMITS and link in ("at", "to"):
            return Bound.AT_MOST, low, first
        if low in EXTREMES and link not in ("at", "to") and back >= first - 5:
            return EXTREMES[low], low, first
        if tokens[back].text in (".", ",", ";"):
            return None
    return None


def bound_behind(tokens: Sequence[Token], last: int) -> tuple[Bound, str, int] | None:
    """The bound that starts at token `last`, right behind the figure: the bound, its words, and the token after it."""
    if last >= len(tokens):
        return None
    for texts, bound in _phrases("after", 0).get(tokens[last].low, ()):
        if all(low_at(tokens, last + offset) == text for offset, text in enumerate(texts)):
            if texts in (("plus",), ("max",), ("minimum",), ("maximum",), ("tops",)) and low_at(
                tokens, last + 1
            ) not in ("", ".", ",", ")", ";"):
                continue
            return bound, " ".join(texts), last + len(texts)
    return None
