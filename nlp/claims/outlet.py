"""The outlet that somebody's words came through: "two people told Reuters", "Nikkei reported, citing a lawyer"."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.claims.layout import Layout, Sentence
from nlp.claims.node import Node, NodeKind
from nlp.claims.observers import is_outlet
from nlp.claims.speakername import find_name
from nlp.claims.words import SPEECH

CITING = frozenset({"citing", "cited", "cites", "quoting", "quoted", "quotes"})
"""Verbs by which an outlet names whom its words come from."""
# How far behind the verb the one who is told may stand, and how long a source's phrase may be.
_AHEAD, _LONGEST = 9, 12
_TO = frozenset({"to", "with", "on", "by"})
_ENDS = frozenset({",", ";", ":", ".", "(", ")", '"', "“", "”", "that"})


def find_told_outlet(nodes: Sequence[Node], verb: int) -> str | None:
    """Return the outlet that is told: at the end of "told X", or behind "in an interview with", "in remarks to"."""
    if verb < len(nodes) and nodes[verb - 1].word in SPEECH.telling | {"the"}:
        entity = nodes[verb].entity
        if entity is not None and is_outlet(entity):
            return entity.canonical
    for place in range(verb + 1, min(len(nodes), verb + _AHEAD)):
        entity = nodes[place].entity
        if entity is not None:
            before = nodes[place - 2].word if nodes[place - 1].word == "the" else nodes[place - 1].word
            told = before in _TO or before in SPEECH.telling
            return entity.canonical if told and is_outlet(entity) else None
        if nodes[place].word in _ENDS or nodes[place].kind is NodeKind.NUMBER:
            return None
    return None


def is_outlet_name(nodes: Sequence[Node], first: int, last: int, *, name: str) -> bool:
    """Tell whether the speaker that nodes [first, last) name is an outlet of the registry."""
    return any(
        node.entity is not None and node.entity.canonical == name and is_outlet(node.entity)
        for node in nodes[first:last]
    )


def find_cited(sentence: Sentence, verb: int, *, layout: Layout) -> str | None:
    """Return whom an outlet's report cites: before it ("Citing sources, Nikkei said") or behind it."""
    nodes = sentence.nodes
    place = next((i for i, node in enumerate(nodes) if node.word in CITING), None)
    if place is None or place == verb or place + 1 >= len(nodes):
        return None
    first = place + 1
    last = next((i for i in range(first, len(nodes)) if nodes[i].word in _ENDS), len(nodes))
    last = min(last, first + _LONGEST)
    counted = next((node for node in nodes[first:last] if names_speakers(node)), None)
    if counted is not None and nodes[first] is counted and first + 1 == last:
        return counted.word
    name = find_name(nodes, first, last, layout=layout)
    # "Citing a filing": a record is nobody; the outlet's word stands.
    return None if name is not None and name.split(" ")[-1] in SPEECH.records else name


def names_speakers(node: Node) -> bool:
    """Tell whether a count is one of people who speak: "two employees"."""
    last = node.word.split(" ")[-1]
    return node.kind is NodeKind.NUMBER and (last in SPEECH.groups or last in SPEECH.hidden)
