"""Which of a page's headlines is the article's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from spiders.extraction.characters import fold, squeeze_blanks

_JOINTS = re.compile(r"\s+[|·•»–—:-]+\s+|\s*[|»]\s*")
_SHORTEST = 3


def choose_title(candidates: Sequence[str], *, outlet: str | None, host: str = "") -> str:
    """Return the headline that most candidates agree on, else the first, without the outlet's name at its end.

    Candidates come in order of trust; two that differ only in case, quotes and dashes agree.
    """
    titles = [strip_outlet(squeeze_blanks(title), outlet=outlet, host=host) for title in candidates]
    titles = [title for title in titles if len(title) >= _SHORTEST]
    if not titles:
        return ""
    votes = Counter(fold(title) for title in titles)
    most = max(votes.values())
    return next(title for title in titles if votes[fold(title)] == most) if most > 1 else titles[0]


def strip_outlet(title: str, *, outlet: str | None, host: str = "") -> str:
    """Return a title without " | Outlet" at its end, or at its start, where that names the outlet or its host."""
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
