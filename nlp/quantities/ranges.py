"""Figures that belong together: ranges, from-to, and lists that share a unit."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.quantities.bounds import bound_before
from nlp.quantities.change import MOVES
from nlp.quantities.reading import Doubt, Move, Reading
from nlp.quantities.sharing import DASHES, inherit, lower_end, share_backward, share_forward
from nlp.quantities.tables import words
from nlp.quantities.tokens import Token, low_at
from nlp.records import Change, Kind

FROM_LINKS = frozenset(
    ("to", "up to", "to up to", "to about", "to nearly", "to more than", "to just", "to over", "to around")
)
_RANGED = 2.0
"""How many times its lower end the upper end of a range may be, where it might be the level reached instead."""
COMPARATIVES = words("change", "increase", "comparatives") | words("change", "decrease", "comparatives")
PLACES = frozenset(("over", "under", "above", "below"))
RANGING = words("sets", "ranges_ranging")


def join_figures(tokens: Sequence[Token], readings: list[Reading]) -> list[Reading]:
    """The readings with ranges made one, from-to paired, and units shared along lists and comparisons."""
    joined: list[Reading] = []
    for reading in readings:
        previous = joined[-1] if joined else None
        if previous is not None and _join(tokens, previous, reading):
            continue
        joined.append(reading)
    share_backward(tokens, joined)
    share_forward(tokens, joined)
    return joined


def _alive(reading: Reading) -> bool:
    return reading.doubt in (None, Doubt.BARE, Doubt.ANAPHOR, Doubt.DETERMINER) and reading.kind is not Kind.RANK


def _join(tokens: Sequence[Token], left: Reading, right: Reading) -> bool:
    """Make one range of both (in `left`), or pair them as the ends of a move; whether `right` is used up."""
    if not (_alive(left) and _alive(right)) or (left.high is not None and left.value is not None):
        return False
    if left.value is None or right.value is None:
        return False
    gap = tokens[left.last : right.first]
    texts = [token.low for token in gap]
    if len(texts) == 2 and texts[0] == "to" and texts[1] in DASHES:
        texts = texts[:1]  # "200 to-260"
    link, opener = " ".join(texts), _opener(tokens, left)
    if opener == "from" and link in FROM_LINKS:
        return _from_to(tokens, left, right)
    if opener == "to" and link == "from":
        _to_from(tokens, left, right)
        return False
    if not _is_range(tokens, left, right, link=link, opener=opener):
        return False
    if opener == "between":
        left.outer = left.first - 1
    _merge(left, right)
    return True


def _is_range(tokens: Sequence[Token], left: Reading, right: Reading, *, link: str, opener: str) -> bool:
    """Whether the words between two figures make one range of them."""
    if link in DASHES:
        return _dash_range(left, right, tokens[left.last]) and _compatible(left, right)
    if link == "to":
        return _compatible(left, right) and (opener == "between" or not _is_level(tokens, left, right))
    if link == "/":
        return left.kind is Kind.MONEY and left.unit is right.unit
    spoken = (link == "and" and opener == "between") or (link == "or" and _or_range(left, right))
    return spoken and _compatible(left, right)


def _opener(tokens: Sequence[Token], left: Reading) -> str:
    found = bound_before(tokens, left.first)
    return low_at(tokens, (found[2] if found else left.first) - 1)


def _dash_range(left: Reading, right: Reading, dash: Token) -> bool:
    if dash.text == "—" or (dash.text == "-" and not dash.glued and left.unit is not None and right.unit is None):
        return False
    return lower_end(left, right) < (right.value or 0.0)


def _or_range(left: Reading, right: Reading) -> bool:
    """ "three or four years", "8 or 9": neighbours, of which the first has no noun."""
    if left.unit is not None or left.noun is not None or left.value is None or right.value is None:
        return False
    if right.kind is Kind.MONEY:
        return False
    gap, low = right.numeral.mantissa - left.numeral.mantissa, left.numeral.mantissa
    # "80,000 or 90,000": neighbours in their last digit that is not zero.
    step = 10.0 ** (len(f"{low:.0f}") - len(f"{low:.0f}".rstrip("0"))) if low >= 1000 and low == int(low) else 1.0
    return gap in (step, 2 * step)


def _compatible(left: Reading, right: Reading) -> bool:
    if left.unit is not None and right.unit is not None:
        return left.unit is right.unit or left.unit == right.unit
    if left.unit is not None:
        return left.kind is Kind.MONEY and right.noun is None
    if left.noun is not None:
        return right.noun is not None and left.symbol == right.symbol
    return left.value is not None and right.value is not None and lower_end(left, right) < right.value


def _is_level(tokens: Sequence[Token], left: Reading, right: Reading) -> bool:
    """ "rose $2 to $38": the second figure is the level reached by the move."""
    start = left.first - 1
    if low_at(tokens, start) == "by":
        # "By 25% to 30%" is a range; "by 5% to 60%" moves to a level.
        near = 0 < lower_end(left, right) < (right.value or 0.0) <= _RANGED * lower_end(left, right)
        return left.unit is not None and left.kind is not Kind.MONEY and not near
    if low_at(tokens, start) not in MOVES:
        return left.unit is not None and left.kind is not Kind.MONEY and lower_end(left, right) >= (right.value or 0.0)
    return left.kind is Kind.MONEY or lower_end(left, right) >= (right.value or 0.0)


def _merge(left: Reading, right: Reading) -> None:
    left.value = lower_end(left, right)
    left.high = right.value
    left.low = left.value
    if left.unit is None and right.unit is not None:
        if right.unit.scale != 1.0 and right.kind is not Kind.MONEY:
            left.value *= right.unit.scale
        left.unit, left.kind, left.symbol = right.unit, right.kind, right.symbol
        left.name, left.per = right.name, right.per
    elif right.noun is not None or right.per:
        left.noun, left.kind, left.symbol = right.noun, right.kind, right.symbol
        left.name, left.per = right.name, right.per
    left.last = right.last
    if right.doubt is None:
        left.doubt = None


def _from_to(tokens: Sequence[Token], left: Reading, right: Reading) -> bool:
    """Decide between a range ("from 5% to 8% more") and a move ("from 25% to 50%"); whether a range was made."""
    outer = left.first - 1
    before = [low_at(tokens, outer - back) for back in range(1, 8)]
    bare = left.unit is None and left.noun is None
    ranging = any(word in RANGING for word in before[:3]) or low_at(tokens, right.last) in COMPARATIVES - PLACES
    moved = any(word in MOVES for word in before)
    same = bare or _compatible(left, right)
    if not same and not (left.value == 0 or right.value == 0):
        return False
    if (
        ranging
        or (bare and not moved and right.unit is not None and right.kind is Kind.DURATION)
        or (bare and "stretched" in before)
    ):
        if same:
            _merge(left, right)
            left.outer = outer
            return True
        return False
    if bare:
        inherit(tokens, left, right, scale=True)
    elif right.unit is None and right.noun is None:
        inherit(tokens, right, left, scale=False)
    left.pair, right.pair = right, left
    left.outer = outer
    return False


def _to_from(tokens: Sequence[Token], left: Reading, right: Reading) -> None:
    """ "fell to zero from 95%": the first figure is the new one."""
    if left.unit is None and left.noun is None and (right.unit is not None or right.noun is not None):
        inherit(tokens, left, right, scale=True)
    same = left.unit == right.unit if left.unit is not None else left.symbol == right.symbol
    if same and left.value is not None and right.value is not None and left.value != right.value:
        left.change = Change.INCREASE if left.value > right.value else Change.DECREASE
        left.move = Move.LEVEL
