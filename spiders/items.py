"""The records that leave this room: a page as it was fetched, and the article read out of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class SourceKind(StrEnum):
    """How a source lists its articles; one spider each, `local` for files a user imports."""

    FEED = "feed"
    SITEMAP = "sitemap"
    WORDPRESS = "wordpress"
    DISCOURSE = "discourse"
    MIRROR = "mirror"
    LISTING = "listing"
    LOCAL = "local"


@dataclass(frozen=True, slots=True, kw_only=True)
class RawPage:
    """One response body as it came, before anything was read out of it.

    Equal when every field is. `hints` holds what the listing already said of the page (title, published,
    authors, outlet as text); it is empty where the listing said nothing. `archive` names the WARC record that
    keeps the body ("FILE.warc.gz#OFFSET"), None for a page that was read from a user's own file.
    """

    source: str
    kind: SourceKind
    url: str
    status: int
    content_type: str
    body: bytes
    fetched_at: datetime
    hints: Mapping[str, str] = field(default_factory=dict)
    archive: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One version of one article, as clean text.

    `article_id` is derived from the canonical URL, `version` from title and body: the same article fetched twice
    is equal in both. A date without a known time zone is taken as UTC; `published` and `modified` are None where
    the page does not say, `outlet` and `language` (ISO 639-1) where they cannot be told, `authors` is empty
    where there is no byline. `zoned` is False where the time of publication came without a zone.

    `section` and `tags` are the outlet's own words, None and empty where it has none. `paywalled` is True where the
    outlet says, or shows, that it does not give the whole text to everybody: the text may then be a teaser. `live` is
    True for a live blog, whose text is many short reports under one title.
    """

    article_id: str
    version: str
    url: str
    canonical_url: str
    source: str
    outlet: str | None
    title: str
    text: str
    authors: tuple[str, ...]
    published: datetime | None
    modified: datetime | None
    language: str | None
    fetched_at: datetime
    archive: str | None = None
    zoned: bool = True
    section: str | None = None
    tags: tuple[str, ...] = ()
    paywalled: bool = False
    live: bool = False

    @property
    def stated(self) -> str | None:
        """When it was published in ISO 8601, without a zone where the page gave none; None without a date."""
        if self.published is None:
            return None
        return (self.published if self.zoned else self.published.replace(tzinfo=None)).isoformat()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A page, article or row that could not be used: which, at what stage, why, and its first characters."""

    stage: str
    subject: str
    reason: str
    sample: str
    source: str = ""


def identify_article(canonical_url: str) -> str:
    """Return the 16-digit article id of a canonical URL."""
    return _digest(canonical_url)


def identify_version(title: str, text: str) -> str:
    """Return the 16-digit version id of a title and body."""
    return _digest(title + "\n" + text)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
