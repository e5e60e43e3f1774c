"""Names that look like entities and are of none of the six kinds: models, exchanges, universities, tickers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.entities.candidate import Candidate, Origin
from nlp.entities.lexicon import any_of, read_list
from nlp.entities.words import Words

_START = r"(?<![\w-])"
_END = r"(?![^\W_])"
_CAP = r"[A-Z][A-Za-z.&’']*(?:-[A-Z][A-Za-z]*){0,3}"
_NAMES = re.compile(rf"{_START}(?:{any_of(read_list('blocked', 'names'))})(?:-\d[\w.]*)?{_END}")
_TAIL_HEAD = re.compile(
    rf"""
    {_START}{_CAP}(?:[ ](?:{_CAP}|\d{{4}})){{0,7}}[ ]
    (?:{any_of(read_list("blocked", "tail_heads"))}){_END}
    """,
    re.VERBOSE,
)
_OF_HEAD = re.compile(
    rf"""
    {_START}(?:{_CAP}[ ]){{0,4}}(?:{any_of(read_list("blocked", "of_heads"))})[ ](?:of|for|at|on)[ ](?:the[ ])?
    {_CAP}(?:(?:,?[ ]and|,|[ ]of|[ ]for|[ ]on)?[ ]{_CAP}){{0,5}}{_END}
    """,
    re.VERBOSE,
)
_MODELS = frozenset(read_list("blocked", "models"))
_MODEL_VERBS = frozenset(read_list("blocked", "model_verbs"))
_ALSO_MODELS = read_list("blocked", "also_models")
# A committee of a parliament may have any name in its topic.
_BODY = re.compile(r"\b(?:House|Senate)\b.* Committee on|^(?:Department|Ministry) ")
_EXCEPTIONS = read_list("blocked", "of_exceptions")
# A ticker is not a mention: (NASDAQ: NVDA)
_TICKER = re.compile(
    r"\b(?:nasdaq|nyse|nsdq|amex|twse|tse|hkex|sehk|krx|sse|szse|lse|euronext|otc|tyo|tsx)"
    r"[^():\n]{0,12}:[ ]?[\w.]{1,10}",
    re.IGNORECASE,
)


def find_blocked(words: Words) -> Iterator[Candidate]:
    """Give the names of no kind, without a label."""
    text = words.text
    for pattern in (_NAMES, _TAIL_HEAD, _OF_HEAD, _TICKER):
        for match in pattern.finditer(text):
            if not match.group().startswith(_EXCEPTIONS) and _BODY.search(match.group()) is None:
                span = words.span(*match.span())
                if span is not None:
                    yield Candidate(first=span[0], end=span[1], label=None, origin=Origin.BLOCKED)
    yield from _find_models(words)


def _find_models(words: Words) -> Iterator[Candidate]:
    """Give the firms' names that stand for their model here: "ChatGPT and DeepSeek", "asks DeepSeek to"."""
    for name in _ALSO_MODELS:
        if name not in words.text:
            continue
        for i, word in enumerate(words.words):
            if word != name:
                continue
            joined = any(
                words.word(i + step) in {"and", "or", ","} and words.word(i + 2 * step) in _MODELS for step in (-1, 1)
            )
            if joined or words.word(i - 1) in _MODEL_VERBS:
                yield Candidate(first=i, end=i + 1, label=None, origin=Origin.BLOCKED)
