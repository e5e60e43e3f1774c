"""Which of a page's headlines is the article's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import partial
from html import unescape

from spiders.extraction.characters import fold, squeeze_blanks

_JOINTS = re.compile(r"\s+[|·•»–—:-]+\s+|\s*[|»]\s*")
_SHORTEST = 3
_LONGEST = 500
_AKIN = 0.4


def choose_title(
    *, shared: str, headings: Sequence[str], headline: str, window: str, outlet: str | None, host: str = ""
) -> str:
    """Return the article's headline, without the outlet's name at either end.

    `shared` is what the page gives to others (og:title), `headline` what it tells search engines (JSON-LD),
    `headings` its first-level headings, `window` the title of its window. `shared` wins where somebody wrote it: it
    has no outlet's name, is not the window's title, and speaks of what the headings say. Otherwise two of three win.
    """
    strip = partial(strip_outlet, outlet=outlet, host=host)
    own = [
        title
        for title in (strip(squeeze_blanks(unescape(text))) for text in (headline, *headings))
        if _counts(title, outlet)
    ]
    written = squeeze_blanks(unescape(shared))
    bare = strip(written)
    if (
        written == bare
        and _counts(bare, outlet)
        and fold(bare) != fold(window)
        and (not own or _overlap(bare, own) >= _AKIN)
    ):
        return bare
    rest = [strip(squeeze_blanks(window)), bare]
    candidates = [*own, *(title for title in rest if _counts(title, outlet))]
    votes = Counter(fold(title) for title in candidates)
    if len(own) > 1 and fold(own[0]) == fold(own[1]):
        return own[1]
    agreed = [title for title in candidates if votes[fold(title)] > 1]
    return (agreed or candidates or [""])[0]


def _counts(title: str, outlet: str | None) -> bool:
    return len(title) >= _SHORTEST and (outlet is None or fold(title) != fold(outlet))


def _overlap(title: str, others: Sequence[str]) -> float:
    words = set(fold(title).split())
    return max(len(words & set(fold(other).split())) for other in others) / max(1, len(words))


def strip_outlet(title: str, *, outlet: str | None, host: str = "") -> str:
    """Return a title without " | Outlet" at its end, or at its start, where that names the outlet or its host."""
    title = title[:_LONGEST]
    names = {
        re.sub(r"\W+", "", name).casefold() for name in (outlet or "", host.removeprefix("www."), _label(host)) if name
    }
    for _ in range(2):
        joints = list(_JOINTS.finditer(title))
        if not joints:
            return title
        first, last = joints[0], joints[-1]
        if _is_name(title[last.end() :], names):
            title = title[: last.start()]
        elif _is_name(title[: first.start()], names):
            title = title[first.end() :]
    return title


def _label(host: str) -> str:
    parts = host.removeprefix("www.").split(".")
    return max(parts[:-1] or parts, key=len)


def _is_name(part: str, names: set[str]) -> bool:
    squashed = re.sub(r"\W+", "", part).casefold()
    return bool(squashed) and any(
        squashed == name or squashed == "the" + name or name == "the" + squashed or squashed == name + "com"
        for name in names
    )
