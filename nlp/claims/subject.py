"""Whom or what a number is about: the rules, in the order in which they are tried."""

from __future__ import annotations

from nlp.claims.candidate import (
    Candidate,
    How,
    from_entity,
    in_phrase_of_place,
    is_possessor,
    names_maker,
    read_candidates,
)
from nlp.claims.clauses import Clause, ClauseKind
from nlp.claims.layout import Layout, Sentence
from nlp.claims.node import NodeKind
from nlp.claims.pairing import pair_respectively
from nlp.claims.phrase import read_phrase
from nlp.claims.words import PHRASE
from nlp.records import Kind, Label, Quantity

# Units that only a piece of hardware has: such a figure belongs to a chip wherever one is near.
HARDWARE_UNITS = frozenset(
    {
        "TPP",
        "TB/s",
        "GB/s",
        "Gb/s",
        "Gbps",
        "GT/s",
        "GB",
        "TB",
        "MHz",
        "GHz",
        "TOPS",
        "TFLOPS",
        "PFLOPS",
        "EFLOPS",
        "mm2",
        "mm²",
        "mW",
        "layers",
        "transistors",
        "cores",
    }
)
_RANK = {Label.CHIP: 0, Label.COMPANY: 1, Label.POLICY: 2, Label.GOV: 3, Label.PERSON: 4, Label.PLACE: 5}
_LINKS = frozenset(
    {
        "at",
        "with",
        "to",
        "(",
        ":",
        ",",
        "is",
        "was",
        "are",
        "were",
        "has",
        "had",
        "have",
        "by",
        "reached",
        "reaches",
        "lost",
        "gained",
        "rose",
        "fell",
        "added",
        "about",
        "around",
        "nearly",
        "just",
        "over",
        "some",
        "up",
        "down",
        "another",
    }
)
_MEMORY = ("hbm", "gddr", "lpddr", "ddr")


