"""The WordPress REST API as far as a reader of posts meets it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from spiders.sample_site.articles import SampleArticle
from spiders.sample_site.edition import Edition, Reply, Request, reply_with_json
from spiders.sample_site.rendering import render

_POSTS = "/wp-json/wp/v2/posts"
_MOST_PER_PAGE = 100


def respond(edition: Edition, request: Request) -> Reply | None:
    """Answer /wp-json/, the list of posts and one post; None for any other path."""
    if request.path == "/wp-json/":
        return reply_with_json(
            {
                "name": edition.outlet.name,
                "description": edition.outlet.tagline,
                "url": edition.outlet.canonical_base,
                "gmt_offset": edition.outlet.utc_offset_hours,
                "namespaces": ["wp/v2"],
            }
        )
    if request.path == _POSTS:
        return _list_posts(edition, request.query)
    if request.path.startswith(_POSTS + "/"):
        wanted = request.path.removeprefix(_POSTS + "/")
        for article in edition.articles:
            if str(article.number) == wanted:
                return reply_with_json(_describe_post(edition, article, embed="_embed" in request.query))
        return _refuse("rest_post_invalid_id", "Invalid post ID.", status=404)
    return None


def _list_posts(edition: Edition, query: Mapping[str, str]) -> Reply:
    try:
        page = _read_number(query, "page", default=1, most=10**6)
        per_page = _read_number(query, "per_page", default=10, most=_MOST_PER_PAGE)
        after = _read_moment(query, edition)
    except ValueError as err:
        return _refuse("rest_invalid_param", f"Invalid parameter(s): {err}", status=400)
    found = [article for article in edition.articles if after is None or article.published > after]
    pages = -(-len(found) // per_page)
    if page > max(pages, 1):
        message = "The page number requested is larger than the number of pages available."
        return _refuse("rest_post_invalid_page_number", message, status=400)
    posts = [
        _describe_post(edition, article, embed="_embed" in query)
        for article in found[(page - 1) * per_page : page * per_page]
    ]
    if "_fields" in query:
        wanted = {name.split(".")[0] for name in query["_fields"].split(",")}
        posts = [{name: value for name, value in post.items() if name in wanted} for post in posts]
    headers = {"X-WP-Total": str(len(found)), "X-WP-TotalPages": str(pages)}
    if page < pages:
        headers["Link"] = f'<{edition.base}{_POSTS}?page={page + 1}&per_page={per_page}>; rel="next"'
    return reply_with_json(posts, headers=headers)


def _read_number(query: Mapping[str, str], name: str, *, default: int, most: int) -> int:
    text = query.get(name, str(default))
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= most:
        raise ValueError(name)
    return int(text)


def _read_moment(query: Mapping[str, str], edition: Edition) -> datetime | None:
    if "after" not in query:
        return None
    try:
        moment = datetime.fromisoformat(query["after"])
    except ValueError as err:
        raise ValueError("after") from err
    return moment if moment.tzinfo else moment.replace(tzinfo=edition.outlet.zone)


def _refuse(code: str, message: str, *, status: int) -> Reply:
    return reply_with_json({"code": code, "message": message, "data": {"status": status}}, status=status)


def _describe_post(edition: Edition, article: SampleArticle, *, embed: bool) -> dict[str, Any]:
    content = render("wordpress/content.html", edition=edition, article=article)
    post: dict[str, Any] = {
        "id": article.number,
        "date": _say_time(article.published.astimezone(edition.outlet.zone)),
        "date_gmt": _say_time(article.published.astimezone(UTC)),
        "guid": {"rendered": f"{edition.outlet.canonical_base}/?p={article.number}"},
        "modified": _say_time(article.changed.astimezone(edition.outlet.zone)),
        "modified_gmt": _say_time(article.changed.astimezone(UTC)),
        "slug": article.slug,
        "status": "publish",
        "type": "post",
        "link": article.canonical_url,
        "title": {"rendered": _render_text(article.title)},
        "content": {"rendered": content, "protected": False},
        "excerpt": {"rendered": f"<p>{_render_text(article.summary)} [&hellip;]</p>\n", "protected": False},
        "author": 1,
    }
    if embed:
        post["_embedded"] = {
            "author": [{"id": number, "name": name} for number, name in enumerate(article.authors, start=1)],
            "wp:term": [[{"id": 1, "name": article.section, "taxonomy": "category"}]],
        }
    return post


def _render_text(text: str) -> str:
    """Return text as WordPress renders titles: HTML with numeric entities for typographic quotes."""
    return render("wordpress/text.html", text=text).replace("’", "&#8217;").replace("–", "&#8211;")


def _say_time(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(timespec="seconds")
