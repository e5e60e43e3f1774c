"""Counted noun phrases: where they end, and their singular."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from nlp.quantities.tables import words
from nlp.quantities.tokens import Shape, Token

FUNCTION = words("words", "function")
SKIPPED = words("words", "skipped")
PLURAL = words("words", "plural")
NOT_PLURAL = words("words", "not_plural")
SAME = words("sets", "same_plural")
IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "feet": "foot", "mice": "mouse", "dice": "die", "dies": "die",
    "teeth": "tooth", "criteria": "criterion", "vertices": "vertex", "indices": "index", "matrices": "matrix",
    "lives": "life", "shelves": "shelf", "wolves": "wolf", "halves": "half", "leaves": "leaf",
    "wives": "wife", "knives": "knife", "launches": "launch", "phenomena": "phenomenon",
}  # fmt: skip
LONGEST = 7
"""More words than this before a plural are not one noun phrase."""


class Noun(NamedTuple):
    """A counted noun phrase: tokens first to last (half open), its head, and whether the head is plural."""

    first: int
    last: int
    head: int
    plural: bool


def is_plural(token: Token) -> bool:
    """Whether this word looks like a plural noun."""
    low = token.low
    if token.shape is Shape.NAME:
        return low.endswith("s") and token.text[-1] == "s" and not token.text[0].isdigit()
    if token.shape is not Shape.WORD:
        return False
    if low in PLURAL:
        return True
    if low in NOT_PLURAL or low in FUNCTION or len(low) < 3:
        return False
    if "'" in low or "’" in low:
        return False
    return token.text.endswith("s") and (_has_initials(token.text) or not low.endswith(("ss", "us", "is")))


def _has_initials(word: str) -> bool:
    """Whether the word is an initialism with an -s of its own: "GPUs"."""
    return len(word) > 2 and word[-1] == "s" and word[:-1].isupper()


def singular(word: str) -> str:
    """The singular of an English noun, in the word's own case."""
    low = word.lower()
    if low in IRREGULAR:
        return IRREGULAR[low] if word == low else word[0] + IRREGULAR[low][1:]
    if len(low) < 3 or low in SAME or low in NOT_PLURAL:
        return word
    if low.endswith("ies") and len(low) > 3:
        return word[:-3] + "y"
    if low.endswith(("ches", "shes", "xes", "sses", "zes")) and len(low) > 4:
        return word[:-2]
    return word[:-1] if word[-1] == "s" and (_has_initials(word) or not low.endswith(("ss", "us", "is"))) else word


def _is_part(token: Token) -> bool:
    if token.shape is Shape.WORD:
        return token.low not in FUNCTION
    return token.shape is Shape.NAME and not token.text[0].isdigit()


def _is_number_name(tokens: Sequence[Token], index: int) -> bool:
    """Whether a name of digits and one capital stands here: the "910" of "910C", or its "C"."""
    token = tokens[index]
    if token.shape is Shape.WORD:
        return len(token.text) == 1 and token.glued and tokens[index - 1].shape is Shape.NUMBER
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    return (
        token.shape is Shape.NUMBER
        and after is not None
        and after.glued
        and len(after.text) == 1
        and after.text.isupper()
    )


def _is_compound(tokens: Sequence[Token], index: int) -> bool:
    """Whether a function word here begins a compound: "in-house", "on-chip"."""
    hyphen = index + 1 < len(tokens) and tokens[index + 1].text == "-" and tokens[index + 1].glued
    return hyphen and tokens[index].shape is Shape.WORD and index + 2 < len(tokens) and tokens[index + 2].glued


def _bridges(tokens: Sequence[Token], index: int, *, first: int) -> bool:
    """Whether a sign or "and" here stays inside the noun phrase that began at `first`."""
    if index <= first:
        return False
    token = tokens[index]
    if token.text in ("-", "/", "&", "‑") and token.glued:
        return True
    listed = token.text == "," and index > first + 2 and tokens[index - 2].text == "-"
    return (listed or token.low in ("and", "&")) and _plural_follows(tokens, index + 1)


def find_noun(tokens: Sequence[Token], index: int, *, amount: float | None = None) -> Noun | None:
    """The noun phrase that starts at `index`, counted by the number before it; None where there is none."""
    if index < len(tokens) and tokens[index].text == "-" and tokens[index].glued:
        return _joined_noun(tokens, index + 1)
    position, limit, plain = index, min(len(tokens), index + LONGEST + 1), -1
    while position < limit:
        if not _bridges(tokens, position, first=index):
            token = tokens[position]
            if not (_is_part(token) or _is_compound(tokens, position) or _is_number_name(tokens, position)):
                break
            joined = position + 1 < len(tokens) and tokens[position + 1].text == "-" and tokens[position + 1].glued
            if is_plural(token) and not joined:
                return _plural_noun(tokens, index, position)
            plain = position if plain < 0 else plain
        position += 1
    if plain < 0 or tokens[plain].low.endswith("ly") or (plain + 1 < len(tokens) and tokens[plain + 1].low == "than"):
        return None
    last = plain + 1
    while amount is not None and last < position and tokens[last - 1].text[0].isupper() and _is_part(tokens[last]):
        last += 1
    return Noun(index, last, last - 1, plural=False)


def _plural_noun(tokens: Sequence[Token], first: int, head: int) -> Noun:
    """The phrase up to the plural at `head`, or up to a second one right behind it ("Windows licences").

    A name whose own -s tells several ("H100s", "GPUs") is followed by what they do: "reaches", "deploys".
    """
    after = tokens[head + 1] if head + 1 < len(tokens) else None
    double = (
        after is not None
        and is_plural(after)
        and after.low not in _VERBS
        and tokens[head].text[0].isupper()
        and not _ends_plural(tokens[head].text)
    )
    return Noun(first, head + 1 + double, head + double, plural=True)


_VERBS = frozenset(("says", "runs", "sales", "uses")) | words("verbs", "common")


def _ends_plural(name: str) -> bool:
    """Whether the last letter of a name can only be its plural: "H100s", "MI300Xs", "GPUs"."""
    return len(name) > 2 and name[-1] == "s" and (name[-2].isdigit() or name[-2].isupper())


def _joined_noun(tokens: Sequence[Token], index: int) -> Noun | None:
    """The one word that a hyphen joins to its number: "three-month", "72-GPU"."""
    if index >= len(tokens) or not tokens[index].glued or not _is_part(tokens[index]):
        return None
    return Noun(index, index + 1, index, plural=is_plural(tokens[index]))


def _plural_follows(tokens: Sequence[Token], index: int) -> bool:
    """Whether "A and B plants" goes on here: one or two more words, capitalised or adjectives, and a plural."""
    for position in range(index, min(len(tokens), index + 3)):
        token = tokens[position]
        if not _is_part(token):
            return False
        if is_plural(token):
            return position > index or token.text[0].islower()
    return False


def phrase(tokens: Sequence[Token], noun: Noun) -> str:
    """The noun phrase in the singular, without function words."""
    kept: list[str] = []
    for position in range(noun.first, noun.last):
        token = tokens[position]
        if token.shape is Shape.SIGN:
            continue
        if token.low in SKIPPED and position != noun.head:
            continue
        text = singular(token.text) if position == noun.head else token.text
        if text.endswith(("'s", "’s")):
            text = text[:-2]
        if kept and tokens[position - 1].text in ("-", "/") and tokens[position - 1].glued and token.glued:
            kept[-1] += tokens[position - 1].text + text
        elif kept and token.glued:
            kept[-1] += text
        else:
            kept.append(text)
    return " ".join(kept)
