"""A topic as Discourse answers it (/t/ID.json), to a draft: the first post is the article, replies are not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spiders.extraction.addresses import host_of
from spiders.extraction.authors import clean_authors
from spiders.extraction.blocks import parse_html, read_lines
from spiders.extraction.characters import clean_text, squeeze_blanks
from spiders.extraction.dates import parse_moment
from spiders.extraction.draft import Draft
from spiders.extraction.errors import ExtractError, Reason
from spiders.extraction.repair import repair_paragraphs
from spiders.extraction.topics import clean_tags
from spiders.extraction.walls import read_shown

_SAME_MINUTE = 60


def read_discourse(topic: Mapping[str, Any], *, url: str) -> Draft:
    """Return the first post of a topic; raises ExtractError where it is no topic or has no first post."""
    post = _first_post(topic)
    tree = parse_html(clean_text(f"<html><body>{post['cooked']}</body></html>"))
    named = topic.get("title")
    title = squeeze_blanks(named) if isinstance(named, str) else ""
    paragraphs = repair_paragraphs(read_lines(tree) if tree is not None else (), title=title)
    shown = read_shown(paragraphs, title=title)
    published = parse_moment(post.get("created_at")) or parse_moment(topic.get("created_at"))
    modified = parse_moment(post.get("updated_at"))
    # A post that was never edited was updated in the second that it was made.
    edited = published is None or modified is None or (modified - published).total_seconds() >= _SAME_MINUTE
    names = [post.get("name"), post.get("username")]
    return Draft(
        title=title,
        paragraphs=shown.paragraphs,
        authors=clean_authors([name for name in names if isinstance(name, str) and name.strip()][:1]),
        published=published,
        modified=modified if edited else None,
        canonical_urls=_own_urls(topic, url=url),
        tags=clean_tags(_tags(topic)),
        paywalled=shown.wall is not None,
    )


def _tags(topic: Mapping[str, Any]) -> list[str]:
    """Names, or objects with a name, as newer servers write them."""
    tags = topic.get("tags")
    named = [tag.get("name") if isinstance(tag, Mapping) else tag for tag in (tags if isinstance(tags, list) else [])]
    return [name for name in named if isinstance(name, str)]


def _first_post(topic: Mapping[str, Any]) -> Mapping[str, Any]:
    stream = topic.get("post_stream")
    posts = stream.get("posts") if isinstance(stream, Mapping) else None
    posts = [post for post in posts if isinstance(post, Mapping)] if isinstance(posts, list) else []
    first: Mapping[str, Any] | None = next((post for post in posts if post.get("post_number") in {1, None}), None)
    if first is None or not isinstance(first.get("cooked"), str):
        raise ExtractError(Reason.MALFORMED, "no first post with a body: this is no Discourse topic")
    return first


def _own_urls(topic: Mapping[str, Any], *, url: str) -> tuple[str, ...]:
    slug, number = topic.get("slug"), topic.get("id")
    if isinstance(slug, str) and slug and isinstance(number, int) and host_of(url):
        return (f"/t/{slug}/{number}",)
    return (url.removesuffix(".json"),)
