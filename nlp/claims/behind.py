"""Chips named right behind a figure as those that have it: "141 GB for the H200", "the 2,500 TFLOPS a B200 does"."""

from __future__ import annotations

from dataclasses import replace

from nlp.claims.candidate import Candidate, How, from_entity, names_maker
from nlp.claims.coreference import Anaphor, find_anaphor, resolve
from nlp.claims.layout import Layout, Sentence
from nlp.claims.node import NodeKind
from nlp.claims.pieces import find_maker
from nlp.claims.words import HARDWARE, NATIONS
from nlp.records import Entity, Label

_POSSESSIVE = frozenset({"'s", "’s"})
_BEFORE_NAME = frozenset({"the", "a", "an", "for"}) | _POSSESSIVE
_ENDS = frozenset({",", ";", ".", "and", "while", ")"})
_OF_ONE = frozenset({"for", "in", "of", "on"})
_SINGLE = frozenset({"that", "which", "one", "single", "each", "every"})
_RECEIVING = frozenset({Label.CHIP, Label.COMPANY, Label.PLACE})
# "Paid $6 billion for X and $4 billion for Y": what is bought gets nothing.
_PAYING = frozenset(
    {"paid", "pay", "pays", "paying", "bid", "bids", "bought", "buys", "offered", "offers", "offer", "spent"}
)
_CHIP = frozenset({Label.CHIP})
_NOUNS = HARDWARE.systems | HARDWARE.pieces
# How many words a phrase may have up to its noun, and how many may stand between a name and its verb.
_LONGEST, _TO_VERB = 5, 4


def find_for(sentence: Sentence, place: int, *, layout: Layout) -> Candidate | None:
    """Return the chip that a figure is for where the phrase ends with it: "141 GB for the H200, 80 GB for the H100".

    It may be named by a noun: "49.2 TB for the Chinese machine and 13.8 TB for the American one", "in Nvidia's rack".
    """
    nodes = sentence.nodes
    at = place + 1
    if at >= len(nodes) or nodes[at].word not in _OF_ONE:
        return None
    first = at + 1
    while nodes[at].word == "for" and first < len(nodes) and _leads(sentence, first):
        first += 1
    entity = nodes[first].entity if nodes[at].word == "for" and first < len(nodes) else None
    if entity is None:
        return _find_noun(sentence, at + 1, layout=layout)
    return from_entity(entity, How.BESIDE, first) if _ends(sentence, first) and entity.label is Label.CHIP else None


def find_shared_out(sentence: Sentence, place: int) -> Candidate | None:
    """Return whom a figure is for in a list of such: "$6.6 billion for TSMC in Arizona, $6.2 billion for Micron"."""
    own = _read_for(sentence, place)
    if own is None or own.label not in _RECEIVING or not _PAYING.isdisjoint(sentence.words[:place]):
        return None
    others = (_read_for(sentence, other) for other in sentence.places.values() if other != place)
    return own if any(other is not None and other.label is own.label for other in others) else None


def _read_for(sentence: Sentence, place: int) -> Candidate | None:
    nodes = sentence.nodes
    at = place + 2
    if at >= len(nodes) or nodes[place + 1].word != "for":
        return None
    while at + 1 < len(nodes) and _leads(sentence, at):
        at += 1
    entity = nodes[at].entity
    if entity is None or (at + 1 < len(nodes) and nodes[at + 1].word in _POSSESSIVE):
        return None
    return from_entity(entity, How.BESIDE, at)


def find_doer(sentence: Sentence, place: int) -> Candidate | None:
    """Return the chip that does what the figure says: "less than the 2,500 teraflops (that) one B200 delivers"."""
    nodes = sentence.nodes
    if place < 1 or nodes[place - 1].word != "the":
        return None
    at = place + 1
    while at < min(len(nodes), place + _LONGEST) and (nodes[at].word in _SINGLE or _leads(sentence, at)):
        at += 1
    entity = nodes[at].entity if at < len(nodes) else None
    if entity is None or entity.label is not Label.CHIP:
        return None
    for node in nodes[at + 1 : at + 1 + _TO_VERB]:
        if node.verb:
            return from_entity(entity, How.BESIDE, at)
        if node.kind in (NodeKind.NUMBER, NodeKind.PUNCT):
            return None
    return None


def _leads(sentence: Sentence, place: int) -> bool:
    """Tell whether a node only leads to the name of a chip: an article, its maker."""
    return sentence.nodes[place].word in _BEFORE_NAME or names_maker(sentence.nodes, place)


def _ends(sentence: Sentence, place: int) -> bool:
    return place + 1 >= len(sentence.nodes) or sentence.nodes[place + 1].word in _ENDS


def _find_noun(sentence: Sentence, first: int, *, layout: Layout) -> Candidate | None:
    """Return the chip that a noun for hardware stands for where it ends the phrase that begins at node `first`."""
    nodes = sentence.nodes
    for at in range(first, min(len(nodes), first + _LONGEST)):
        word = nodes[at].word
        if (word in _NOUNS or word == "one") and _ends(sentence, at):
            return _resolve_noun(sentence, at, layout=layout)
        if nodes[at].verb or (nodes[at].kind in (NodeKind.NUMBER, NodeKind.PUNCT) and word not in _POSSESSIVE):
            return None
    return None


def _resolve_noun(sentence: Sentence, at: int, *, layout: Layout) -> Candidate | None:
    nodes = sentence.nodes
    anaphor = _read_owned(sentence, at) or _read_nation(sentence, at) or find_anaphor(nodes, at)
    if anaphor is None or Label.CHIP not in anaphor.labels:
        return None
    chip = resolve(replace(anaphor, labels=_CHIP), layout=layout, offset=nodes[at].start)
    if chip is None or not _is_made_so(chip, anaphor, sentence, at):
        return None
    return from_entity(chip, How.BESIDE, at)


def _read_owned(sentence: Sentence, at: int) -> Anaphor | None:
    """ "Nvidia's rack": a noun for hardware right behind its maker."""
    nodes = sentence.nodes
    maker = nodes[at - 2].entity if at >= 2 and nodes[at - 1].word in _POSSESSIVE else None
    if maker is None or maker.label is not Label.COMPANY:
        return None
    several = nodes[at].word in HARDWARE.systems
    return Anaphor(place=at, labels=_CHIP, vendor=maker.canonical, several=several)


def _read_nation(sentence: Sentence, at: int) -> Anaphor | None:
    """ "The American one": "one" stands for the noun for hardware before it."""
    nodes = sentence.nodes
    nation = NATIONS.get(nodes[at - 1].word)
    if nodes[at].word != "one" or nation is None or nodes[at - 2].word != "the":
        return None
    kin = next((n.word for n in reversed(nodes[: at - 2]) if n.word in _NOUNS), None)
    return Anaphor(place=at, labels=_CHIP, nation=nation, several=kin in HARDWARE.systems) if kin is not None else None


def _is_made_so(chip: Entity, anaphor: Anaphor, sentence: Sentence, at: int) -> bool:
    """Tell whether the chip is of the maker that the phrase names, where it names one."""
    maker = sentence.nodes[at - 2].entity if anaphor.vendor is not None else None
    return maker is None or maker.label is not Label.COMPANY or find_maker(chip.entity_id) == maker.entity_id