class SubjectFinder:
    """Finds the subjects of one text's quantities in order, keeping in mind what was being talked about."""

    def __init__(self, layout: Layout) -> None:
        """Start with nothing said yet."""
        self._layout = layout
        self._focus: tuple[int, Candidate] | None = None
        self._chip_focus: tuple[int, Candidate] | None = None

    def find(self, index: int, *, speakers: frozenset[int]) -> Candidate | None:
        """Return the subject of one quantity, None where nothing fits. `speakers` are nodes that only say it."""
        layout = self._layout
        quantity = layout.quantities[index]
        sentence = layout.sentence(layout.sentence_at(quantity.start))
        place = sentence.places.get(index)
        if place is None:
            return self._from_focus(quantity, sentence)
        candidate = (
            pair_respectively(sentence, place)
            or self._beside(quantity, sentence, place)
            or self._from_clause(quantity, sentence, place, speakers=speakers)
            or self._from_focus(quantity, sentence)
            or read_phrase(sentence, place)
        )
        if candidate is not None and candidate.label is not None and candidate.how is not How.FOCUS:
            clause = sentence.clause_at(place)
            if clause.kind is not ClauseKind.COMPARISON:
                self._remember(sentence, candidate)
        return candidate

    def _remember(self, sentence: Sentence, candidate: Candidate) -> None:
        self._focus = (sentence.number, candidate)
        if candidate.label is Label.CHIP:
            self._chip_focus = (sentence.number, candidate)

    def _beside(self, quantity: Quantity, sentence: Sentence, place: int) -> Candidate | None:
        """Names that touch the number: "A's 80 GB", "Microsoft ($3 trillion)", "100,000 H200 chips", "2,368 TPP of the H20"."""
        nodes = sentence.nodes
        owner = self._owner(sentence, place)
        subject_is_chip = self._clause_chip(sentence, place)
        if owner is not None and not (subject_is_chip and owner.label is not Label.CHIP):
            return owner
        if place >= 2 and nodes[place - 1].word == "(" and nodes[place - 2].entity is not None:
            entity = nodes[place - 2].entity
            assert entity is not None
            return from_entity(entity, How.BESIDE, place - 2)
        inside = [e for e in self._layout.entities_in(quantity.start, quantity.end) if e.label is Label.CHIP]
        if inside and not subject_is_chip:
            return from_entity(inside[-1], How.BESIDE, place)
        return self._of_chip(quantity, sentence, place, subject_is_chip=subject_is_chip)

    def _clause_chip(self, sentence: Sentence, place: int) -> bool:
        clause = sentence.clause_at(place)
        if clause.kind is ClauseKind.COMPARISON:
            return False
        subject = self._subject_of(sentence, clause, before=place, speakers=frozenset())
        return subject is not None and subject.label is Label.CHIP and not subject.name.lower().startswith(_MEMORY)

    def _owner(self, sentence: Sentence, place: int) -> Candidate | None:
        """The possessor right before the number, with at most four plain words between."""
        nodes = sentence.nodes
        for back in range(place - 1, max(-1, place - 7), -1):
            node = nodes[back]
            if node.entity is not None:
                if is_possessor(nodes, back) or (back == place - 1 and node.entity.label is Label.CHIP):
                    return from_entity(node.entity, How.POSSESSIVE, back)
                return None
            if node.verb or node.kind in (NodeKind.NUMBER, NodeKind.PUNCT) and node.word not in {"'", "’", "~"}:
                return None
            if node.word in PHRASE.prepositions and node.word not in {
                "over",
                "under",
                "above",
                "below",
                "about",
                "around",
                "nearly",
                "up",
                "to",
            }:
                return None
            if node.word in {"its", "their", "his", "her", "our"}:
                return None
        return None

    def _of_chip(
        self, quantity: Quantity, sentence: Sentence, place: int, *, subject_is_chip: bool
    ) -> Candidate | None:
        """The chip in the phrase after the number: "of the H20", "in v4", "based on X", or right behind it."""
        if quantity.kind in (Kind.RATIO,) or (quantity.kind is Kind.PERCENT and quantity.change is not None):
            return None
        nodes = sentence.nodes
        baseline = sentence.clause_at(place).kind is ClauseKind.COMPARISON or _after_from(sentence, place)
        governed = False
        for ahead in range(place + 1, min(len(nodes), place + 9)):
            node = nodes[ahead]
            if node.entity is not None:
                chip = node.entity.label is Label.CHIP
                if names_maker(nodes, ahead):
                    continue
                if node.entity.canonical.lower().startswith(_MEMORY) and (subject_is_chip or governed or baseline):
                    continue
                if chip and (baseline or not subject_is_chip):
                    return from_entity(node.entity, How.BESIDE, ahead)
                if governed and baseline:
                    return from_entity(node.entity, How.BESIDE, ahead)
                return None
            if node.verb and node.word not in {"based", "applied", "used", "made", "called", "named"}:
                return None
            if node.kind is NodeKind.NUMBER and not baseline:
                return None
            if node.kind is NodeKind.PUNCT and node.word not in {"“", '"', "-", "/"}:
                return None
            if node.word in PHRASE.conjunctions and not baseline:
                return None
            if node.word in PHRASE.prepositions:
                governed = True
                if node.word in {"by", "with", "than", "against", "from", "since", "after"}:
                    return None
        return None

    def _from_clause(
        self, quantity: Quantity, sentence: Sentence, place: int, *, speakers: frozenset[int]
    ) -> Candidate | None:
        clause = sentence.clause_at(place)
        subject = self._subject_of(sentence, clause, before=place, speakers=speakers)
        near = self._nearest(sentence, clause.first, place, speakers=speakers)
        hardware = quantity.unit in HARDWARE_UNITS
        if near is not None and near.label is Label.CHIP and (subject is None or subject.label is not Label.CHIP):
            if hardware or subject is None or quantity.kind in (Kind.RATIO, Kind.PERCENT, Kind.MONEY):
                return near
        if subject is not None:
            return subject
        if near is not None:
            return near
        return self._spoken(sentence, place, speakers=speakers)

    def _spoken(self, sentence: Sentence, place: int, *, speakers: frozenset[int]) -> Candidate | None:
        """Who says it, where nothing else is named: "Intel reported revenue of $5 billion"."""
        found = [
            c
            for c in read_candidates(sentence, 0, place, layout=self._layout)
            if c.place in speakers and c.label is not Label.PERSON
        ]
        return found[-1] if found else None

    def _subject_of(
        self, sentence: Sentence, clause: Clause, *, before: int, speakers: frozenset[int], depth: int = 0
    ) -> Candidate | None:
        """The subject of a clause, or of the one that it hangs on."""
        nodes = sentence.nodes
        verb = clause.verb if clause.verb is not None else clause.last
        if clause.kind is ClauseKind.RELATIVE:
            found = self._antecedent(sentence, clause)
            if found is not None:
                return found
        own_subject = clause.kind not in (ClauseKind.COORDINATE, ClauseKind.PARTICIPLE, ClauseKind.ASIDE)
        if own_subject:
            first = _skip_fronted(sentence, clause, verb)
            limit = min(verb, before) if depth == 0 else verb
            candidates = [
                c for c in read_candidates(sentence, first, limit, layout=self._layout) if c.place not in speakers
            ]
            chosen = _choose(nodes, candidates)
            if chosen is not None:
                return chosen
        if clause.parent is None or depth > 6:
            return None
        parent = sentence.clauses[clause.parent]
        if clause.kind is ClauseKind.DEPENDENT and clause.verb is not None and _has_own_noun(sentence, clause):
            return None
        inherited = self._subject_of(sentence, parent, before=before, speakers=speakers, depth=depth + 1)
        if inherited is None and clause.kind in (ClauseKind.PARTICIPLE, ClauseKind.ASIDE):
            inherited = self._nearest(sentence, parent.first, clause.first, speakers=speakers)
        return inherited

    def _antecedent(self, sentence: Sentence, clause: Clause) -> Candidate | None:
        """The name that "which" or "who" stands for: the last one right before it."""
        found = read_candidates(sentence, max(0, clause.first - 8), clause.first, layout=self._layout)
        return found[-1] if found else None

    def _nearest(self, sentence: Sentence, first: int, last: int, *, speakers: frozenset[int]) -> Candidate | None:
        """The nearest name before the number within its clause, a chip before all others."""
        found = [c for c in read_candidates(sentence, first, last, layout=self._layout) if c.place not in speakers]
        if not found:
            return None
        chips = [c for c in found if c.label is Label.CHIP]
        if chips:
            return _as(chips[-1], How.NEAR)
        others = [c for c in found if c.label in (Label.COMPANY, Label.POLICY)]
        return _as((others or found)[-1], How.NEAR)

    def _from_focus(self, quantity: Quantity, sentence: Sentence) -> Candidate | None:
        """What the text was about: the last subject, the last fitting name, or the name in the title."""
        focus = self._chip_focus if quantity.unit in HARDWARE_UNITS and self._chip_focus else self._focus
        if focus is not None and sentence.number - focus[0] <= 8:
            return _as(focus[1], How.FOCUS)
        mentions = self._layout.entities_before(sentence.end, limit=30)
        for label in (Label.CHIP, Label.COMPANY):
            for entity in mentions:
                if entity.canonical in self._layout.titled and entity.label is label:
                    return from_entity(entity, How.FOCUS)
        for entity in reversed(mentions):
            if entity.label in (Label.CHIP, Label.COMPANY, Label.POLICY):
                return from_entity(entity, How.FOCUS)
        titled = [e for e in self._layout.entities if e.canonical in self._layout.titled]
        titled.sort(key=lambda e: _RANK[e.label])
        if titled:
            return from_entity(titled[0], How.FOCUS)
        return None


