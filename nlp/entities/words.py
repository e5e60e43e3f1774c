"""A Doc as plain lists, which the rules read many times over."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from spacy.tokens import Doc

# Words up to this length are often without a capital in a headline ("and", "with").
_SHORT = 3
_FEWEST_WORDS = 4
_SMALL_SHARE = 0.25
_STOPS = frozenset({".", "!", "?", "”", '"'})


@dataclass(frozen=True, slots=True)
class Words:
    """The tokens of a text: their characters, where they begin and end, and which word begins a sentence.

    `headlines` are the tokens of sentences in which every word has a capital, so that capitals say nothing;
    `counts` says how often each word stands in the text.
    """

    text: str
    title: str
    words: list[str]
    starts: list[int]
    sentence_starts: frozenset[int]
    headlines: frozenset[int]
    counts: Counter[str] = field(repr=False)
    token_at: dict[int, int] = field(repr=False)
    token_to: dict[int, int] = field(repr=False)

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Give the tokens (first, last + 1) that fill text[start:end] exactly, None where they do not."""
        first = self.token_at.get(start)
        last = self.token_to.get(end)
        return None if first is None or last is None or last < first else (first, last + 1)

    def tokens_between(self, start: int, end: int) -> range:
        """Give the tokens that begin in text[start:end]."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))

    def quote(self, first: int, end: int) -> str:
        """Give the text of the tokens from `first` to before `end`."""
        return self.text[self.starts[first] : self.starts[end - 1] + len(self.words[end - 1])]

    def word(self, i: int) -> str:
        """Give the word at i, "" outside the text."""
        return self.words[i] if 0 <= i < len(self.words) else ""


def read_words(doc: Doc) -> Words:
    """Give the lists of a Doc."""
    words = [token.text for token in doc]
    starts = [token.idx for token in doc]
    sentence_starts = [i for i, token in enumerate(doc) if token.is_sent_start]
    return Words(
        text=doc.text,
        title=doc.user_data.get("title", ""),
        words=words,
        starts=starts,
        sentence_starts=frozenset(sentence_starts),
        headlines=frozenset(_find_headlines(words, sentence_starts)),
        counts=Counter(words),
        token_at={start: i for i, start in enumerate(starts)},
        token_to={start + len(word): i for i, (start, word) in enumerate(zip(starts, words, strict=True))},
    )


def _find_headlines(words: list[str], sentence_starts: list[int]) -> Iterator[int]:
    for first, end in pairwise([*sentence_starts, len(words)]):
        sentence = [word for word in words[first:end] if not word.isspace()]
        if not sentence or sentence[-1] in _STOPS:
            continue
        long = [word for word in sentence if len(word) > _SHORT and word.isalpha()]
        small = sum(1 for word in long if word[0].islower())
        if len(long) >= _FEWEST_WORDS and small <= _SMALL_SHARE * len(long):
            yield from range(first, end)
