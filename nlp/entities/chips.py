"""Chips that the registry does not know, by the look of their names and the words around them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from nlp.entities.candidate import Candidate, Origin
from nlp.entities.known import Known
from nlp.entities.lexicon import any_of, read_list, read_set
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
# The same without the looks that other things share; a text about chips has at least so many of the nouns.
_STRICT_DESIGNATION = re.compile(r"[A-Z]{1,3}\d{2,4}[A-Z]?s?")
_FEWEST_NOUNS = 3
_NOT_CODE_WORDS = read_set("chips", "not_code_words") | read_set("companies", "not_first")
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
    accepted: set[int] = set()
    frequent = _read_frequent(words)
    for i, word in enumerate(words.words):
        if known.label_at(i) is Label.CHIP:
            yield from _extend(words, known, i)
        if not _has_designation_look(word) or known.label_at(i) is not None or i in accepted:
            continue
        sure = word.removesuffix("s") in frequent or _has_noun(words, i)
        if sure or _has_maker(words, known, i) or _is_listed(words, known, i, accepted):
            end = _read_on(words, i)
            accepted.update(range(i, end))
            yield Candidate(first=i, end=end, label=Label.CHIP, origin=Origin.PATTERN)


def _read_frequent(words: Words) -> frozenset[str]:
    """Give the designations that a text about chips names again and again."""
    if sum(1 for word in words.words if word in _NOUNS) < _FEWEST_NOUNS:
        return frozenset()
    counts = Counter(word.removesuffix("s") for word in words.words if _STRICT_DESIGNATION.fullmatch(word))
    return frozenset(word for word, count in counts.items() if count > 1 and _has_designation_look(word))


def _extend(words: Words, known: Known, i: int) -> Iterator[Candidate]:
    """Give a known chip together with an unknown designation behind it: "GB400 NVL72", "Xeon Phi accelerators"."""
    mention = known.by_token[i]
    if i != mention.end - 1 or known.label_at(i + 1) is not None:
        return
    has_digit = any(char.isdigit() for char in words.words[i])
    follower = words.word(i + 1)
    is_word = (
        follower[:1].isupper() and follower.isalpha() and not follower.isupper() and follower not in _NOT_CODE_WORDS
    )
    if (has_digit and _has_designation_look(follower)) or (not has_digit and is_word and words.word(i + 2) in _NOUNS):
        yield Candidate(first=mention.first, end=i + 2, label=Label.CHIP, origin=Origin.PATTERN)


def _read_on(words: Words, i: int) -> int:
    """Give where a designation of two parts ends: "GB200 NVL72", "GB200-NVL72"."""
    if _has_designation_look(words.word(i + 1)):
        return i + 2
    if words.word(i + 1) == "-" and _has_designation_look(words.word(i + 2)):
        return i + 3
    return i + 1


def is_other_designation(word: str) -> bool:
    """Tell whether a word looks like a designation of something else: a process, a quarter, a number format."""
    return _NOT_CHIPS.fullmatch(word) is not None


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
            return known.is_maker(j) and (not known.is_of_other_trade(j) or not _NOUNS.isdisjoint(words.counts))
        if words.words[j] not in _BEFORE:
            return False
    return False


def _is_listed(words: Words, known: Known, i: int, accepted: set[int]) -> bool:
    """Tell whether another chip stands on the other side of an "and" or a comma."""
    for step in (-1, 1):
        j = i + step
        while words.word(j) in _COORDINATORS and abs(j - i) < 4:
            j += step
        if j != i + step and 0 <= j < len(words.words) and (known.label_at(j) is Label.CHIP or j in accepted):
            return True
    return False
