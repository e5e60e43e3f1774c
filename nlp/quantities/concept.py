"""What is counted or measured, in the words of the text."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.quantities.reading import Reading
from nlp.quantities.tokens import Token, low_at
from nlp.quantities.wordnear import near_concept
from nlp.quantities.wordphrase import WEAK, phrase_from, phrase_to, write_words
from nlp.quantities.wordsubject import subject_of
from nlp.quantities.wordverb import is_verb
from nlp.records import Kind


def find_concept(tokens: Sequence[Token], reading: Reading, *, before: Reading | None) -> str:
    """The words for what the figure is of: the phrase it stands in or leads to, else the subject of its clause."""
    if reading.kind is Kind.COUNT and reading.noun is not None and not reading.inherited:
        return write_words(
            tokens, [index for index in range(reading.noun.first, reading.noun.last) if tokens[index].text != ","]
        )
    if reading.near or reading.subject:
        return reading.near or reading.subject
    near = near_concept(tokens, reading)
    if near:
        return near
    if before is not None and _follows(tokens, before, reading):
        return subject_of(tokens, before) if before.kind is Kind.COUNT else before.concept
    return subject_of(tokens, reading) or loose_concept(tokens, reading)


def loose_concept(tokens: Sequence[Token], reading: Reading) -> str:
    """Where there is no subject: the phrase that a preposition ties to the figure, or the nearest one before it."""
    at = reading.last
    if low_at(tokens, at) in ("for", "off", "in", "on", "from", "to", "at", "by") and reading.kind is not Kind.DURATION:
        kept, _ = phrase_from(tokens, at + 1, chain=True)
        kept = [index for index in kept if tokens[index].low not in WEAK]
        if kept and not is_verb(tokens, kept[0]):
            return write_words(tokens, kept)
    start = reading.begin
    for end in range(start, max(0, start - 12), -1):
        if end < start and tokens[end].text in ".;:":
            break
        kept = [index for index in phrase_to(tokens, end, floor=0) if tokens[index].low not in WEAK]
        if kept and kept[-1] == end - 1:
            return write_words(tokens, kept)
    return ""


def _follows(tokens: Sequence[Token], before: Reading, reading: Reading) -> bool:
    """Whether the figure repeats or continues the one before: "(...)", "and ...", "/"."""
    gap = [
        token.text for token in tokens[before.last : max(before.last, reading.begin)] if token.low not in ("up", "down")
    ]
    return gap in (["("], ["/"], [","], ["or"], ["and"], [",", "or"], ["to"])
