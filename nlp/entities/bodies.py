"""Governments, ministries and agencies, by the shape of their names, and capitals that act."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.entities.candidate import Candidate, Origin
from nlp.entities.known import Known
from nlp.entities.lexicon import any_of, nation_by_capital, nation_by_word, read_list, read_set, read_text_set
from nlp.entities.words import Words
from nlp.records import Label

_START = r"(?<![\w-])"
_END = r"(?![^\W_])"
_NAME = r"[A-Z][A-Za-z]+(?:-[A-Z][A-Za-z]+){0,2}"
_CAP = r"(?:U\.S\.|[A-Z][A-Za-z]*)"
_NATION = f"(?:{any_of(nation_by_word())})"
_HEAD = any_of(read_list("bodies", "heads"))
_TOPIC = any_of(read_list("bodies", "topics"))

# "Department of Commerce", "Ministry of Economy, Trade and Industry", "US Department of the Treasury"
_OF = re.compile(
    rf"""
    {_START}(?:{_NATION}[ ](?:Federal[ ])?)?
    (?:{any_of(read_list("bodies", "of_heads"))})[ ](?:of|for)[ ](?:the[ ])?
    {_NAME}
    (?:(?:,[ ](?:and[ ])?|[ ]and[ ]|[ ]|[ ]&[ ]|[ ]of[ ]){_NAME}){{0,5}}
    {_END}
    """,
    re.VERBOSE,
)
# "Commerce Department", "US Commerce Department", "Chinese Foreign Ministry", "Federal Trade Commission"
_HEADED = re.compile(
    rf"""
    {_START}(?P<first>{_NATION}|{_NAME})(?:[ ](?:{_CAP}|and|of|&)){{0,4}}[ ](?P<head>{_HEAD}){_END}
    (?P<topic>(?<=Committee)[ ]on[ ](?:the[ ])?{_NAME}(?:(?:,?[ ]and|,)?[ ]{_NAME}){{0,4}}{_END})?
    """,
    re.VERBOSE,
)
# "industry ministry", "commerce department"
_LOWER = re.compile(rf"{_START}(?:{_NATION} )?(?:{_TOPIC}) (?:ministry|department){_END}")
# "Trump administration", "Biden-Harris Administration"
_ADMINISTRATION = re.compile(
    rf"{_START}(?P<who>[A-Z][a-z]+(?:-[A-Z][a-z]+)?) (?:[Aa]dministration|ADMINISTRATION){_END}"
)
# "Dutch government", "government of Japan"
_GOVERNMENT = re.compile(
    rf"{_START}(?:{_NATION} (?:[Ff]ederal |central )?[Gg]overnment|[Gg]overnment of (?:the )?{_NATION}){_END}"
)
_NOT_FIRST = read_set("bodies", "not_first")
_PRIVATE = any_of(read_list("bodies", "private"))
_IS_PRIVATE = re.compile(rf"{_START}(?:{_PRIVATE}){_END}")
_GIVEN = read_text_set("people", "given_names")
_CAPITALS = nation_by_capital()
_CAPITAL = re.compile(rf"{_START}(?:{any_of(_CAPITALS)}){_END}")
_VERBS = read_set("nations", "verbs")
_ARTICLES = frozenset({"a", "an", "the", "A", "An", "The"})
_PLACE_BEFORE = read_set("nations", "place_before")
_PLACE_AFTER = read_set("nations", "place_after")


def find_bodies(words: Words) -> Iterator[Candidate]:
    """Give the bodies that are told by the shape of their names."""
    text = words.text
    for match in _OF.finditer(text):
        yield from _propose(words, *match.span())
    for match in _HEADED.finditer(text):
        yield from _read_headed(words, match)
    if "ministry" in text or "department" in text:
        for match in _LOWER.finditer(text):
            yield from _propose(words, *match.span())
    if "dministration" in text or "DMINISTRATION" in text:
        for match in _ADMINISTRATION.finditer(text):
            if match["who"] not in _NOT_FIRST and match["who"] not in nation_by_word():
                yield from _propose(words, *match.span())
    if "overnment" in text:
        for match in _GOVERNMENT.finditer(text):
            yield from _propose(words, *match.span())


def _read_headed(words: Words, match: re.Match[str]) -> Iterator[Candidate]:
    start = match.start()
    parts = match.group().split(" ")
    while parts and (parts[0] in _NOT_FIRST or parts[0] in {"and", "of", "&"}):
        start += len(parts.pop(0)) + 1
    if (
        len(parts) > 1
        and _IS_PRIVATE.search(" ".join(parts)) is None
        and words.text[match.end() : match.end() + 4] != " of "
    ):
        yield from _propose(words, start, match.end())


def is_private(name: str) -> bool:
    """Tell whether a body of this name is no body of a state: an audit committee, a board of a firm."""
    return _IS_PRIVATE.search(name) is not None


def _propose(words: Words, start: int, end: int) -> Iterator[Candidate]:
    span = words.span(start, end)
    if span is not None:
        yield Candidate(first=span[0], end=span[1], label=Label.GOV, origin=Origin.PATTERN)


def find_acting_capitals(words: Words, known: Known) -> Iterator[tuple[Candidate, str]]:
    """Give the capitals that stand for their government, with that government's name."""
    for match in _CAPITAL.finditer(words.text):
        span = words.span(*match.span())
        if span is None:
            continue
        first, end = span
        mention = known.by_token.get(first)
        if mention is not None and (mention.first, mention.end) != span:
            continue
        nation = _CAPITALS[match.group()]
        if _is_acting(words, known, first, end, acting=nation.acting):
            yield Candidate(first=first, end=end, label=Label.GOV, origin=Origin.BLOCKED), nation.government


def _is_acting(words: Words, known: Known, first: int, end: int, *, acting: bool) -> bool:
    before, after = words.word(first - 1), words.word(end)
    if before.lower() in _PLACE_BEFORE or after in _PLACE_AFTER or before in _GIVEN:
        return False
    if before in _ARTICLES and after.islower() and after.isalpha():  # "the Beijing portal" is one that sits there
        return False
    if after == "," and known.label_at(end + 1) is Label.PLACE:
        return False
    if _is_beside_city(words, known, first, end):
        return False
    if before in {"to", "from"} and words.word(first - 2).rstrip("s") in {
        "travel",
        "trip",
        "visit",
        "flight",
        "fly",
        "flew",
        "traveled",
        "travelled",
    }:
        return False
    return acting or (after in _VERBS and not _follows_preposition(before))


def _follows_preposition(before: str) -> bool:
    return before.lower() in {"of", "to", "from", "for", "with", "on", "by"}


def _is_beside_city(words: Words, known: Known, first: int, end: int) -> bool:
    """Tell whether the capital is an item of a list of places that are no capitals themselves."""
    for i in (first - 2, end + 1):
        joint = words.word(first - 1 if i < first else end)
        if joint in {",", "and", "or", "/"} and known.label_at(i) is Label.PLACE:
            place = known.by_token[i]
            name = words.quote(place.first, place.end)
            entry = known.registry.get(place.entity_id)
            if name not in _CAPITALS and entry is not None and entry.details.get("kind") == "city":
                return True
    return False
