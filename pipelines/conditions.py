"""Figures that a user asks for, in any unit: "bandwidth > 3 TB/s", "price < $30,000", "141 GB"."""

from __future__ import annotations

import math
import re

from nlp.quantities.scan import scan
from nlp.records import Bound, Kind, Quantity
from pipelines.errors import BadCondition
from warehouse.question import Condition

_SIGNS = {"≥": ">=", "≤": "<=", "=>": ">=", "=<": "<=", "==": "="}
_SPLIT = re.compile(r"(?P<metric>[^<>=≥≤~]*)(?P<sign>[<>=≥≤~]{0,2})(?P<figure>[^<>=≥≤~]*)", re.DOTALL)
_LONGEST = 200
# How far from a figure another may be and still be the same: "=" allows rounding, "~" what people call about.
_NEAR = {"=": 0.005, "": 0.005, "~": 0.1}


def parse_condition(text: str) -> Condition:
    """Return the condition that the text states: a metric's words, one of < <= > >= = ~, and a figure with its unit.

    The metric may be left out, and so may the sign: "bandwidth 3 TB/s" is "=", "at least 3 TB/s" is ">=". Raises
    BadCondition where there is no figure, or more than one.
    """
    found = _SPLIT.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if found is None:
        raise _fault(text)
    metric, sign, figure = found["metric"], _SIGNS.get(found["sign"], found["sign"]), found["figure"]
    if not sign:
        metric, figure = "", metric
    quantities = scan(figure)
    if len(quantities) != 1 or quantities[0].base_value is None or sign not in {*_NEAR, "<", "<=", ">", ">="}:
        raise _fault(text)
    (quantity,) = quantities
    before, after = figure[: quantity.start], figure[quantity.end :]
    if any(character.isdigit() for character in before + after):
        # Of "1e400 TB/s" or "3 to 4 or 5" a part would be read, and another question answered.
        raise _fault(text)
    if not sign:
        sign = quantity.bound.value
        metric = before if quantity.bound is Bound.EXACT else ""
    least, most = _limit(quantity, sign)
    unit, metric = quantity.base_unit, metric.strip()
    if not unit and (named := _read_unit(metric)):
        unit, metric = named, ""
    return Condition(metric=metric, unit=unit, least=least, most=most)


def _read_unit(metric: str) -> str:
    """Return the unit that a metric is named by, as in "TPP > 4800"; "" where it is not named by its unit."""
    quantities = scan(f"1 {metric}")
    if len(quantities) == 1 and quantities[0].end == len(f"1 {metric}") and quantities[0].kind is not Kind.COUNT:
        return quantities[0].base_unit
    return ""


def _limit(quantity: Quantity, sign: str) -> tuple[float, float]:
    low = quantity.base_value or 0.0
    high = low if quantity.base_high is None else quantity.base_high
    if sign == ">":
        return math.nextafter(high, math.inf), math.inf
    if sign == ">=":
        return low, math.inf
    if sign == "<":
        return -math.inf, math.nextafter(low, -math.inf)
    if sign == "<=":
        return -math.inf, high
    slack = _NEAR[sign]
    return low - slack * abs(low), high + slack * abs(high)


def _fault(text: str) -> BadCondition:
    return BadCondition(
        f"{text[:60]!r} is no condition: write a metric, one of < <= > >= = ~ and one figure with its unit, "
        "as in 'bandwidth > 3 TB/s' or 'price < $30,000'"
    )
