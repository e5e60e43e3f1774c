"""The RSS outlet: a feed of summaries, and article pages."""

from __future__ import annotations

from spiders.sample_site.edition import Edition, Reply, Request, reply_with_html, reply_with_text
from spiders.sample_site.rendering import render
from spiders.sample_site.standard_pages import DECOY_PATH


def respond(edition: Edition, request: Request) -> Reply | None:
    """Answer the front page, /feed.xml and the articles; None for any other path."""
    if request.path == "/":
        return reply_with_html(render("feed/index.html", edition=edition, decoy=DECOY_PATH), changed=edition.changed)
    if request.path == "/feed.xml":
        return reply_with_text(
            render("feed/feed.xml", edition=edition),
            content_type="application/rss+xml; charset=utf-8",
            changed=edition.changed,
        )
    for article in edition.articles:
        if article.path == request.path:
            template = "feed/broken.html" if article.broken else "feed/article.html"
            related = edition.related(article)
            page = render(template, edition=edition, article=article, related=related, decoy=DECOY_PATH)
            return reply_with_html(page, changed=article.changed)
    return None
