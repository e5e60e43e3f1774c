"""Whom or what a number is about: the rules, in the order in which they are tried."""

from __future__ import annotations

from nlp.claims.beside import (
    find_bracketed,
    find_counted,
    find_kind_after,
    find_modifier,
    find_named_after,
    find_owner,
    is_baseline_place,
)
from nlp.claims.candidate import Candidate, How, as_found, from_entity, is_memory, read_candidates
from nlp.claims.clauses import ClauseKind
from nlp.claims.clausesubject import chain_start, find_clause_subject
from nlp.claims.layout import Layout, Sentence
from nlp.claims.pairing import pair_respectively
from nlp.claims.phrase import read_phrase, read_span_of
from nlp.records import Entity, Kind, Label, Quantity

# Units that only a piece of hardware has: such a figure belongs to a chip wherever one is near.
HARDWARE_UNITS = frozenset(
    "TPP TB/s GB/s Gb/s Gbps GT/s GB TB MHz GHz TOPS TFLOPS PFLOPS EFLOPS mm2 mm² mW W layers transistors cores".split()
)
_PUBLIC = frozenset({Label.GOV, Label.POLICY, Label.PLACE, Label.PERSON})
_TAKES = frozenset(
    {"receive", "receives", "received", "take", "takes", "get", "gets", "collect", "collects", "cut", "share"}
)
_LASTING = frozenset({Label.CHIP, Label.COMPANY, Label.POLICY, Label.GOV})
_RECENT = 8


