"""How many pieces of a chip the words before a figure count: "eight H200s", "400,000 of them", "a pair of H100s"."""

from __future__ import annotations

from dataclasses import dataclass

from nlp.claims.beside import find_counted
from nlp.claims.candidate import Candidate, How, from_entity
from nlp.claims.layout import Layout, Sentence
from nlp.claims.node import NodeKind
from nlp.claims.words import HARDWARE
from nlp.quantities.numberwords import NUMBERS
from nlp.records import Kind, Label

# How far before the figure the count may stand, and how far behind "a pair of" the name.
_FARTHEST, _BEHIND = 40, 4
_THEM = frozenset({"them", "these", "those"})
# What "thousands of chips" stand for where only the order of magnitude counts.
_SEVERAL = 1000.0
# Numbers and groups in words, which are no quantities before "of": "eight of them", "a pair of H200s".
_GROUPS = {"both": 2.0, "pair": 2.0, "duo": 2.0, "trio": 3.0, "quartet": 4.0, "dozen": 12.0}
_WORDS = {word: pieces for word, pieces in NUMBERS.items() if pieces > 1} | _GROUPS


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """`pieces` of `chip`, which is None for "of them"; the words are nodes [first, last)."""

    chip: Candidate | None
    pieces: float
    first: int
    last: int


def find_counted_before(sentence: Sentence, first: int, place: int, *, layout: Layout) -> Counted | None:
    """Return the last chips that nodes [first, place) count, None where they count none."""
    for at in range(place - 1, max(first, place - _FARTHEST) - 1, -1):
        counted = _read_of(sentence, at, place, layout=layout) or _read_count(sentence, at, place, layout=layout)
        if counted is not None:
            return counted
    return None


def find_pieces_before(sentence: Sentence, first: int, place: int, *, layout: Layout) -> Counted | None:
    """Return the last chips without a name that nodes [first, place) count: "a server with 16 GPUs"."""
    nodes = sentence.nodes
    for at in range(place - 1, max(first, place - _FARTHEST) - 1, -1):
        index = nodes[at].quantity
        if index is not None and layout.quantities[index].unit.lower() in HARDWARE.pieces:
            pieces = layout.quantities[index].value or _SEVERAL
            return Counted(chip=None, pieces=pieces, first=at, last=at + 1)
    return None


def _read_of(sentence: Sentence, at: int, place: int, *, layout: Layout) -> Counted | None:
    """ "400,000 of them", "a pair of H200s"."""
    nodes = sentence.nodes
    index = nodes[at].quantity
    pieces = _WORDS.get(nodes[at].word) if index is None else layout.quantities[index].value or _SEVERAL
    if pieces is None or at + 2 >= place or nodes[at + 1].word != "of":
        return None
    if nodes[at + 2].word in _THEM:
        return Counted(chip=None, pieces=pieces, first=at, last=at + 3)
    for ahead in range(at + 2, min(place, at + 2 + _BEHIND)):
        entity = nodes[ahead].entity
        if index is None and entity is not None and entity.label is Label.CHIP:
            return Counted(chip=from_entity(entity, How.BESIDE, ahead), pieces=pieces, first=at, last=ahead + 1)
        if nodes[ahead].kind in (NodeKind.PUNCT, NodeKind.NUMBER) or nodes[ahead].verb:
            return None
    return None


def _read_count(sentence: Sentence, at: int, place: int, *, layout: Layout) -> Counted | None:
    """ "400,000 H200s", "384 Ascend 910C accelerators"."""
    index = sentence.nodes[at].quantity
    if index is None or layout.quantities[index].kind is not Kind.COUNT:
        return None
    quantity = layout.quantities[index]
    chip = find_counted(quantity, sentence, at, layout=layout)
    if chip is None or chip.label is not Label.CHIP or chip.place >= place:
        return None
    return Counted(chip=chip, pieces=quantity.value or _SEVERAL, first=at, last=chip.place + 1)
