"""What can be asked of claims and articles: one record that the command line, the API and the pages fill."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum

from nlp.records import Modality
from warehouse.errors import BadQuestion


class Status(StrEnum):
    """How what is said of a fact agrees; `ledger.status` has one of these."""

    SINGLE = "single"
    CORROBORATED = "corroborated"
    CONFLICTING = "conflicting"
    REVISED = "revised"
    NO_FIGURE = "no figure"


def readable(text: str) -> str:
    """Return the text with "?" for what is no character: half a surrogate pair, as a terminal or JSON can hold it."""
    return text.encode("utf-8", "replace").decode("utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A figure in the base unit of its dimension, `least` to `most`, of a metric with these words (any if empty)."""

    unit: str
    least: float = -math.inf
    most: float = math.inf
    metric: str = ""

    def __post_init__(self) -> None:
        """Take characters only."""
        object.__setattr__(self, "metric", readable(self.metric))


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the answer must fit; None and () leave a thing open.

    `entity_ids` are what a claim is about or compares with, or what an article names. `metric`, `speaker` and `outlet`
    are any part of a name, whatever its case. `since` <= published < `until`; with either, what has no date is left
    out. `conditions` are met by each subject as a whole: one claim for each of them. `status` is that of the claim's
    fact in the ledger. BadQuestion for a modality or a status that there is not, and for dates the wrong way round.
    """

    entity_ids: tuple[str, ...] = ()
    metric: str | None = None
    speaker: str | None = None
    outlet: str | None = None
    modality: str | None = None
    status: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    story_id: str | None = None
    conditions: tuple[Condition, ...] = ()

    def __post_init__(self) -> None:
        """Take characters only, and nothing that could not fit anything."""
        for field in fields(self):
            if isinstance(value := getattr(self, field.name), str):
                object.__setattr__(self, field.name, readable(value))
        object.__setattr__(self, "entity_ids", tuple(map(readable, self.entity_ids)))
        for what, value, known in (("modality", self.modality, Modality), ("status", self.status, Status)):
            if value is not None and value not in set(known):
                raise BadQuestion(f"No claim has the {what} {value!r}: it is one of {', '.join(known)}")
        if self.since is not None and self.until is not None and self.since >= self.until:
            raise BadQuestion(f"Nothing is published since {self.since:%Y-%m-%d} and before {self.until:%Y-%m-%d}")
