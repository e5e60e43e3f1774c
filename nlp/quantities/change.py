"""Whether a figure is a move up or down, or a comparison."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.quantities.numeral import Style
from nlp.quantities.reading import Move, Reading
from nlp.quantities.tables import words
from nlp.quantities.tokens import Shape, Token, glued_at, low_at
from nlp.records import Change, Kind

VERBS = dict.fromkeys(words("change", "increase", "verbs"), Change.INCREASE) | dict.fromkeys(
    words("change", "decrease", "verbs"), Change.DECREASE
)
MOVES = frozenset(VERBS) | words("sets", "change_plain_moves")
"""Verbs before both ends of a move, those that do not tell its direction among them."""
NOUNS = dict.fromkeys(words("change", "increase", "nouns"), Change.INCREASE) | dict.fromkeys(
    words("change", "decrease", "nouns"), Change.DECREASE
)
COMPARATIVES = dict.fromkeys(words("change", "increase", "comparatives"), Change.INCREASE) | dict.fromkeys(
    words("change", "decrease", "comparatives"), Change.DECREASE
)
BETWEEN = words("sets", "change_between")
NEAR_ADVERBS = words("sets", "change_near_adverbs")
FREE = frozenset(("", ",", "(", "is", "was", "are", "were", "be", "been", "and", "-", "–", "—"))
"""What stands before "up 5" as a move; behind a verb, "up" belongs to it ("wires up 640 switches")."""
MAKING = frozenset(("make", "makes", "made", "making", "set", "sets", "open", "opened", "come", "came"))
RAISING = frozenset(("raise", "raises", "raised", "raising"))
ADJECTIVES = words("sets", "change_adjectives")
ARTICLES = frozenset(("a", "an", "the", "its", "their", "this"))
"""Before these a participle is an adjective: "an improved 18% margin"."""
COUNT_VERBS = words("sets", "change_count_verbs")
REACH = 14
"""How many tokens a "by" looks back for its verb."""
AFTER = 5
"""How many tokens behind the figure a noun of change may stand ("3% year on year growth")."""
STOPS = frozenset(
    (",", ";", ".", "(", ")", "but", "while", "and", "for", "from", "in", "of", "on", "to", "at", "as", "with")
)
DELTAS = (Kind.PERCENT, Kind.MONEY, Kind.RATIO, Kind.ABSOLUTE, Kind.COUNT)


def find_change(tokens: Sequence[Token], reading: Reading) -> tuple[Change, Move] | None:
    """The direction of the reading and what says so; None for a level."""
    if reading.kind not in DELTAS:
        return None
    return (
        _comparative(tokens, reading)
        or _verb(tokens, reading)
        or _noun_before(tokens, reading)
        or _noun_behind(tokens, reading)
    )


def _comparative(tokens: Sequence[Token], reading: Reading) -> tuple[Change, Move] | None:
    points = reading.unit is not None and reading.unit.quantity == "percentage_point"
    if reading.kind not in (Kind.PERCENT, Kind.RATIO) and not points:
        return None
    last = reading.last
    low = low_at(tokens, last)
    if low == "as" or (low in ("the", "that", "its") and reading.kind is Kind.RATIO):
        grows = reading.kind is Kind.RATIO and reading.value is not None and reading.value > 1
        return (Change.INCREASE, Move.COMPARATIVE) if grows else None
    if low in ("over", "under", "above", "below"):
        return None
    if low in ("a", "an", "and"):
        return None
    found = COMPARATIVES.get(low)
    if found is None and low.endswith("er") and low_at(tokens, last + 1) in ("than", "at", "in") and len(low) > 4:
        found = Change.INCREASE
    return (found, Move.COMPARATIVE) if found else None


def _verb(tokens: Sequence[Token], reading: Reading) -> tuple[Change, Move] | None:
    start = reading.begin
    at = start - 1
    by = False
    steps = 0
    while at >= 0 and steps < 6:
        low = tokens[at].low
        if low in VERBS:
            return _checked(tokens, reading, at)
        if low == "by":
            by = True
            break
        if low == "at" and low_at(tokens, at + 1) not in ("least", "most"):
            break
        if low not in BETWEEN and low not in NEAR_ADVERBS and not low.endswith("ly"):
            break
        if low == "of":
            break
        at -= 1
        steps += 1
    if not by:
        return None
    for back in range(at - 1, max(-1, at - REACH), -1):
        low = tokens[back].low
        stop = low == "." and not glued_at(tokens, back + 1) and not tokens[back + 1].text[0].islower()
        if stop or low in (";", "than"):
            return None
        if low in VERBS:
            return VERBS[low], Move.VERB
        if low in NOUNS:
            return NOUNS[low], Move.NOUN
    return None


ADDING = words("sets", "change_adding")
"""Verbs that take a plain object: "added 40,000 jobs" is a move, "up to" is none."""


def _checked(tokens: Sequence[Token], reading: Reading, at: int) -> tuple[Change, Move] | None:
    """The verb at `at` as the cause of the figure, unless it takes the figure for an object or is an adjective."""
    low = tokens[at].low
    if low_at(tokens, at + 1) == "by":
        return VERBS[low], Move.VERB
    points = reading.unit is not None and reading.unit.quantity == "percentage_point"
    gained = low in ADDING and reading.numeral.style is Style.DIGITS
    no_move = (
        (low in RAISING and reading.kind is Kind.MONEY)
        or (
            low in ADJECTIVES
            and at + 1 == reading.begin
            and not (low.endswith("ed") and low_at(tokens, at - 1) not in ARTICLES)
        )
        or (low == "up" and low_at(tokens, at - 1) in MAKING)
        or (low in ("up", "down") and reading.kind is Kind.COUNT and low_at(tokens, at - 1) not in FREE)
        or (low in ADDING and reading.kind is Kind.ABSOLUTE and not points)
        or (reading.kind is Kind.COUNT and low not in COUNT_VERBS and not gained)
    )
    return None if no_move else (VERBS[low], Move.VERB)


def _noun_before(tokens: Sequence[Token], reading: Reading) -> tuple[Change, Move] | None:
    """ "an increase of 5%", "growth of 18%", "growth rate of 18%"."""
    start = reading.begin
    if low_at(tokens, start - 1) != "of" or reading.kind is Kind.DURATION:
        return None
    for back in (2, 3, 4, 5):
        low = low_at(tokens, start - back)
        if low in NOUNS and low not in ("premium", "discount", "upside"):
            return NOUNS[low], Move.NOUN
        if low in STOPS and low != "in":
            return None
    return None


def _noun_behind(tokens: Sequence[Token], reading: Reading) -> tuple[Change, Move] | None:
    if reading.kind is Kind.COUNT:
        return None
    at = reading.last
    for index in range(at, min(len(tokens), at + AFTER)):
        token = tokens[index]
        if token.low in NOUNS:
            if reading.kind not in (Kind.PERCENT, Kind.RATIO) and index > at + 1:
                return None
            return NOUNS[token.low], Move.NOUN
        if token.low in STOPS and not (token.low == "on" and low_at(tokens, index - 1) in ("year", "quarter", "month")):
            return None
        if token.shape is Shape.NUMBER:
            return None
    return None