def _as(candidate: Candidate, how: How) -> Candidate:
    return Candidate(
        name=candidate.name, entity_id=candidate.entity_id, label=candidate.label, how=how, place=candidate.place
    )


def _choose(nodes: object, candidates: list[Candidate]) -> Candidate | None:
    """The head of a subject phrase: the first name, a chip before its maker, places last."""
    if not candidates:
        return None
    chips = [c for c in candidates if c.label is Label.CHIP]
    if chips:
        return chips[0]
    solid = [c for c in candidates if c.label is not Label.PLACE]
    free = [c for c in solid if not in_phrase_of_place(nodes, c.place)]  # type: ignore[arg-type]
    return (free or solid or candidates)[0]


def _skip_fronted(sentence: Sentence, clause: Clause, verb: int) -> int:
    """Where the subject begins, past an opening such as "In the third quarter,"."""
    first = clause.first
    nodes = sentence.nodes
    if first < len(nodes) and nodes[first].word in PHRASE.prepositions | {"while", "according", "but"}:
        for i in range(first, verb):
            if nodes[i].word == "," and i + 1 < verb:
                return i + 1
    return first


def _has_own_noun(sentence: Sentence, clause: Clause) -> bool:
    verb = clause.verb if clause.verb is not None else clause.last
    return any(
        node.kind is NodeKind.WORD and node.word not in PHRASE.function
        for node in sentence.nodes[clause.first + 1 : verb]
    )


def _after_from(sentence: Sentence, place: int) -> bool:
    return any(
        node.word in {"from", "above", "below", "surpassing", "against"}
        for node in sentence.nodes[max(0, place - 3) : place]
    )
