"""Noun phrases of a sentence that has no parse, as runs of content words."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.quantities.magnitudes import MAGNITUDES
from nlp.quantities.nouns import FUNCTION, is_plural
from nlp.quantities.numberwords import NUMBERS
from nlp.quantities.tables import words
from nlp.quantities.tokens import HYPHENS, Shape, Token, glued_at, low_at
from nlp.quantities.wordverb import DETERMINERS, is_verb

WEAK = words("sets", "concept_weak")
JOINTS = frozenset("-–‑/.&’'")
LONGEST = 7


def is_content(token: Token) -> bool:
    """Whether the token may be told as part of a phrase: no number, no function word, no adverb."""
    if token.shape is Shape.SIGN:
        return token.text == "&"
    if token.shape is Shape.NUMBER:
        return False
    if token.low in MAGNITUDES or token.low in NUMBERS:
        return False
    return token.low not in FUNCTION and not (
        token.low.endswith("ly") and len(token.low) > 4 and token.text[0].islower()
    )


def phrase_from(tokens: Sequence[Token], index: int, *, chain: bool) -> tuple[list[int], int]:
    """The content words of the noun phrase at `index`, with "of ..." and the like behind it, and where it ends."""
    at = index
    while at < len(tokens) and tokens[at].low in DETERMINERS:
        at += 1
    first = at
    while at < len(tokens) and at - first < LONGEST:
        token = tokens[at]
        inner = at > first and _is_inner(tokens, at)
        if not inner and (not is_content(token) or (is_verb(tokens, at) and at > first and not _adjective(tokens, at))):
            break
        at += 1
    if at == first:
        return [], at
    kept = content_words(tokens, first, at)
    if chain and low_at(tokens, at) in ("of", "on", "for", "in"):
        more, end = phrase_from(tokens, at + 1, chain=False)
        if more and tokens[more[0]].low not in WEAK:
            return kept + more, end
    return kept, at


def _adjective(tokens: Sequence[Token], index: int) -> bool:
    """Whether a form in -ed stands before a noun: "installed capacity"."""
    low = tokens[index].low
    return low.endswith("ed") and index + 1 < len(tokens) and is_plural(tokens[index + 1])


def phrase_to(tokens: Sequence[Token], end: int, *, floor: int) -> list[int]:
    """The content words of the noun phrase that ends before `end`."""
    at = end
    while at > floor and end - at < LONGEST:
        token = tokens[at - 1]
        inner = at < end and (
            _is_inner(tokens, at - 1) or (token.text in JOINTS and token.glued and glued_at(tokens, at))
        )
        if not inner and (not is_content(token) or is_verb(tokens, at - 1)):
            break
        at -= 1
    return content_words(tokens, at, end)


def content_words(tokens: Sequence[Token], first: int, last: int) -> list[int]:
    """The content words of a stretch; hyphens and dots inside words stay."""
    kept: list[int] = []
    for index in range(first, last):
        token = tokens[index]
        next_to = bool(kept) and kept[-1] == index - 1
        inside = next_to and token.glued and tokens[index - 1].text in HYPHENS
        number = token.shape is Shape.NUMBER and next_to and tokens[index - 1].text[0].isupper()  # "S&P 500"
        joint = next_to and token.text in JOINTS and token.glued and glued_at(tokens, index + 1)
        if inside or number or joint or is_content(token):
            kept.append(index)
    return kept


def _is_inner(tokens: Sequence[Token], index: int) -> bool:
    """Whether the token is a hyphen or the like inside a word, or what a hyphen joins to one ("loan-to-value")."""
    token = tokens[index]
    if not token.glued:
        return False
    return (token.text in JOINTS and glued_at(tokens, index + 1)) or tokens[index - 1].text in HYPHENS


def write_words(tokens: Sequence[Token], kept: Sequence[int]) -> str:
    """The kept words with a blank between them, pieces that are glued in the text in one."""
    parts: list[str] = []
    for position, index in enumerate(kept):
        text = tokens[index].text
        text = text[:-2] if text.endswith(("'s", "’s")) else text
        near = position > 0 and kept[position - 1] == index - 1 and tokens[index].glued
        if near and parts:
            parts[-1] += text
        else:
            parts.append(text)
    whole = [part[:-2] if part.endswith(("'s", "’s")) else part for part in parts]
    return " ".join(part for part in whole if part.strip("-&/.,"))
