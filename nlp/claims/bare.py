"""Numbers that name or describe rather than state a fact: "version 9", a "two-track" approach, a "zero-day" flaw."""

from __future__ import annotations

from nlp.claims.metric import Metric
from nlp.records import Kind, Quantity

# A larger number without a unit is hardly a version or a label.
_LARGEST_LABEL = 1000


def is_bare(quantity: Quantity, metric: Metric) -> bool:
    """Tell whether a quantity states nothing: no unit or only an adjective's, and no cue word for what it measures."""
    if quantity.kind is Kind.DURATION:
        return quantity.value == 0
    if metric.cued or (metric.known and quantity.unit):
        return False
    if quantity.kind is Kind.COUNT:
        return "-" in quantity.text and " " not in quantity.text
    small = quantity.value is not None and abs(quantity.value) < _LARGEST_LABEL
    return quantity.kind is Kind.ABSOLUTE and not quantity.unit and small
