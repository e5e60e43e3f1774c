"""Figures that belong together: ranges, from-to, and lists that share a unit."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.quantities.bounds import bound_before
from nlp.quantities.change import VERBS
from nlp.quantities.measures import set_noun, set_unit
from nlp.quantities.numeral import Style
from nlp.quantities.reading import Doubt, Move, Reading
from nlp.quantities.tables import words
from nlp.quantities.tokens import Shape, Token, low_at
from nlp.records import Bound, Change, Kind

FROM_LINKS = frozenset(
    ("to", "up to", "to up to", "to about", "to nearly", "to more than", "to just", "to over", "to around")
)
DASHES = frozenset("-–—~‑‐")
LIST = frozenset((",", "and", "or", "&", "/", "versus", "vs", "to"))
SHARE_BEFORE = words("sets", "share_before")
SHARE_AFTER = words("sets", "share_after")
_RANGED = 2.0
"""How many times its lower end the upper end of a range may be, where it might be the level reached instead."""
_HEDGES = frozenset(("under", "over", "about", "around", "nearly", "a"))
COMPARATIVES = words("change", "increase", "comparatives") | words("change", "decrease", "comparatives")
PLACES = frozenset(("over", "under", "above", "below"))
RANGING = words("sets", "ranges_ranging")
MOVES = frozenset(VERBS) | frozenset(
    [
        "go",
        "goes",
        "going",
        "gone",
        "went",
        "move",
        "moves",
        "moved",
        "moving",
        "change",
        "changes",
        "changed",
        "changing",
        "swing",
        "swung",
        "turn",
        "turned",
    ]
)


def join_figures(tokens: Sequence[Token], readings: list[Reading]) -> list[Reading]:
    """The readings with ranges made one, from-to paired, and units shared along lists and comparisons."""
    joined: list[Reading] = []
    for reading in readings:
        previous = joined[-1] if joined else None
        if previous is not None and _join(tokens, previous, reading):
            continue
        joined.append(reading)
    _share_backward(tokens, joined)
    _share_forward(tokens, joined)
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
    return _scaled(left, right) < (right.value or 0.0)


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


def _scaled(left: Reading, right: Reading) -> float:
    """The lower end with the magnitude of the upper one, where it has none of its own ("2 to 3 million")."""
    value = left.value or 0.0
    shares = (
        left.numeral.scale == 1.0 and right.numeral.scale > 1.0 and abs(left.numeral.mantissa) < right.numeral.mantissa
    )
    return value * right.numeral.scale if shares and left.noun is None else value


def _compatible(left: Reading, right: Reading) -> bool:
    if left.unit is not None and right.unit is not None:
        return left.unit is right.unit or left.unit == right.unit
    if left.unit is not None:
        return left.kind is Kind.MONEY and right.noun is None
    if left.noun is not None:
        return right.noun is not None and left.symbol == right.symbol
    return left.value is not None and right.value is not None and _scaled(left, right) < right.value


def _is_level(tokens: Sequence[Token], left: Reading, right: Reading) -> bool:
    """ "rose $2 to $38": the second figure is the level reached by the move."""
    start = left.first - 1
    if low_at(tokens, start) == "by":
        # "By 25% to 30%" is a range; "by 5% to 60%" moves to a level.
        near = 0 < _scaled(left, right) < (right.value or 0.0) <= _RANGED * _scaled(left, right)
        return left.unit is not None and left.kind is not Kind.MONEY and not near
    if low_at(tokens, start) not in MOVES:
        return left.unit is not None and left.kind is not Kind.MONEY and _scaled(left, right) >= (right.value or 0.0)
    return left.kind is Kind.MONEY or _scaled(left, right) >= (right.value or 0.0)


def _merge(left: Reading, right: Reading) -> None:
    left.value = _scaled(left, right)
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
        _inherit(tokens, left, right, scale=True)
    elif right.unit is None and right.noun is None:
        _inherit(tokens, right, left, scale=False)
    left.pair, right.pair = right, left
    left.outer = outer
    return False


def _to_from(tokens: Sequence[Token], left: Reading, right: Reading) -> None:
    """ "fell to zero from 95%": the first figure is the new one."""
    if left.unit is None and left.noun is None and (right.unit is not None or right.noun is not None):
        _inherit(tokens, left, right, scale=True)
    same = left.unit == right.unit if left.unit is not None else left.symbol == right.symbol
    if same and left.value is not None and right.value is not None and left.value != right.value:
        left.change = Change.INCREASE if left.value > right.value else Change.DECREASE
        left.move = Move.LEVEL


def _inherit(tokens: Sequence[Token], reading: Reading, source: Reading, *, scale: bool) -> None:
    """Give a bare figure the unit or noun of its neighbour; its span stays."""
    if scale and reading.value is not None and source.value is not None:
        reading.value = _scaled(reading, source)
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


def _is_bare(reading: Reading) -> bool:
    return (
        reading.unit is None
        and reading.noun is None
        and reading.doubt in (None, Doubt.BARE)
        and reading.kind is not Kind.RANK
    )


def _share_backward(tokens: Sequence[Token], readings: Sequence[Reading]) -> None:
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
            _inherit(tokens, left, right, scale=False)
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
        _inherit(tokens, left, right, scale=True)


def _share_forward(tokens: Sequence[Token], readings: Sequence[Reading]) -> None:
    """ "5,000 dies, versus 2,000", "gained 5% while others lost 3": a bare figure takes the unit of one before it."""
    standing = [reading for reading in readings if reading.doubt in (None, Doubt.BARE)]
    for index, right in enumerate(standing):
        if index and _is_bare(right) and _takes_unit(tokens, right):
            source = next((left for left in standing[index - 1 :: -1][:3] if _gives_unit(tokens, left, right)), None)
            if source is not None:
                _inherit(tokens, right, source, scale=False)


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
