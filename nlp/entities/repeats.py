"""Short forms of names that the text gave in full: surnames, companies without their legal form, acronyms."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nlp.entities.candidate import Candidate, Origin
from nlp.entities.lexicon import read_set, read_text_set
from nlp.entities.words import Words
from nlp.records import Label

_LEADING = read_text_set("people", "leading_surnames")
_GIVEN = read_text_set("people", "given_names")
_COMPANY_TAIL = read_set("companies", "suffixes", "legal")
_NOT_FIRST = read_set("companies", "not_first")
_NEVER = read_set("people", "never")
_ACRONYM = re.compile(r"[A-Z][A-Za-z]{0,2}[A-Z]{1,5}")
_SHORTEST_NAME = 3
# How sure it is that a short form means the name given in full elsewhere.
_SHORTER = 0.9


@dataclass(frozen=True, slots=True)
class ShortForm:
    """A short form, and the mention that gave the name in full."""

    words: tuple[str, ...]
    full: Candidate


def find_repeats(words: Words, mentions: Sequence[Candidate]) -> Iterator[tuple[Candidate, Candidate]]:
    """Give each short form in the text with the mention that it repeats: the last one before it, else the first."""
    fulls: dict[tuple[str, ...], list[Candidate]] = defaultdict(list)
    for form in _read_short_forms(words, mentions):
        fulls[form.words].append(form.full)
    lengths: dict[str, set[int]] = defaultdict(set)
    for run in fulls:
        lengths[run[0]].add(len(run))
    for i, word in enumerate(words.words):
        for length in lengths.get(word, ()):
            run = tuple(words.words[i : i + length])
            if run in fulls:
                before = bisect_right(fulls[run], i, key=_first) - 1
                full = fulls[run][max(before, 0)]
                yield _repeat(full, i, i + length), full


def _first(mention: Candidate) -> int:
    return mention.first


def _repeat(full: Candidate, first: int, end: int) -> Candidate:
    origin = Origin.SURNAME if full.label is Label.PERSON else Origin.REPEATED
    score = full.score if end - first == full.end - full.first else full.score * _SHORTER
    return Candidate(first=first, end=end, label=full.label, origin=origin, entity_id=full.entity_id, score=score)


def _read_short_forms(words: Words, mentions: Sequence[Candidate]) -> Iterator[ShortForm]:
    for mention in mentions:
        run = words.words[mention.first : mention.end]
        if mention.label is Label.PERSON:
            if (surname := read_surname(run)) is not None:
                yield ShortForm((surname,), mention)
        elif mention.label is Label.COMPANY and mention.origin is Origin.PATTERN:
            yield ShortForm(tuple(run), mention)
            if short := _read_short_company(run):
                yield ShortForm(short, mention)
        elif mention.label is Label.CHIP and mention.origin is Origin.PATTERN:
            yield ShortForm(tuple(run), mention)
            if (
                len(run) > 1
                and any(char.isdigit() for char in run[-1])
                and any(char.isalpha() for char in run[-1])
                and len(run[-1]) > 2
            ):
                yield ShortForm((run[-1],), mention)
        acronym = words.word(mention.end + 1)
        if words.word(mention.end) == "(" and words.word(mention.end + 2) == ")" and _is_acronym(acronym, run):
            yield ShortForm((acronym,), mention)


def _is_acronym(word: str, run: Sequence[str]) -> bool:
    """Tell whether the word's letters are initials of the name, in order."""
    if len(run) < 2 or _ACRONYM.fullmatch(word) is None:
        return False
    initials = iter(part[0].upper() for part in run if part[0].isalpha())
    return all(letter in initials for letter in word.upper()[:2])


def read_surname(run: Sequence[str]) -> str | None:
    """Give the family name of a full name, None for a single word or a name that is also an ordinary word."""
    if len(run) < 2:
        return None
    surname = run[0] if run[0] in _LEADING and run[0] not in _GIVEN else run[-1]
    return None if surname in _NEVER or not surname[0].isupper() or len(surname) < 2 else surname


def _read_short_company(run: Sequence[str]) -> tuple[str, ...]:
    short = list(run)
    while len(short) > 1 and (short[-1] in _COMPANY_TAIL or short[-1] == ","):
        short.pop()
    if len(short) == len(run) or short[0] in _NOT_FIRST or len("".join(short)) < _SHORTEST_NAME:
        return ()
    return tuple(short)
