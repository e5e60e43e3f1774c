"""The noun phrase that a figure of an unparsed sentence stands in: "a $150,000 contract", "25% of revenue"."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.quantities.change import COMPARATIVES
from nlp.quantities.numberwords import ARTICLES
from nlp.quantities.reading import Reading
from nlp.quantities.tokens import HYPHENS, Shape, Token, glued_at, low_at
from nlp.quantities.units import match_unit
from nlp.quantities.wordphrase import WEAK, phrase_from, phrase_to, write_words
from nlp.quantities.wordverb import is_verb
from nlp.records import Kind


def near_concept(tokens: Sequence[Token], reading: Reading) -> str:
    """The noun phrase that the figure qualifies ("a $150,000 contract", "25% of revenue", "a price of $5"), else ""."""
    return write_words(tokens, _behind(tokens, reading)) or write_words(tokens, _before(tokens, reading))


def _behind(tokens: Sequence[Token], reading: Reading) -> list[int]:
    """The phrase behind the figure: "25% of revenue", "$8 billion in loans", "a $5 fee", "30% lower power"."""
    at = max(reading.last, reading.after)
    if reading.kind is Kind.COUNT or at >= len(tokens):
        return []
    if tokens[at].low in COMPARATIVES and reading.kind in (Kind.PERCENT, Kind.RATIO):
        at += 1
    low = low_at(tokens, at)
    if low == "of" and reading.kind is not Kind.DURATION:
        return phrase_from(tokens, at + 1, chain=True)[0]
    if low == "in" and reading.kind is Kind.MONEY:
        kept, _ = phrase_from(tokens, at + 1, chain=False)
        usable = kept and tokens[kept[0]].text[0].islower() and tokens[kept[0]].low not in WEAK
        return kept if usable else []
    if low in ("the", "its", "their") and reading.kind is Kind.RATIO:
        return phrase_from(tokens, at, chain=False)[0]
    return [] if low in HYPHENS and glued_at(tokens, at) else _qualified(tokens, reading, at)


def _qualified(tokens: Sequence[Token], reading: Reading, index: int) -> list[int]:
    """The noun phrase right behind the figure, over further figures ("24 GB 8-Hi devices")."""
    at = index
    while at < len(tokens) and tokens[at].shape is Shape.NUMBER and not tokens[at].glued:
        found = match_unit(tokens, at + 1 + (low_at(tokens, at + 1) in HYPHENS))
        if found is None:
            break
        at = found[1]
    kept, _ = phrase_from(tokens, at, chain=True)
    if not kept or kept[0] != at or tokens[at].low in WEAK:
        return []
    noun = reading.kind is Kind.MONEY or low_at(tokens, reading.begin - 1) in ARTICLES
    plain = not tokens[at].low.endswith(("s", "ed", "ing"))
    return [] if is_verb(tokens, at) and not (noun and plain) else kept


def _before(tokens: Sequence[Token], reading: Reading) -> list[int]:
    """The phrase that leads to the figure: "a price of $5", "chips worth $5", "fines from $5 to $9", "it for $5"."""
    start = reading.begin
    link = low_at(tokens, start - 1)
    if low_at(tokens, start) == "from" and reading.high is not None:
        end = start
    elif link in ("of", "worth") or (link == "for" and reading.kind is Kind.MONEY):
        end = start - 1
    else:
        return []
    kept = phrase_to(tokens, end, floor=0)
    return [] if all(tokens[index].low in WEAK for index in kept) else kept
