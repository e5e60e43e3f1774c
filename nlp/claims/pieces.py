"""One chip or a system of several: by the registry, and by what a single chip can have (pieces.toml)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from nlp.claims.words import load_table, read_words
from nlp.errors import DataFileError
from nlp.records import Quantity
from nlp.registry import load_registry

_FILE = "pieces.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What one chip of these kinds can have in a unit; of any kind where there is none."""

    unit: str
    kinds: frozenset[str]
    least: float
    usual: float
    most: float


def find_kind(entity_id: str | None) -> str | None:
    """Return the registry's kind of a chip ("gpu", "system"), None for a name that it does not know."""
    entry = load_registry().entries.get(entity_id) if entity_id is not None else None
    return entry.details.get("kind") if entry is not None else None


def find_maker(entity_id: str | None) -> str | None:
    """Return the id of a chip's maker, None where the registry does not know it."""
    entry = load_registry().entries.get(entity_id) if entity_id is not None else None
    return entry.details.get("vendor") if entry is not None else None


def is_system(entity_id: str | None) -> bool:
    """Tell whether a chip of the registry is built of several: a server, a rack, a pod."""
    return find_kind(entity_id) == "system"


def is_piece(entity_id: str | None) -> bool:
    """Tell whether a chip of the registry is one piece, or a family of such."""
    kind = find_kind(entity_id)
    return kind is not None and kind not in _NO_PIECE


def exceeds_piece(quantity: Quantity, entity_id: str | None) -> bool:
    """Tell whether a figure is more than one chip of this kind can have; false where the chip is no single piece."""
    limit = _find_limit(quantity, entity_id) if is_piece(entity_id) else None
    return limit is not None and quantity.base_value is not None and quantity.base_value > limit.most


def exceeds_usual(quantity: Quantity, entity_id: str | None) -> bool:
    """Tell whether a figure is more than nearly all chips of this kind have; false where it is no single piece."""
    limit = _find_limit(quantity, entity_id) if is_piece(entity_id) else None
    return limit is not None and quantity.base_value is not None and quantity.base_value > limit.usual


def can_be_share(quantity: Quantity, pieces: float, entity_id: str | None) -> bool:
    """Tell whether a figure, shared out among so many pieces, leaves each of them what a chip can have."""
    limit = _find_limit(quantity, entity_id)
    return limit is None or quantity.base_value is None or quantity.base_value / pieces >= limit.least


def _find_limit(quantity: Quantity, entity_id: str | None) -> Limit | None:
    kind = find_kind(entity_id)
    rows = [limit for limit in _LIMITS if limit.unit == quantity.base_unit and (not limit.kinds or kind in limit.kinds)]
    return max(rows, key=lambda limit: bool(limit.kinds), default=None)


def read_limits(table: Mapping[str, object]) -> tuple[Limit, ...]:
    """Return the rows of pieces.toml; a DataFileError where one is not as it must be."""
    rows = table.get("limit")
    if not isinstance(rows, list) or not rows:
        raise DataFileError(f"nlp/claims/{_FILE}: no [[limit]]")
    return tuple(_read_limit(row) for row in rows)


def _read_limit(row: Mapping[str, object]) -> Limit:
    unit, most = row.get("unit"), row.get("most", math.inf)
    least, usual = row.get("least"), row.get("usual")
    figures = [figure for figure in (least, usual, most) if isinstance(figure, float)]
    if not isinstance(unit, str) or len(figures) < 3 or figures != sorted(figures):
        raise DataFileError(f"nlp/claims/{_FILE}: a [[limit]] needs a unit and rising least, usual and most: {row}")
    kinds = read_words(row, "kinds", name=f"{_FILE}, {unit}") if "kinds" in row else ()
    return Limit(unit=unit, kinds=frozenset(kinds), least=figures[0], usual=figures[1], most=figures[2])


_TABLE = load_table(_FILE)
_LIMITS = read_limits(_TABLE)
_NO_PIECE = frozenset(read_words(_TABLE, "no_piece", name=_FILE))
