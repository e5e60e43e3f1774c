"""What stands around a number: its sign, its currency or unit, the counted noun, and "per ..."."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.quantities.magnitudes import MAGNITUDES
from nlp.quantities.nouns import FUNCTION, Noun, find_noun, is_plural, phrase, singular
from nlp.quantities.numberwords import ARTICLES
from nlp.quantities.numeral import Numeral, Style
from nlp.quantities.numerals import parse_numeral
from nlp.quantities.reading import Reading
from nlp.quantities.sign import read_sign
from nlp.quantities.tables import words
from nlp.quantities.tokens import HYPHENS, Shape, Token, glued_at, low_at
from nlp.quantities.units import Unit, match_currency, match_unit
from nlp.records import Kind

QUOTES = frozenset('"“')
COMPARATIVES = words("change", "increase", "comparatives") | words("change", "decrease", "comparatives")
RATIO_AFTER = words("sets", "measures_ratio_after")
PER_A = words("sets", "measures_per_a")
NAMED_LINKS = frozenset(
    [
        "of",
        "is",
        "was",
        "at",
        "least",
        "or",
        "most",
        "than",
        "more",
        "less",
        "below",
        "above",
        "under",
        "over",
        "about",
        "between",
        "reaches",
        "score",
    ]
)
HOURS = frozenset(("hour", "day", "month", "year"))
NOT_PER = words("sets", "per_not")
BEFORE_NOUN = words("sets", "before_noun")
TIMES = frozenset(("times", "time"))
MULTIPLIES = frozenset(("times", "x", "×", "*"))
YEAR = re.compile("(?:19|20)[0-9]{2}")
BEFORE_UNIT = frozenset(("dense", "sparse", "peak", "raw", "usable"))
CURRENCY_SIGNS = frozenset("$€£¥₩")


def read_measure(tokens: Sequence[Token], index: int) -> Reading | None:
    """The number at token `index` with its sign, currency or unit and counted noun; None where there is no number."""
    token = tokens[index]
    currency = (
        match_currency(tokens, index)
        if token.shape is Shape.NUMBER or (index and tokens[index - 1].shape is Shape.SIGN)
        else None
    )
    negative, first = read_sign(tokens, currency[1] if currency else index)
    if not currency and negative and (found := match_currency(tokens, first)) is not None:
        currency, first = found, found[1]
    numeral = parse_numeral(tokens, index, money=currency is not None) or _one_unit(tokens, index)
    if numeral is None:
        return None
    value = numeral.value
    if negative and value is not None:
        value = -value
    reading = Reading(numeral=numeral, first=min(first, numeral.first), last=numeral.last, value=value)
    if value is None:
        reading.low, reading.high = numeral.low, numeral.high
    if currency:
        _take_currency(tokens, reading, currency[0])
    elif not (_take_unit(tokens, reading) or _take_named_unit(tokens, reading)):
        _take_noun(tokens, reading)
    if reading.unit is not None or reading.noun is not None:
        _take_per(tokens, reading)
    return reading


def _one_unit(tokens: Sequence[Token], index: int) -> Numeral | None:
    """ "a decade", "a century": long times that are told with an article."""
    if tokens[index].low not in ARTICLES or low_at(tokens, index + 1) not in ("decade", "century"):
        return None
    return Numeral(first=index, last=index + 1, value=1.0, style=Style.WORDS, mantissa=1.0)


def _take_currency(tokens: Sequence[Token], reading: Reading, unit: Unit) -> None:
    set_unit(reading, unit)
    if unit.symbol == "USD" and low_at(tokens, reading.last) == "us" and tokens[reading.last].text == "US":
        reading.last += 1
    following = match_unit(tokens, reading.last)
    if following and following[0].kind is Kind.MONEY and not tokens[reading.last].glued:
        if following[0].symbol == unit.symbol or unit.symbol == "USD":
            set_unit(reading, following[0])
        reading.last = following[1]


def set_unit(reading: Reading, unit: Unit) -> None:
    """Give the reading this unit, with what follows from it."""
    reading.unit = unit
    reading.symbol, reading.name, reading.kind = unit.symbol, unit.name, unit.kind
    if unit.scale != 1.0 and unit.kind is not Kind.MONEY and reading.value is not None:
        reading.value *= unit.scale


def _take_unit(tokens: Sequence[Token], reading: Reading) -> bool:
    """Read a unit behind the number ("5 W", "5-W", "half a decade", "billions of dollars"); whether there was one."""
    at = reading.last
    if at >= len(tokens):
        return False
    if (
        (reading.numeral.style is Style.VAGUE and tokens[at].low == "of")
        or (reading.numeral.mantissa == 0.5 and tokens[at].low in ARTICLES)
        or (tokens[at].text in HYPHENS and tokens[at].glued and at + 1 < len(tokens) and tokens[at + 1].glued)
    ):
        at += 1
    if low_at(tokens, at) == "+":
        at += 1
    if low_at(tokens, at) in BEFORE_UNIT and match_unit(tokens, at + 1) is not None:
        at += 1  # "1,979 dense teraflops"
    if (reading.value is None or reading.value.is_integer()) and _is_multiplied(tokens, at):
        return False
    if low_at(tokens, at) in TIMES:
        return _take_times(tokens, reading, at)
    found = match_unit(tokens, at)
    if found is None:
        return False
    unit, end = found
    if not _sign_fits(tokens, at, end, unit):
        return False
    if unit.symbol == "lb" and tokens[at].low == "pounds" and reading.numeral.scale >= 1e6:
        unit = _sterling()
    set_unit(reading, unit)
    reading.last = end
    return True


def _take_named_unit(tokens: Sequence[Token], reading: Reading) -> bool:
    """Take the unit from the name of the measure before the number: "a TPP of 4800", "performance density of 5.92"."""
    at = reading.first - 1
    while at >= 0 and low_at(tokens, at) in NAMED_LINKS:
        at -= 1
    for first in range(max(0, at - 2), at + 1):
        found = match_unit(tokens, first)
        if at < reading.first - 1 and found and found[1] == at + 1 and found[0].symbol in ("TPP", "PD"):
            set_unit(reading, found[0])
            return True
    return False


def _sterling() -> Unit:
    return Unit(symbol="GBP", name="pound sterling", quantity="money", kind=Kind.MONEY, pint="GBP")


def _sign_fits(tokens: Sequence[Token], at: int, end: int, unit: Unit) -> bool:
    """Whether a short sign is the unit: "x" between numbers, an inch mark that closes a quote and "5 p" are not."""
    sign = tokens[at]
    if sign.text == "p":
        return sign.glued
    if unit.kind is Kind.MONEY:
        return sign.shape is not Shape.SIGN or not glued_at(tokens, end)
    if unit.symbol == "x" and len(sign.text) == 1:
        return end >= len(tokens) or tokens[end].shape is not Shape.NUMBER
    if unit.symbol == "in" and sign.shape is Shape.SIGN:
        return sign.glued and not any(token.text in QUOTES for token in tokens[:at])
    return True


def _is_multiplied(tokens: Sequence[Token], at: int) -> bool:
    """Whether a sign or word here multiplies the number before it by the one behind it: "384 x 780", "8 times $30"."""
    by = low_at(tokens, at) == "multiplied" and low_at(tokens, at + 1) == "by"
    if not by and (low_at(tokens, at) not in MULTIPLIES or glued_at(tokens, at)):
        return False
    figure = at + 1 + by
    figure += low_at(tokens, figure) in CURRENCY_SIGNS
    if figure >= len(tokens) or tokens[figure].shape is not Shape.NUMBER:
        return False
    # "Three times 2019's total" sets a level beside that of a year.
    return not (YEAR.fullmatch(tokens[figure].text) and low_at(tokens, figure - 1) == "times")


def _take_times(tokens: Sequence[Token], reading: Reading, at: int) -> bool:
    after = low_at(tokens, at + 1)
    ratio = (
        after in RATIO_AFTER
        or after in COMPARATIVES
        or (after.endswith("er") and after not in ("over", "after", "under", "per", "however", "whether", "other"))
        or (reading.value is not None and reading.value != int(reading.value))
        or tokens[at].text == "time"
        or _owned(tokens, at + 1)
    )
    reading.last = at + 1
    if ratio or tokens[at - 1].text in HYPHENS:
        reading.kind, reading.symbol, reading.name = Kind.RATIO, "x", "multiple"
        reading.unit = _multiple()
    else:
        reading.kind, reading.symbol, reading.name = Kind.COUNT, "times", "time"
        reading.noun = Noun(at, at + 1, at, plural=True)
    return True


def _owned(tokens: Sequence[Token], at: int) -> bool:
    """Whether a name in the possessive stands here: "ten times Acme's share"."""
    if at >= len(tokens) or not tokens[at].text[0].isupper():
        return False
    return tokens[at].text.endswith(("'s", "’s")) or low_at(tokens, at + 1) in ("'s", "’s")


def _multiple() -> Unit:
    return Unit(symbol="x", name="multiple", quantity="ratio", kind=Kind.RATIO, pint="dimensionless")


def _take_noun(tokens: Sequence[Token], reading: Reading) -> None:
    if _is_multiplied(tokens, reading.last):
        return
    at = reading.last + (low_at(tokens, reading.last) == "+")
    if low_at(tokens, at) in HYPHENS and low_at(tokens, at + 1) == "plus":
        at += 2
    if reading.numeral.style is Style.FRACTION:
        reading.kind, reading.symbol, reading.name, reading.unit = Kind.RATIO, "x", "multiple", _multiple()
        return
    detached = False
    if low_at(tokens, at) == "of":
        detached = reading.numeral.style is not Style.VAGUE
        at += 1
        while (
            low_at(tokens, at) in ("the", "its", "their", "his", "her", "our", "these", "those", "all")
            or low_at(tokens, at) == "own"
        ):
            at += 1
            detached = True
    if detached and at < len(tokens) and tokens[at].shape is Shape.NUMBER:
        at += 1  # "40 of the 60 tools"
    while low_at(tokens, at) in BEFORE_NOUN:
        at += 1
    noun = find_noun(tokens, at, amount=reading.value if reading.value is not None else reading.high)
    if noun is None or (detached and not noun.plural):
        if reading.numeral.style is Style.VAGUE and reading.numeral.scale >= 1e6:
            reading.unit, reading.kind, reading.symbol, reading.name = _dollar(), Kind.MONEY, "USD", "dollar"
        return
    reading.noun = noun
    set_noun(tokens, reading, noun)
    if not detached and noun.last - at <= 3 + (reading.numeral.style is Style.VAGUE):
        reading.last = noun.last


def _dollar() -> Unit:
    return Unit(symbol="USD", name="dollar", quantity="money", kind=Kind.MONEY, pint="USD")


def set_noun(tokens: Sequence[Token], reading: Reading, noun: Noun) -> None:
    """Make the reading a count of this noun."""
    reading.kind = Kind.COUNT
    head = tokens[noun.head]
    reading.symbol = head.text
    if not noun.plural and noun.first > 0 and tokens[noun.first - 1].text in HYPHENS and head.low not in FUNCTION:
        reading.symbol = head.text + ("" if is_plural(head) else "s")
    if head.low in ("hi", "high"):
        reading.symbol = "layers"
    reading.name = phrase(tokens, noun)


def _take_per(tokens: Sequence[Token], reading: Reading) -> None:
    """Read "per month", "a share", "per million tokens", "/hour" behind the unit; the span does not grow."""
    at = max(reading.last, reading.noun.last if reading.noun else 0)
    low = low_at(tokens, at)
    if low in ("per", "/", "each", "every") or low in ARTICLES:
        at += 1
    elif low == "-" and low_at(tokens, at + 1) in ARTICLES:
        at += 3
    else:
        return
    unit_word = low_at(tokens, at)
    if low in ARTICLES and low_at(tokens, at + 1) in NOT_PER:
        return
    if (low in ARTICLES or low in ("/", "-", "each", "every")) and unit_word not in PER_A:
        return
    parts: list[str] = []
    while low_at(tokens, at) in MAGNITUDES:
        parts.append(tokens[at].low)
        at += 1
    if at >= len(tokens) or tokens[at].shape not in (Shape.WORD, Shape.NAME) or tokens[at].low in FUNCTION:
        return
    parts.append(singular(tokens[at].text))
    at += 1
    if low_at(tokens, at) in HOURS and low not in ARTICLES:
        parts.append(tokens[at].low)
        at += 1
    reading.per = " ".join(parts)
    reading.after = at
    reading.name = f"{reading.name} per {reading.per}"
