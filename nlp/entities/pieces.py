"""Words as the encoder reads them: lower-case word pieces, and the shape that the lower case has lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from tokenizers import Tokenizer

from nlp.entities.errors import ModelError

# The beginning of a word tells what it is; a word of megabytes is cut before anything else looks at it.
_LONGEST_WORD = 60
_MOST_PIECES = 6
_MOST_CACHED = 50_000


class Shape(IntEnum):
    """What a word looks like; the encoder has a vector for each."""

    OTHER = 0
    LOWER = 1
    TITLE = 2
    UPPER = 3
    MIXED = 4
    LETTER = 5
    NUMBER = 6
    DESIGNATION = 7
    MEASURE = 8
    SIGN = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """The pieces of a run of words between the two marks that the encoder expects.

    `ids` and `shapes` have a value for each piece, `heads` the position of the first piece of each word.
    """

    ids: list[int]
    shapes: list[int]
    heads: list[int]


class Pieces:
    """Cuts words into the pieces of one vocabulary; what it has cut it keeps, up to a bound."""

    def __init__(self, path: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._begin, self._end, self._unknown = (self._find(mark) for mark in ("[CLS]", "[SEP]", "[UNK]"))
        self._cached: dict[str, list[int]] = {}

    def encode(self, words: Sequence[str]) -> Encoded:
        """Give the pieces of a run of words."""
        ids, shapes, heads = [self._begin], [int(Shape.SIGN)], []
        for word in words:
            heads.append(len(ids))
            pieces = self._cut(word)
            ids += pieces
            shapes += [read_shape(word)] * len(pieces)
        return Encoded(ids=[*ids, self._end], shapes=[*shapes, int(Shape.SIGN)], heads=heads)

    def _find(self, mark: str) -> int:
        number = self._tokenizer.token_to_id(mark)
        if number is None:
            raise ModelError(f"the vocabulary of the trained model has no {mark}; run `make train`")
        return int(number)

    def _cut(self, word: str) -> list[int]:
        pieces = self._cached.get(word)
        if pieces is None:
            short = word[:_LONGEST_WORD]
            pieces = self._tokenizer.encode(short, add_special_tokens=False).ids[:_MOST_PIECES]
            pieces = pieces or [self._unknown]
            if len(self._cached) >= _MOST_CACHED:
                self._cached.clear()
            if short == word:
                self._cached[word] = pieces
        return pieces


def read_shape(word: str) -> int:
    """Give the shape of a word."""
    word = word[:_LONGEST_WORD]
    if word.isalpha():
        return int(_read_letters(word))
    if word.isdigit():
        return int(Shape.NUMBER)
    has_letter = any(char.isalpha() for char in word)
    if any(char.isdigit() for char in word):
        if not has_letter:
            return int(Shape.NUMBER)
        return int(Shape.DESIGNATION if any(char.isupper() for char in word) else Shape.MEASURE)
    return int(Shape.OTHER if has_letter else Shape.SIGN)


def _read_letters(word: str) -> Shape:
    if word.islower():
        return Shape.LOWER
    if len(word) == 1:
        return Shape.LETTER
    if word.isupper():
        return Shape.UPPER
    return Shape.TITLE if word[0].isupper() and word[1:].islower() else Shape.MIXED
