"""People that the registry does not know: by given name, family name, title, role, and the verbs beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.entities.candidate import Candidate, Origin
from nlp.entities.known import Known
from nlp.entities.lexicon import nation_by_word, read_set, read_text_set
from nlp.entities.words import Words
from nlp.records import Label

_TITLES = read_set("people", "titles")
_STRONG_TITLES = read_set("people", "strong_titles")
_ROLES = read_set("people", "roles")
_VERBS = read_set("people", "verbs")
_NEVER = read_set("people", "never") | read_set("companies", "not_first")
_GIVEN = read_text_set("people", "given_names")
_LEADING = read_text_set("people", "leading_surnames")
_NAME_WORD = re.compile(r"[A-Z][a-zà-öø-ÿ]+(?:[A-Z][a-z]+)?|[ODL]['’][A-Z][a-z]+|Mc[A-Z][a-z]+|[A-Z](?:\.[A-Z])*\.?")
_PARTICLES = frozenset({"van", "von", "de", "der", "den", "del", "la", "bin", "al", "Al", "du", "da", "ten"})
_LONGEST = 5
_TITLE_WORDS = read_set("people", "title_words")
_GROUP_WORDS = read_set("people", "group_words")
_ARTICLES = frozenset({"a", "an", "the", "who"})


def find_people(words: Words, known: Known) -> Iterator[Candidate]:
    """Give the people that are named in full, and those behind a title."""
    i = 0
    while i < len(words.words):
        end = _read_run(words, known, i) if words.words[i][0].isupper() else i
        if end <= i:
            i += 1
            continue
        first = _skip_titles(words, i, end)
        if _is_person(words, first, end):
            yield Candidate(first=first, end=end, label=Label.PERSON, origin=Origin.PATTERN)
        i = end


def _read_run(words: Words, known: Known, first: int) -> int:
    """Give where the run of name words that begins here ends, `first` if there is none."""
    i = first
    parts = 0
    while i < len(words.words) and parts < _LONGEST:
        word = words.words[i]
        if _is_name_word(word) and known.may_be_person(i):
            parts += 1
            i += 1
        elif parts and word in _PARTICLES and _is_name_word(words.word(i + 1)):
            i += 1
        elif parts and word == "-" and words.word(i + 1).isalpha() and _is_tight(words, i):
            parts += 1
            i += 2
        elif parts and word == "." and len(words.word(i - 1)) == 1 and _is_name_word(words.word(i + 1)):
            i += 1
        else:
            break
    while i > first and not (_is_name_word(words.words[i - 1]) or words.words[i - 2] == "-"):
        i -= 1
    return i


def _is_tight(words: Words, i: int) -> bool:
    """Tell whether the hyphen at i touches the words on both sides."""
    return (
        words.starts[i] == words.starts[i - 1] + len(words.words[i - 1]) and words.starts[i + 1] == words.starts[i] + 1
    )


def _is_name_word(word: str) -> bool:
    return _NAME_WORD.fullmatch(word) is not None and word not in _NEVER and word not in nation_by_word()


def _skip_titles(words: Words, first: int, end: int) -> int:
    """Give where the name begins: behind "Police Inspector" in "Police Inspector Dave Gaskin"."""
    while first < end - 1 and (words.words[first] in _TITLES or words.words[first] in _TITLE_WORDS):
        first += 1
    for i in range(first + 1, end - 1):
        if words.words[i] in _GIVEN and words.words[first] not in _GIVEN and words.words[first] not in _LEADING:
            skips = i - first > 1 or first in words.sentence_starts or words.words[first] in _TITLE_WORDS
            return i if skips else first
    return first


def _is_person(words: Words, first: int, end: int) -> bool:
    run = [word for word in words.words[first:end] if word != "-"]
    before, after = words.word(first - 1), words.word(end)
    count = sum(1 for word in run if len(word) > 1)
    if run[-1] in _GROUP_WORDS:
        return False
    if count and before in _STRONG_TITLES:
        return True
    if len(run) < 2 or not count:
        return before == "name" and words.word(first - 2) == "pen"
    role = after == "," and words.word(end + 1) in _ROLES
    beside = before in _TITLES or after in _VERBS or (before in _VERBS and after in {",", "."})
    if _looks_personal(run):
        return beside or role or first not in words.headlines
    sure = before in _TITLES or after in _VERBS or (after == "," and words.word(end + 1) in _ROLES - _ARTICLES)
    return sure and first not in words.headlines


def _looks_personal(run: list[str]) -> bool:
    head = run[0]
    has_initials = len(head.replace(".", "")) <= 2 and ("." in head or run[1] == ".")
    return head in _GIVEN or has_initials or (head in _LEADING and len(run) <= 3)
