"""Light tokens: words, numbers, names with digits in them, and single signs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple


class Shape(IntEnum):
    """What a token looks like."""

    WORD = 0
    NUMBER = 1
    NAME = 2
    """Letters with digits glued behind ("H200", "FP16"), or digits that are no number ("192.168.0.1")."""
    SIGN = 3


class Token(NamedTuple):
    """A piece of the text. `glued` says that no blank parts it from the token before."""

    text: str
    low: str
    start: int
    end: int
    shape: Shape
    glued: bool
    value: float


# Possessive quantifiers keep this linear on any text.
TOKEN = re.compile(
    r"""
      (?P<code>(?:USD|EUR|GBP|JPY|RMB|CNY|TWD|NTD|HKD|KRW|INR|AUD|CAD|SGD|CHF|MYR|RM|Rs|BTC|SEK|NOK|DKK|BRL)(?=[0-9]))
    | (?P<prefix>(?<=\$)(?:US|A|AU|C|CA|NT|HK|S|NZ)(?=[0-9]))
    | (?P<glue>(?:of|than|about|over|and|with|from|to|by|at|for|nearly|under)(?=[0-9]))  # a lost blank: "of4,800 TPP"
    | (?P<name>[^\W\d_]++(?:['’][^\W\d_]++)*+[0-9]\w*+)
    | (?P<word>[^\W\d_]++(?:['’][^\W\d_]++)*+)
    | (?P<number>[0-9](?:[0-9]|[.,'’](?=[0-9])|[\u00a0\u2009\u202f](?=[0-9]{3}(?![0-9]))|[ ](?=000(?![0-9])))*+
      | (?<![\w.])\.[0-9]++)
    | (?P<sign>\S)
    """,
    re.VERBOSE,
)
SHAPES: dict[str | None, Shape] = {"number": Shape.NUMBER, "name": Shape.NAME, "sign": Shape.SIGN}
"""The shapes of the groups of TOKEN; the others are words."""
GROUPED = re.compile(
    r"([0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3}|[0-9]{1,3}(?:['’\u00a0\u2009\u202f ][0-9]{3})+)(\.[0-9]+)?\Z"
)
PLAIN = re.compile(r"[0-9]*(?:\.[0-9]+)?\Z")
DOTTED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3}){2,}\Z")
EUROPEAN = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+\Z")
COMMA = re.compile(r"[0-9]{1,3},[0-9]{1,2}\Z")
NOT_DIGIT = re.compile(r"[^0-9.]")
LONGEST = 30
"""Longer runs of digits are identifiers, not figures."""
NAN = float("nan")
HYPHENS = frozenset("-‐‑–")


def parse_digits(text: str) -> float | None:
    """The number that these digits and separators write, None where they are a version, a date or an identifier."""
    if len(text) > LONGEST:
        return None
    if PLAIN.match(text):
        return float(text)
    if GROUPED.match(text):
        return float(NOT_DIGIT.sub("", text))
    if DOTTED.match(text) or EUROPEAN.match(text):
        return float(text.replace(".", "").replace(",", "."))
    return float(text.replace(",", ".")) if COMMA.match(text) else None


def glued_at(tokens: Sequence[Token], index: int) -> bool:
    """Whether no blank parts token `index` from the one before; False beyond either end."""
    return 0 < index < len(tokens) and tokens[index].glued


def low_at(tokens: Sequence[Token], index: int) -> str:
    """The lower-case token at `index`, "" beyond either end."""
    return tokens[index].low if 0 <= index < len(tokens) else ""


def hyphen_at(tokens: Sequence[Token], index: int) -> bool:
    """Whether token `index` is a hyphen that joins the tokens on both sides of it."""
    return (
        0 <= index < len(tokens) - 1
        and tokens[index].text in HYPHENS
        and tokens[index].glued
        and tokens[index + 1].glued
    )


def tokenise(text: str, start: int, end: int) -> list[Token]:
    """The tokens of `text[start:end]`, with offsets into the whole text."""
    tokens: list[Token] = []
    last = -1
    for match in TOKEN.finditer(text, start, end):
        begin, stop = match.span()
        piece = text[begin:stop]
        shape = SHAPES.get(match.lastgroup, Shape.WORD)
        value = NAN
        if shape is Shape.NUMBER:
            number = parse_digits(piece)
            if number is None:
                shape = Shape.NAME
            else:
                value = number
        tokens.append(Token(piece, piece.lower(), begin, stop, shape, begin == last, value))
        last = stop
    return tokens


SEED = re.compile(
    r"[0-9¼½¾⅓⅔⅛⅜⅝⅞]|(?<![^\W_])(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
    r"|fifteen|sixteen|seventeen|eighteen|nineteen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|dozens?|tens|half|halv"
    r"|quarter|thirds?|hundreds?|thousands?|(?:multi)?-?(?:m|b|tr)illions?|twice|thrice|doubl|tripl|quadrupl|quintupl|sextupl|decade|second"
    r"|fourth|fifth|sixth|seventh|eighth|ninth|tenth|(?:two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty)fold)",
    re.IGNORECASE,
)


def has_number(text: str, start: int, end: int) -> bool:
    """Whether it is worth while to tokenise `text[start:end]`."""
    return SEED.search(text, start, end) is not None
