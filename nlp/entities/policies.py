"""Laws, rules and measures: by the shape of their names, and by heads such as "export controls"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.entities.candidate import Candidate, Origin
from nlp.entities.lexicon import any_of, nation_by_word, read_list, read_set
from nlp.entities.words import Words
from nlp.records import Label

_START = r"(?<![^\W_])"
_END = r"(?![^\W_])"
_MODIFIERS = read_set("policies", "modifiers")
_STRONG = read_set("policies", "strong_modifiers")
_FORMAL = read_set("policies", "formal")
_FORMAL_MODIFIERS = read_set("policies", "formal_modifiers")
_ALONE = read_set("policies", "alone")
_BEHIND = read_set("policies", "behind")
_NOUN_BEFORE = read_set("policies", "noun_before")
_NOUN_AFTER = read_set("policies", "noun_after")
_VERB_BEFORE = read_set("policies", "verb_before")
_NOT_AFTER = read_set("policies", "not_after")
_STRICT_HEADS = read_set("policies", "strict_heads")
_STRICT_WORDS = read_set("policies", "strict_words")
_JOINERS = any_of(read_list("policies", "joiners"))

# "Chip Security Act", "AI Diffusion Rule", "Export Administration Regulations"
_NAMED = re.compile(
    rf"""
    (?<![\w-])
    (?P<words>(?:[A-Z][A-Za-z0-9&]*(?:-[A-Za-z0-9]+){{0,3}}(?:,?[ ](?:{_JOINERS})(?:[ ]the)?)?[ ]){{1,8}})
    (?P<head>{any_of(read_list("policies", "name_heads"))})
    {_END}
    """,
    re.VERBOSE,
)
# "Section 301", "Section 232 tariffs", "Executive Order 14105", "ECCN 3A090"
_NUMBERED = re.compile(
    rf"""
    {_START}(?:
        Section[ ]\d{{3}}[A-Z]?(?:[ ](?:tariff[ ]exclusions?|tariffs?|investigations?|duties|probe))?
      | Executive[ ]Order(?:[ ](?:No\.[ ])?\d{{4,5}})?
      | (?:ECCN[ ])?\d[A-E]\d{{3}}
    ){_END}
    """,
    re.VERBOSE,
)
_NOT_FIRST = read_set("companies", "not_first")
_SMALL = read_set("policies", "joiners")
_HEADS = any_of(_ALONE | _BEHIND)
_HEAD = re.compile(rf"{_START}(?:{_HEADS}){_END}", re.IGNORECASE)
_LOWER_MODIFIERS = frozenset(word.lower() for word in _MODIFIERS)


def find_policies(words: Words) -> Iterator[Candidate]:
    """Give the measures that are told by the shape of their names."""
    text = words.text
    for match in _NAMED.finditer(text):
        yield from _read_named(words, match)
    for match in _NUMBERED.finditer(text):
        yield from _propose(words, *match.span())
    for match in _HEAD.finditer(text):
        span = words.span(*match.span())
        if span is not None:
            yield from _read_head(words, span[0])


def _read_named(words: Words, match: re.Match[str]) -> Iterator[Candidate]:
    start = match.start()
    parts = match["words"].split()
    while parts and (parts[0] in _NOT_FIRST or parts[0] in _SMALL):
        start += len(parts.pop(0)) + 1
    if not parts or (match["head"] in _STRICT_HEADS and _STRICT_WORDS.isdisjoint(parts)):
        return
    yield from _propose(words, start, match.end())


def _read_head(words: Words, i: int) -> Iterator[Candidate]:
    """Give the head with the modifiers before it, if it is a measure there."""
    head = words.words[i].lower()
    first = i
    while words.word(first - 1).lower() in _LOWER_MODIFIERS or (
        words.word(first - 1) == "-" and words.word(first - 2).lower() in _LOWER_MODIFIERS
    ):
        first -= 1
    modifiers = [word.lower() for word in words.words[first:i]]
    if words.word(i + 1).lower() in _NOT_AFTER or not _is_measure(words, i, first, head, modifiers):
        return
    yield Candidate(first=first, end=i + 1, label=Label.POLICY, origin=Origin.PATTERN)


def _is_measure(words: Words, i: int, first: int, head: str, modifiers: list[str]) -> bool:
    if head in {"ban", "bans", "blacklist", "embargo", "embargoes"}:
        return _is_noun(words, i, first, head, modifiers)
    if head in _ALONE:
        return words.word(first - 1) not in _VERB_BEFORE or head != "sanctions"
    strong = {word for word in modifiers if word in {item.lower() for item in _STRONG}}
    if head in _FORMAL and "control" not in head:
        return bool(strong & _FORMAL_MODIFIERS)
    return bool(strong)


def _is_noun(words: Words, i: int, first: int, head: str, modifiers: list[str]) -> bool:
    before, after = words.word(first - 1), words.word(i + 1)
    if before in _VERB_BEFORE:
        return False
    if before in nation_by_word() and head.endswith("ban"):
        return True
    if modifiers or before in _NOUN_BEFORE or after in {"on", "against"}:
        return True
    return head == "blacklist" and before[:1].isupper()


def _propose(words: Words, start: int, end: int) -> Iterator[Candidate]:
    span = words.span(start, end)
    if span is not None:
        yield Candidate(first=span[0], end=span[1], label=Label.POLICY, origin=Origin.PATTERN)
