"""A post as WordPress's REST interface answers it, to a draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spiders.extraction.authors import clean_authors
from spiders.extraction.blocks import parse_html, read_lines
from spiders.extraction.characters import clean_text, squeeze_blanks
from spiders.extraction.dates import parse_moment
from spiders.extraction.draft import Draft
from spiders.extraction.errors import ExtractError, Reason
from spiders.extraction.live import is_live
from spiders.extraction.repair import repair_paragraphs
from spiders.extraction.topics import clean_tags, read_section
from spiders.extraction.walls import read_shown


def read_wordpress(post: Mapping[str, Any]) -> Draft:
    """Return what a post holds; raises ExtractError where it is no post or only a protected stub."""
    content = post.get("content")
    if not isinstance(content, Mapping) or not isinstance(content.get("rendered"), str):
        raise ExtractError(Reason.MALFORMED, "no content.rendered: this is no WordPress post")
    if content.get("protected") is True and not content["rendered"].strip():
        raise ExtractError(Reason.PAYWALL, "the post is protected by a password")
    outlet = _outlet(post)
    title = _plain(_rendered(post, "title"))
    paragraphs = repair_paragraphs(_blocks(content["rendered"]), title=title)
    shown = read_shown(paragraphs, title=title)
    link = post.get("link")
    return Draft(
        title=title,
        paragraphs=shown.paragraphs,
        authors=clean_authors(_authors(post), outlet=outlet),
        published=parse_moment(post.get("date_gmt")) or parse_moment(post.get("date")),
        modified=parse_moment(post.get("modified_gmt")) or parse_moment(post.get("modified")),
        outlet=outlet,
        canonical_urls=(link,) if isinstance(link, str) else (),
        # WordPress writes UTC without saying so here, and the outlet's own time in `date`.
        zoned=parse_moment(post.get("date_gmt")) is not None,
        section=read_section(_terms(post, "category")),
        tags=clean_tags(_terms(post, "post_tag")),
        paywalled=shown.wall is not None,
        live=is_live(title, link if isinstance(link, str) else ""),
    )


def _rendered(post: Mapping[str, Any], name: str) -> str:
    value = post.get(name)
    value = value.get("rendered") if isinstance(value, Mapping) else value
    return value if isinstance(value, str) else ""


def _blocks(html: str) -> tuple[str, ...]:
    tree = parse_html(clean_text(f"<html><body>{html}</body></html>"))
    return read_lines(tree) if tree is not None else ()


def _plain(html: str) -> str:
    """Titles come as HTML: "AMD&#8217;s", <em>."""
    return squeeze_blanks(" ".join(_blocks(html)))


def _authors(post: Mapping[str, Any]) -> list[str]:
    embedded = post.get("_embedded")
    people = embedded.get("author") if isinstance(embedded, Mapping) else None
    names = [person.get("name") for person in people if isinstance(person, Mapping)] if isinstance(people, list) else []
    yoast = post.get("yoast_head_json")
    if not any(names) and isinstance(yoast, Mapping):
        names = [yoast.get("author")]
    return [_plain(name) for name in names if isinstance(name, str)]


def _terms(post: Mapping[str, Any], taxonomy: str) -> list[str]:
    """What the post is filed under, where the answer embeds it (?_embed)."""
    embedded = post.get("_embedded")
    groups = embedded.get("wp:term") if isinstance(embedded, Mapping) else None
    terms = [term for group in groups if isinstance(group, list) for term in group] if isinstance(groups, list) else []
    named = [term.get("name") for term in terms if isinstance(term, Mapping) and term.get("taxonomy") == taxonomy]
    return [_plain(name) for name in named if isinstance(name, str)]


def _outlet(post: Mapping[str, Any]) -> str | None:
    yoast = post.get("yoast_head_json")
    name = yoast.get("og_site_name") if isinstance(yoast, Mapping) else None
    return _plain(name) or None if isinstance(name, str) else None
