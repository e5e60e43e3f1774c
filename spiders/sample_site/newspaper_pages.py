"""The newspaper: sitemaps, a section front with older pages behind it, and articles with JSON-LD."""

from __future__ import annotations

from typing import Any

from spiders.sample_site.articles import SampleArticle
from spiders.sample_site.edition import Edition, Reply, Request, reply_with_html, reply_with_text
from spiders.sample_site.rendering import render
from spiders.sample_site.standard_pages import DECOY_PATH

_SITEMAPS = ("/sitemap-index.xml", "/sitemap-news.xml", "/sitemap-pages.xml")
_SECTION = "/chips/"
_PER_PAGE = 5


def respond(edition: Edition, request: Request) -> Reply | None:
    """Answer the front page, the section front, the sitemaps, /about and the articles; None for any other path."""
    if request.path in {"/", "/about"}:
        template = "newspaper/index.html" if request.path == "/" else "newspaper/about.html"
        return reply_with_html(render(template, edition=edition, decoy=DECOY_PATH), changed=edition.changed)
    if request.path in _SITEMAPS:
        return reply_with_text(
            render("newspaper" + request.path, edition=edition),
            content_type="application/xml; charset=utf-8",
            changed=edition.changed,
        )
    if request.path == _SECTION:
        return _show_section(edition, request)
    for article in edition.articles:
        if article.path == request.path:
            page = render(
                "newspaper/article.html",
                edition=edition,
                article=article,
                related=edition.related(article),
                json_ld=_describe_article(edition, article),
                decoy=DECOY_PATH,
            )
            return reply_with_html(page, changed=article.changed)
    return None


def _show_section(edition: Edition, request: Request) -> Reply | None:
    articles = [article for article in edition.articles if article.section != "life"]
    pages = -(-len(articles) // _PER_PAGE)
    text = request.query.get("page", "1")
    if text not in {str(number) for number in range(1, pages + 1)}:
        return None
    page = int(text)
    shown = articles[(page - 1) * _PER_PAGE : page * _PER_PAGE]
    following = f"{_SECTION}?page={page + 1}" if page < pages else None
    values = {"edition": edition, "articles": shown, "following": following, "decoy": DECOY_PATH}
    return reply_with_html(render("newspaper/section.html", **values), changed=edition.changed)


def _describe_article(edition: Edition, article: SampleArticle) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": {"@type": "WebPage", "@id": article.canonical_url},
        "url": article.canonical_url,
        "headline": article.title,
        "description": article.summary,
        "datePublished": article.published.isoformat(),
        "dateModified": article.changed.isoformat(),
        "inLanguage": article.language,
        "articleSection": article.section,
        "isAccessibleForFree": not article.paywall,
        "author": [{"@type": "Person", "name": name} for name in article.authors],
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": edition.outlet.name,
            "url": edition.outlet.canonical_base,
        },
    }
