"""A mention that a rule proposes, and the choice among mentions that overlap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from nlp.records import Label


class Origin(IntEnum):
    """What proposed a mention; of two of one length the higher is kept."""

    PATTERN = 0
    MODEL = 1
    REPEATED = 2
    REGISTRY = 3
    SURNAME = 4
    BLOCKED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Tokens `first` to before `end` as a mention. `label` is None for a name that is none of the six kinds.

    `score` says how sure it is, 0 to 1, that this is a name of that kind; `unsure` that the registry has several
    entries of this name, and that the text does not tell which is meant.
    """

    first: int
    end: int
    label: Label | None
    origin: Origin
    entity_id: str = ""
    score: float = 1.0
    unsure: bool = False

    @property
    def tokens(self) -> range:
        """The tokens it covers."""
        return range(self.first, self.end)


def choose(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Give those that stay where mentions overlap, in order: the longest wins, then the better origin.

    Names of no kind take part, so that nothing inside them is marked, and are among them still.
    """
    taken: set[int] = set()
    kept = []
    for candidate in sorted(candidates, key=_rank):
        if taken.isdisjoint(candidate.tokens):
            taken.update(candidate.tokens)
            kept.append(candidate)
    return sorted(kept, key=lambda one: one.first)


def _rank(candidate: Candidate) -> tuple[int, int, int]:
    return (candidate.first - candidate.end, -candidate.origin, candidate.first)
