"""Chips that go by a word ("Axion", "Falcon Shores", "C-Transformer"), told by what stands beside it in the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from nlp.entities.candidate import Candidate, Origin
from nlp.entities.evidence import score_company
from nlp.entities.known import Known
from nlp.entities.lexicon import nation_by_word, read_set
from nlp.entities.words import Words
from nlp.records import Label

_NOUNS = read_set("chips", "nouns")
_NOUN_MODIFIERS = read_set("chips", "noun_modifiers")
_LINES = read_set("chips", "lines")
_BEFORE = read_set("chips", "before")
_NOT_CODE_WORDS = (
    read_set("chips", "not_code_words") | read_set("companies", "not_first") | read_set("evidence", "never")
)
_WORD = re.compile(r"[A-Z][A-Za-z]*[a-z][A-Za-z]*")
_OPENING = frozenset({'"', "'", "“", "‘"})
_CLOSING = frozenset({'"', "'", "”", "’"})
_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
_LONGEST_QUOTED = 7
# How far a code word looks for its maker.
_BACK = 6
# What one text has to say of a word before it is a chip.
_ENOUGH = 3

# Signs that say more when they come again; the others count once.
_COUNTED = frozenset({"stands before a noun"})

_Run = tuple[str, ...]


def find_code_names(words: Words, known: Known) -> Iterator[Candidate]:
    """Give every mention of the words for which the text as a whole says that they are chips."""
    signs: dict[_Run, dict[str, int]] = defaultdict(dict)
    places: dict[_Run, list[int]] = defaultdict(list)
    for i in range(len(words.words)):
        run = _read_run(words, known, i)
        if run:
            places[run].append(i)
            if i not in words.headlines:
                for sign, weight in _read_signs(i, i + len(run), words, known).items():
                    limit = _ENOUGH if sign in _COUNTED else weight
                    signs[run][sign] = min(limit, signs[run].get(sign, 0) + weight)
    for run, found in signs.items():
        score = sum(found.values())
        if score >= _ENOUGH and score > score_company(run[0], places[run], words, known):
            for i in places[run]:
                yield Candidate(first=i, end=i + len(run), label=Label.CHIP, origin=Origin.PATTERN)


def _read_run(words: Words, known: Known, i: int) -> _Run:
    """Give the code word that begins at i: one word, or two with a hyphen between ("C-Transformer", "Matrix-2000")."""
    if not words.words[i][0].isupper() or i in known.by_token or words.word(i - 1) == "-":
        return ()
    tail = words.word(i + 2)
    is_double = words.word(i + 1) == "-" and (tail[:1].isupper() or (tail.isdigit() and len(tail) > 2))
    end = i + 3 if is_double else i + 1
    head = words.words[i]
    if not known.is_free(i, end) or not (_is_word(head) or (is_double and head.isalpha())):
        return ()
    return tuple(words.words[i:end])


def _is_word(word: str) -> bool:
    return (
        len(word) > 2
        and _WORD.fullmatch(word) is not None
        and word not in _NOT_CODE_WORDS
        and word not in nation_by_word()
    )


def _read_signs(first: int, end: int, words: Words, known: Known) -> dict[str, int]:
    signs = {}
    noun = _find_noun(words, end)
    line = words.word(end) in _LINES or (
        words.word(end) == "-" and words.word(end + 1) in {"based", "class", "powered"}
    )
    before = words.word(first - 1)
    quoted = before in _OPENING and words.word(end) in _CLOSING
    if quoted and _find_noun(words, end + 1):
        signs["quoted before a noun"] = 3
    if before in {"called", "codenamed", "code-named", "dubbed", "named"} and _has_noun_before(words, first):
        signs["is called"] = 3
    if (noun or line) and _has_maker(words, known, first):
        signs["has a maker"] = 3
    if noun:
        signs["stands before a noun"] = 2 if before in {"the", "The", "new", "latest", "upcoming", "smuggled"} else 1
    if words.word(end) == "architecture":
        signs["is an architecture"] = 2
    if line:
        signs["is a line"] = 1
    return signs


def _find_noun(words: Words, i: int) -> bool:
    while words.word(i) in _NOUN_MODIFIERS:
        i += 1
    return words.word(i) in _NOUNS


def _has_noun_before(words: Words, first: int) -> bool:
    return any(words.word(i) in _NOUNS for i in range(first - 5, first - 1))


def _has_maker(words: Words, known: Known, first: int) -> bool:
    """Tell whether a company owns the word: "Google's new Axion", "the Google Axion"."""
    for i in range(first - 1, max(-1, first - 1 - _BACK), -1):
        if known.label_at(i) is Label.COMPANY:
            return known.is_maker(i)
        if words.words[i] not in _BEFORE:
            return False
    return False
