"""The records that leave this room. Offsets are code points, half open: `text[start:end]` is the mention."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray


class Label(StrEnum):
    """The six kinds of entity."""

    CHIP = "CHIP"
    COMPANY = "COMPANY"
    POLICY = "POLICY"
    GOV = "GOV"
    PERSON = "PERSON"
    PLACE = "PLACE"


class Kind(StrEnum):
    """What sort of number a quantity is."""

    ABSOLUTE = "absolute"
    PERCENT = "percent"
    MONEY = "money"
    RATIO = "ratio"
    COUNT = "count"
    RANK = "rank"
    DURATION = "duration"


class Bound(StrEnum):
    """How the figure limits the truth: exactly, about, under, over, at least, at most."""

    EXACT = "="
    ABOUT = "~"
    LESS = "<"
    MORE = ">"
    AT_LEAST = ">="
    AT_MOST = "<="


class Change(StrEnum):
    """The direction of a move or of a comparison."""

    INCREASE = "increase"
    DECREASE = "decrease"


class Modality(StrEnum):
    """How firmly something is said."""

    ASSERTED = "asserted"
    PLANNED = "planned"
    EXPECTED = "expected"
    DENIED = "denied"
    HYPOTHETICAL = "hypothetical"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """One spelling of a name. With `near`, it counts only in a text that also has one of those words."""

    text: str
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entity of the registry. `details` holds what only its label has (vendor, family, ticker, country ...)."""

    entity_id: str
    label: Label
    name: str
    aliases: tuple[Alias, ...]
    details: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text to annotate. `title` helps to tell what "the chip" is and is not itself annotated."""

    text_id: str
    text: str
    title: str = ""
    published: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One mention. `entity_id` is the registry's id, None for a name that it does not know or that may mean several.

    `score` says how sure it is, 0 to 1, that the name means this entity, or a new one.
    """

    start: int
    end: int
    text: str
    label: Label
    entity_id: str | None
    canonical: str
    score: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One number with its unit.

    `value` is None where the text gives only a magnitude ("several hundred thousand"); `high` is the upper end
    of a range, else None. `unit` is the canonical symbol ("USD", "%", "TB/s", "x"), for counts the counted noun,
    "" where there is none; `unit_name` its English name in the singular. `base_value` and `base_high` are the
    same figures in `base_unit`, the one unit of each dimension (B/s for GB/s and TB/s), so that figures can be
    compared. `concept` is what is counted or measured, in the words of the text.
    """

    start: int
    end: int
    text: str
    value: float | None
    high: float | None
    unit: str
    unit_name: str
    kind: Kind
    bound: Bound
    change: Change | None
    concept: str
    base_value: float | None
    base_high: float | None
    base_unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A quantity with something that it is about.

    `sentence` is the sentence as it stands in the text, from `sentence_start`. `subject` and `reference` are
    canonical names or words of the text; their ids are None where the registry does not know them. `reference`,
    `attribution` (who says so, None where the outlet itself does) and `period` (the text's own words) may be
    None; `period_start` and `period_end` are None where the period could not be dated. `confidence` is 0 to 1.
    `negated` is true where the text says that the figure does not hold ("did not sell 20,000 units"); a denial by
    somebody is a modality. `via` is the outlet that somebody's words came through, None where the text names none.
    """

    quantity: Quantity
    sentence: str
    sentence_start: int
    subject: str
    subject_id: str | None
    metric: str
    reference: str | None
    reference_id: str | None
    attribution: str | None
    modality: Modality
    period: str | None
    period_start: date | None
    period_end: date | None
    confidence: float
    negated: bool = False
    via: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """All that was read out of one text. Sentences are (start, end) pairs in order; so are the other tuples."""

    text_id: str
    text: str
    sentences: tuple[tuple[int, int], ...]
    entities: tuple[Entity, ...]
    quantities: tuple[Quantity, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryItem:
    """An article as clustering sees it: its id, when it came out, its words, and the entity ids in it."""

    item_id: str
    title: str
    text: str
    published: datetime | None
    outlet: str | None = None
    entity_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where an article belongs. `duplicate_of` is the article that this one is a copy of, None for an original."""

    item_id: str
    story_id: str
    duplicate_of: str | None
    similarity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddingModel:
    """What made a vector. Vectors are comparable only where all four are equal."""

    name: str
    revision: str
    backend: str
    dimension: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Embedding:
    """The unit-length float32 vector of one item; compared by identity, as arrays have no truth value."""

    item_id: str
    model: EmbeddingModel
    vector: NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Placed:
    """An item of the window that new items are compared with: what it says, its vector, and where it belongs."""

    item: StoryItem
    vector: NDArray[np.float32]
    placement: Placement


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One event. `item_ids` is in order of publication; `independent` counts the outlets' own articles, copies not.

    `title` is the most central headline; `started` and `updated` are None where no article of the story has a date.
    `earlier` counts the articles that have left the window: they are not in `item_ids` and count in all else.
    """

    story_id: str
    title: str
    item_ids: tuple[str, ...]
    first_item_id: str
    outlets: tuple[str, ...]
    independent: int
    started: datetime | None
    updated: datetime | None
    earlier: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLink:
    """A follow-up: a later story that takes an earlier one further. `shared` are entity ids and rare words of both."""

    story_id: str
    next_story_id: str
    score: float
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryChange:
    """Articles of one story went to another, and what spoke for it. Whether any stayed is not said here."""

    story_id: str
    into_story_id: str
    why: str
