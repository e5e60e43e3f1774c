"""What is counted or measured, in the words of the text."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.quantities.change import VERBS
from nlp.quantities.nouns import FUNCTION, NOT_PLURAL, is_plural
from nlp.quantities.numerals import HYPHENS
from nlp.quantities.reading import Reading
from nlp.quantities.tables import words
from nlp.quantities.tokens import Shape, Token
from nlp.records import Kind

ARTICLES = words("sets", "concept_articles")
STARTS = frozenset(["of", "in", "for", "on"])
ENDS = frozenset(',.;:()[]{}?!"“”|•')
LONGEST = 6


def _is_noun(token: Token) -> bool:
    if token.shape is Shape.NAME:
        return not token.text[0].isdigit()
    return (
        token.shape is Shape.WORD
        and token.low not in FUNCTION
        and token.low not in VERBS
        and not token.low.endswith("ly")
    )


def _phrase_from(tokens: Sequence[Token], index: int) -> tuple[int, int]:
    """The noun phrase that starts at `index`, articles left out; empty where there is none."""
    at = index
    while at < len(tokens) and tokens[at].low in ARTICLES:
        at += 1
    first = at
    while at < len(tokens) and at - first < LONGEST:
        token = tokens[at]
        if token.text in HYPHENS and token.glued and at > first:
            at += 1
            continue
        if not _is_noun(token):
            break
        at += 1
        if is_plural(token) and not (
            at < len(tokens) and (tokens[at].text in HYPHENS or (_is_noun(tokens[at]) and is_plural(tokens[at])))
        ):
            break
    return first, at


def _phrase_to(tokens: Sequence[Token], end: int, floor: int) -> tuple[int, int]:
    """The noun phrase that ends right before `end`."""
    at = end
    while at > floor:
        token = tokens[at - 1]
        if token.text in HYPHENS and token.glued and at < end:
            at -= 1
            continue
        if not _is_noun(token):
            break
        at -= 1
    return at, end


def _text(tokens: Sequence[Token], first: int, last: int) -> str:
    parts: list[str] = []
    for index in range(first, last):
        token = tokens[index]
        text = token.text
        if text.endswith(("'s", "’s")):
            text = text[:-2]
        if parts and token.glued and not parts[-1].isspace():
            parts[-1] += text
        else:
            parts.append(text)
    return " ".join(parts)


def find_concept(tokens: Sequence[Token], reading: Reading, *, floor: int) -> str:
    """The words for what the figure is of: the noun it stands before, the "of" phrase behind it, or the subject before it.

    `floor` is the token after the figure before; nothing is taken from beyond it for the subject.
    """
    if reading.kind is Kind.COUNT and reading.noun is not None:
        own = _text(tokens, reading.noun.first, reading.noun.last)
        return own
    return _behind(tokens, reading) or _subject(tokens, reading, floor=floor) or _subject(tokens, reading, floor=0)


def _behind(tokens: Sequence[Token], reading: Reading) -> str:
    at = reading.last
    if at >= len(tokens):
        return ""
    if tokens[at].low in ("of", "in") and reading.kind is not Kind.DURATION:
        first, last = _phrase_from(tokens, at + 1)
        if last > first and tokens[first].text.lower() not in ("january",):
            return _text(tokens, first, last)
        return ""
    if tokens[at].low in ("the",) and reading.kind is Kind.RATIO:
        first, last = _phrase_from(tokens, at)
        return _text(tokens, first, last)
    if tokens[at].glued and tokens[at].text not in HYPHENS:
        return ""
    first, last = _phrase_from(tokens, at)
    if first == at and last > first:
        return _text(tokens, first, last)
    return ""


def _subject(tokens: Sequence[Token], reading: Reading, *, floor: int) -> str:
    """The noun phrase nearest before the verb or preposition that leads to the figure."""
    start = reading.outer if reading.outer >= 0 else reading.first
    at = start
    lowest = max(floor, start - 16)
    while at > lowest:
        token = tokens[at - 1]
        if _is_noun(token) and not (token.low.endswith("ing") and at == start):
            first, last = _phrase_to(tokens, at, lowest)
            phrase = _text(tokens, first, last)
            if phrase.lower() not in WEAK:
                return phrase
            at = first
            continue
        at -= 1
    return ""


WEAK = frozenset(NOT_PLURAL & {"this"}) | {
    "average",
    "record",
    "estimate",
    "year",
    "week",
    "month",
    "today",
    "compared",
    "total",
    "level",
}
