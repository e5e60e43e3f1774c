"""A text laid out once: sentences, paragraphs, and which names and quantities lie in which sentence."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from nlp.claims.clauses import Clause, split_clauses
from nlp.claims.node import Node, build_nodes
from nlp.records import Entity, Label, Modality, Quantity

# A sentence longer than this is a table or noise: it is cut, so that the time stays linear whatever the text.
_LONGEST = 1500
_BLANK = re.compile(r"\n[ \t\r]*\n")
_PARAGRAPH = re.compile(r"\n[ \t\r]*\n|(?<=[.!?:;\"”’)])[ \t]*\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence as nodes and clauses. `number` counts sentences from 0, `paragraph` the paragraphs.

    `places` gives each quantity's node, `pairs` says that "respectively" is among the words, and `modalities` keeps
    what the clauses' cue words say once it was read.
    """

    number: int
    paragraph: int
    start: int
    end: int
    nodes: Sequence[Node]
    clauses: Sequence[Clause]
    places: dict[int, int]
    words: Sequence[str]
    pairs: bool
    modalities: dict[int, Modality | None] = field(default_factory=dict)

    def clause_at(self, node: int) -> Clause:
        """Return the clause that holds a node."""
        return self.clauses[max(bisect_right(self.clauses, node, key=_first_of) - 1, 0)]


def _first_of(clause: Clause) -> int:
    return clause.first


@dataclass(slots=True, kw_only=True)
class Layout:
    """The whole text. Sentences are analysed when first asked for and kept."""

    text: str
    title: str
    bounds: Sequence[tuple[int, int]]
    entities: Sequence[Entity]
    quantities: Sequence[Quantity]
    paragraphs: Sequence[int]
    sentence_starts: Sequence[int]
    entity_starts: Sequence[int]
    quantity_starts: Sequence[int]
    mentions: Counter[str]
    titled: frozenset[str]
    titled_entities: Sequence[Entity]
    _kept: dict[int, Sentence] = field(default_factory=dict)

    def sentence_at(self, offset: int) -> int:
        """Return the number of the sentence that holds a character."""
        return max(bisect_right(self.sentence_starts, offset) - 1, 0)

    def sentence(self, number: int) -> Sentence:
        """Return one sentence, analysed."""
        kept = self._kept.get(number)
        if kept is None:
            kept = self._kept[number] = self._analyse(number)
        return kept

    def entities_in(self, start: int, end: int) -> Sequence[Entity]:
        """Return the mentions that start within [start, end)."""
        return self.entities[bisect_left(self.entity_starts, start) : bisect_left(self.entity_starts, end)]

    def entities_before(self, offset: int, *, limit: int) -> Sequence[Entity]:
        """Return up to `limit` mentions before an offset, in text order."""
        last = bisect_left(self.entity_starts, offset)
        return self.entities[max(0, last - limit) : last]

    def _analyse(self, number: int) -> Sentence:
        start, end = self.bounds[number]
        first = bisect_left(self.quantity_starts, start)
        last = bisect_left(self.quantity_starts, end)
        nodes = build_nodes(
            self.text,
            start,
            end,
            entities=self.entities_in(start, end),
            quantities=[(i, self.quantities[i]) for i in range(first, last)],
        )
        words = [node.word for node in nodes]
        return Sentence(
            number=number,
            paragraph=self.paragraphs[number],
            start=start,
            end=end,
            nodes=nodes,
            clauses=split_clauses(nodes),
            words=words,
            pairs="respectively" in words,
            places={node.quantity: i for i, node in enumerate(nodes) if node.quantity is not None},
        )


def lay_out(
    text: str,
    *,
    bounds: Sequence[tuple[int, int]],
    entities: Sequence[Entity],
    quantities: Sequence[Quantity],
    title: str,
) -> Layout:
    """Return the layout of a text with its sentences, mentions and quantities."""
    bounds = [_trim(text, *part) for start, end in bounds for part in _split_blank(text, start, end)]
    bounds = [(start, end) for start, end in bounds if start < end]
    breaks = [match.end() for match in _PARAGRAPH.finditer(text)]
    starts = [start for start, _ in bounds]
    names = sorted(entities, key=lambda entity: (entity.start, -entity.end))
    titled = _find_titled(title, names)
    return Layout(
        text=text,
        title=title,
        bounds=bounds,
        entities=names,
        quantities=quantities,
        paragraphs=[bisect_right(breaks, start) for start in starts],
        sentence_starts=starts,
        entity_starts=[entity.start for entity in names],
        quantity_starts=[quantity.start for quantity in quantities],
        mentions=Counter(entity.canonical for entity in names),
        titled=titled,
        titled_entities=[entity for entity in names if entity.canonical in titled],
    )


def _split_blank(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a sentence between blank lines: a headline without a full stop is no part of what follows."""
    at = start
    for match in _BLANK.finditer(text, start, end):
        yield from _cut(text, at, match.start())
        at = match.end()
    yield from _cut(text, at, end)


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST:
        space = text.rfind(" ", start + 1, start + _LONGEST)
        cut = space if space > start else start + _LONGEST
        yield start, cut
        start = cut
    yield start, end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _find_titled(title: str, entities: Sequence[Entity]) -> frozenset[str]:
    """Return the canonical names that the title names by one of the text's own spellings."""
    shown = f" {re.sub(r'[^0-9A-Za-z]+', ' ', title)} "
    found: set[str] = set()
    spellings = {(entity.text, entity.canonical, entity.label) for entity in entities}
    for spelling, canonical, label in spellings:
        if label in (Label.CHIP, Label.COMPANY, Label.POLICY, Label.GOV, Label.PERSON):
            plain = re.sub(r"[^0-9A-Za-z]+", " ", spelling).strip()
            if plain and f" {plain} " in shown:
                found.add(canonical)
    return frozenset(found)
