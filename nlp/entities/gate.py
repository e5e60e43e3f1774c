"""Which sentences the trained tagger is asked about: those with a capital or a designation that nothing explains."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from wordfreq import zipf_frequency

from nlp.entities.known import Known
from nlp.entities.lexicon import nation_by_word, read_text_set
from nlp.entities.words import Words

_SETTLED = read_text_set("settled", "words")
_MEASURES = read_text_set("settled", "measures")
# A word as frequent as this ("shares", "while") has its capital from beginning a sentence; logarithm per billion words.
_ORDINARY = 3.6
# A headline has capitals everywhere, so that every sentence of it is asked about.
_LONGEST = 40


def find_unsettled(words: Words, known: Known) -> Iterator[tuple[int, int]]:
    """Give the sentences (first token, end) with a word that may be a name and that no mention covers."""
    firsts = sorted(words.sentence_starts)
    for first, end in pairwise([*firsts, len(words.words)]):
        if any(_is_open(words, known, i) for i in range(first, end)):
            yield first, end


def _is_open(words: Words, known: Known, i: int) -> bool:
    word = words.words[i]
    if not (word[0].isupper() or (len(word) <= _LONGEST and _is_designation(word))):
        return word in _MEASURES and i not in known.by_token and words.word(i - 1).isalpha()
    if i in known.by_token or word in _SETTLED or word.removesuffix("s") in nation_by_word():  # "Americans" too
        return False
    return not (_begins(words, i) and is_ordinary(word))


def _begins(words: Words, i: int) -> bool:
    """Tell whether a word has its capital from where it stands: it begins a sentence, a quotation or a clause."""
    return i in words.sentence_starts or words.words[i - 1] in {'"', "“", "‘", "'", ":", "-", "–", "—", "•", "("}


@lru_cache(maxsize=8192)
def is_ordinary(word: str) -> bool:
    """Tell whether a word with a capital is in small letters as frequent as any ("Shares")."""
    return len(word) == 1 or (len(word) <= _LONGEST and word[1:].islower() and zipf_frequency(word, "en") >= _ORDINARY)


@lru_cache(maxsize=8192)
def _is_designation(word: str) -> bool:
    return any(char.isdigit() for char in word) and any(char.isupper() for char in word)


def read_sentence(words: Words, first: int, end: int) -> list[tuple[int, str]]:
    """Give the words of a sentence, with their places; white space is none."""
    return [(i, words.words[i]) for i in range(first, end) if not words.words[i].isspace()]
