"""One sentence as training sees it: its words, and the tags that each of them may have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.vocab import Vocab

from nlp.entities.decoding import TAGS
from nlp.records import Label
from nlp.text.tokenizer import Tokenizer

_TAG = {tag: i for i, tag in enumerate(TAGS)}
_OUTSIDE = 1 << _TAG["O"]
# Small words of a headline in Title Case.
_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "in",
        "into",
        "is",
        "of",
        "on",
        "or",
        "over",
        "the",
        "to",
        "under",
        "with",
        "vs",
    ]
)
_tokenize = Tokenizer(Vocab())


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """The words of a sentence; `allowed` has a bit for each tag that a word may have by what is known of it."""

    words: tuple[str, ...]
    allowed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Words `first` to before `end` as a name that is of one of the labels, None for a name of no kind."""

    first: int
    end: int
    labels: tuple[Label | None, ...]


def split_words(text: str) -> list[tuple[int, str]]:
    """Give the words of a text as the pipeline has them, with where each begins; white space is none."""
    return [(token.idx, token.text) for token in _tokenize(text) if not token.is_space]


def make_example(words: Sequence[str], spans: Iterable[Span]) -> Example:
    """Give the example; words outside every span are of no kind."""
    allowed = [_OUTSIDE] * len(words)
    for span in spans:
        for i in range(span.first, span.end):
            part = "B" if i == span.first else "I"
            allowed[i] = sum(_OUTSIDE if label is None else 1 << _TAG[f"{part}-{label}"] for label in set(span.labels))
    return Example(words=tuple(words), allowed=tuple(allowed))


def read_certain(example: Example) -> Iterator[Span]:
    """Give the spans of an example that can be of one label alone."""
    first = -1
    label = None
    for i, bits in enumerate((*example.allowed, _OUTSIDE)):
        tag = TAGS[bits.bit_length() - 1] if bits.bit_count() == 1 else "O"
        if first >= 0 and not (tag.startswith("I-") and label is not None and tag[2:] == label.value):
            yield Span(first, i, (label,))
            first = -1
        if tag.startswith("B-"):
            first, label = i, Label(tag[2:])


def write_title_case(example: Example) -> Example:
    """Give the sentence as a headline in Title Case."""
    words = tuple(
        word if i and word.lower() in _SMALL else word[:1].upper() + word[1:] for i, word in enumerate(example.words)
    )
    return replace(example, words=words)


def write_capitals(example: Example) -> Example:
    """Give the sentence in CAPITALS."""
    return replace(example, words=tuple(word.upper() for word in example.words))
