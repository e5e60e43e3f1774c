"""A plain text, such as a text-only mirror's or a user's own file, to a draft."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from urllib.parse import urlsplit

from spiders.extraction.characters import clean_text, squeeze_blanks
from spiders.extraction.draft import Draft
from spiders.extraction.errors import ExtractError, Reason
from spiders.extraction.footnotes import drop_markers, split_footnotes
from spiders.extraction.heading import read_heading
from spiders.extraction.repair import (
    advertised_name,
    cut_ending,
    drop_closing,
    ends_sentence,
    is_widget,
    repair_paragraphs,
    strip_end_mark,
)
from spiders.extraction.walls import read_shown
from spiders.extraction.wrapping import join_lines

_FOLLOW = re.compile(
    r"^(?:Follow|Contact) (?P<name>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]*){1,3}) (?:on|at|via) ", re.MULTILINE
)
_TABLE = re.compile(r"^[|+].*[|+]$|\t.*\t|(?:\|[^|]*){4,}")
_RULE = re.compile(r"^[\s=_*~#+-]{3,}$")
_TAIL = 12
_MOST_LINES = 100_000
_SHORT_WORDS = 8
_WORD = re.compile(r"\b[A-Z]\w*(?: [A-Z]\w*){0,3}")


def read_plain(text: str) -> Draft:
    """Return what a plain text holds; raises ExtractError where that is no article."""
    lines = clean_text(text).expandtabs(8).splitlines() if "\t" not in text else clean_text(text).splitlines()
    if len(lines) > _MOST_LINES:
        raise ExtractError(Reason.TOO_LARGE, f"{len(lines)} lines, at most {_MOST_LINES} are read")
    if not any(line.strip() for line in lines):
        raise ExtractError(Reason.EMPTY, "the text has no words")
    notes = split_footnotes(lines)
    paragraphs = join_lines(notes.lines)
    heading = read_heading(paragraphs, indented=_indented(notes.lines, paragraphs))
    body = drop_markers(paragraphs[heading.body_start :], numbers=notes.numbers)
    title = squeeze_blanks(" ".join(drop_markers([heading.title], numbers=notes.numbers)))
    body = [line for line in body if not _TABLE.search(line) and not _RULE.match(line)]
    outlet = _outlet_of_links(notes.targets, "\n".join(body)) or _outlet_of_advert(body, title=title)
    kept = repair_paragraphs(_drop_tail(cut_ending(body)), title=title)
    shown = read_shown(kept, title=title)
    return Draft(
        title=title,
        paragraphs=shown.paragraphs,
        authors=heading.authors or _author_of_follow(body),
        published=heading.published,
        outlet=outlet,
        zoned=heading.zoned,
        paywalled=shown.wall is not None,
    )


def _indented(lines: Sequence[str], paragraphs: Sequence[str]) -> frozenset[int]:
    """Numbers of the paragraphs that begin with blanks, as fortune lines and quotations in a header do."""
    starts = {line.strip() for line in lines if line[:2].isspace() and line.strip()}
    flush = {line.strip() for line in lines if not line[:1].isspace()}
    return frozenset(
        index for index, paragraph in enumerate(paragraphs[:20])
        if any(paragraph.startswith(start) for start in starts - flush)
    )  # fmt: skip


def _drop_tail(lines: list[str]) -> list[str]:
    """Without the last lines that are neither a sentence nor long: "Get our Tech Resources", a site's name."""
    end = len(lines)
    while end > 1 and len(lines) - end < _TAIL and _is_remnant(lines[end - 1]):
        end -= 1
    return lines[:end]


def _is_remnant(line: str) -> bool:
    if is_widget(line):
        return True
    return line.count(" ") < _SHORT_WORDS and not ends_sentence(strip_end_mark(line))


def _author_of_follow(lines: Sequence[str]) -> tuple[str, ...]:
    found = [match["name"] for line in lines if len(line) < 150 and (match := _FOLLOW.match(line))]
    return tuple(found[:1])


def _outlet_of_links(targets: dict[int, str], text: str) -> str | None:
    """The site that most links lead to, where the text names it: an outlet links to itself first."""
    hosts = Counter(host for url in targets.values() if (host := _label(url)))
    if not hosts:
        return None
    host, count = hosts.most_common(1)[0]
    if count < 3 or count * 3 < sum(hosts.values()):
        return None
    names = (match[0] for match in _WORD.finditer(text))
    return next((name for name in names if name.replace(" ", "").casefold() == host), None)


def _label(url: str) -> str:
    try:
        parts = (urlsplit(url).hostname or "").split(".")
    except ValueError:
        return ""
    return parts[-2].replace("-", "") if len(parts) > 1 else ""


def _outlet_of_advert(lines: Sequence[str], *, title: str) -> str | None:
    """Who advertises itself under the text, as repair drops it."""
    kept = [line for line in lines if not is_widget(line)]
    if len(kept) < 3 or len(drop_closing(kept, title=title)) == len(kept):
        return None
    return advertised_name(kept[-1])
