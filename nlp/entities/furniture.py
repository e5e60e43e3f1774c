"""Lines that belong to the page and not to the article: link marks, teasers, credits, bylines, repeated headlines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.entities.words import Words

_LINE = re.compile(
    r"""[ \t]*(?:
        \[\d{1,3}\][ ]?(?=[A-Z]).*                                 # [15]A headline of another article
      | (?:\[\d{1,3}\][ ])?https?://.*
      | (?:Read|See|Watch|Listen)(?:[ ](?:more|also|next|now))?:.*
      | (?:Read|Most|Further|Recommended)[ ](?:More|Read|Reading|Also|Articles?|Popular)\b.*
      | (?:READ|SEE)[ ](?:MORE|ALSO)\b.*
      | \(?(?:Image|Photo|Picture|Images|Photos)(?:[ ](?:credit|source|by|courtesy))?[ ]?[:|].*
      | (?:In[ ]\w+|Source|Via|Tags|Topics|Related|Filed[ ]under)[ ]?(?:\||:[ ]).*
      | Follow[ ].*@\w+.*
      | (?:Get[ ]our|Sign[ ]up|Subscribe|Advertisement|Share[ ]this|Join[ ]us|Click[ ]here)\b.*
      | By[ ][A-Z][\w.-]+(?:[ ][A-Z][\w.-]+){1,3}                   # By Jane Roe
      | [^|]{3,30}[ ]\|[ ][^|]{2,30}                               # Jane Roe | AP
      | \|.*\|                                                    # a row of a table
    )[ \t]*""",
    re.VERBOSE,
)
_MARKS = ("PHOTO NOT FOR SALE", "All rights reserved", "all rights reserved")
_BUTTON = re.compile(r"[ \t]*(?:Read|READ|Learn|See)[ ](?:more|More|MORE|full story)[ \t]*[»>…]?[ \t]*")
# "[REUTERS]", "[AP/YONHAP]" behind a caption
_CREDIT = re.compile(r"\[[A-Z][A-Z0-9 /,.]{1,30}\]")
_SHORTEST_HEADLINE = 25
_LONGEST_CRUMB = 40


def find_furniture(words: Words) -> set[int]:
    """Give the tokens of the lines that belong to the page and not to the article."""
    tokens: set[int] = set()
    for start, end in _find_lines(words.text, words.title):
        tokens.update(words.tokens_between(start, end))
    for match in _CREDIT.finditer(words.text):
        tokens.update(words.tokens_between(*match.span()))
    return tokens


def _find_lines(text: str, title: str) -> Iterator[tuple[int, int]]:
    seen: set[str] = set()
    earlier: list[tuple[int, int, str]] = []
    start = 0
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        bare = line.strip()
        plain = _plain(bare)
        if _BUTTON.fullmatch(bare) is not None:
            yield from _find_teaser(earlier)
        if bare and (_is_furniture(bare) or _is_repeated(plain, seen, _plain(title))):
            yield start, end
        elif bare:
            earlier = [*earlier[-1:], (start, end, bare)]
            if len(plain) >= _SHORTEST_HEADLINE:
                seen.add(plain)
        start = end


def _is_furniture(line: str) -> bool:
    return _LINE.fullmatch(line) is not None or any(mark in line for mark in _MARKS)


def _is_repeated(line: str, seen: set[str], title: str) -> bool:
    """Tell whether the line stood before, or is the headline behind bread crumbs ("HomeAsiaChina aims for ...")."""
    if line in seen:
        return True
    crumb = len(line) - len(title)
    return len(title) >= _SHORTEST_HEADLINE and 0 < crumb < _LONGEST_CRUMB and line.endswith(title)


def _find_teaser(earlier: list[tuple[int, int, str]]) -> Iterator[tuple[int, int]]:
    """Give the summary before a "Read more" button, and the headline before that."""
    if len(earlier) == 2 and earlier[0][2][-1] not in '.!?:”"':
        yield earlier[0][:2]
        yield earlier[1][:2]


def _plain(line: str) -> str:
    return line.strip().replace("’", "'").replace("“", '"').replace("”", '"').casefold()
