"""A possible subject: whom or what a number may be about, and how it was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from nlp.claims.coreference import find_anaphor, resolve
from nlp.claims.layout import Layout, Sentence
from nlp.claims.node import Node, NodeKind
from nlp.claims.observers import is_observer
from nlp.claims.words import COMPARE, HARDWARE, PHRASE
from nlp.records import Entity, Label


class How(StrEnum):
    """The way a subject was found, from the surest to the weakest."""

    PAIRED = "paired"
    BESIDE = "beside"
    POSSESSIVE = "possessive"
    CLAUSE = "clause"
    NEAR = "near"
    COREFERENCE = "coreference"
    INHERITED = "inherited"
    FOCUS = "focus"
    PHRASE = "phrase"


ELSEWHERE = frozenset({How.FOCUS, How.INHERITED, How.PHRASE})
"""Found by what the text was about, not by a name or a word for one in the sentence."""


NAMED_BESIDE = frozenset({How.PAIRED, How.BESIDE, How.POSSESSIVE})
"""Found by a name that touches the figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A name with its id and label (None for a phrase of the text), and how it was found."""

    name: str
    entity_id: str | None
    label: Label | None
    how: How
    place: int = -1


_PERSONAL = frozenset({"his", "her", "our"})
_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
_IN = frozenset(
    {
        "in",
        "at",
        "from",
        "by",
        "with",
        "under",
        "to",
        "into",
        "on",
        "against",
        "via",
        "through",
        "amid",
        "behind",
        "including",
        "like",
    }
)
# What stands between a maker and its chip: "Nvidia's new flagship H200".
_MAKER_GAP = 5
# How many nodes before its end a stretch is read: enough for any clause, and it keeps the time linear.
_FARTHEST = 80


def from_entity(entity: Entity, how: How, place: int = -1) -> Candidate:
    """Return a candidate for a mention."""
    return Candidate(name=entity.canonical, entity_id=entity.entity_id, label=entity.label, how=how, place=place)


def is_possessor(nodes: Sequence[Node], place: int) -> bool:
    """Tell whether the node is followed by a possessive sign."""
    return place + 1 < len(nodes) and nodes[place + 1].word in _POSSESSIVE


def names_maker(nodes: Sequence[Node], place: int) -> bool:
    """Tell whether the company at a node is only the maker in front of a chip ("Nvidia's new H200")."""
    entity = nodes[place].entity
    if entity is None or entity.label is not Label.COMPANY:
        return False
    for node in nodes[place + 1 : place + 2 + _MAKER_GAP]:
        if node.entity is not None:
            return node.entity.label is Label.CHIP
        if node.kind is NodeKind.NUMBER or node.verb or node.word in PHRASE.prepositions:
            return False
        if node.kind is NodeKind.PUNCT or node.word in PHRASE.conjunctions or node.word in PHRASE.determiners:
            return False
    return False


def in_phrase_of_place(nodes: Sequence[Node], place: int) -> bool:
    """Tell whether a preposition that does not make a subject ("in", "by", "with") governs the node."""
    for back in range(place - 1, max(-1, place - 4), -1):
        word = nodes[back].word
        if word in _IN:
            return True
        if word == "of" or nodes[back].kind is not NodeKind.WORD or nodes[back].verb:
            return False
    return False


def is_memory(name: str) -> bool:
    """Tell whether a chip is a memory generation: part of the accelerator that a figure is about."""
    return any(word.startswith(HARDWARE.memory) for word in name.lower().split())


def as_found(candidate: Candidate, how: How) -> Candidate:
    """Return the candidate as found in another way."""
    return replace(candidate, how=how)


def _is_modifier(nodes: Sequence[Node], place: int) -> bool:
    """Tell whether a hyphen makes the name part of an adjective: "Suwon-based", "China-bound"."""
    entity = nodes[place].entity
    if entity is None or entity.label is not Label.PLACE or place + 2 >= len(nodes):
        return False
    return nodes[place + 1].word == "-" and nodes[place + 1].start == nodes[place].end


def _owns_kin(nodes: Sequence[Node], place: int) -> bool:
    """Tell whether "its" only leads to another thing: "its successor"."""
    return any(node.word in COMPARE.kin for node in nodes[place + 1 : place + 3])


def _owns_other(nodes: Sequence[Node], place: int, last: int) -> bool:
    """Tell whether "his" only leads to what the phrase is about: "his company"."""
    if nodes[place].word not in _PERSONAL:
        return False
    return any(find_anaphor(nodes, ahead) is not None for ahead in range(place + 1, min(last, place + 3)))


def read_candidates(
    sentence: Sentence, first: int, last: int, *, layout: Layout, prefer: frozenset[Label] | None = None
) -> list[Candidate]:
    """Return the names and resolved anaphors of nodes [first, last) in order.

    Makers in front of a chip and names alone in brackets are left out. `prefer` narrows what "it" may stand for.
    """
    found: list[Candidate] = []
    nodes = sentence.nodes
    for place in range(max(first, last - _FARTHEST), last):
        node = nodes[place]
        if node.entity is not None:
            bracketed = nodes[place - 1].word == "(" and place + 1 < last and nodes[place + 1].word == ")"
            if not names_maker(nodes, place) and not bracketed and not _is_modifier(nodes, place):
                found.append(from_entity(node.entity, How.CLAUSE, place))
            continue
        anaphor = find_anaphor(nodes, place)
        if anaphor is None or _owns_kin(nodes, place) or _owns_other(nodes, place, last):
            continue
        entity = None
        if prefer is not None and anaphor.labels & prefer:
            entity = resolve(
                replace(anaphor, labels=anaphor.labels & prefer), layout=layout, offset=node.start, spare=is_observer
            )
        entity = entity or resolve(anaphor, layout=layout, offset=node.start, spare=is_observer)
        if entity is not None:
            found.append(from_entity(entity, How.COREFERENCE, place))
    return found
