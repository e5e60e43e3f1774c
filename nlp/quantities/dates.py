"""Numbers that are dates and times: 2024, 5 January, Sept. 20-24, 2021-23, 2:55 p.m."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.quantities.reading import Doubt, Reading
from nlp.quantities.tables import words
from nlp.quantities.tokens import Shape, Token, glued_at, low_at

MONTHS = words("months", file="guards.toml")
DAYS = words("days", file="guards.toml")
CLOCK = words("clock", file="guards.toml")
YEAR_BEFORE = words("sets", "year_before") | frozenset("(,-–—/'’")
OLD_YEAR_BEFORE = words("sets", "old_year_before")
LATEST = "2040"
"""No news tells of a later year in front of what is counted: "2048 GPUs"."""
OWNERS = words("sets", "year_owners")
YEARLY = words("sets", "yearly")
"""What comes by the year: behind its owner and a number like a year, that is one."""
LINKS = frozenset(("and", "or", ",", "to", "-", "–", "—", "/", "&"))
LINKED = (Doubt.DATE, Doubt.TIME, Doubt.LABEL, Doubt.SCORE)


def doubt_date(tokens: Sequence[Token], reading: Reading, *, before: Reading | None) -> Doubt | None:
    """DATE or TIME where the bare number is one, else None. `before` is the number read before it."""
    first, last = reading.numeral.first, reading.numeral.last
    if reading.numeral.scale > 1:
        return None
    if _year(tokens, reading) or _day(tokens, first, last) or _decade(tokens, first, last):
        return Doubt.DATE
    if is_time(tokens, first, last):
        return Doubt.TIME
    counted = reading.noun is not None and reading.noun.plural
    near = before is not None and before.doubt in LINKED and 0 <= first - before.last <= 1
    if before is not None and near and not counted and (first == before.last or low_at(tokens, first - 1) in LINKS):
        return before.doubt
    return None


def _year(tokens: Sequence[Token], reading: Reading) -> bool:
    first = reading.numeral.first
    token, previous = tokens[first], low_at(tokens, first - 1)
    if token.shape is not Shape.NUMBER or len(token.text) != 4 or not token.text.isdigit():
        return False
    if reading.numeral.last != first + 1 or token.text >= "2100":
        return False
    counted = reading.noun is not None and reading.noun.plural
    if token.text < "1900":
        return token.text >= "1500" and previous in OLD_YEAR_BEFORE and not counted
    if counted and token.text > LATEST:
        return False
    near = counted and reading.noun is not None and reading.noun.last == first + 2
    capital = near and tokens[first + 1].text[0].isupper()
    if near and previous in OWNERS and tokens[first + 1].low in YEARLY and token.text < "2060":
        return True  # "its 2026 sales outlook"
    return not near or previous in YEAR_BEFORE or previous in MONTHS or first == 0 or capital


def _day(tokens: Sequence[Token], first: int, last: int) -> bool:
    """A day of the month beside its name: "January 28", "Sept. 20", "5 May"."""
    token = tokens[first]
    if token.shape is not Shape.NUMBER or not token.text.isdigit() or len(token.text) > 2 or last != first + 1:
        return False
    at = first - 2 if low_at(tokens, first - 1) == "." else first - 1
    if at >= 0 and tokens[at].text[0].isupper() and (tokens[at].low in MONTHS or tokens[at].low in DAYS):
        return True
    return low_at(tokens, last) in MONTHS and tokens[last].text[0].isupper()


def _decade(tokens: Sequence[Token], first: int, last: int) -> bool:
    """ "the '90s"."""
    return low_at(tokens, first - 1) in ("'", "’") and low_at(tokens, last) == "s" and glued_at(tokens, last)


def is_time(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the digits from `first` to `last` are a time of the day or a date with slashes."""
    following = low_at(tokens, last)
    if following in CLOCK or following.replace("’", "'") == "o'clock":
        return True
    if following in ("a", "p") and low_at(tokens, last + 1) == "." and low_at(tokens, last + 2) == "m":
        return True
    return _joined(tokens, last) or (glued_at(tokens, first) and _joined(tokens, first - 1))


def _joined(tokens: Sequence[Token], at: int) -> bool:
    """Whether ":" or "/" at `at` stands between digits without blanks."""
    if not 0 < at < len(tokens) - 1 or tokens[at].text not in (":", "/"):
        return False
    sides = (tokens[at - 1].shape, tokens[at + 1].shape)
    return (
        glued_at(tokens, at) and glued_at(tokens, at + 1) and all(side in (Shape.NUMBER, Shape.NAME) for side in sides)
    )
