"""Names that look like entities and are of none of the six kinds: models, exchanges, universities, link lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.entities.candidate import Candidate, Origin
from nlp.entities.lexicon import any_of, read_list
from nlp.entities.words import Words

_START = r"(?<![^\W_])"
_END = r"(?![^\W_])"
_CAP = r"[A-Z][A-Za-z.&’'-]*"
_NAMES = re.compile(rf"{_START}(?:{any_of(read_list('blocked', 'names'))})(?:-\d[\w.]*)?{_END}")
_TAIL_HEAD = re.compile(
    rf"""
    {_START}{_CAP}(?:[ ](?:of|for|and|on|the|{_CAP}|\d{{4}})){{0,7}}[ ]
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
_EXCEPTIONS = read_list("blocked", "of_exceptions")
# Lines that belong to the page and not to the article: link marks, teasers, credits, adverts.
_FURNITURE = re.compile(
    r"""^[ \t]*(?:
        (?:\[\d{1,3}\][ ]?)(?=[A-Z]).*$                                # [15]A headline of another article
      | (?:\[\d{1,3}\][ ])?https?://.*$
      | (?:Read|See|Watch|Listen)(?:[ ](?:more|also|next|now))?:.*$
      | (?:Read|Most|Further|Recommended)[ ](?:More|Read|Reading|Also|Articles?|Popular)\b.*$
      | \(?(?:Image|Photo|Picture|Images|Photos)(?:[ ](?:credit|source|by|courtesy))?[ ]?[:|].*$
      | Images?[ ]\|.*$
      | (?:In[ ]\w+|Source|Via|Tags|Topics|Related|Filed[ ]under)[ ]?(?:\||:[ ]).*$
      | Follow[ ].*@\w+.*$
      | (?:Get[ ]our|Sign[ ]up|Subscribe|Advertisement|Share[ ]this|Join[ ]us|Click[ ]here).{0,200}$
      | .{0,60}(?:PHOTO[ ]NOT[ ]FOR[ ]SALE|All[ ]rights[ ]reserved|Getty[ ]Images?[ ]?$).*$
      | [^|\n]{3,30}[ ]\|[ ][^|\n]{2,30}$                             # Jane Roe | AP
      | \|.*\|[ \t]*$                                                 # a row of a table
    )""",
    re.VERBOSE | re.MULTILINE,
)


def find_blocked(words: Words) -> Iterator[Candidate]:
    """Give the names of no kind, without a label."""
    text = words.text
    for pattern in (_NAMES, _TAIL_HEAD, _OF_HEAD):
        for match in pattern.finditer(text):
            if not match.group().startswith(_EXCEPTIONS):
                span = words.span(*match.span())
                if span is not None:
                    yield Candidate(first=span[0], end=span[1], label=None, origin=Origin.BLOCKED)


def find_furniture(words: Words) -> set[int]:
    """Give the tokens of the lines that belong to the page and not to the article."""
    tokens: set[int] = set()
    for match in _FURNITURE.finditer(words.text):
        tokens.update(words.tokens_between(*match.span()))
    return tokens
