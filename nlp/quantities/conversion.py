"""Values in the base unit of their dimension, so that GB/s and TB/s can be compared."""

from __future__ import annotations

from functools import cache
from typing import Any

from nlp.quantities.units import Unit, bases

EXTRA = (
    "flop = [computation]", "operation = [operation]", "transfer = [transfer]", "tpp = [processing_performance]",
    "token = [token]", "frame = [frame]", "wafer = [wafer]", "transistor = [transistor]", "decibel_ratio = [level]",
)  # fmt: skip


@cache
def _registry() -> Any:
    """Pint's registry with the field's units. Pint takes 0.3 s to import, so that it waits for the first conversion."""
    from pint import UnitRegistry  # noqa: PLC0415 - see above

    registry: Any = UnitRegistry(cache_folder=None)
    for definition in EXTRA:
        registry.define(definition)
    return registry


@cache
def factor(unit: Unit) -> tuple[float, float, str]:
    """How to reach the base unit: value * factor + offset, and the base unit's symbol."""
    if unit.quantity == "money":
        return unit.scale, 0.0, unit.pint
    symbol, expression = bases()[unit.quantity]
    registry = _registry()
    zero = (
        registry.Quantity(0.0, registry.parse_expression(unit.pint).units) if unit.quantity == "temperature" else None
    )
    if zero is not None:
        offset = float(zero.to(expression).magnitude)
        one = float(registry.Quantity(1.0, zero.units).to(expression).magnitude)
        return one - offset, offset, symbol
    return float(registry.parse_expression(unit.pint).to(expression).magnitude), 0.0, symbol


def to_base(value: float | None, unit: Unit) -> float | None:
    """`value` in the base unit of its dimension; None stays None."""
    if value is None:
        return None
    multiplier, offset, _ = factor(unit)
    return float(f"{value * multiplier + offset:.12g}")
