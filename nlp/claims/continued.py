"""Figures that go on with those of the sentence before: a firm's results, a market researcher's tally."""

from __future__ import annotations

from itertools import pairwise

from nlp.claims.layout import Layout, Sentence
from nlp.claims.node import NodeKind
from nlp.claims.observers import is_observer, is_researcher
from nlp.claims.speaker import Speaker
from nlp.claims.words import SPEECH
from nlp.records import Kind, Label

_LONGEST_OPENING = 8
_FARTHEST = 40
_DIVIDING = frozenset({("of", "that"), ("of", "those"), ("of", "them"), ("the", "rest"), ("the", "remainder")})


def reports_results(sentence: Sentence) -> str | None:
    """Return the company that gives its results: "SK Hynix reported record earnings on Thursday.", without figures."""
    nodes = sentence.nodes
    if any(node.kind is NodeKind.NUMBER for node in nodes):
        return None
    for place, node in enumerate(nodes[:_LONGEST_OPENING]):
        entity = node.entity
        if entity is None or entity.label is not Label.COMPANY or is_observer(entity):
            continue
        words = [node.word for node in nodes[place + 1 : place + 12]]
        verb = next((i for i, word in enumerate(words[:3]) if word in SPEECH.releasing), None)
        if verb is not None and not SPEECH.results.isdisjoint(words[verb + 1 :]):
            return entity.canonical
    return None


def is_tally(sentence: Sentence, speaker: Speaker) -> bool:
    """Tell whether a market researcher says all figures of a sentence, so that those of the next are its own too."""
    nodes = sentence.nodes
    known = any(
        node.entity is not None and node.entity.canonical == speaker.name and is_researcher(node.entity)
        for node in nodes[min(speaker.first, speaker.verb) : speaker.verb + 1]
    )
    numbers = [i for i, node in enumerate(nodes) if node.quantity is not None]
    return known and bool(numbers) and all(speaker.said_from <= i < speaker.said_to for i in numbers)


def goes_on(layout: Layout, number: int, earlier: int) -> bool:
    """Tell whether a sentence has figures of the kind that an earlier one of its paragraph has.

    What is counted is often said once: "485,000 chips", then "224,000".
    """
    if layout.paragraphs[number] != layout.paragraphs[earlier]:
        return False
    return not _kinds(layout, number).isdisjoint(_kinds(layout, earlier)) or _shares(layout, number)


def _shares(layout: Layout, number: int) -> bool:
    """Tell whether a sentence divides up what was counted: "55% of that", "others shared the rest"."""
    words = layout.sentence(number).words
    return any(pair in _DIVIDING for pair in pairwise(words[:_FARTHEST]))


def _kinds(layout: Layout, number: int) -> set[Kind]:
    kinds = (layout.quantities[index].kind for index in layout.sentence(number).places)
    return {Kind.COUNT if kind is Kind.ABSOLUTE else kind for kind in kinds}
