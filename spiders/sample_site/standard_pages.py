"""What every outlet has: robots.txt and a page that robots.txt keeps crawlers away from."""

from __future__ import annotations

from spiders.sample_site.edition import Edition, Reply, Request, reply_with_html, reply_with_text
from spiders.sample_site.rendering import render

DECOY_PATH = "/private/press-accounts.html"


def respond(edition: Edition, request: Request) -> Reply | None:
    """Answer /robots.txt and the decoy; None for any other path."""
    if request.path == "/robots.txt":
        return reply_with_text(
            render("robots.txt", edition=edition), content_type="text/plain; charset=utf-8", changed=edition.changed
        )
    if request.path == DECOY_PATH:
        return reply_with_html(render("decoy.html", edition=edition))
    return None
