"""What can be asked of claims and articles: one record that the command line, the API and the pages fill."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A figure in the base unit of its dimension, `least` to `most`, of a metric with these words (any if empty)."""

    unit: str
    least: float = -math.inf
    most: float = math.inf
    metric: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the answer must fit; None and () leave a thing open.

    `entity_ids` are what a claim is about or compares with, or what an article names. `metric`, `speaker` and `outlet`
    are any part of a name, whatever its case. `since` <= published < `until`; with either, what has no date is left
    out. `conditions` are met by each subject as a whole: one claim for each of them. `status` is that of the claim's
    fact in the ledger.
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
