"""Whom or what a number is about: the rules, in the order in which they are tried."""

from __future__ import annotations

from collections.abc import Callable

from nlp.claims.behind import find_doer, find_for, find_shared_out
from nlp.claims.beside import (
    find_bracketed,
    find_counted,
    find_gapped,
    find_held,
    find_kind_after,
    find_modifier,
    find_named_after,
    find_owner,
    find_tagged,
    is_baseline_place,
)
from nlp.claims.candidate import Candidate, is_memory, is_possessor
from nlp.claims.clauses import ClauseKind
from nlp.claims.clausesubject import chain_start, find_clause_subject
from nlp.claims.focus import Focus
from nlp.claims.grammar import Grammar
from nlp.claims.holder import find_built, find_counted_piece, find_memory_holder, find_near_piece, find_other_side
from nlp.claims.layout import Layout, Sentence
from nlp.claims.near import find_reporter, find_sold, is_outdone
from nlp.claims.node import NodeKind
from nlp.claims.pairing import pair_respectively
from nlp.claims.phrase import is_put_at, read_phrase, read_span_of
from nlp.claims.topic import find_counted_subject, find_kin_behind, find_topic, find_whole
from nlp.claims.words import HARDWARE
from nlp.records import Entity, Kind, Label, Quantity

_PUBLIC = frozenset({Label.GOV, Label.POLICY, Label.PLACE})
_OF_FIRMS = frozenset({Kind.PERCENT, Kind.MONEY})
_BYTES = "B"
_TO_CHIPS = frozenset({Kind.RATIO, Kind.PERCENT, Kind.MONEY})


def _is_of_hardware(quantity: Quantity, sentence: Sentence, place: int) -> bool:
    """Tell whether a figure says what a piece of hardware can do: by its unit, or "four times faster"."""
    if quantity.unit.lower() in HARDWARE.units:
        return True
    behind = sentence.nodes[place + 1 : place + 6]
    stop = next((i for i, node in enumerate(behind) if node.kind is NodeKind.PUNCT or node.verb), len(behind))
    return quantity.kind in (Kind.PERCENT, Kind.RATIO) and any(node.word in HARDWARE.traits for node in behind[:stop])