class SubjectFinder:
    """Finds the subjects of one text's quantities in order, keeping in mind what was being talked about."""

    def __init__(self, layout: Layout) -> None:
        """Start with nothing said yet."""
        self._layout = layout
        self._focus: tuple[int, Candidate] | None = None
        self._chip_focus: tuple[int, Candidate] | None = None

    def find(self, index: int, *, speakers: frozenset[int]) -> Candidate | None:
        """Return the subject of one quantity, None where nothing fits. `speakers` are nodes that only say it."""
        quantity = self._layout.quantities[index]
        sentence = self._layout.sentence(self._layout.sentence_at(quantity.start))
        place = sentence.places.get(index)
        if place is None:
            return self._from_focus(quantity, sentence)
        clause_subject = find_clause_subject(
            sentence,
            sentence.clause_at(place),
            before=place,
            layout=self._layout,
            speakers=speakers,
            unit_is_hardware=quantity.unit in HARDWARE_UNITS,
        )
        candidate = (
            pair_respectively(sentence, place)
            or read_span_of(quantity, sentence, place)
            or self._beside(quantity, sentence, place, clause_subject)
            or self._from_clause(quantity, sentence, place, clause_subject, speakers=speakers)
            or self._from_focus(quantity, sentence)
            or read_phrase(sentence, place)
        )
        if candidate is None:
            return None
        candidate = self._specify(candidate)
        baseline = sentence.clause_at(place).kind is ClauseKind.COMPARISON
        if candidate.label in _LASTING and candidate.how is not How.FOCUS and not baseline:
            self._focus = (sentence.number, candidate)
            if candidate.label is Label.CHIP:
                self._chip_focus = (sentence.number, candidate)
        return candidate

    def _beside(
        self, quantity: Quantity, sentence: Sentence, place: int, clause_subject: Candidate | None
    ) -> Candidate | None:
        """A name that touches the number, unless the clause is about a chip and the name is none."""
        baseline = is_baseline_place(sentence, place)
        about_chip = clause_subject is not None and clause_subject.label is Label.CHIP
        about_chip = about_chip and not is_memory(clause_subject.name if clause_subject else "") and not baseline
        owner = find_owner(sentence, place)
        if owner is not None and not (about_chip and owner.label is not Label.CHIP):
            return owner
        bracketed = find_bracketed(sentence, place)
        if bracketed is not None or about_chip:
            return bracketed
        if quantity.kind is Kind.RATIO or (quantity.kind is Kind.PERCENT and quantity.change is not None):
            return None
        counted = find_counted(quantity, sentence, place, layout=self._layout)
        if counted is not None and not (baseline and is_memory(counted.name)):
            return counted
        return find_named_after(sentence, place, baseline=baseline) or find_kind_after(quantity, sentence, place)

    def _from_clause(
        self,
        quantity: Quantity,
        sentence: Sentence,
        place: int,
        clause_subject: Candidate | None,
        *,
        speakers: frozenset[int],
    ) -> Candidate | None:
        """The clause's subject, or a name within the clause where that fits the kind of number better."""
        first = chain_start(sentence, sentence.clause_at(place))
        near = self._nearest(sentence, first, place, speakers=speakers)
        if clause_subject is None or clause_subject.label is not Label.CHIP:
            if near is not None and near.label is Label.CHIP and self._goes_to_chip(quantity, clause_subject):
                return near
        if clause_subject is not None and clause_subject.label in _PUBLIC:
            if near is not None and near.label is Label.COMPANY and clause_subject.label is not Label.PERSON:
                return near
            sold = self._sold_before(quantity, sentence, place)
            return sold or clause_subject
        if clause_subject is not None:
            return clause_subject
        modifier = find_modifier(sentence, first, place)
        if modifier is not None:
            return modifier
        if near is not None and near.label is not Label.PLACE:
            return near
        if quantity.kind is Kind.RATIO or quantity.unit in HARDWARE_UNITS:
            return None
        return self._spoken(sentence, place, speakers=speakers)

    def _goes_to_chip(self, quantity: Quantity, clause_subject: Candidate | None) -> bool:
        if quantity.unit in HARDWARE_UNITS or clause_subject is None:
            return True
        return quantity.kind in (Kind.RATIO, Kind.PERCENT, Kind.MONEY)

    def _sold_before(self, quantity: Quantity, sentence: Sentence, place: int) -> Candidate | None:
        """What a government's cut is taken of: "the government receives 25% of the income from these sales"."""
        words = {node.word for node in sentence.nodes[max(0, place - 4) : place + 5]}
        if quantity.kind is not Kind.PERCENT or not words & _TAKES:
            return None
        for entity in reversed(self._layout.entities_before(sentence.nodes[place].start, limit=8)):
            if entity.label is Label.CHIP and sentence.number - self._layout.sentence_at(entity.start) <= 2:
                return from_entity(entity, How.INHERITED)
        return None

    def _spoken(self, sentence: Sentence, place: int, *, speakers: frozenset[int]) -> Candidate | None:
        """Who says it, where nothing else is named: "Intel reported revenue of $5 billion"."""
        said = [
            c
            for c in read_candidates(sentence, 0, place, layout=self._layout)
            if c.place in speakers and c.label is Label.COMPANY
        ]
        return as_found(said[-1], How.NEAR) if said else None

    def _nearest(self, sentence: Sentence, first: int, last: int, *, speakers: frozenset[int]) -> Candidate | None:
        """The nearest name before the number within its clause: a chip first, then a company, then the rest."""
        found = [c for c in read_candidates(sentence, first, last, layout=self._layout) if c.place not in speakers]
        for fits in (
            lambda c: c.label is Label.CHIP and not is_memory(c.name),
            lambda c: c.label is Label.CHIP,
            lambda c: c.label is Label.COMPANY,
            lambda c: c.label is Label.POLICY,
        ):
            fitting = [c for c in found if fits(c)]
            if fitting:
                return as_found(fitting[-1], How.NEAR)
        return as_found(found[-1], How.NEAR) if found else None

    def _from_focus(self, quantity: Quantity, sentence: Sentence) -> Candidate | None:
        """What the text was about: the last subject, or the name in the title, or the last fitting name."""
        focus = self._chip_focus if quantity.unit in HARDWARE_UNITS and self._chip_focus else self._focus
        if focus is not None and sentence.number - focus[0] <= _RECENT:
            return as_found(focus[1], How.FOCUS)
        mentions = self._layout.entities_before(sentence.end, limit=30)
        entity = self._titled(mentions) or next(
            (e for e in reversed(mentions) if e.label in (Label.CHIP, Label.COMPANY, Label.POLICY)), None
        )
        entity = entity or self._titled(self._layout.entities)
        return from_entity(entity, How.FOCUS) if entity is not None else None

    def _titled(self, mentions: object) -> Entity | None:
        titled = [e for e in mentions if e.canonical in self._layout.titled]  # type: ignore[attr-defined]
        for label in (Label.CHIP, Label.COMPANY, Label.POLICY, Label.GOV, Label.PERSON):
            for entity in titled:
                if entity.label is label:
                    return entity
        return None

    def _specify(self, candidate: Candidate) -> Candidate:
        """A family ("Google TPU") means the one model of it that the title names ("Google TPU v5p")."""
        if candidate.label is not Label.CHIP or any(sign.isdigit() for sign in candidate.name):
            return candidate
        models = [name for name in self._layout.titled if name.startswith(candidate.name + " ")]
        if len(models) != 1:
            return candidate
        entity = next(e for e in self._layout.entities if e.canonical == models[0])
        return from_entity(entity, candidate.how, candidate.place)
