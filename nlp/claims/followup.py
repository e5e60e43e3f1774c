"""The other side of a figure in the sentence after it: "That compares with 192 GB on X", "Y, by contrast, ..."."""

from __future__ import annotations

from nlp.claims.candidate import Candidate
from nlp.claims.layout import Layout, Sentence
from nlp.claims.node import NodeKind
from nlp.claims.otherside import Reference, owner_of_like, pick_name, read_other_side
from nlp.claims.words import COMPARE
from nlp.records import Kind, Label, Quantity

# How far into a sentence the phrase may begin that sets it against the one before.
_OPENING = 8


def read_following(
    quantity: Quantity, sentence: Sentence, place: int, *, subject: Candidate | None, layout: Layout
) -> Reference | None:
    """Return whose figure the next sentence sets against this one, None where it does not."""
    if (
        quantity.kind is Kind.RATIO
        or sentence.number + 1 >= len(layout.bounds)
        or not _is_last(quantity, sentence, place, layout)
    ):
        return None
    after = layout.sentence(sentence.number + 1)
    if after.paragraph != sentence.paragraph:
        return None
    first = _find_opening(after)
    if first is None:
        return None
    if first < 0:
        return _contrasted(after, subject=subject, layout=layout)
    figure = next((node.quantity for node in after.nodes[first:] if node.quantity is not None), None)
    if figure is not None and layout.quantities[figure].unit not in (quantity.unit, ""):
        return None
    owner = owner_of_like(quantity, after, first, subject=subject, layout=layout)
    return owner or read_other_side(after, first, subject=subject, layout=layout)


def _find_opening(sentence: Sentence) -> int | None:
    """Return the node behind "that compares with", -1 for "by contrast" and the like, None where neither opens it."""
    if " ".join(sentence.words[:3]) in COMPARE.following:
        return 3
    return -1 if opens_contrast(sentence, 0) else None


def opens_contrast(sentence: Sentence, first: int) -> bool:
    """Tell whether "by contrast" or the like stands among the first words from a node on."""
    words = sentence.words
    return any(" ".join(words[i : i + 2]) in COMPARE.following for i in range(first, first + _OPENING))


def _is_last(quantity: Quantity, sentence: Sentence, place: int, layout: Layout) -> bool:
    """Tell whether no later figure of the sentence is of the same kind and unit."""
    later = (node.quantity for node in sentence.nodes[place + 1 :] if node.quantity is not None)
    figures = (layout.quantities[index] for index in later)
    return all(figure.kind is not quantity.kind or figure.unit != quantity.unit for figure in figures)


def _contrasted(after: Sentence, *, subject: Candidate | None, layout: Layout) -> Reference | None:
    """Two levels set side by side: the chip or company that the next sentence's figure is about."""
    number = next((i for i, node in enumerate(after.nodes) if node.kind is NodeKind.NUMBER), None)
    if number is None or subject is None or subject.label not in (Label.CHIP, Label.COMPANY):
        return None
    alike = [node for node in after.nodes[:number] if node.entity is not None and node.entity.label is subject.label]
    return pick_name(after, 0, number, subject=subject, layout=layout) if alike else None