class SubjectFinder:
    """Finds the subjects of one text's quantities in order, keeping in mind what was being talked about."""

    def __init__(self, layout: Layout, *, speaks: Callable[[Entity], bool], grammar: Grammar) -> None:
        """Start with nothing said yet. `speaks` tells the mentions that only say something."""
        self._layout = layout
        self._grammar = grammar
        self._focus = Focus(layout, speaks=speaks)

    def find(self, index: int, *, speakers: frozenset[int]) -> Candidate | None:
        """Return the subject of one quantity, None where nothing fits. `speakers` are nodes that only say it."""
        layout = self._layout
        quantity = layout.quantities[index]
        sentence = layout.sentence(layout.sentence_at(quantity.start))
        place = sentence.places.get(index)
        if place is None:
            return self._focus.find(quantity, sentence)
        clause = sentence.clause_at(place)
        above = find_clause_subject(
            sentence,
            clause,
            before=place,
            layout=layout,
            speakers=speakers,
            unit_is_hardware=_is_of_hardware(quantity, sentence, place),
        )
        candidate = (
            pair_respectively(sentence, place)
            or find_shared_out(sentence, place)
            or find_gapped(quantity, sentence, place, layout=layout)
            or read_span_of(quantity, sentence, place)
            or find_tagged(quantity, sentence, place)
            or self._find_beside(quantity, sentence, place, above)
            or self._find_in_clause(quantity, sentence, place, above, speakers=speakers)
            or find_whole(quantity, sentence, place, layout=layout)
            or find_counted_subject(quantity, sentence, place)
            or self._find_talked_of(quantity, sentence, place)
            or (None if is_put_at(sentence, place) else self._grammar.find_any(quantity))
            or read_phrase(quantity, sentence, place)
        )
        if candidate is None:
            return None
        if candidate.label is Label.PERSON and quantity.kind in _OF_FIRMS:
            # "He saw sales of $30 billion": those of his company.
            candidate = self._focus.find_firm(sentence) or candidate
        candidate = self._focus.specify(candidate)
        candidate = self._find_right_one(quantity, sentence, place, candidate)
        if clause.kind is not ClauseKind.COMPARISON:
            self._focus.remember(sentence, candidate)
        return candidate

    def _find_talked_of(self, quantity: Quantity, sentence: Sentence, place: int) -> Candidate | None:
        """What the text was about, unless the figure's own clause does not name that and has another subject."""
        talked = self._focus.find(quantity, sentence)
        clause = sentence.clause_at(place)
        start, end = sentence.nodes[clause.first].start, sentence.nodes[clause.last - 1].end
        named = {entity.canonical for entity in self._layout.entities_in(start, end)}
        if talked is not None and talked.name in named:
            return talked
        return self._grammar.find_own(quantity, sentence) or talked

    def _find_right_one(self, quantity: Quantity, sentence: Sentence, place: int, subject: Candidate) -> Candidate:
        """The system or the rival of a chip where the figure must be that one's."""
        if subject.label is not Label.CHIP:
            return subject
        layout, focus = self._layout, self._focus
        built = find_built(quantity, sentence, place, subject=subject, layout=layout, focus=focus) or subject
        other = find_other_side(quantity, sentence, place, subject=built, layout=layout, focus=focus)
        return other or built

    def _find_beside(
        self, quantity: Quantity, sentence: Sentence, place: int, above: Candidate | None
    ) -> Candidate | None:
        """A name that touches the number, unless the clause is about a chip and the name is none."""
        baseline = is_baseline_place(sentence, place)
        about_chip = above is not None and above.label is Label.CHIP and not is_memory(above.name) and not baseline
        owner = find_owner(sentence, place)
        if owner is not None and owner.label is Label.GOV:
            # "The government's 25% cut of H20 revenue" is about the chip.
            return find_named_after(sentence, place, baseline=False) or owner
        if owner is not None and not (about_chip and owner.label is not Label.CHIP):
            return owner
        named = None
        if quantity.kind is Kind.ABSOLUTE:
            named = find_for(sentence, place, layout=self._layout) or find_doer(sentence, place)
        bracketed = named or find_bracketed(sentence, place)
        if bracketed is None and baseline and quantity.kind in (Kind.ABSOLUTE, Kind.COUNT):
            bracketed = find_kin_behind(sentence, place)
        if bracketed is not None or about_chip:
            return bracketed
        if quantity.kind is Kind.RATIO or (quantity.kind is Kind.PERCENT and quantity.change is not None):
            return None
        counted = find_counted(quantity, sentence, place, layout=self._layout)
        if counted is not None and not (baseline and is_memory(counted.name)):
            return counted
        named = find_named_after(sentence, place, baseline=baseline)
        return self._find_holder(quantity, sentence, place, named) or find_kind_after(quantity, sentence, place)

    def _find_holder(
        self, quantity: Quantity, sentence: Sentence, place: int, named: Candidate | None
    ) -> Candidate | None:
        """The name, or the chip whose memory it is: "141 GB of HBM3e"."""
        if named is None or not is_memory(named.name) or quantity.base_unit != _BYTES:
            return named
        return find_memory_holder(quantity, sentence, place, layout=self._layout, focus=self._focus) or named

    def _find_in_clause(
        self, quantity: Quantity, sentence: Sentence, place: int, above: Candidate | None, *, speakers: frozenset[int]
    ) -> Candidate | None:
        """The clause's subject, or a name within the clause where that fits the kind of number better."""
        layout = self._layout
        clause = sentence.clause_at(place)
        past_verb = clause.verb is not None and clause.verb < place
        first = clause.verb if past_verb and clause.verb is not None else chain_start(sentence, clause)
        near = find_near_piece(quantity, sentence, first, place, layout=self._layout, speakers=speakers)
        if near is not None and is_outdone(sentence, near.place, place):
            near = None
        if near is None and above is not None and above.label is Label.COMPANY:
            # "Meta's cluster of 24,576 H100s has 80 GB per GPU": the company only owns them.
            near = find_counted_piece(quantity, sentence, chain_start(sentence, clause), place, layout=layout)
        hardware = quantity.unit.lower() in HARDWARE.units
        held = find_held(sentence, place) if above is None or above.label is Label.PLACE else None
        if above is None or held is not None:
            return held or self._find_without_head(quantity, sentence, place, speakers=speakers)
        if above.label is Label.CHIP:
            return above
        if near is not None and near.label is Label.CHIP and (hardware or quantity.kind in _TO_CHIPS):
            return near
        if above.label not in _PUBLIC:
            return above
        if near is not None and near.label is Label.COMPANY:
            return near
        return find_sold(quantity, sentence, place, layout=layout) or above

    def _find_without_head(
        self, quantity: Quantity, sentence: Sentence, place: int, *, speakers: frozenset[int]
    ) -> Candidate | None:
        """A name of the clause where its subject names nobody: "bring the US market share to 10%"."""
        first = chain_start(sentence, sentence.clause_at(place))
        near = find_near_piece(quantity, sentence, first, place, layout=self._layout, speakers=speakers)
        modifier = find_modifier(sentence, first, place) if near is None or near.label is not Label.CHIP else None
        if modifier is not None or (near is not None and near.label is not Label.PLACE):
            return modifier or near
        if near is not None and is_possessor(sentence.nodes, near.place) and is_put_at(sentence, place):
            return near
        topic = find_topic(sentence, place, speakers=speakers)
        if topic is not None:
            return topic
        if quantity.kind is Kind.RATIO or quantity.unit.lower() in HARDWARE.units:
            return None
        return find_reporter(sentence, place, layout=self._layout, speakers=speakers)
