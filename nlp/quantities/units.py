"""The table of units and currencies, and matching it against tokens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from nlp.errors import DataFileError
from nlp.quantities.tables import load_table, section
from nlp.quantities.tokens import Token, tokenise
from nlp.records import Kind

KINDS = {"percent": Kind.PERCENT, "ratio": Kind.RATIO, "time": Kind.DURATION, "money": Kind.MONEY}
PREFIXES = {
    "µ": "micro", "m": "milli", "k": "kilo", "K": "kilo", "M": "mega", "G": "giga", "T": "tera", "P": "peta",
    "E": "exa", "Z": "zetta",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One unit or currency.

    `pint` is pint's expression for it, for money the code of the main unit. `scale`: how many of the unit in
    which it is told (a decade is told as 10 years), for money its value in the main unit.
    """

    symbol: str
    name: str
    quantity: str
    kind: Kind
    pint: str
    scale: float = 1.0
    spaced: bool = False


class Spelling:
    """One way to write a unit: its tokens, and whether their case counts."""

    __slots__ = ("exact", "texts", "unit")

    def __init__(self, text: str, unit: Unit, *, exact: bool) -> None:
        written = text if exact else text.lower()
        self.texts = tuple(token.text for token in tokenise(written, 0, len(written)))
        self.unit = unit
        self.exact = exact


def _plural(word: str) -> str:
    if word.endswith(("hertz", "horsepower")):
        return word
    if " per " in word:
        head, _, rest = word.partition(" per ")
        return f"{head}s per {rest}"
    if word.endswith(" a second"):
        return word.removesuffix(" a second") + "s a second"
    return word + "s"


def unit_spellings(entry: Mapping[str, Any]) -> Iterator[Spelling]:
    """All spellings of one [[unit]] entry, those of its prefixed units too."""
    quantity = str(section(entry, "quantity", file="units.toml"))
    name = str(section(entry, "name", file="units.toml"))
    symbol = str(section(entry, "symbol", file="units.toml"))
    pint = str(section(entry, "pint", file="units.toml"))
    kind = KINDS.get(quantity, Kind.ABSOLUTE)
    unit = Unit(
        symbol=symbol, name=name, quantity=quantity, kind=kind, pint=pint, scale=float(entry.get("scale", 1.0)),
        spaced=bool(entry.get("spaced", False)),
    )  # fmt: skip
    yield from (Spelling(sign, unit, exact=True) for sign in entry.get("signs", ()))
    words = list(entry.get("words", ()))
    yield from (Spelling(word, unit, exact=False) for word in (*words, *map(_plural, words), *entry.get("plurals", ())))
    for prefix in entry.get("prefixes", ()):
        long = PREFIXES[prefix]
        made = Unit(
            symbol=("k" if prefix == "K" else prefix) + symbol,
            name=long + name,
            quantity=quantity,
            kind=kind,
            pint=long + pint,
        )
        yield from (Spelling(prefix + sign, made, exact=True) for sign in entry.get("prefixed", (symbol,)))
        long_words = [joined + word for word in words for joined in (long, f"{long} ", f"{long}-")]
        yield from (Spelling(word, made, exact=False) for word in (*long_words, *map(_plural, long_words)))


def _currency_unit(entry: Mapping[str, Any]) -> Unit:
    code = str(section(entry, "code", file="currencies.toml"))
    return Unit(
        symbol=code, name=str(section(entry, "name", file="currencies.toml")), quantity="money", kind=Kind.MONEY,
        pint=str(entry.get("main", code)), scale=float(entry.get("part", 1.0)),
    )  # fmt: skip


Index = dict[str, list[Spelling]]


def _index(spellings: Iterator[Spelling]) -> Index:
    found: Index = {}
    for spelling in spellings:
        found.setdefault(spelling.texts[0].lower(), []).append(spelling)
    for candidates in found.values():
        candidates.sort(key=lambda spelling: (-len(spelling.texts), not spelling.exact))
    return found


@cache
def unit_tables() -> tuple[Index, Index]:
    """Spellings that follow a number, and those that stand before one, by their first token."""
    units = section(load_table("units.toml"), "unit", file="units.toml")
    currencies = section(load_table("currencies.toml"), "currency", file="currencies.toml")
    behind: list[Spelling] = []
    before: list[Spelling] = []
    for entry in units:
        if entry.get("quantity") not in bases():
            raise DataFileError(
                f"nlp/quantities/units.toml: {entry.get('symbol')}: no [base] for {entry.get('quantity')}."
            )
        behind.extend(unit_spellings(entry))
    for entry in currencies:
        unit = _currency_unit(entry)
        signs = [Spelling(sign, unit, exact=True) for sign in (*entry.get("signs", ()), *entry.get("codes", ()))]
        words = list(entry.get("words", ()))
        spoken = (*words, *(word + "s" for word in words), *entry.get("plurals", ()))
        before.extend(signs)
        behind.extend(signs)
        behind.extend(Spelling(word, unit, exact=False) for word in spoken)
    return _index(iter(behind)), _index(iter(before))


@cache
def bases() -> dict[str, tuple[str, str]]:
    """For each dimension the symbol of its base unit and pint's expression for it."""
    table = section(load_table("units.toml"), "base", file="units.toml")
    return {str(key): (str(value[0]), str(value[1])) for key, value in table.items()}


def _fits(tokens: Sequence[Token], index: int, spelling: Spelling) -> bool:
    texts = spelling.texts
    if index + len(texts) > len(tokens):
        return False
    return all(
        (token.text if spelling.exact else token.low) == text
        for token, text in zip(tokens[index:], texts, strict=False)
    )


def match_unit(tokens: Sequence[Token], index: int) -> tuple[Unit, int] | None:
    """The unit or currency that starts at token `index` (behind a number), and the token after it."""
    if index >= len(tokens):
        return None
    for spelling in unit_tables()[0].get(tokens[index].low, ()):
        if _fits(tokens, index, spelling):
            end = index + len(spelling.texts)
            if spelling.unit.spaced and spelling.exact and tokens[index].glued:
                continue
            if (
                end < len(tokens)
                and tokens[end].glued
                and tokens[end - 1].text[-1].isalnum()
                and tokens[end].text[0].isalnum()
            ):
                continue
            return spelling.unit, end
    return None


def match_currency(tokens: Sequence[Token], index: int) -> tuple[Unit, int] | None:
    """The currency whose sign or code ends right before token `index`, and its first token."""
    for length in (4, 3, 2, 1):
        first = index - length
        if first < 0:
            continue
        for spelling in unit_tables()[1].get(tokens[first].low, ()):
            if len(spelling.texts) == length and _fits(tokens, first, spelling):
                return spelling.unit, first
    return None
