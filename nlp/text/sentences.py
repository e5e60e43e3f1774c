"""Where sentences of news begin: at line breaks, and after a full stop that does not belong to an abbreviation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc
from thinc.types import Ints2d

from nlp.text.lexicon import read_words

_STOPS = frozenset({".", "!", "?", "…", "...", "....", "。", "！", "？"})
_CLOSERS = frozenset({'"', "'", "”", "’", ")", "]", "»"})
_OPENERS = frozenset({'"', "'", "“", "‘", "(", "[", "«", "-", "–", "—"})
_BULLETS = frozenset({"•", "▪", "●", "‣", "◦"})
_BREAK = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_CLOSING = frozenset(word + "." for word in read_words("abbreviations", "closing"))
_OPEN = frozenset(word + "." for word in read_words("abbreviations", "open"))
_NEVER_LAST = frozenset({"e.g.", "i.e.", "E.g.", "I.e."})
_STARTERS = read_words("starters", "words")


@Language.factory("chipwire_sentences", assigns=["token.is_sent_start", "doc.sents"])
def create_sentences(nlp: Language, name: str) -> Sentences:  # noqa: ARG001 - the signature that spaCy calls
    """Give the component."""
    return Sentences()


class Sentences:
    """Marks where sentences begin; no sentence crosses a line break."""

    def __call__(self, doc: Doc) -> Doc:
        """Mark every token as beginning a sentence or not."""
        words = [token.text for token in doc]
        spaced = [bool(token.whitespace_) for token in doc]
        # Not token by token: each setting of is_sent_start looks through the whole Doc for a parse (spaCy 3.8).
        starts = np.where(np.array(find_starts(words, spaced), dtype=bool), 1, -1).astype(np.int64).view(np.uint64)
        return doc.from_array(["SENT_START"], cast("Ints2d", starts.reshape(-1, 1)))


def find_starts(words: Sequence[str], spaced: Sequence[bool]) -> list[bool]:
    """Give for each word whether a sentence begins there; white space belongs to the sentence before it.

    `spaced` says of each word whether a space follows it.
    """
    starts = [False] * len(words)
    fresh = True
    closes = -1
    for i, word in enumerate(words):
        if word.isspace():
            fresh = fresh or _BREAK.search(word) is not None
            continue
        if i <= closes:  # a bracket or a quotation mark behind the full stop
            continue
        if fresh or word in _BULLETS:
            starts[i] = True
            fresh = False
        if word in _STOPS or (word[-1] == "." and len(word) > 1):
            closes = _skip_closers(words, spaced, i)
            fresh = _ends_sentence(words, spaced, stop=i, last=closes, begins=starts[i] or (i > 0 and starts[i - 1]))
    if starts:
        starts[0] = True  # white space at the head of a text
    return starts


def _skip_closers(words: Sequence[str], spaced: Sequence[bool], stop: int) -> int:
    """Give the last of the brackets and quotation marks that stand right behind a full stop."""
    last = stop
    while last + 1 < len(words) and words[last + 1] in _CLOSERS and not spaced[last]:
        last += 1
    return last


def _ends_sentence(words: Sequence[str], spaced: Sequence[bool], *, stop: int, last: int, begins: bool) -> bool:
    follower = _find_follower(words, last)
    if not follower:
        return True
    word = words[stop]
    apart = spaced[last] or words[last + 1].isspace()
    if word not in _STOPS:
        return apart and _ends_after_abbreviation(word, follower)
    if not apart:  # a space was lost ("it.The"), or it is an address ("chipwire.example")
        return word == "." and follower in _STARTERS and words[stop - 1].islower()
    if follower[0].islower():
        return False
    if word == "." and stop:
        before = words[stop - 1]
        is_initial = len(before) == 1 and before.isupper() and before != "I"
        return not is_initial and not (begins and before.isdigit())  # J. Doe; 1. a list
    return True


def _ends_after_abbreviation(word: str, follower: str) -> bool:
    if word in _NEVER_LAST or word in _OPEN:
        return False
    return follower in _STARTERS or follower in {"“", "‘"} if word in _CLOSING or word.count(".") > 1 else True


def _find_follower(words: Sequence[str], last: int) -> str:
    """Give the first word of what follows, looking behind opening marks; "" at the end."""
    for word in words[last + 1 : last + 6]:
        if not word.isspace() and word not in _OPENERS:
            return word
    return words[last + 1] if last + 1 < len(words) else ""
