"""Companies that only their surroundings tell: what stands beside an unknown name, added up over the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from nlp.entities.candidate import Candidate, Origin
from nlp.entities.known import Known
from nlp.entities.lexicon import nation_by_word, read_set
from nlp.entities.words import Words
from nlp.records import Label

_NAME = re.compile(r"[A-Z][A-Za-z0-9]+")
_CAMEL = re.compile(r"[A-Z][a-z]+[A-Z][A-Za-z]*|[A-Z]+[a-z]+[A-Z][A-Za-z]*|[a-z]?[A-Z]+[a-z]+[A-Z]+")
_NEVER = read_set("companies", "not_first") | read_set("people", "never") | read_set("evidence", "never")
_CHIP_NOUNS = read_set("chips", "nouns")
_CHIP_BEFORE = read_set("chips", "before")
_POSSESSIONS = read_set("evidence", "possessions")
_ACTS = read_set("evidence", "acts")
_REPORTS = read_set("evidence", "reports")
_OFFICES = read_set("evidence", "offices")
_EXCHANGES = frozenset({"NASDAQ", "NYSE", "NSDQ", "TWSE", "TSE", "HKEX", "KRX", "SSE", "SZSE", "LSE", "AMEX", "OTC"})
_OFFICE_JOINTS = frozenset({"of", "at", "with", "from", "for"})
_PARTICIPLES = read_set("evidence", "participles")
_DESCRIPTIONS = read_set("companies", "nouns")
_FOLLOWERS = read_set("companies", "followers")
_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
_AUXILIARIES = frozenset({"also", "has", "had", "then", "recently", "first", "previously", "reportedly", "itself"})
_JOINTS = frozenset({",", "and", "or", "/", "&"})
# What one text has to say of a name before it is a company.
_ENOUGH = 3


def find_by_evidence(words: Words, known: Known) -> Iterator[Candidate]:
    """Give every mention of the unknown names for which the text as a whole says that they are companies."""
    places: dict[str, list[int]] = defaultdict(list)
    for i, word in enumerate(words.words):
        if _may_be_name(word) and known.by_token.get(i) is None and words.word(i - 1) != "-":
            places[word].append(i)
    for mention in set(known.by_token.values()):
        if mention.label is Label.PERSON:
            for word in words.words[mention.first : mention.end]:
                places.pop(word, None)
    accepted: set[str] = set()
    scores = {word: score_company(word, where, words, known) for word, where in places.items()}
    for _ in range(2):  # a second time for the names that stand in a list with one found the first time
        for word, where in places.items():
            joined = any(_is_joined(i, words, known, accepted) for i in where)
            if scores[word] + 2 * joined >= _ENOUGH:
                accepted.add(word)
    for word in accepted:
        for i in places[word]:
            if i not in words.headlines:
                yield Candidate(first=i, end=i + 1, label=Label.COMPANY, origin=Origin.PATTERN)


def _may_be_name(word: str) -> bool:
    return (
        word[0].isupper()
        and _NAME.fullmatch(word) is not None
        and word not in _NEVER
        and word not in nation_by_word()
        and not any(char.isdigit() for char in word)
    )


def score_company(word: str, where: Sequence[int], words: Words, known: Known) -> int:
    """Add up what a text says of a word being a company, each kind of sign once."""
    signs = {sign: weight for i in where for sign, weight in _read_signs(i, words, known)}
    return sum(signs.values()) + (_CAMEL.fullmatch(word) is not None)


def _read_signs(i: int, words: Words, known: Known) -> Iterator[tuple[str, int]]:
    if i in words.headlines:
        return
    for sign, weight, holds in _SIGNS:
        if holds(i, words, known):
            yield sign, weight


def _owns_chip(i: int, words: Words, known: Known) -> bool:
    j = i + 1
    while words.word(j) in _CHIP_BEFORE and j < i + 6:
        j += 1
    bare = j == i + 1 and i not in words.sentence_starts and words.word(i - 1) not in {"“", '"'}
    return (
        (bare or words.word(i + 1) in _POSSESSIVE)
        and not words.word(j).startswith("HBM")
        and known.label_at(j) is Label.CHIP
        and words.word(j)[:1].isupper()
    )


def _sells_chips(i: int, words: Words, known: Known) -> bool:  # noqa: ARG001 - one shape for all signs
    j = i + 1 + (words.word(i + 1) in _POSSESSIVE)
    while words.word(j) in {"AI", "own", "latest", "advanced"}:
        j += 1
    return words.word(j) in _CHIP_NOUNS and (j > i + 1 or i not in words.sentence_starts)


def _owns(i: int, words: Words, known: Known) -> bool:  # noqa: ARG001
    return words.word(i + 1) in _POSSESSIVE and any(words.word(j) in _POSSESSIONS for j in range(i + 2, i + 5))


def _has_office(i: int, words: Words, known: Known) -> bool:  # noqa: ARG001
    return words.word(i - 1) in _OFFICE_JOINTS and words.word(i - 2).lower() in _OFFICES


def _is_followed(i: int, words: Words, known: Known) -> bool:  # noqa: ARG001
    return words.word(i + 1) in _FOLLOWERS and i not in words.sentence_starts


def _is_described(i: int, words: Words, known: Known) -> bool:  # noqa: ARG001
    if words.word(i + 1) != "," or words.word(i + 2) not in {"a", "an", "the", "one", "another"}:
        return False
    for j in range(i + 3, i + 12):
        if words.word(j) in {",", ".", ""}:
            return False
        if words.word(j) in _DESCRIPTIONS:
            return True
    return False


def _acts(i: int, words: Words, known: Known) -> bool:  # noqa: ARG001
    return words.word(i + 1) in _ACTS or (words.word(i + 1) in _AUXILIARIES and words.word(i + 2) in _ACTS)


def _is_dateline(i: int, words: Words, known: Known) -> bool:  # noqa: ARG001
    return words.word(i - 1) == "(" and words.word(i + 1) == ")" and words.word(i + 2) in {"-", "--", "–", "—"}


def _is_listed(i: int, words: Words, known: Known) -> bool:  # noqa: ARG001
    return words.word(i + 1) == "(" and words.word(i + 2).upper() in _EXCHANGES


def _reports(i: int, words: Words, known: Known) -> bool:  # noqa: ARG001
    return words.word(i + 1) in _REPORTS or (words.word(i + 1) in _AUXILIARIES and words.word(i + 2) in _REPORTS)


def _has_participle(i: int, words: Words, known: Known) -> bool:  # noqa: ARG001
    return words.word(i + 1) == "-" and words.word(i + 2) in _PARTICIPLES


def _is_source(i: int, words: Words, known: Known) -> bool:  # noqa: ARG001
    return words.word(i - 1) == "via" and words.word(i - 2) in {"(", ",", "["}


def _is_told(i: int, words: Words, known: Known) -> bool:  # noqa: ARG001
    before = words.word(i - 1)
    return before == "told" or (before == "to" and words.word(i - 2) in {"According", "according", "spoke", "speaking"})


def _is_example(i: int, words: Words, known: Known) -> bool:  # noqa: ARG001
    before = words.word(i - 1)
    if before not in {"including", "like", "as", "from"}:
        return False
    return any(
        words.word(j).rstrip("s") in _DESCRIPTIONS or words.word(j) in {"companies", "firms", "groups", "giants"}
        for j in range(i - 5, i - 1)
    )


def _is_partner(i: int, words: Words, known: Known) -> bool:  # noqa: ARG001
    return words.word(i - 1) in {"by", "with", "from", "at", "rival", "against", "than", "like"}


def _is_joined(i: int, words: Words, known: Known, accepted: set[str]) -> bool:
    for step in (-1, 1):
        j = i + step
        if words.word(j) not in _JOINTS:
            continue
        while words.word(j) in _JOINTS:
            j += step
        if known.label_at(j) is Label.COMPANY or words.word(j) in accepted:
            return True
    return False


_Sign = tuple[str, int, Callable[[int, Words, Known], bool]]
_SIGNS: tuple[_Sign, ...] = (
    ("is in a dateline", 3, _is_dateline),
    ("is listed", 3, _is_listed),
    ("is a source", 2, _is_source),
    ("owns a chip", 3, _owns_chip),
    ("has an office", 3, _has_office),
    ("is followed", 3, _is_followed),
    ("is described", 3, _is_described),
    ("is an example", 2, _is_example),
    ("sells chips", 2, _sells_chips),
    ("owns", 2, _owns),
    ("has a participle", 2, _has_participle),
    ("reports", 2, _reports),
    ("acts", 1, _acts),
    ("is told", 1, _is_told),
    ("is a partner", 1, _is_partner),
)
