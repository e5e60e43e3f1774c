"""Companies that the registry does not know, by legal form, by what their names end in, and by context."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.entities.candidate import Candidate, Origin
from nlp.entities.known import Known
from nlp.entities.lexicon import any_of, nation_by_word, read_list, read_set
from nlp.entities.words import Words
from nlp.records import Label

_START = r"(?<![\w-])"
_END = r"(?![^\W_])"
_WORD = r"[A-Z][A-Za-z0-9&]*(?:-[A-Z][A-Za-z]*){0,3}"
_LEGAL = any_of(read_list("companies", "legal"))

_SUFFIX = any_of(read_list("companies", "suffixes"))

# "Rivos Inc.", "Arm Holdings Plc", "Tokyo Ohka Kogyo Co., Ltd."
_LEGAL_NAME = re.compile(
    rf"{_START}(?P<name>{_WORD}(?: (?:{_WORD}|&)){{0,5}}?),? (?P<form>{_LEGAL})(?:,? (?:{_LEGAL}))?(?![A-Za-z])"
)
# "Rapidus Microelectronics", "KB Securities"
_SUFFIXED = re.compile(
    rf"{_START}(?P<name>{_WORD}(?: {_WORD}){{0,3}}?) (?P<suffix>{_SUFFIX})(?: (?:{_SUFFIX})){{0,2}}{_END}"
)
_PRESS = re.compile(
    rf"{_START}(?P<name>{_WORD}(?: {_WORD}){{0,2}}?) (?:{any_of(read_list('companies', 'press'))}){_END}"
)
_NOT_FIRST = read_set("companies", "not_first")
_WEAK = read_set("companies", "weak")
_GENERIC = read_set("companies", "generic")
_NOUNS = read_set("companies", "nouns")
_FOLLOWERS = read_set("companies", "followers")
_SUFFIX_WORDS = read_set("companies", "suffixes", "legal")
_CAPITALISED = re.compile(r"[A-Z][a-z]+[A-Za-z]*|[A-Z][A-Za-z]*[a-z][A-Z][A-Za-z]*")


def find_companies(words: Words, known: Known) -> Iterator[Candidate]:
    """Give the companies that are told by their names or by the words beside them."""
    text = words.text
    for match in _LEGAL_NAME.finditer(text):
        yield from _trim(words, known, match, whole=True)
    for match in _SUFFIXED.finditer(text):
        yield from _trim(words, known, match, whole=match["suffix"] not in _WEAK)
    for match in _PRESS.finditer(text):
        yield from _trim(words, known, match, whole=False)
    yield from _find_by_context(words, known)


def _trim(words: Words, known: Known, match: re.Match[str], *, whole: bool) -> Iterator[Candidate]:
    """Give the match without the small words at its head. Unless `whole` it has to be out of place as prose."""
    start = match.start()
    parts = match["name"].split(" ")
    while parts and (parts[0] in _NOT_FIRST or _is_outside(parts) or parts[0] == "&" or parts[0].lower() in _NOUNS):
        start += len(parts.pop(0)) + 1
    span = words.span(start, match.end())
    if not parts or span is None or span[0] in words.headlines or _precedes_company(words, known, span[0]):
        return
    if not whole and (_may_be_prose(words, span[0]) or not _GENERIC.isdisjoint(parts)):
        return
    yield Candidate(first=span[0], end=span[1], label=Label.COMPANY, origin=Origin.PATTERN)


def _precedes_company(words: Words, known: Known, i: int) -> bool:
    """Tell whether the word only begins a sentence before a known company: "Embattled Intel Corp."."""
    mention = known.by_token.get(i + 1)
    return i in words.sentence_starts and mention is not None and mention.label is Label.COMPANY and mention.first > i


def _may_be_prose(words: Words, i: int) -> bool:
    """Tell whether a word has its capital from beginning a sentence, and is nowhere else in the text."""
    return i in words.sentence_starts and words.counts[words.words[i]] == 1


def _is_outside(parts: list[str]) -> bool:
    """Tell whether the country at the head is not a part of the name, as it is in "Taiwan Semiconductor"."""
    nation = nation_by_word().get(parts[0])
    if nation is None:
        return False
    is_part = parts[0] == nation.name and nation.name != "US" and len(parts) > 1 and parts[1] in _SUFFIX_WORDS
    return not is_part


def _find_by_context(words: Words, known: Known) -> Iterator[Candidate]:
    """Give `Rapidus` of "chipmaker Rapidus" and "Rapidus shares"."""
    for i, word in enumerate(words.words):
        if word in _NOUNS and _is_name(words, known, i + 1):
            end = i + 2
            while end < i + 4 and _is_name(words, known, end):
                end += 1
            yield Candidate(first=i + 1, end=end, label=Label.COMPANY, origin=Origin.PATTERN)
        elif word in _FOLLOWERS and i > 0 and _is_name(words, known, i - 1) and not _begins_sentence(words, i - 1):
            yield Candidate(first=i - 1, end=i, label=Label.COMPANY, origin=Origin.PATTERN)


def _begins_sentence(words: Words, i: int) -> bool:
    return i in words.sentence_starts or words.word(i - 1) in {'"', "“", ":"}


def _is_name(words: Words, known: Known, i: int) -> bool:
    word = words.word(i)
    return (
        _CAPITALISED.fullmatch(word) is not None
        and i not in known.by_token
        and word not in _NOT_FIRST
        and word not in nation_by_word()
        and i not in words.headlines
    )
