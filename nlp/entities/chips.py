"""Chips that the registry does not know, by the look of their names and the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.entities.candidate import Candidate, Origin
from nlp.entities.known import Known
from nlp.entities.lexicon import any_of, nation_by_word, read_list, read_set
from nlp.entities.words import Words
from nlp.records import Label

_FAMILIES = any_of(read_list("chips", "families"))
_LOOSE = read_set("chips", "loose_families")
_SUFFIX = any_of(read_list("chips", "suffixes"))
_END = r"s?(?![^\W_])"

# "Ascend 980", "Gaudi 4", "Ryzen 7 7800X3D", "Core i9-14900K", "TPU v6e", "Snapdragon 8 Gen 3"
_FAMILY = re.compile(
    rf"""
    (?<![^\W_])(?P<family>{_FAMILIES})
    (?P<designation>
        (?:[ -]|(?=\d)) (?: [A-Z]{{0,4}}\d{{1,5}}[A-Za-z]{{0,3}}\d?[A-Za-z]? | v\d[a-z]? )
        (?:[ -][A-Z]{{0,2}}\d{{3,5}}[A-Z]{{0,2}}\d?[A-Z]?)?
    )
    (?:[ ](?:{_SUFFIX}|Gen[ ]\d))?
    {_END}
    """,
    re.VERBOSE,
)
# "HBM3E", "HBM4"; memory without a generation is no product
_MEMORY = re.compile(r"(?<![^\W_])(?:HBM\d[A-Za-z]?|HBM-PIM|GDDR\dX?|LPDDR\d[A-Z]?)(?![^\W_])")
# "v5p TPUs"
_TURNED = re.compile(rf"(?<![^\W_])v\d[a-z]? TPU{_END}")
# "10th Gen Core", "5th Gen Xeon Scalable"
_GENERATION = re.compile(
    rf"""
    (?<![^\W_])\d{{1,2}}(?:st|nd|rd|th)[ -][Gg]en(?:eration)?[ ]
    (?:Core(?:[ ]Ultra)?|Xeon(?:[ ]Scalable)?|EPYC|Epyc|Ryzen){_END}
    """,
    re.VERBOSE,
)
# "Sapphire Rapids", "Ice Lake-SP"
_CODENAME = re.compile(
    rf"""
    (?<![^\W_])(?P<first>[A-Z][a-z]+)[ ](?:{any_of(read_list("chips", "codename_heads"))})
    (?:-[A-Z]{{1,3}}(?:/[A-Z]{{1,2}})?)?(?![^\W_])
    """,
    re.VERBOSE,
)
_NOT_CODENAMES = read_set("chips", "not_codenames")
# "MI500X", "BR200", "B30A", "910D", "M100"
_DESIGNATION = re.compile(
    r"(?:[A-Z][A-Za-z]{0,4}-?\d{1,5}[A-Z]{0,3}[a-z]{0,2}\d?|\d{3,4}[A-Z]{1,2}\d?[A-Z]?|[A-Z]{1,4}\d+[A-Z]?)s?"
)
_NOT_CHIPS = re.compile(f"(?:{'|'.join(read_list('chips', 'not_chips'))})s?")
_NOUNS = read_set("chips", "nouns")
_BETWEEN = read_set("chips", "between")
_BEFORE = read_set("chips", "before")
_INTRODUCERS = read_set("chips", "introducers")
_COORDINATORS = read_set("chips", "coordinators")
_OPENING = frozenset({'"', "'", "“", "‘"})
_CLOSING = frozenset({'"', "'", "”", "’"})
_NOUN_MODIFIERS = read_set("chips", "noun_modifiers")
_NOT_CODE_WORDS = read_set("chips", "not_code_words")
_LONGEST_QUOTED = 7
# How far a designation looks for its noun and for its maker.
_AHEAD = 5
_BACK = 7


def find_chips(words: Words, known: Known) -> Iterator[Candidate]:
    """Give the chips that are told by their names; `known` says what stands where already."""
    text = words.text
    for match in _FAMILY.finditer(text):
        if _is_designation(match):
            yield from _propose(words, match.start(), match.end())
    for match in _MEMORY.finditer(text):
        yield from _propose(words, *match.span())
    if "TPU" in text:
        for match in _TURNED.finditer(text):
            yield from _propose(words, *match.span())
    if " Gen" in text or "-Gen" in text or " gen" in text:
        for match in _GENERATION.finditer(text):
            yield from _propose(words, *match.span())
    if "Intel" in text:
        for match in _CODENAME.finditer(text):
            if match["first"] not in _NOT_CODENAMES:
                yield from _propose(words, *match.span())
    yield from _find_designations(words, known)
    yield from _find_code_words(words, known)


def _is_designation(match: re.Match[str]) -> bool:
    designation = match["designation"].strip(" -")
    digits = sum(char.isdigit() for char in designation)
    if designation.isdigit() and len(designation) == 4 and designation[:2] in {"19", "20"}:
        return False
    return match["family"] not in _LOOSE or digits > 2 or (digits > 0 and not designation.isdigit())


def _propose(words: Words, start: int, end: int) -> Iterator[Candidate]:
    span = words.span(start, end)
    if span is not None:
        yield Candidate(first=span[0], end=span[1], label=Label.CHIP, origin=Origin.PATTERN)


def _find_designations(words: Words, known: Known) -> Iterator[Candidate]:
    """Give the designations that a maker, a noun or another chip beside them tells to be chips."""
    accepted: list[int] = []
    for i, word in enumerate(words.words):
        if not _has_designation_look(word) or known.label_at(i) is not None:
            continue
        if _has_noun(words, i) or _has_maker(words, known, i) or _is_listed(words, known, i, accepted):
            accepted.append(i)
            yield Candidate(first=i, end=i + 1, label=Label.CHIP, origin=Origin.PATTERN)


def _has_designation_look(word: str) -> bool:
    if len(word) < 2 or len(word) > 12 or not any(char.isdigit() for char in word) or word.isdigit():
        return False
    return _DESIGNATION.fullmatch(word) is not None and _NOT_CHIPS.fullmatch(word) is None


def _has_noun(words: Words, i: int) -> bool:
    for j in range(i + 1, min(i + 1 + _AHEAD, len(words.words))):
        word = words.words[j]
        if word in _NOUNS:
            return True
        if word not in _BETWEEN and not _has_designation_look(word):
            return False
    return False


def _has_maker(words: Words, known: Known, i: int) -> bool:
    if words.word(i - 1) in _INTRODUCERS or (words.word(i - 1) == "the" and words.word(i - 2) in _INTRODUCERS):
        return True
    for j in range(i - 1, max(-1, i - 1 - _BACK), -1):
        if known.label_at(j) is Label.COMPANY:
            return known.is_maker(j)
        if words.words[j] not in _BEFORE:
            return False
    return False


def _is_listed(words: Words, known: Known, i: int, accepted: list[int]) -> bool:
    """Tell whether another chip stands on the other side of an "and" or a comma."""
    for step in (-1, 1):
        j = i + step
        while words.word(j) in _COORDINATORS and abs(j - i) < 4:
            j += step
        if j != i + step and 0 <= j < len(words.words) and (known.label_at(j) is Label.CHIP or j in accepted):
            return True
    return False


def _find_code_words(words: Words, known: Known) -> Iterator[Candidate]:
    """Give "Axion" of `Google's Axion processor` and the quoted name of `a "Wave-Transformer" AI chip`."""
    for i, word in enumerate(words.words):
        if word not in _NOUNS:
            continue
        last = i - 1
        while words.word(last) in _NOUN_MODIFIERS or words.word(last) in _NOUNS:
            last -= 1
        if words.word(last) in _CLOSING:
            yield from _read_quoted(words, last)
        elif _is_code_word(words, known, last) and _has_maker(words, known, last):
            yield Candidate(first=last, end=last + 1, label=Label.CHIP, origin=Origin.PATTERN)


def _is_code_word(words: Words, known: Known, i: int) -> bool:
    word = words.word(i)
    return (
        len(word) > 2
        and word.isalpha()
        and word[0].isupper()
        and not word.isupper()
        and known.label_at(i) is None
        and word not in _NOT_CODE_WORDS
        and word not in nation_by_word()
    )


def _read_quoted(words: Words, closing: int) -> Iterator[Candidate]:
    for opening in range(closing - 2, max(-1, closing - _LONGEST_QUOTED), -1):
        if words.words[opening] in _OPENING:
            if words.words[opening + 1][:1].isupper():
                yield Candidate(first=opening + 1, end=closing, label=Label.CHIP, origin=Origin.PATTERN)
            return
