"""What a text is talking about: the last subjects, and the names in its title."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from nlp.claims.candidate import Candidate, How, as_found, from_entity, is_memory
from nlp.claims.layout import Layout, Sentence
from nlp.claims.observers import is_observer
from nlp.claims.pieces import is_system
from nlp.claims.words import HARDWARE
from nlp.records import Entity, Label, Quantity

_LASTING = frozenset({Label.CHIP, Label.COMPANY, Label.POLICY, Label.GOV})
_BY_WEIGHT = (Label.CHIP, Label.COMPANY, Label.POLICY, Label.GOV, Label.PERSON)
# For how many sentences a subject stays what the text is about.
_RECENT = 8
_MENTIONS = 30
_NEAR = 3


class Focus:
    """Keeps the last subject and the last chip of one text."""

    def __init__(self, layout: Layout, *, speaks: Callable[[Entity], bool]) -> None:
        """Start with nothing said yet. `speaks` tells the mentions that only say something."""
        self._layout = layout
        self._speaks = speaks
        self._last: tuple[int, Candidate] | None = None
        self._last_chip: tuple[int, Candidate] | None = None

    def remember(self, sentence: Sentence, candidate: Candidate) -> None:
        """Take a subject found in a sentence as what the text is about."""
        if candidate.label not in _LASTING or candidate.how is How.FOCUS:
            return
        self._last = (sentence.number, candidate)
        if candidate.label is Label.CHIP:
            self._last_chip = self._last

    def find(self, quantity: Quantity, sentence: Sentence) -> Candidate | None:
        """Return the last subject, or the name in the title, or the last fitting name; None where there is none."""
        last = self._last_chip if quantity.unit.lower() in HARDWARE.units and self._last_chip else self._last
        if last is not None and sentence.number - last[0] <= _RECENT:
            return as_found(last[1], How.FOCUS)
        mentions = [e for e in self._layout.entities_before(sentence.end, limit=_MENTIONS) if not self._speaks(e)]
        entity = (
            self._find_titled(mentions)
            or next((e for e in reversed(mentions) if e.label in _BY_WEIGHT[:3]), None)
            or self._find_titled(self._layout.titled_entities)
        )
        entity = entity or self._find_firm(sentence)
        return from_entity(entity, How.FOCUS) if entity is not None else None

    def find_system(self, sentence: Sentence) -> Candidate | None:
        """Return what is built of chips and talked about: in the title, else the last one a few sentences back."""
        titled = [e for e in self._layout.titled_entities if is_system(e.entity_id)]
        if titled:
            return from_entity(min(titled, key=lambda entity: self._layout.title.find(entity.text)), How.FOCUS)
        for entity in reversed(self._layout.entities_before(sentence.end, limit=_MENTIONS)):
            if sentence.number - self._layout.sentence_at(entity.start) > _NEAR:
                return None
            if is_system(entity.entity_id):
                return from_entity(entity, How.FOCUS)
        return None

    def find_rival(self, sentence: Sentence, place: int, *, subject: Candidate) -> Candidate | None:
        """Return the chip that the text sets beside the subject, one of its build: the last named before a node."""
        mentions = self._layout.entities_before(sentence.nodes[place].start, limit=_MENTIONS)
        near = [e for e in mentions if sentence.number - self._layout.sentence_at(e.start) <= _RECENT]
        built = is_system(subject.entity_id)
        for entity in (*reversed(near), *self._layout.titled_entities):
            other = entity.canonical != subject.name and not is_memory(entity.canonical)
            if entity.label is Label.CHIP and other and is_system(entity.entity_id) == built:
                return from_entity(entity, How.FOCUS)
        return None

    def find_chip(self, sentence: Sentence) -> Candidate | None:
        """Return the chip that was talked about a few sentences back at the most, None for a generation of memory."""
        if self._last_chip is None or sentence.number - self._last_chip[0] > _NEAR:
            return None
        return as_found(self._last_chip[1], How.FOCUS)

    def find_firm(self, sentence: Sentence) -> Candidate | None:
        """Return the company that was talked about last, None where there is none."""
        if self._last is not None and self._last[1].label is Label.COMPANY:
            return as_found(self._last[1], How.FOCUS) if sentence.number - self._last[0] <= _RECENT else None
        entity = self._find_firm(sentence)
        return from_entity(entity, How.FOCUS) if entity is not None else None

    def _find_firm(self, sentence: Sentence) -> Entity | None:
        """The last company named, be it one that says something; those that watch others are not talked about."""
        mentions = self._layout.entities_before(sentence.end, limit=_MENTIONS)
        return next((e for e in reversed(mentions) if e.label is Label.COMPANY and not is_observer(e)), None)

    def specify(self, candidate: Candidate) -> Candidate:
        """Return the one model that the title names of a family: "Google TPU" under a title with "TPU v5p"."""
        if candidate.label is not Label.CHIP or any(sign.isdigit() for sign in candidate.name):
            return candidate
        models = [e for e in self._layout.titled_entities if e.canonical.startswith(candidate.name + " ")]
        if len({model.canonical for model in models}) != 1:
            return candidate
        return from_entity(models[0], candidate.how, candidate.place)

    def _find_titled(self, mentions: Iterable[Entity]) -> Entity | None:
        titled = [e for e in mentions if e.canonical in self._layout.titled]
        return next((e for label in _BY_WEIGHT for e in titled if e.label is label), None)
