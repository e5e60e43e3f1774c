"""Names in a number's own clause that may be its subject though they are not the clause's subject."""

from __future__ import annotations

from nlp.claims.beside import find_named_after
from nlp.claims.candidate import Candidate, How, as_found, from_entity, is_memory, read_candidates
from nlp.claims.layout import Layout, Sentence
from nlp.claims.observers import is_observer
from nlp.claims.words import COMPARE
from nlp.records import Kind, Label, Quantity

_TAKES = frozenset(
    {"receive", "receives", "received", "take", "takes", "get", "gets", "collect", "collects", "cut", "share"}
)
_MEANS = frozenset({"by", "with", "at"})
_OUTDONE = COMPARE.outdoing | COMPARE.matching


def find_nearest(
    sentence: Sentence, first: int, last: int, *, layout: Layout, speakers: frozenset[int]
) -> Candidate | None:
    """Return the nearest name before the number: an accelerator first, then memory, a company, a policy, the rest."""
    found = [c for c in read_candidates(sentence, first, last, layout=layout) if c.place not in speakers]
    if not found:
        return None
    best = min(range(len(found)), key=lambda i: (_weigh(found[i]), -i))
    return as_found(found[best], How.NEAR)


def _weigh(candidate: Candidate) -> int:
    if candidate.label is Label.CHIP:
        return 1 if is_memory(candidate.name) else 0
    return {Label.COMPANY: 2, Label.POLICY: 3}.get(candidate.label, 4) if candidate.label is not None else 4


def find_sold(quantity: Quantity, sentence: Sentence, place: int, *, layout: Layout) -> Candidate | None:
    """Return the chip that a government's cut is taken of: "the state keeps a tenth of what they bring in"."""
    words = {node.word for node in sentence.nodes[max(0, place - 4) : place + 5]}
    if quantity.kind is not Kind.PERCENT or not words & _TAKES:
        return None
    named = find_named_after(sentence, place, baseline=False)
    if named is not None:
        return named
    for entity in reversed(layout.entities_before(sentence.nodes[place].start, limit=8)):
        if entity.label is Label.CHIP and sentence.number - layout.sentence_at(entity.start) <= 2:
            return from_entity(entity, How.INHERITED)
    return None


def _watches(sentence: Sentence, candidate: Candidate) -> bool:
    entity = sentence.nodes[candidate.place].entity
    return entity is not None and is_observer(entity)


def find_reporter(sentence: Sentence, place: int, *, layout: Layout, speakers: frozenset[int]) -> Candidate | None:
    """Return the company that says it, where nothing else is named."""
    said = [
        c
        for c in read_candidates(sentence, 0, place, layout=layout)
        if c.place in speakers and c.label is Label.COMPANY and not _watches(sentence, c)
    ]
    return as_found(said[0], How.NEAR) if said else None


def is_outdone(sentence: Sentence, named: int, place: int) -> bool:
    """Tell whether a name is only what somebody else outdoes or equals: "it beats the H100 by 20%", "with 96 GB"."""
    nodes = sentence.nodes
    if not 0 < named < place or all(node.word not in _MEANS for node in nodes[named + 1 : place]):
        return False
    return any(node.word in _OUTDONE for node in nodes[max(0, named - 3) : named])
