"""Numbers that are no quantities: names, dates, times, labels, scores, notes, determiners, anaphors."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.quantities.nouns import FUNCTION, is_plural
from nlp.quantities.numerals import HYPHENS, Style, low_at
from nlp.quantities.reading import Doubt, Reading
from nlp.quantities.tables import words
from nlp.quantities.tokens import Shape, Token
from nlp.records import Kind

MONTHS = words("months", file="guards.toml")
DAYS = words("days", file="guards.toml")
CLOCK = words("clock", file="guards.toml")
LABELS = words("labels", file="guards.toml")
FISCAL = words("fiscal", file="guards.toml")
PRODUCTS = words("products", file="guards.toml")
SCORES = words("scores", file="guards.toml")
WEAK_LABELS = frozenset(
    [
        "series",
        "model",
        "plan",
        "option",
        "order",
        "rule",
        "line",
        "type",
        "group",
        "game",
        "match",
        "rank",
        "area",
        "mark",
        "form",
        "class",
        "level",
        "tier",
        "grade",
        "unit",
        "day",
        "week",
        "season",
        "lot",
        "pin",
    ]
)
TRAILING = frozenset(["ti", "pro", "max", "ultra", "plus", "super", "series", "mini", "xt", "se", "lite", "dreamliner"])
YEAR_BEFORE = frozenset(
    [
        "in",
        "since",
        "by",
        "from",
        "until",
        "till",
        "during",
        "of",
        "the",
        "late",
        "early",
        "mid",
        "fiscal",
        "through",
        "before",
        "after",
        "between",
        "and",
        "circa",
        "for",
        "around",
        "about",
        "(",
        ",",
        "year",
        "-",
        "–",
        "—",
        "/",
        "'s",
        "’s",
    ]
)
ANAPHORS = frozenset(("the", "these", "those", "both", "all", "top", "other", "remaining", "same"))
OPENERS = frozenset(":“\"'‘—–•*(-|")
LINKS = frozenset(("and", "or", ",", "to", "-", "–", "—", "/", "&"))


def doubt(tokens: Sequence[Token], reading: Reading, *, taken: Sequence[bool], before: Reading | None) -> Doubt | None:
    """Why this number is no quantity, None where it is one. `before` is the number read before it in the sentence."""
    first, last = reading.numeral.first, reading.numeral.last
    if any(taken[first:last]):
        return Doubt.NAME
    if low_at(tokens, first - 1) == "[" and low_at(tokens, last) == "]":
        return Doubt.NOTE
    if reading.numeral.style in (Style.FRACTION, Style.VAGUE) or reading.kind is Kind.RANK:
        return None
    if reading.unit is not None and (
        reading.unit.kind is not Kind.ABSOLUTE or tokens[reading.first].shape is Shape.SIGN
    ):
        return _clock(tokens, last) if reading.unit.symbol == "months" else _one(tokens, reading)
    if reading.unit is not None:
        return _measured(tokens, reading)
    return (
        _name(tokens, reading, taken=taken)
        or _date(tokens, reading, before=before)
        or _reference(tokens, reading)
        or _loose(tokens, reading)
    )


def _measured(tokens: Sequence[Token], reading: Reading) -> Doubt | None:
    if reading.unit is not None and reading.unit.symbol == "b":
        return Doubt.FORMAT
    if low_at(tokens, reading.numeral.last) in ("am", "pm"):
        return Doubt.TIME
    return None


def _clock(tokens: Sequence[Token], last: int) -> Doubt | None:
    return Doubt.TIME if low_at(tokens, last) in CLOCK else None


def _one(tokens: Sequence[Token], reading: Reading) -> Doubt | None:
    """ "one day" is an adverb, "one year" a length."""
    if tokens[reading.numeral.first].low == "one" and reading.numeral.scale <= 1 and reading.kind is Kind.DURATION:
        return Doubt.DETERMINER if reading.symbol == "days" else None
    return None


def _name(tokens: Sequence[Token], reading: Reading, *, taken: Sequence[bool]) -> Doubt | None:
    first, last = reading.numeral.first, reading.numeral.last
    found = _glued(tokens, first, last)
    if found or reading.numeral.scale > 1:
        return found
    if tokens[first].shape is not Shape.NUMBER:
        return _written_name(tokens, reading)
    after = tokens[last] if last < len(tokens) else None
    if after is not None and (
        after.low in TRAILING or (after.shape is Shape.WORD and len(after.text) == 1 and after.text.isupper())
    ):
        return Doubt.NAME
    return _after_name(tokens, reading, taken=taken)


def _glued(tokens: Sequence[Token], first: int, last: int) -> Doubt | None:
    """Letters glued to the digits: 910C, 3D, GPT-4, COVID-19."""
    after = tokens[last] if last < len(tokens) else None
    if after is not None and after.glued and after.shape in (Shape.WORD, Shape.NAME, Shape.NUMBER):
        return Doubt.GENERATION if after.low == "g" else Doubt.NAME
    if after is not None and after.text in ("'", "’") and after.glued and low_at(tokens, last + 1) == "s":
        return Doubt.DATE
    if first >= 2 and tokens[first].glued and tokens[first - 1].text in HYPHENS and tokens[first - 1].glued:
        stem = tokens[first - 2]
        if stem.shape in (Shape.WORD, Shape.NAME) and stem.low not in (
            "to",
            "minus",
            "sub",
            "under",
            "over",
            "plus",
            "and",
            "or",
        ):
            return Doubt.NAME
    if (
        first >= 1
        and tokens[first].glued
        and tokens[first - 1].text in ("/", "_", "#", ".", "@", "\\")
        and tokens[first - 1].glued
    ):
        return Doubt.NAME
    if first >= 1 and tokens[first].glued and tokens[first - 1].shape is Shape.NAME:
        return Doubt.NAME
    return None


def _written_name(tokens: Sequence[Token], reading: Reading) -> Doubt | None:
    """ "Group of Seven", "Formula One": a capital inside the sentence, but not in a headline."""
    first = reading.numeral.first
    if (
        not tokens[first].text[0].isupper()
        or first == 0
        or tokens[first - 1].text in OPENERS
        or tokens[first - 1].text in ".!?"
    ):
        return None
    before = tokens[first - 1]
    headline = reading.noun is not None and tokens[reading.noun.head].text[0].isupper() and before.low != "of"
    return None if headline else Doubt.NAME


def _after_name(tokens: Sequence[Token], reading: Reading, *, taken: Sequence[bool]) -> Doubt | None:
    """ "Gaudi 3", "Llama 3.1", "S&P 500": bare digits right behind a capitalised word."""
    first, last = reading.numeral.first, reading.numeral.last
    before = tokens[first - 1] if first else None
    if before is None:
        return None
    counted = reading.noun is not None and reading.noun.plural
    if before.shape is Shape.NAME or (before.shape is Shape.NUMBER and not tokens[first].glued):
        return None if counted and before.shape is Shape.NAME else Doubt.NAME
    if before.shape is not Shape.WORD or "," in tokens[first].text:
        return None
    if before.low in PRODUCTS and (
        before.text[0].isupper() or before.low in ("iphone", "ipad", "llama", "gaudi", "windows", "nasdaq", "sp", "p")
    ):
        return Doubt.NAME
    if before.low == "p" and low_at(tokens, first - 2) in ("&", "s"):
        return Doubt.NAME
    if not before.text[0].isupper() or before.low in FUNCTION or before.low in MONTHS or before.low in DAYS:
        return None
    if first - 1 == 0 or tokens[first - 2].text in OPENERS:
        return None if counted or before.low in SENTENCE_STARTS else Doubt.NAME
    if taken[first - 1] and counted:
        return None
    lower_noun = reading.noun is not None and counted and tokens[reading.noun.head].text[0].islower()
    return None if lower_noun and reading.value is not None and reading.value >= 20 else Doubt.NAME


SENTENCE_STARTS = frozenset(
    [
        "some",
        "about",
        "around",
        "over",
        "nearly",
        "almost",
        "only",
        "roughly",
        "approximately",
        "exactly",
        "just",
        "another",
    ]
)


def _is_year(token: Token) -> bool:
    return (
        token.shape is Shape.NUMBER and len(token.text) == 4 and token.text.isdigit() and "1900" <= token.text < "2100"
    )


def _date(tokens: Sequence[Token], reading: Reading, *, before: Reading | None) -> Doubt | None:
    first, last = reading.numeral.first, reading.numeral.last
    token, previous, following = tokens[first], low_at(tokens, first - 1), low_at(tokens, last)
    if _is_year(token) and reading.numeral.scale == 1 and last == first + 1:
        counted = reading.noun is not None and reading.noun.plural and reading.noun.last == last + 1
        if not counted or previous in YEAR_BEFORE or previous in MONTHS or first == 0 or tokens[last].text[0].isupper():
            return Doubt.DATE
    small = token.shape is Shape.NUMBER and token.text.isdigit() and len(token.text) <= 2 and reading.numeral.scale == 1
    month_before = previous in MONTHS or previous in DAYS or (previous == "." and low_at(tokens, first - 2) in MONTHS)
    capital = tokens[first - 2 if previous == "." else first - 1].text[0].isupper() if first else False
    if small and month_before and capital:
        return Doubt.DATE
    if small and following in MONTHS and tokens[last].text[0].isupper():
        return Doubt.DATE
    if low_at(tokens, first - 1) in ("'", "’") and following == "s" and tokens[last].glued:
        return Doubt.DATE
    found = _time(tokens, first, last)
    if found:
        return found
    linked = (
        before is not None and before.doubt in (Doubt.DATE, Doubt.TIME, Doubt.LABEL) and 0 <= first - before.last <= 1
    )
    if (
        linked
        and (first == 0 or previous in LINKS)
        and reading.numeral.scale == 1
        and not (reading.noun is not None and reading.noun.plural)
    ):
        return before.doubt if before is not None else None
    return None


def _time(tokens: Sequence[Token], first: int, last: int) -> Doubt | None:
    following = low_at(tokens, last)
    if following in CLOCK or (
        following in ("a", "p") and low_at(tokens, last + 1) == "." and low_at(tokens, last + 2) == "m"
    ):
        return Doubt.TIME
    digits_after = (
        last + 1 < len(tokens) and tokens[last + 1].shape in (Shape.NUMBER, Shape.NAME) and tokens[last + 1].glued
    )
    if following in (":", "/") and tokens[last].glued and digits_after:
        return Doubt.TIME
    if (
        first >= 2
        and tokens[first].glued
        and tokens[first - 1].text in (":", "/")
        and tokens[first - 1].glued
        and tokens[first - 2].shape is Shape.NUMBER
    ):
        return Doubt.TIME
    if following == "o'clock" or low_at(tokens, last) == "o’clock":
        return Doubt.TIME
    return None


def _reference(tokens: Sequence[Token], reading: Reading) -> Doubt | None:
    first, last = reading.numeral.first, reading.numeral.last
    if reading.numeral.scale > 1:
        return None
    previous = low_at(tokens, first - 1)
    if previous == "." and low_at(tokens, first - 2) in ("no", "nos", "sec", "ch", "fig", "art", "p", "pp", "vol"):
        return Doubt.LABEL
    counted = reading.noun is not None and reading.noun.plural
    if previous in LABELS and not (counted and previous in WEAK_LABELS):
        return Doubt.LABEL
    if first == 0 and low_at(tokens, last) in (".", ")") and tokens[last].glued and tokens[first].shape is Shape.NUMBER:
        return Doubt.NOTE
    if (
        previous == "("
        and low_at(tokens, last) == ")"
        and "," not in tokens[first].text
        and reading.value is not None
        and reading.value < 100
    ):
        return Doubt.NOTE
    if previous in ("+", "tel", "phone") or low_at(tokens, last) == "cfr":
        return Doubt.LABEL
    return _score(tokens, reading)


def _score(tokens: Sequence[Token], reading: Reading) -> Doubt | None:
    """ "won 2-1", "555-0100": digits joined by a hyphen that make no range."""
    first, last = reading.numeral.first, reading.numeral.last
    for at, other in ((last, last + 1), (first - 1, first - 2)):
        if not (0 <= at < len(tokens) and 0 <= other < len(tokens)) or tokens[at].text not in HYPHENS:
            continue
        if (
            tokens[other].shape is not Shape.NUMBER
            or not tokens[max(at, other)].glued
            or (not tokens[max(at, other) - 1].glued and at > other)
        ):
            continue
        left, right = sorted((first, other))
        follows = right + 1 < len(tokens) and (tokens[right + 1].text in HYPHENS and tokens[right + 1].glued)
        number = tokens[right]
        if follows and right + 2 < len(tokens) and tokens[right + 2].shape is Shape.NUMBER:
            return Doubt.LABEL
        if tokens[left].value >= number.value and low_at(tokens, right + 1) not in (
            "million",
            "billion",
            "trillion",
            "percent",
            "%",
        ):
            return Doubt.SCORE
        scored = any(low_at(tokens, left - back) in SCORES for back in (1, 2, 3, 4))
        if scored and number.value < 60 and not is_next_noun(tokens, right + 1):
            return Doubt.SCORE
    return None


def is_next_noun(tokens: Sequence[Token], index: int) -> bool:
    """Whether one of the next two tokens is a plural noun."""
    return any(is_plural(token) for token in tokens[index : index + 2])


def _loose(tokens: Sequence[Token], reading: Reading) -> Doubt | None:
    """Number words that determine a noun or point back, and words without a noun."""
    first = reading.numeral.first
    if tokens[first].shape is not Shape.WORD or reading.numeral.scale > 1:
        return None
    if tokens[first].low == "one" and reading.numeral.last == first + 1:
        return Doubt.DETERMINER
    if low_at(tokens, first - 1) in ANAPHORS:
        return Doubt.ANAPHOR
    if low_at(tokens, reading.numeral.last) == "of":
        return Doubt.PARTITIVE
    if reading.noun is None and tokens[first].low != "zero":
        return Doubt.BARE
    return None
