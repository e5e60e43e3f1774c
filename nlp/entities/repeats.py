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
_CHIP_NOUNS = read_set("chips", "nouns", "lines")
# What people do and chips do not.
_SPEAKS = read_set("people", "speaks")
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
    """Give each short form in the text with the mention that it repeats: the last one before it, else the first.

    A surname that the registry knows keeps what it means before somebody else of that name comes in.
    """
    registered = {(one.first, one.end): one for one in mentions if one.origin is Origin.REGISTRY}
    fulls: dict[tuple[str, ...], list[Candidate]] = defaultdict(list)
    for form in _read_short_forms(words, mentions):
        fulls[form.words].append(form.full)
    for run, named in fulls.items():
        # "910X" alone repeats "Ascend 910X", not itself.
        fulls[run] = [full for full in named if len(full.tokens) > len(run)] or named
    lengths: dict[str, set[int]] = defaultdict(set)
    for run in fulls:
        lengths[run[0]].add(len(run))
    for i, word in enumerate(words.words):
        for length in lengths.get(word, ()):
            run = tuple(words.words[i : i + length])
            if run in fulls:
                before = bisect_right(fulls[run], i, key=_first) - 1
                full = fulls[run][max(before, 0)]
                known = registered.get((i, i + length))
                if known is None or not _keeps_meaning(known, full, words, introduced=before >= 0):
                    yield _repeat(full, i, i + length), full


def _keeps_meaning(known: Candidate, full: Candidate, words: Words, *, introduced: bool) -> bool:
    """Tell whether a name means here what it means everywhere, though somebody of that name is in the text."""
    if known.entity_id in {"", full.entity_id}:
        return False
    if known.label is Label.CHIP and full.label is Label.PERSON:
        follower = words.word(known.end)
        if follower in _CHIP_NOUNS:
            return True
        if follower in _SPEAKS:
            return False
    return not introduced


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
        elif mention.label is Label.COMPANY and mention.origin <= Origin.MODEL:
            yield ShortForm(tuple(run), mention)
            if short := _read_short_company(run):
                yield ShortForm(short, mention)
        elif mention.label is Label.CHIP and not mention.unsure:
            for short in _read_short_chips(run, full=mention.origin <= Origin.MODEL):
                yield ShortForm(short, mention)
        acronym = words.word(mention.end + 1)
        if words.word(mention.end) == "(" and words.word(mention.end + 2) == ")" and _is_acronym(acronym, run):
            yield ShortForm((acronym,), mention)


def _read_short_chips(run: Sequence[str], *, full: bool) -> Iterator[tuple[str, ...]]:
    """Give "Z900" and "Z900s" for "Zephyr Z900"; the name in full too where the registry does not look for it."""
    last = run[-1]
    designation = len(last) > 2 and any(char.isdigit() for char in last) and any(char.isalpha() for char in last)
    if full:
        yield tuple(run)
        if designation and not last.endswith("s"):
            yield (*run[:-1], last + "s")
    if designation and len(run) > 1:
        yield (last,)
        if not last.endswith("s"):
            yield (last + "s",)


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
