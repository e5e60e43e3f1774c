"""Numbers that name or describe rather than state a fact: "version 9", a "two-track" approach, a "zero-day" flaw."""

from __future__ import annotations

from nlp.claims.layout import Sentence
from nlp.claims.metric import Metric
from nlp.records import Kind, Quantity

_ADDING_BEFORE = frozenset({"another", "further"})
_ADDING_BEHIND = frozenset({"more", "others"})
# A larger number without a unit is hardly a version or a label.
_LARGEST_LABEL = 1000


def is_bare(quantity: Quantity, metric: Metric, *, goes_on: bool) -> bool:
    """Tell whether a quantity states nothing: no unit or only an adjective's, and no cue word for what it measures.

    `goes_on` is true where its words add it to a count before: "another 11", "32 more".
    """
    if quantity.kind is Kind.DURATION:
        return quantity.value == 0
    if goes_on or metric.cued or (metric.known and quantity.unit):
        return False
    if quantity.kind is Kind.COUNT:
        return "-" in quantity.text and " " not in quantity.text
    small = quantity.value is not None and abs(quantity.value) < _LARGEST_LABEL
    return quantity.kind is Kind.ABSOLUTE and not quantity.unit and small


def adds_on(sentence: Sentence, place: int | None) -> bool:
    """Tell whether a number without a noun adds to a count before it: "another 11 came", "32 more may follow"."""
    if place is None:
        return False
    nodes = sentence.nodes
    behind = [node.word for node in nodes[place + 1 : place + 3]]
    more = behind[:1] != [] and behind[0] in _ADDING_BEHIND and behind[1:] != ["than"]
    return more or (place > 0 and nodes[place - 1].word in _ADDING_BEFORE)
