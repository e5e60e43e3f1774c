"""Amounts given twice: "6.5 trillion won ($5 billion)"."""

from __future__ import annotations

from nlp.claims.layout import Layout, Sentence
from nlp.claims.node import NodeKind


def find_original(layout: Layout, sentence: Sentence, index: int) -> int | None:
    """Return the index of the amount that the quantity in brackets only converts, None where it is no conversion."""
    place = sentence.places.get(index)
    nodes = sentence.nodes
    if place is None or place < 2 or nodes[place - 1].word not in {"(", "or"}:
        return None
    before = nodes[place - 2]
    if nodes[place - 1].word == "or" and place >= 3 and before.word == ",":
        before = nodes[place - 3]
    if before.kind is not NodeKind.NUMBER or before.quantity is None:
        return None
    quantity, original = layout.quantities[index], layout.quantities[before.quantity]
    return before.quantity if quantity.kind is original.kind and quantity.unit != original.unit else None
