"""The figures that a measure sets, as records: what is limited, and where the limit is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from nlp.records import Bound, Entry

_NEEDED = frozenset({"metric", "value", "unit", "bound"})
_ALLOWED = _NEEDED | {"condition"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """One limit. `bound` says on which side the measure applies; `condition` is what else must hold, "" for nothing."""

    metric: str
    value: float
    unit: str
    bound: Bound
    condition: str = ""


def list_thresholds(entry: Entry) -> tuple[Threshold, ...]:
    """Give the limits of a policy, empty for one that sets none and for any other entry."""
    return tuple(_read(item) for item in json.loads(entry.details.get("thresholds", "[]")))


def read_thresholds(value: object) -> str:
    """Give the list of a registry's row as the JSON text that details keep; ValueError says what it should be."""
    if not isinstance(value, list) or not all(_is_threshold(item) for item in value):
        raise ValueError('should be a list of {"metric", "value", "unit", "bound"}, and "condition" if need be')
    return json.dumps(value, ensure_ascii=False)


def _is_threshold(item: object) -> bool:
    return (
        isinstance(item, dict)
        and _NEEDED <= item.keys() <= _ALLOWED
        and all(isinstance(item[key], str) and item[key] for key in ("metric", "unit"))
        and isinstance(item.get("condition", ""), str)
        and isinstance(item["value"], int | float)
        and not isinstance(item["value"], bool)
        and item["bound"] in set(Bound)
    )


def _read(item: Mapping[str, object]) -> Threshold:
    return Threshold(
        metric=str(item["metric"]),
        value=float(str(item["value"])),
        unit=str(item["unit"]),
        bound=Bound(str(item["bound"])),
        condition=str(item.get("condition", "")),
    )
