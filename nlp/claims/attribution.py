"""Who says a figure: the speaker of its clause, of its quotation, or of the sentence next to it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.claims.continued import goes_on, is_tally, reports_results
from nlp.claims.layout import Layout
from nlp.claims.observers import is_observer
from nlp.claims.quotes import Quotes
from nlp.claims.speaker import Speaker
from nlp.claims.speakername import find_any_name
from nlp.claims.speakers import find_speakers
from nlp.claims.words import SPEECH
from nlp.records import Entity

# How many sentences back a quotation's speaker or a "That's according to" may lie.
_BACK = 8
_THAT_IS = re.compile(
    r"(?:That|This|Those|These|The)\b ?(?:figures?|numbers?|data|estimates?|calculations?|count|all)?"
    r"(?:['’]s| is| are| comes?| came| was| were| all| stems?)? ?(?:all )?(?:according to|from|per|based on|by)\b"
)
_SO_SAYS = re.compile(
    r"So (?:says?|said|reckons?|reckoned|claims?|claimed|thinks?|writes?|wrote|estimates?|reports?)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who says a figure, and the outlet that the words came through, None where the text names none."""

    name: str
    via: str | None = None


def _source(speaker: Speaker) -> Source:
    return Source(name=speaker.name, via=speaker.via)


class AttributionFinder:
    """Finds who says what in one text. Each sentence's speakers are read once."""

    def __init__(self, layout: Layout) -> None:
        """Read the text's quotation marks."""
        self._layout = layout
        self._quotes = Quotes(layout.text)
        self._kept: dict[int, list[Speaker]] = {}

    def find_speaking(self, number: int) -> frozenset[int]:
        """Return the nodes of a sentence that only name who says it."""
        return frozenset(i for s in self._speakers(number) if s.only for i in range(s.first, s.verb + 1))

    def speaks(self, entity: Entity) -> bool:
        """Tell whether a mention only names who says something."""
        number = self._layout.sentence_at(entity.start)
        nodes = self._layout.sentence(number).nodes
        return any(nodes[i].start <= entity.start < nodes[i].end for i in self.find_speaking(number))

    def find(self, offset: int, *, number: int, place: int | None) -> Source | None:
        """Return who says the figure at an offset, None where the outlet itself does."""
        if place is not None:
            said = [s for s in self._speakers(number) if s.said_from <= place < s.said_to]
            leading = [s for s in said if not s.trailing]
            if said:
                return _source((leading or said)[-1])
        quote = self._quotes.at(offset)
        if quote is not None:
            return self._find_quoted(quote, number)
        return self._find_beside(number)

    def _speakers(self, number: int) -> list[Speaker]:
        kept = self._kept.get(number)
        if kept is None:
            kept = self._kept[number] = find_speakers(self._layout.sentence(number), layout=self._layout)
        return kept

    def _find_quoted(self, quote: tuple[int, int], number: int) -> Source | None:
        """The speaker beside a quotation: in its sentences, next to them, or at the one that it continues."""
        layout = self._layout
        first = max(layout.sentence_at(quote[0]), number - _BACK)
        last = min(layout.sentence_at(max(quote[0], quote[1] - 1)), number + _BACK)
        paragraph = layout.paragraphs[number]
        for near in range(number, min(last + 2, len(layout.bounds))):
            if (near <= last or layout.paragraphs[near] == paragraph) and self._speakers(near):
                return _source(self._speakers(near)[0])
        for near in range(number - 1, max(first - 2, -1), -1):
            if (near >= first or layout.paragraphs[near] == paragraph) and self._speakers(near):
                return _source(self._speakers(near)[-1])
        return self._find_before(first, paragraph)

    def _find_before(self, first: int, paragraph: int) -> Source | None:
        """The last speaker of this paragraph or of the one before, if what stands there is quoted or announced too."""
        layout = self._layout
        for near in range(first - 1, max(-1, first - _BACK), -1):
            if layout.paragraphs[near] < paragraph - 1:
                return None
            start, end = layout.bounds[near]
            joined = layout.paragraphs[near] == paragraph or layout.text[end - 1] == ":"
            if self._speakers(near) and (joined or self._quotes.touch(start, end)):
                return _source(self._speakers(near)[-1])
        return None

    def _find_beside(self, number: int) -> Source | None:
        """ "That's according to Canalys." speaks for its neighbours in the paragraph."""
        layout = self._layout
        paragraph = layout.paragraphs[number]
        for near in (number + 1, *range(number - 1, max(-1, number - _BACK), -1)):
            if near >= len(layout.bounds) or layout.paragraphs[near] != paragraph:
                if near < number:
                    return None
                continue
            source = self._read_pointing(near)
            if source is not None:
                return source
        return self._find_continued(number)

    def _find_continued(self, number: int) -> Source | None:
        """The firm whose results, or the researcher whose tally, the sentence before has begun."""
        layout = self._layout
        if not number or self._speakers(number):
            return None
        before = number - 1
        results = reports_results(layout.sentence(before))
        if results is not None and layout.paragraphs[before] == layout.paragraphs[number]:
            return Source(name=results)
        for earlier in (before, before - 1):
            if earlier < 0 or not goes_on(layout, number, earlier):
                return None
            speakers = self._speakers(earlier)
            if speakers:
                tallied = is_tally(layout.sentence(earlier), speakers[-1])
                return _source(speakers[-1]) if tallied else None
        return None

    def _tallies(self, number: int) -> Source | None:
        """The firm that watches others which announces figures: "Counterpoint tallied sales.", with none there."""
        nodes = self._layout.sentence(number).nodes
        entity = nodes[0].entity if len(nodes) > 1 else None
        if entity is None or not is_observer(entity) or nodes[1].word not in SPEECH.tallying:
            return None
        return None if any(node.quantity is not None for node in nodes) else Source(name=entity.canonical)

    def _read_pointing(self, number: int) -> Source | None:
        """Whom a sentence such as "That figure comes from Canalys." names."""
        layout = self._layout
        start, end = layout.bounds[number]
        points = _THAT_IS.match(layout.text, start, end)
        tallied = self._tallies(number)
        if tallied is not None:
            return tallied
        if points is None and _SO_SAYS.match(layout.text, start, end) is None:
            return None
        if self._speakers(number):
            return _source(self._speakers(number)[0])
        nodes = layout.sentence(number).nodes
        first = next((i for i, node in enumerate(nodes) if points is not None and node.start >= points.end()), None)
        if first is None:
            return None
        name = find_any_name(nodes, first, len(nodes), layout=layout)
        return Source(name=name) if name is not None else None
