"""The tokenizer: one pass of one expression over the text, so that the time grows with the length alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from nlp.text.lexicon import read_words


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


_UNITS = _any_of(read_words("units", "glued"))
_RATE = rf"(?:{_any_of(read_words('units', 'rated'))})/(?:{_any_of(read_words('units', 'rates'))})"
_ABBREVIATIONS = _any_of(read_words("abbreviations", "closing") | read_words("abbreviations", "open"))
_END = r"(?![^\W_])"

# Every branch is bounded by what it may follow or by a possessive quantifier: no input makes it back-track far.
_TOKEN = re.compile(
    rf"""
      https?://\S{{1,2000}}+                                    # an address
    | \[\d{{1,3}}\]                                             # a footnote mark: [12]
    | (?:US|HK|NT|[ACS])\$ | [$€£¥￥₩₹]
    | {_RATE}{_END}                                             # TB/s
    | (?<=[$€£¥￥₩₹])\d++(?:[.,]\d++)*+(?=[BMTK]{_END})         # $5B
    | \d++(?:[.,]\d++)*+(?=(?:{_RATE}|{_UNITS}){_END})          # 141GB, $5.5bn
    | \d++(?:[.,]\d++)++{_END}                                  # 15,840
    | \d{{1,3}}+(?:,\d{{3}})++(?=[A-Z])                           # 9,000 of 9,000H800s
    | (?<=[\w.])['’](?:s|S|re|ve|ll|d|m|t)(?![^\W_])           # Nvidia's, they've
    | (?<=[^\W\d_])['’]s(?=[A-Z])                              # TSMC'sArizona
    | (?:[^\W\d_]\.){{2,8}}                                     # U.S., e.g., C.C.
    | (?:{_ABBREVIATIONS})\.                                    # Inc.
    | [ODL]['’][A-Z][^\W_]++                                    # O'Brien
    | [A-Z]{{1,3}}&[A-Z]{{1,3}}{_END}                           # AT&T
    | [^\W_]++(?:\.(?:com|net|org|ai|io|js|cn){_END})?+         # H200, Amazon.com
    | \.{{2,}}+ | -{{2,}}+ | _++
    | \S
    """,
    re.VERBOSE,
)
_DESIGNATION = re.compile(r"(?P<name>[A-Z][A-Za-z]{0,12}\d{1,5}[A-Z]{0,3})(?P<rest>[a-z]{2,20})")
_NOT_CLITICS = frozenset({"'t", "’t"})
_SHORTEST_GLUED = 6
_GLUED_WORDS = tuple(sorted(read_words("glue", "words"), key=len, reverse=True))
# "forApple"
_GLUED_BEFORE = re.compile(rf"(?:{_any_of(read_words('glue', 'before'))})(?=[A-Z])")


class Tokenizer:
    """Splits a text into tokens that never lose, add or move a character.

    `names` are words that are known by themselves; a word that is one of them with a small word glued to its end
    is split ("H200but"). Hyphens and slashes between words are tokens, units stand apart from their number.
    """

    def __init__(self, vocab: Vocab, *, names: frozenset[str] = frozenset()) -> None:
        self.vocab = vocab
        self.names = names

    def __call__(self, text: str) -> Doc:
        """Give the Doc of a text; its offsets are those of the text."""
        words: list[str] = []
        spaces: list[bool] = []
        end = 0
        for match in _TOKEN.finditer(_without_surrogates(text)):
            start = match.start()
            if start > end:
                _add_gap(text[end:start], words, spaces)
            end = match.end()
            word = match.group()
            if not word.islower() and word[-1:].islower() and (cut := self._find_glue(word)):
                words.append(word[:cut])
                spaces.append(False)
                word = word[cut:]
            elif word in _NOT_CLITICS and words[-1][-1] == "n" and len(words[-1]) > 1:
                words[-1] = words[-1][:-1]  # don't: do, n't
                word = "n" + word
            words.append(word)
            spaces.append(False)
        if end < len(text):
            _add_gap(text[end:], words, spaces)
        return Doc(self.vocab, words=words, spaces=spaces)

    def pipe(self, texts: Iterable[str]) -> Iterator[Doc]:
        """Give the Doc of each text, in order."""
        for text in texts:
            yield self(text)

    def _find_glue(self, word: str) -> int:
        """Give where a known name ends and a glued word begins, 0 where the word is whole."""
        if (match := _DESIGNATION.fullmatch(word)) is not None:
            if word in self.names:
                return 0
            cuts = (match.end("name"), match.end("name") + 1)  # "H200but", but also "HBM3ewith"
            return next((cut for cut in cuts if word[:cut] in self.names and len(word) - cut > 1), 0)
        if len(word) > _SHORTEST_GLUED and word[0].isupper() and word.endswith(_GLUED_WORDS):
            for tail in _GLUED_WORDS:
                if word.endswith(tail) and word.removesuffix(tail) in self.names and word not in self.names:
                    return len(word) - len(tail)
        if word[0].islower() and (match := _GLUED_BEFORE.match(word)) is not None and word[match.end() :] in self.names:
            return match.end()
        return 0

    # spaCy saves a pipeline part by part; this part has nothing to save, as its names come from the registry.
    def to_disk(self, _path: Path, **_: object) -> None:
        """Save nothing."""

    def from_disk(self, _path: Path, **_: object) -> Tokenizer:
        """Give itself."""
        return self

    def to_bytes(self, **_: object) -> bytes:
        """Save nothing."""
        return b""

    def from_bytes(self, _data: bytes, **_: object) -> Tokenizer:
        """Give itself."""
        return self


@registry.tokenizers("chipwire.tokenizer.v1")  # type: ignore[untyped-decorator]  # catalogue has no types
def create_tokenizer() -> Callable[[Language], Tokenizer]:
    """Give the maker that spaCy's configuration asks for."""

    def create(nlp: Language) -> Tokenizer:
        return Tokenizer(nlp.vocab)

    return create


def _add_gap(gap: str, words: list[str], spaces: list[bool]) -> None:
    """Add the white space between two tokens: one space belongs to the token before, more is a token of its own."""
    if gap[0] == " " and words:
        spaces[-1] = True
        gap = gap[1:]
    if gap:
        words.append(gap)
        spaces.append(False)


def _without_surrogates(text: str) -> str:
    """Put "?" for lone surrogates, which have no UTF-8 form as spaCy's strings need it; the length stays."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")
    return text
