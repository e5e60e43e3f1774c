"""What the figures of a piece of text are of, by the parse of their sentences."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.quantities.nominal import write
from nlp.quantities.place import Place, find_place
from nlp.quantities.reading import Reading
from nlp.quantities.tokens import Token
from nlp.quantities.tree import Tree, Trees
from nlp.quantities.treenear import find_near, is_adjunct
from nlp.quantities.treesubject import Standing, find_subject
from nlp.records import Kind

REPEATS = (["("], ["/"], ["or"], [",", "or"])
"""What stands between a figure and the same in other units or words."""
CONTINUES = (["up"], ["down"], ["to"])
"""What stands between a level and its change."""


class Parsed:
    """The figures of one piece of text with the trees that they stand in."""

    def __init__(self, trees: Trees, tokens: Sequence[Token], readings: Sequence[Reading]) -> None:
        self._trees = trees
        self._tokens = tokens
        self._sound = [reading for reading in readings if reading.doubt is None]
        self._owners: dict[int, dict[int, int]] = {}

    def tell(self, reading: Reading) -> None:
        """Set `near`, `subject` and `parsed` of the reading; where its sentence has no parse they stay as they are."""
        before = self._repeated(reading)
        if before is not None:
            reading.near, reading.subject, reading.parsed = before.near, before.subject, True
            return
        tree = self._trees.at(self._tokens[reading.first].start)
        place = self._place(tree, reading) if tree is not None else None
        if place is None:
            return
        near, subject = find_near(place), find_subject(place)
        needless = bool(near) and (subject.standing is Standing.LOOSE or is_adjunct(place, near))
        phrase = [] if needless else [at for at in subject.phrase if at not in near]
        reading.near, reading.subject = write(place, near), write(place, phrase)
        known = bool(near) or subject.standing is not Standing.NONE
        reading.parsed = known or reading.kind is Kind.COUNT

    def _repeated(self, reading: Reading) -> Reading | None:
        """The figure before, where this one repeats or continues it: "60 mph (97 km/h)", "up 5% to $84"."""
        index = next((at for at, sound in enumerate(self._sound) if sound is reading), 0)
        if not index:
            return None
        before = self._sound[index - 1]
        if not before.parsed or before.kind is Kind.DURATION:
            return None
        start = reading.begin
        gap = [token.low for token in self._tokens[before.last : max(before.last, start)]]
        continues = gap in CONTINUES and before.kind is not Kind.COUNT
        return before if continues or [low for low in gap if low not in ("up", "down")] in REPEATS else None

    def _place(self, tree: Tree, reading: Reading) -> Place | None:
        own = self._span(tree, reading)
        if not own:
            return None
        owners = self._owners.get(id(tree))
        if owners is None:
            owners = {at: index for index, sound in enumerate(self._sound) for at in self._span(tree, sound)}
            self._owners[id(tree)] = owners
        after = 0
        if 0 < reading.after < len(self._tokens):
            token = self._tokens[reading.after]
            after = next(iter(tree.span(token.start, token.end)), 0)
        return find_place(tree, reading, own=own, others=frozenset(owners) - own, after=after)

    def _span(self, tree: Tree, reading: Reading) -> frozenset[int]:
        """The tokens of the tree that the figure takes up."""
        first = self._tokens[min(reading.first, reading.numeral.first)]
        last = self._tokens[max(reading.last, reading.numeral.last) - 1]
        return frozenset(tree.span(first.start, last.end))
