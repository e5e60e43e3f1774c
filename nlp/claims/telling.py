"""Who is told: the addressee between "told" and what is said."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.claims.node import Node, NodeKind
from nlp.claims.words import PHRASE, SPEECH

# How many words an addressee may have: "a group of senior lawmakers".
_LONGEST = 6
_WITHIN = frozenset({"of", "and", "'s", "’s"})


def find_told(nodes: Sequence[Node], verb: int) -> int:
    """Return the node behind a reporting verb and behind the one who is told: "told reporters | that"."""
    if nodes[verb].word not in SPEECH.telling:
        return verb + 1
    for at in range(verb + 1, min(len(nodes), verb + 1 + _LONGEST)):
        node = nodes[at]
        owned = at + 1 < len(nodes) and nodes[at + 1].word in {"'s", "’s"}
        if (node.entity is not None or node.word in SPEECH.addressees) and not owned:
            return at + 1
        if node.kind in (NodeKind.PUNCT, NodeKind.NUMBER) or node.verb or node.word == "that":
            return verb + 1
        if node.word in PHRASE.prepositions and node.word not in _WITHIN:
            return verb + 1
    return verb + 1


def ends_told(nodes: Sequence[Node], place: int) -> bool:
    """Tell whether the node before `place` ends the one who is told, so that what is said may begin at it."""
    for verb in range(place - 2, max(-1, place - 2 - _LONGEST), -1):
        if nodes[verb].word in SPEECH.telling:
            return find_told(nodes, verb) == place
    return False
