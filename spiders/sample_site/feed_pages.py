"""The RSS outlet: a feed of summaries, the same as Atom and as JSON Feed, and article pages."""

from __future__ import annotations

import json
from typing import Any

from spiders.sample_site.articles import SampleArticle
from spiders.sample_site.edition import Edition, Reply, Request, reply_with_html, reply_with_text
from spiders.sample_site.rendering import render
from spiders.sample_site.standard_pages import DECOY_PATH

_FEEDS = {"/feed.xml": "application/rss+xml", "/atom.xml": "application/atom+xml"}


def respond(edition: Edition, request: Request) -> Reply | None:
    """Answer the front page, /feed.xml, /atom.xml, /feed.json and the articles; None for any other path."""
    if request.path == "/":
        return reply_with_html(render("feed/index.html", edition=edition, decoy=DECOY_PATH), changed=edition.changed)
    if request.path in _FEEDS:
        return reply_with_text(
            render("feed" + request.path, edition=edition),
            content_type=f"{_FEEDS[request.path]}; charset=utf-8",
            changed=edition.changed,
        )
    if request.path == "/feed.json":
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": edition.outlet.name,
            "home_page_url": f"{edition.base}/",
            "feed_url": f"{edition.base}/feed.json",
            "language": edition.outlet.language,
            "items": [_describe_item(article) for article in edition.articles],
        }
        return reply_with_text(
            json.dumps(feed, ensure_ascii=False), content_type="application/feed+json", changed=edition.changed
        )
    for article in edition.articles:
        if article.path == request.path:
            template = "feed/broken.html" if article.broken else "feed/article.html"
            related = edition.related(article)
            page = render(template, edition=edition, article=article, related=related, decoy=DECOY_PATH)
            return reply_with_html(page, changed=article.changed)
    return None


def _describe_item(article: SampleArticle) -> dict[str, Any]:
    return {
        "id": article.canonical_url,
        "url": article.path,
        "title": article.title,
        "summary": article.summary,
        "date_published": article.published.isoformat(),
        "date_modified": article.changed.isoformat(),
        "authors": [{"name": name} for name in article.authors],
        "tags": [article.section],
    }
