"""Units, nouns and hedges that a figure takes from one beside it: lists, comparisons, the same in another unit."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.quantities.change import MOVES
from nlp.quantities.measures import set_noun, set_unit
from nlp.quantities.numeral import Style
from nlp.quantities.reading import Doubt, Move, Reading
from nlp.quantities.tables import words
from nlp.quantities.tokens import Shape, Token, low_at
from nlp.records import Bound, Kind

DASHES = frozenset("-–—~‑‐")
LIST = frozenset((",", "and", "or", "&", "/", "versus", "vs", "to"))
SHARE_BEFORE = words("sets", "share_before")
SHARE_AFTER = words("sets", "share_after")
_HEDGES = frozenset(("under", "over", "about", "around", "nearly", "a"))


def share_backward(tokens: Sequence[Token], readings: Sequence[Reading]) -> None:
    """ "4 and 8 boards", "two-, three- and four-layer": a bare figure takes the unit of the next one in its list."""
    for left, right in zip(readings[-2::-1], readings[:0:-1], strict=True):
        if (
            not _is_bare(left)
            or right.doubt not in (None, Doubt.ANAPHOR)
            or (right.unit is None and right.noun is None)
        ):
            continue
        gap = [token.low for token in tokens[left.last : right.first] if token.text not in DASHES]
        if gap in (["up"], ["down"], [",", "up"], [",", "down"]) and right.kind is Kind.COUNT:
            inherit(tokens, left, right, scale=False)
            continue
        if (
            not gap
            or len(gap) > 2
            or any(word not in LIST and word != "the" for word in gap)
            or left.numeral.style is Style.VAGUE
        ):
            continue
        if right.kind is Kind.MONEY and gap != ["or"]:
            continue
        inherit(tokens, left, right, scale=True)


def share_forward(tokens: Sequence[Token], readings: Sequence[Reading]) -> None:
    """ "5,000 dies, versus 2,000", "gained 5% while others lost 3": a bare figure takes the unit of one before it."""
    standing = [reading for reading in readings if reading.doubt in (None, Doubt.BARE)]
    for index, right in enumerate(standing):
        if index and _is_bare(right) and _takes_unit(tokens, right):
            source = next((left for left in standing[index - 1 :: -1][:3] if _gives_unit(tokens, left, right)), None)
            if source is not None:
                inherit(tokens, right, source, scale=False)


def _takes_unit(tokens: Sequence[Token], right: Reading) -> bool:
    """Whether the words around a bare figure say that it is of the kind of one before."""
    before, after = low_at(tokens, right.first - 1), low_at(tokens, right.last)
    more = after == "more" or low_at(tokens, right.last - 1) == "more"
    if tokens[right.first].shape is Shape.WORD and right.value != 0 and not more:
        return False
    return after in SHARE_AFTER | {"", ".", ",", ";", ")", "("} and (
        more or before in MOVES or before in SHARE_BEFORE | {",", "."} or before in _HEDGES
    )


def _gives_unit(tokens: Sequence[Token], left: Reading, right: Reading) -> bool:
    if left.doubt is not None or (left.unit is None and left.noun is None):
        return False
    large = "," in tokens[right.numeral.first].text or abs(right.value or 0.0) > 1000
    if left.kind is Kind.PERCENT and large:
        return False
    if low_at(tokens, right.last) == "more":
        return left.kind is Kind.COUNT
    return not (left.kind is Kind.COUNT and low_at(tokens, right.first - 1) in MOVES)


def _is_bare(reading: Reading) -> bool:
    return (
        reading.unit is None
        and reading.noun is None
        and reading.doubt in (None, Doubt.BARE)
        and reading.kind is not Kind.RANK
    )


def share_hedge(tokens: Sequence[Token], left: Reading, right: Reading) -> None:
    """Give the same figure in another unit ("90 hp (66 kW)", "25 points, or 0.1%") its bound and change."""
    gap = [token.text for token in tokens[left.last : right.first]]
    if left.doubt is not None or right.doubt is not None or right.unit is None or left.value is None:
        return
    if gap not in (["("], ["/"], [",", "or"]) or right.bound is not Bound.EXACT or left.symbol == right.symbol:
        return
    right.bound, right.cue = left.bound, left.cue
    if right.change is None and left.move is Move.VERB:
        right.change, right.move = left.change, left.move


def inherit(tokens: Sequence[Token], reading: Reading, source: Reading, *, scale: bool) -> None:
    """Give a bare figure the unit or noun of its neighbour; its span stays."""
    if scale and reading.value is not None and source.value is not None:
        reading.value = lower_end(reading, source)
    if source.unit is not None:
        unit_scale = reading.value
        set_unit(reading, source.unit)
        if source.unit.kind is Kind.MONEY:
            reading.value = unit_scale
    elif source.noun is not None:
        set_noun(tokens, reading, source.noun)
        reading.noun = source.noun
    reading.name, reading.per = source.name, source.per
    reading.inherited = True
    if reading.doubt is Doubt.BARE:
        reading.doubt = None


def lower_end(left: Reading, right: Reading) -> float:
    """The lower end with the magnitude of the upper one, where it has none of its own ("2 to 3 million")."""
    value = left.value or 0.0
    shares = (
        left.numeral.scale == 1.0 and right.numeral.scale > 1.0 and abs(left.numeral.mantissa) < right.numeral.mantissa
    )
    return value * right.numeral.scale if shares and left.noun is None else value
