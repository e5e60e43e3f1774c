"""What a reader found in a page, before it becomes an Article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Title and body of one article and what the page says about it; None or empty where it says nothing.

    `canonical_urls` are the addresses that the page claims as its own, most trusted first, as they were written.
    `language` is what the page declares, not what its words are. The flags and what the outlet files an article under
    are as in Article.
    """

    title: str
    paragraphs: tuple[str, ...]
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    outlet: str | None = None
    language: str | None = None
    canonical_urls: tuple[str, ...] = ()
    zoned: bool = True
    section: str | None = None
    tags: tuple[str, ...] = ()
    paywalled: bool = False
    live: bool = False
