"""A fetched page to an article: the one door to extraction."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from spiders.extraction.addresses import canonical_url
from spiders.extraction.authors import clean_authors
from spiders.extraction.characters import squeeze_blanks
from spiders.extraction.dates import date_in_path, parse_stated
from spiders.extraction.decode import decode_body
from spiders.extraction.discourse import read_discourse
from spiders.extraction.draft import Draft
from spiders.extraction.errors import ExtractError, Reason
from spiders.extraction.language import detect_language, read_tag
from spiders.extraction.plain import read_plain
from spiders.extraction.walls import check_status
from spiders.extraction.webpage import read_webpage
from spiders.extraction.wordpress import read_wordpress
from spiders.items import Article, RawPage, SourceKind, identify_article, identify_version

__all__ = ["ExtractError", "Reason", "extract"]

# The largest pages of real outlets, live blogs, stay under 5 MB.
MOST_BYTES = 10_000_000
MOST_CHARACTERS = 1_000_000
_FEED = re.compile(
    r"\s*<\?xml[^>]*>.{0,1000}?<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b|\s*<(?:rss|feed|urlset|sitemapindex)\b",
    re.DOTALL,
)


class _Form(StrEnum):
    HTML = "html"
    JSON = "json"
    TEXT = "text"


def extract(page: RawPage, *, outlet: str | None = None, language: str | None = None) -> Article:
    """Return the article of a page; raises ExtractError for what can never be one.

    The body is paragraphs with an empty line between them. `outlet` and `language` are what the configuration says of
    the source: its outlet name wins over the page's, its language counts where the words themselves leave it open.
    """
    draft = _read(page)
    text = "\n\n".join(draft.paragraphs)
    if len(text) > MOST_CHARACTERS:
        raise ExtractError(Reason.TOO_LARGE, f"{len(text)} characters, an article has at most {MOST_CHARACTERS}")
    title = draft.title or squeeze_blanks(page.hints.get("title", ""))
    canonical = canonical_url(page.url, draft.canonical_urls) or _name_content(title, text)
    named = outlet or draft.outlet or page.hints.get("outlet") or None
    hinted = parse_stated(page.hints.get("published")) if draft.published is None else None
    dated = draft.published or (hinted.moment if hinted else None)
    return Article(
        article_id=identify_article(canonical),
        version=identify_version(title, text),
        url=page.url,
        canonical_url=canonical,
        source=page.source,
        outlet=named,
        title=title,
        text=text,
        authors=draft.authors or clean_authors([page.hints.get("authors", "")], outlet=named),
        published=dated or date_in_path(page.url),
        modified=_later(draft.modified, than=draft.published),
        language=detect_language(text) or read_tag(draft.language) or read_tag(language),
        fetched_at=page.fetched_at,
        archive=page.archive,
        zoned=draft.zoned if draft.published else hinted is None or hinted.zoned,
        section=draft.section,
        tags=draft.tags,
        paywalled=draft.paywalled,
        live=draft.live,
    )


def _read(page: RawPage) -> Draft:
    check_status(page.status)
    if len(page.body) > MOST_BYTES:
        raise ExtractError(Reason.TOO_LARGE, f"{len(page.body)} bytes, at most {MOST_BYTES} are read")
    if not page.body.strip():
        raise ExtractError(Reason.EMPTY, "the answer has no body")
    form = _declared_form(page)
    text = decode_body(page.body, content_type=page.content_type)
    form = form or _sniff(text)
    if form is _Form.HTML and _FEED.match(text[:2000]):
        raise ExtractError(Reason.UNSUPPORTED, "a feed or sitemap lists articles, it is none")
    if form is _Form.JSON:
        return _read_json(text, page)
    return read_plain(_head(text, page)) if form is _Form.TEXT else read_webpage(text, url=page.url)


def _head(text: str, page: RawPage) -> str:
    """The text under the title that a user's own row gives it: without, its first sentence would be taken for one."""
    title = page.hints.get("title", "").strip() if page.kind is SourceKind.LOCAL else ""
    return text if not title or text.lstrip().startswith(title) else f"{title}\n\n{text}"


def _declared_form(page: RawPage) -> _Form | None:
    """What the content type says, None where it leaves it open; raises ExtractError for pictures, PDF and the like."""
    kind = page.content_type.partition(";")[0].strip().lower()
    if kind in {"text/html", "application/xhtml+xml"}:
        return _Form.HTML
    if kind == "application/json" or kind.endswith("+json"):
        return _Form.JSON
    if kind in {"text/plain", "text/markdown"}:
        return _Form.TEXT
    if kind in {"", "application/octet-stream", "text/xml", "application/xml"} or "/" not in kind:
        if page.body[:8].startswith((b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"PK\x03\x04", b"\x1f\x8b")):
            raise ExtractError(Reason.UNSUPPORTED, "the body is a picture, document or archive, not a page")
        return None
    raise ExtractError(Reason.UNSUPPORTED, f"{kind[:80]!r} is neither HTML, JSON nor plain text")


def _sniff(text: str) -> _Form:
    head = text[:2000].lstrip("\ufeff \t\r\n").lower()
    if head.startswith(("{", "[{")):
        return _Form.JSON
    return _Form.HTML if head.startswith("<") or "<html" in head or "<p>" in head else _Form.TEXT


def _read_json(text: str, page: RawPage) -> Draft:
    try:
        value: Any = json.loads(text, strict=False)
    except (ValueError, RecursionError) as err:
        raise ExtractError(Reason.MALFORMED, f"no JSON: {type(err).__name__} {str(err)[:120]}") from err
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, Mapping):
        raise ExtractError(Reason.MALFORMED, "the JSON is not one object")
    if page.kind is SourceKind.DISCOURSE or "post_stream" in value:
        return read_discourse(value, url=page.url)
    return read_wordpress(value)


def _name_content(title: str, text: str) -> str:
    return "urn:sha256:" + hashlib.sha256(f"{title}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()


def _later(moment: datetime | None, *, than: datetime | None) -> datetime | None:
    """A change before the publication is none."""
    return None if moment is None or (than is not None and moment <= than) else moment
