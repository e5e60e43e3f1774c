"""The top of a plain text: feed marks, fortune lines, breadcrumb, title, date, byline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from spiders.extraction.authors import clean_authors
from spiders.extraction.characters import fold
from spiders.extraction.dates import Stated, parse_stated
from spiders.extraction.phrases import load_phrases
from spiders.extraction.repair import is_widget

_MARK = re.compile(r"^\s*[\w ]{1,30}:\s*\d{6,}\s*$")
_RULE = re.compile(r"^[\s=_*~#+-]{3,}$")
_DATE_LABEL = re.compile(
    r"^(?:published|posted|updated|date|last updated|last modified|on)\b[\s:]*(?:on |at )?", re.IGNORECASE
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_DATE = re.compile(
    rf"""
    ^(?:\w{{3,9}}\.?,?\s)?                                          # weekday
    (?:\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}
      |\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH},?\s\d{{4}}
      |{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}
      |\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}})
    (?:[\s,T|·•-]*(?:at\s)?\d{{1,2}}:\d\d(?::\d\d)?(?:\s?[ap]\.?m\.?)?   # time of day
       (?:\s?(?:Z|[A-Z]{{2,4}}|[+-]\d\d:?\d\d))?)?$                   # zone
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BYLINE = re.compile(r"^(?:written |reported |posted )?by:? ([^.!?]{3,80})$|^author: ([^.!?]{3,80})$", re.IGNORECASE)
_LONGEST_TITLE = 220
_TOP = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What stands above the body, and the number of the first paragraph of the body itself."""

    title: str
    published: datetime | None
    authors: tuple[str, ...]
    body_start: int
    zoned: bool


def read_heading(paragraphs: Sequence[str], *, indented: frozenset[int] = frozenset()) -> Heading:
    """Return the heading of a text; `indented` are the numbers of paragraphs that are set off from the margin."""
    dates = [index for index in range(min(_TOP, len(paragraphs))) if parse_date_line(paragraphs[index]) is not None]
    start, title = _find_title(paragraphs, indented=indented, before=dates[0] if dates else None)
    published: Stated | None = None
    authors: tuple[str, ...] = ()
    if dates and dates[0] < start:
        published = parse_date_line(paragraphs[dates[0]])
    while start < len(paragraphs):
        line = paragraphs[start]
        moment, byline = parse_date_line(line), _BYLINE.match(line)
        if moment is not None:
            published = published or moment
        elif byline is not None:
            authors = authors or clean_authors([byline[1] or byline[2]])
        elif fold(line) != fold(title) and fold(line) and not is_widget(line):
            break
        start += 1
    return Heading(
        title=title,
        published=published.moment if published else None,
        authors=authors,
        body_start=start,
        zoned=published is None or published.zoned,
    )


def parse_date_line(line: str) -> Stated | None:
    """Return the date that a line states, None for a line that is more or other than a date."""
    bare = _DATE_LABEL.sub("", line.strip().strip("()[]").strip())
    if len(bare) > 60 or not _DATE.match(bare):
        return None
    return parse_stated(re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|[|·•]", "", bare))


def _find_title(paragraphs: Sequence[str], *, indented: frozenset[int], before: int | None) -> tuple[int, str]:
    """The number of the paragraph after the title, and the title: the line above the date, else the first likely."""
    candidates = [
        index for index in range(min(_TOP, len(paragraphs))) if _may_be_title(paragraphs[index], index in indented)
    ]
    if not candidates:
        return 0, ""
    # A date line stands under the title, and under nothing else.
    above = [index for index in candidates if before is not None and index < before]
    index = above[-1] if above else candidates[0]
    first = paragraphs[index]
    for following in candidates[candidates.index(index) + 1 :][:2]:
        # A breadcrumb glued to the headline ("HomeAsiaChina aims ..."), and then the headline itself.
        if (
            following - index <= 2
            and fold(first) != fold(paragraphs[following])
            and first.endswith(paragraphs[following])
        ):
            return following + 1, paragraphs[following]
    return index + 1, _strip_breadcrumb(first)


def _may_be_title(line: str, indented: bool) -> bool:
    if indented or _MARK.match(line) or _RULE.match(line) or len(line) > _LONGEST_TITLE or is_widget(line):
        return False
    return parse_date_line(line) is None and not _BYLINE.match(line) and len(fold(line)) > 2


def _strip_breadcrumb(line: str) -> str:
    if not re.match(r"Home(?:[A-Z›»/>]| [›»/>])", line):
        return line
    rest = line.removeprefix("Home")
    while True:
        rest = rest.lstrip(" ›»/>")
        section = next((name for name in load_phrases().sections if _glued(rest, name)), None)
        if section is None:
            return rest
        rest = rest[len(section) :]


def _glued(rest: str, section: str) -> bool:
    """Whether a text goes on after a section's name without a blank ("AsiaChina aims"), or with the sign of a path."""
    if not rest.startswith(section):
        return False
    following = rest[len(section) :]
    return following[:1].isupper() or re.match(" ?[›»/>]", following) is not None
