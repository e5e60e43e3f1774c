"""Which piece of hardware a figure is of where no name beside it says so: the chip, the system, or the rival."""

from __future__ import annotations

from nlp.claims.candidate import Candidate, How, as_found, is_memory
from nlp.claims.clausesubject import chain_start
from nlp.claims.counted import find_counted_before
from nlp.claims.focus import Focus
from nlp.claims.layout import Layout, Sentence
from nlp.claims.metric import is_measure
from nlp.claims.near import find_nearest
from nlp.claims.node import NodeKind
from nlp.claims.pieces import exceeds_piece
from nlp.claims.words import ANAPHOR_PRONOUNS, COMPARE, HARDWARE, PHRASE
from nlp.records import Kind, Label, Quantity

_LIKENED = frozenset({"as", "than", "like", "unlike", "against", "versus", "vs"})
_AGAINST = frozenset({"against", "versus", "vs"})
# How many words may stand between two figures: "288 GB of memory, against 141 GB".
_CLOSE = 6
_COMPARED = frozenset({"compared", "compares", "comparing"})


def is_holder(candidate: Candidate | None) -> bool:
    """Tell whether a candidate is a chip that memory belongs to, not a generation of memory."""
    return candidate is not None and candidate.label is Label.CHIP and not is_memory(candidate.name)


def find_near_piece(
    quantity: Quantity, sentence: Sentence, first: int, place: int, *, layout: Layout, speakers: frozenset[int]
) -> Candidate | None:
    """The nearest name in nodes [first, place); for what only hardware has, chips that are counted there too."""
    near = find_nearest(sentence, first, place, layout=layout, speakers=speakers)
    if is_holder(near):
        return near
    return find_counted_piece(quantity, sentence, first, place, layout=layout) or near


def find_counted_piece(
    quantity: Quantity, sentence: Sentence, first: int, place: int, *, layout: Layout
) -> Candidate | None:
    """Return the chip counted last in nodes [first, place) where a figure is one that only hardware has."""
    if quantity.unit.lower() not in HARDWARE.units:
        return None
    counted = find_counted_before(sentence, first, place, layout=layout)
    if counted is None or counted.chip is None or is_memory(counted.chip.name):
        return None
    return as_found(counted.chip, How.NEAR)


def find_memory_holder(
    quantity: Quantity, sentence: Sentence, place: int, *, layout: Layout, focus: Focus
) -> Candidate | None:
    """Return the chip that has so much of a memory: "a server with eight H200s holds 1,128 GB of HBM3e"."""
    first = chain_start(sentence, sentence.clause_at(place))
    near = find_near_piece(quantity, sentence, first, place, layout=layout, speakers=frozenset())
    if (
        near is not None
        and is_holder(near)
        and _LIKENED.isdisjoint(sentence.words[max(0, near.place - 3) : near.place])
    ):
        return near
    talked = focus.find_chip(sentence) if _only_measures(sentence, first, place) else None
    return talked if is_holder(talked) else None


def _only_measures(sentence: Sentence, first: int, place: int) -> bool:
    """Tell whether a clause names nothing of its own: "Memory is the same size, 192 GB of HBM3e"."""
    nodes = sentence.nodes
    verb = next((i for i in range(first, place) if nodes[i].verb), place)
    words = [node.word for node in nodes[first:verb] if node.kind is NodeKind.WORD]
    return all(is_measure(word) or word in PHRASE.function for word in words)


def find_built(
    quantity: Quantity, sentence: Sentence, place: int, *, subject: Candidate, layout: Layout, focus: Focus
) -> Candidate | None:
    """Return the system that was talked about where no chip alone can have a figure that is of no name beside it."""
    pronoun = subject.how is How.COREFERENCE and sentence.words[subject.place] in ANAPHOR_PRONOUNS
    if not (pronoun or subject.how is How.FOCUS) or not _exceeds(quantity, sentence, subject=subject, layout=layout):
        return None
    first = chain_start(sentence, sentence.clause_at(place))
    if find_counted_before(sentence, first, place, layout=layout) is not None:
        return None
    if not (HARDWARE.collectives - HARDWARE.systems).isdisjoint(sentence.words[first:place]):
        return None
    return focus.find_system(sentence)


def _exceeds(quantity: Quantity, sentence: Sentence, *, subject: Candidate, layout: Layout) -> bool:
    """Tell whether a figure is beyond a single chip; a ratio is where the figures that it is said with are."""
    figures = [quantity]
    if quantity.kind in (Kind.RATIO, Kind.PERCENT):
        figures = [layout.quantities[index] for index in sentence.places]
    return any(exceeds_piece(figure, subject.entity_id) for figure in figures)


def find_other_side(
    quantity: Quantity, sentence: Sentence, place: int, *, subject: Candidate, layout: Layout, focus: Focus
) -> Candidate | None:
    """Return whose the second of two figures is where no name says so: "49.2 TB against 13.8 TB"."""
    if (
        quantity.kind is not Kind.ABSOLUTE
        or not is_holder(subject)
        or not _is_second(quantity, sentence, place, layout=layout)
    ):
        return None
    behind = " ".join(sentence.words[place + 1 : place + 6])
    if any(cue in behind for cue in COMPARE.times) or subject.how is How.BESIDE:
        return None
    return focus.find_rival(sentence, place, subject=subject)


def _is_second(quantity: Quantity, sentence: Sentence, place: int, *, layout: Layout) -> bool:
    """Tell whether a figure of the same dimension stands close before, set against this one."""
    nodes = sentence.nodes
    against = place - 1
    if against > 1 and nodes[against].word in {"with", "to"} and nodes[against - 1].word in _COMPARED:
        against -= 1
    elif against < 1 or nodes[against].word not in _AGAINST:
        return False
    for back in range(against - 1, max(-1, against - _CLOSE), -1):
        index = nodes[back].quantity
        if index is not None:
            return layout.quantities[index].base_unit == quantity.base_unit != ""
        if nodes[back].verb or nodes[back].word in {";", "and", "or"}:
            return False
    return False
