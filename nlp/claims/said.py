"""Figures that a text has stated before: whose they were when they come again without a name."""

from __future__ import annotations

from dataclasses import dataclass

from nlp.claims.candidate import Candidate
from nlp.records import Kind, Quantity

# A smaller number without a unit comes again by chance: "8".
_LEAST = 100
_BARE = frozenset({Kind.COUNT, Kind.ABSOLUTE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A figure with its subject and what it measured."""

    quantity: Quantity
    subject: Candidate
    metric: str


class Said:
    """Keeps the figures of one text that had a subject, by their value."""

    def __init__(self) -> None:
        """Start with nothing said."""
        self._by_value: dict[float, list[Told]] = {}

    def remember(self, quantity: Quantity, subject: Candidate, metric: str) -> None:
        """Keep one figure; the last one counts."""
        if quantity.value is not None and quantity.high is None:
            told = Told(quantity=quantity, subject=subject, metric=metric)
            self._by_value.setdefault(quantity.value, []).append(told)

    def recall(self, quantity: Quantity) -> Told | None:
        """Return the same figure as it stood earlier: in the same unit, or a number of three digits without one."""
        for told in reversed(self._by_value.get(quantity.value, ()) if quantity.value is not None else ()):
            if told.quantity.unit == quantity.unit:
                return told
            bare = not quantity.unit and quantity.value is not None and quantity.value >= _LEAST
            if bare and quantity.kind in _BARE and told.quantity.kind in _BARE:
                return told
        return None
