"""The WordPress outlet: the theme's pages and /feed/. Its JSON is in wordpress_api.py."""

from __future__ import annotations

from spiders.sample_site import wordpress_api
from spiders.sample_site.edition import Edition, Reply, Request, redirect_to, reply_with_html, reply_with_text
from spiders.sample_site.rendering import render
from spiders.sample_site.standard_pages import DECOY_PATH


def respond(edition: Edition, request: Request) -> Reply | None:
    """Answer the front page, /feed/, the articles and /wp-json; None for any other path."""
    if request.path.startswith("/wp-json/"):
        return wordpress_api.respond(edition, request)
    if request.path == "/":
        return reply_with_html(
            render("wordpress/index.html", edition=edition, decoy=DECOY_PATH), changed=edition.changed
        )
    if request.path == "/feed/":
        return reply_with_text(
            render("wordpress/feed.xml", edition=edition),
            content_type="application/rss+xml; charset=UTF-8",
            changed=edition.changed,
        )
    for article in edition.articles:
        if article.path == request.path + "/":
            return redirect_to(article.path)
        if article.path == request.path:
            values = {"edition": edition, "article": article, "decoy": DECOY_PATH}
            page, stable = (
                render("wordpress/article.html", **values, related=edition.related(article, turn=turn))
                for turn in (request.turn, 0)
            )
            return reply_with_html(page, changed=article.changed, stable=stable)
    return None
