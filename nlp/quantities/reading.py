"""One number as the grammar read it, before it becomes a Quantity."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from nlp.quantities.nouns import Noun
from nlp.quantities.numeral import Numeral
from nlp.quantities.units import Unit
from nlp.records import Bound, Change, Kind


class Doubt(StrEnum):
    """Why a number is no quantity."""

    NAME = "name"
    DATE = "date"
    TIME = "time"
    LABEL = "label"
    SCORE = "score"
    NOTE = "note"
    FORMAT = "format"
    GENERATION = "generation"
    DETERMINER = "determiner"
    ANAPHOR = "anaphor"
    PARTITIVE = "partitive"
    BARE = "bare"


class Move(StrEnum):
    """What says that the figure is a change."""

    VERB = "verb"
    """The text moves by it: rose 5%, up 5%."""
    NOUN = "noun"
    """A noun for the move: a 5% rise, a growth of 18%."""
    COMPARATIVE = "comparative"
    """A comparison: 60 percent higher, twice the bandwidth."""
    LEVEL = "level"
    """The level reached by a move that tells both ends: fell to zero from 95%."""


@dataclass(slots=True, kw_only=True)
class Reading:
    """A number with what was found around it; filled step by step, token positions count within the sentence.

    `low` and `high` are the ends of what a vague magnitude may mean, or of a range; `value` is None for a vague
    one. `doubt` says why it is no quantity, None where it is one. `pair` is the reading at the other end of a
    move from one figure to another.
    """

    numeral: Numeral
    first: int
    last: int
    value: float | None
    low: float | None = None
    high: float | None = None
    unit: Unit | None = None
    noun: Noun | None = None
    name: str = ""
    symbol: str = ""
    per: str = ""
    kind: Kind = Kind.ABSOLUTE
    bound: Bound = Bound.EXACT
    cue: str = ""
    change: Change | None = None
    move: Move | None = None
    concept: str = ""
    doubt: Doubt | None = None
    pair: Reading | None = None
    outer: int = -1
    """First token that belongs to the figure in a wider sense: its bound, "between", "from"."""
    after: int = 0
    """The token behind "per ...", 0 where there is none."""
    inherited: bool = False
    near: str = ""
    """What the figure qualifies, by the parse of its sentence."""
    subject: str = ""
    """The subject of its clause, by the parse of its sentence."""
    parsed: bool = False
    """Whether the parse told what the figure is of, or that nothing in the sentence does."""

    @property
    def begin(self) -> int:
        """The first token of the figure with its bound and what else belongs to it."""
        return self.outer if self.outer >= 0 else self.first
