"""Whether an article is a live blog: many short reports under one title, longer with every hour."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_TITLE = re.compile(
    r"^live\s?(?::|\||[-–—]\s)"
    r"|\blive[ -]?blog\b|\blive updates?\b|\b(?:as it happened|latest updates|live coverage)\s*$"
    r"|[-–—|:]\s*live\s*$",
    re.IGNORECASE,
)
# A music paper has a section "live" too; with the year or under the news it is what happens now.
_PATH = re.compile(
    r"/live-?(?:blogs?|updates?|news)/|/live/(?:19|20)\d\d/|/(?:news|business|world|politics|technology)/live/"
    r"|[/-]live-?blog(?:[/.-]|$)|-live-updates(?:[/.-]|$)",
    re.IGNORECASE,
)


def is_live(title: str, url: str) -> bool:
    """Return whether a title or an address says that this is a live blog."""
    try:
        path = urlsplit(url).path
    except ValueError:
        path = ""
    return _TITLE.search(title) is not None or _PATH.search(path) is not None
