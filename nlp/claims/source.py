"""Whose figures a sentence gives without a verb of saying: "according to X", "by the count of X", "X's figure is"."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.claims.candidate import is_possessor
from nlp.claims.layout import Layout, Sentence
from nlp.claims.node import Node, NodeKind
from nlp.claims.observers import is_observer
from nlp.claims.saying import is_hidden
from nlp.claims.speaker import Speaker
from nlp.claims.speakername import find_any_name, find_capitals, find_name, find_person, find_writer
from nlp.records import Label

# What ends a speaker's phrase.
STOP = frozenset({",", ";", ":", ".", "(", ")", "–", "—", '"', "“", "”"})
# How far before its verb a speaker's phrase may begin, in nodes.
BACK = 14
OWN_FIGURES = frozenset({"figure", "estimate", "forecast", "projection", "tally", "count", "guess"})
_OF_OPINION = frozenset({"of", "by", "from"})
_OPENS_OPINION = frozenset({"by", "in", "on", "to"})
_BEING = frozenset({"is", "was", "stands", "stood"})
_OWNERS_OF_FIGURES = frozenset({Label.COMPANY, Label.GOV, Label.PERSON})


def read_source(sentence: Sentence, opening: int, first: int, *, layout: Layout) -> Speaker | None:
    """ "according to X": what follows up to the next stop or verb."""
    nodes = sentence.nodes
    last = next((k for k in range(first, len(nodes)) if nodes[k].word in STOP or (nodes[k].verb and k > first)), None)
    last = len(nodes) if last is None else last
    hidden = is_hidden(nodes, last - 1) and last < len(nodes) and nodes[last].verb
    if hidden:
        last = next((k for k in range(last, len(nodes)) if nodes[k].word in STOP), len(nodes))
    name = (
        find_name(nodes, first, last, layout=layout)
        or find_person(nodes, last, min(last + 8, len(nodes)))
        or find_writer(nodes, first, last, layout=layout)
        or find_capitals(nodes, first, last, text=layout.text)
    )
    if name is None or last - first > BACK:
        return None
    if last < len(nodes) and nodes[last].verb:
        last = _end_of_source(nodes, first, last)
    return Speaker(
        name=name, first=opening, verb=max(opening, last - 1), said_from=0, said_to=len(nodes), trailing=opening > 2
    )


def read_opinion(sentence: Sentence, noun: int, *, layout: Layout) -> Speaker | None:
    """ "by the estimate of X", "in the view of X", "by X's count": up to the next stop or verb."""
    nodes = sentence.nodes
    floor = max(0, noun - BACK)
    opening = next((k for k in range(noun - 1, floor - 1, -1) if nodes[k].word in _OPENS_OPINION), None)
    if opening is None or any(n.word in STOP or n.verb for n in nodes[opening:noun]):
        return None
    if opening and nodes[opening - 1].word != ",":
        return None
    owned = nodes[noun - 1].word in {"'s", "’s"} or nodes[noun - 1].word.endswith(("s'", "s’"))
    first, last = opening + 1, noun
    if not owned:
        if noun + 1 >= len(nodes) or nodes[noun + 1].word not in _OF_OPINION:
            return None
        first = noun + 2
        last = next((k for k in range(first, len(nodes)) if nodes[k].word in STOP or nodes[k].verb), len(nodes))
    name = find_any_name(nodes, first, last, layout=layout)
    if name is None:
        return None
    return Speaker(
        name=name, first=opening, verb=max(last - 1, noun), said_from=0, said_to=len(nodes), trailing=opening > 2
    )


def read_own_figure(sentence: Sentence, noun: int, *, layout: Layout) -> Speaker | None:
    """ "Omdia's figure is 40%", "Washington's own estimate, given to Congress, is 200,000": whose figure it is."""
    nodes = sentence.nodes
    owner = next((k for k in range(noun - 1, max(-1, noun - 4), -1) if nodes[k].entity is not None), None)
    being = next((k for k in range(noun + 1, min(len(nodes), noun + 12)) if nodes[k].word in _BEING), None)
    if owner is None or being is None or not is_possessor(nodes, owner):
        return None
    entity = nodes[owner].entity
    if entity is None or entity.label not in _OWNERS_OF_FIGURES:
        return None
    others = entity.label is not Label.COMPANY or is_observer(entity)
    if not others or any(node.kind is NodeKind.NUMBER for node in nodes[noun:being]):
        return None
    name = find_any_name(nodes, owner, owner + 1, layout=layout) or entity.canonical
    return Speaker(name=name, first=owner, verb=being, said_from=being + 1, said_to=len(nodes), trailing=False)


def _end_of_source(nodes: Sequence[Node], first: int, last: int) -> int:
    """Where a source ends if no comma parts it from the subject: "according to Canalys the chip costs ..."."""
    at = first
    while at < last and nodes[at].entity is None and not nodes[at].capital:
        at += 1
    if at < last and nodes[at].entity is not None:
        return at + 1
    while (
        at < last and nodes[at].entity is None and (nodes[at].capital or nodes[at].word in {"for", "of", "on", "and"})
    ):
        at += 1
    return at
