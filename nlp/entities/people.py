"""People that the registry does not know: by given name, family name, title, role, and the verbs beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.entities.candidate import Candidate, Origin
from nlp.entities.companies import is_title_case
from nlp.entities.known import Known
from nlp.entities.lexicon import nation_by_word, read_set, read_text_set
from nlp.entities.words import Words
from nlp.records import Label

_TITLES = read_set("people", "titles")
_STRONG_TITLES = read_set("people", "strong_titles")
_ROLES = read_set("people", "roles")
_VERBS = read_set("people", "verbs")
_NEVER = read_set("people", "never")
_GIVEN = read_text_set("people", "given_names")
_LEADING = read_text_set("people", "leading_surnames")
_NAME_WORD = re.compile(r"[A-Z][a-zà-öø-ÿ]+(?:[A-Z][a-z]+)?|[ODL]['’][A-Z][a-z]+|Mc[A-Z][a-z]+|[A-Z](?:\.[A-Z])*\.?")
_PARTICLES = frozenset({"van", "von", "de", "der", "den", "del", "la", "bin", "al", "Al", "du", "da", "ten"})
_LONGEST = 5


def find_people(words: Words, known: Known) -> Iterator[Candidate]:
    """Give the people that are named in full, and those behind a title."""
    i = 0
    while i < len(words.words):
        end = _read_run(words, known, i)
        if end <= i:
            i += 1
            continue
        if _is_person(words, i, end):
            yield Candidate(first=i, end=end, label=Label.PERSON, origin=Origin.PATTERN)
        i = end


def _read_run(words: Words, known: Known, first: int) -> int:
    """Give where the run of name words that begins here ends, `first` if there is none."""
    i = first
    parts = 0
    while i < len(words.words) and parts < _LONGEST:
        word = words.words[i]
        if _is_name_word(word) and i not in known.by_token:
            parts += 1
            i += 1
        elif parts and word in _PARTICLES and _is_name_word(words.word(i + 1)):
            i += 1
        elif parts and word == "-" and words.word(i + 1).isalpha() and _is_tight(words, i):
            i += 2
        elif parts and word == "." and len(words.word(i - 1)) == 1 and _is_name_word(words.word(i + 1)):
            i += 1
        else:
            break
    while i > first and not (_is_name_word(words.words[i - 1]) or words.words[i - 2] == "-"):
        i -= 1
    return i


def _is_tight(words: Words, i: int) -> bool:
    return (
        words.starts[i] == words.starts[i - 1] + len(words.words[i - 1]) and words.starts[i + 1] == words.starts[i] + 1
    )


def _is_name_word(word: str) -> bool:
    return _NAME_WORD.fullmatch(word) is not None and word not in _NEVER and word not in nation_by_word()


def _is_person(words: Words, first: int, end: int) -> bool:
    run = [word for word in words.words[first:end] if word != "-"]
    before, after = words.word(first - 1), words.word(end)
    count = sum(1 for word in run if len(word) > 1)
    if before in _STRONG_TITLES and count:
        return True
    if count < 2 and not (len(run) > 1 and count):
        return False
    looks = (
        run[0] in _GIVEN
        or (run[0] in _LEADING and end - first <= 4)
        or (len(run[0].replace(".", "")) <= 2 and "." in run[0])
    )
    headline = is_title_case(words, first)
    beside = before in _TITLES or after in _VERBS or (before in _VERBS and words.word(end) in {",", "."})
    role = after == "," and words.word(end + 1) in _ROLES
    if looks:
        return not headline or beside or role
    return (
        before in _TITLES
        or (after == "," and words.word(end + 1) in _ROLES - {"a", "an", "the", "who"})
        or after in _VERBS
    ) and not headline
