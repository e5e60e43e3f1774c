"""WordPress sites, through the REST API that every one of them has unless it is switched off."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any
from urllib.parse import urlencode, urljoin

from scrapy import Request
from scrapy.http import Response

from spiders.base import Output, SourceSpider
from spiders.items import SourceKind
from spiders.payload import read_json
from spiders.stats import Stat


class WordpressSpider(SourceSpider):
    """Reads the posts, newest first, page by page until the budget is spent or there are no more.

    With the option `body = "api"` (the default) a post is taken from the API's answer, as JSON; with "page" its
    web page is fetched. `after` is the date (ISO 8601) of the oldest post wanted, `search` a word it must have.
    """

    name = "wordpress"
    kind = SourceKind.WORDPRESS

    def begin(self) -> Iterable[Request]:
        """Return the request for the newest posts."""
        return [self.request_posts(1)]

    def request_posts(self, number: int) -> Request:
        """Return the request for one page of posts."""
        query = {
            "per_page": min(100, int(self.source.options.get("per_page", "20"))),
            "page": number,
            "orderby": "date",
            "order": "desc",
            # Brings the names of authors and categories, which are numbers otherwise.
            "_embed": "author,wp:term",
        }
        query |= {name: self.source.options[name] for name in ("after", "search") if name in self.source.options}
        request = self.request_listing(f"{self.source.base.rstrip('/')}/wp-json/wp/v2/posts?{urlencode(query)}")
        return request.replace(cb_kwargs={"number": number})

    def parse_listing(self, response: Response, number: int = 1) -> Iterator[Output]:
        """Yield the posts of one page of the API, and the request for the next."""
        posts = read_json(response)
        if not isinstance(posts, list):
            yield self.reject_listing(response, "the answer is no list of posts; is the REST API switched off?")
            return
        self.count_listing()
        for post in posts:
            yield from self.take_post(post, response)
        pages = (response.headers.get(b"X-WP-TotalPages") or b"").decode("latin-1")
        if posts and self.left > 0 and pages.isdecimal() and number < int(pages[:6]):
            yield self.request_posts(number + 1)

    def take_post(self, post: object, response: Response) -> Iterator[Output]:
        """Yield one post as a page, or the request for its page."""
        link = post.get("link") if isinstance(post, dict) else None
        if not isinstance(post, dict) or not isinstance(link, str):
            yield self.reject(response.url, kind="listing", reason="a post of the API's answer has no link")
            return
        hints = read_hints(post)
        if self.source.options.get("body") == "page":
            yield from self.request_page(link, base=response.url, hints=hints)
            return
        url = urljoin(response.url, link)
        if url in self.listed:
            return
        self.listed.add(url)
        if not self.is_wanted(url, title=hints["title"]):
            self.count(Stat.OTHER_SECTION)
            return
        if self.left <= 0:
            self.count(Stat.OVER_BUDGET)
            return
        self.left -= 1
        yield self.make_page(
            response,
            url=url,
            hints=self.give_hints(hints),
            content_type="application/json",
            body=json.dumps(post, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"),
        )


def read_hints(post: dict[str, Any]) -> dict[str, str]:
    """Return what the API says of a post."""
    authors = [
        author.get("name", "") for author in _dig(post, "_embedded", "author", kind=list) if isinstance(author, dict)
    ]
    return {
        "title": " ".join(unescape(_dig(post, "title", "rendered", kind=str)).split()),
        "published": _say_utc(post.get("date_gmt")),
        "modified": _say_utc(post.get("modified_gmt")),
        "authors": "; ".join(name for name in authors if isinstance(name, str) and name),
    }


def _dig(post: dict[str, Any], outer: str, inner: str, *, kind: type[Any]) -> Any:
    """Return a nested value of the kind expected, or an empty one: the API's answer is as hostile as any page."""
    value = post.get(outer)
    found = value.get(inner) if isinstance(value, dict) else None
    return found if isinstance(found, kind) else kind()


def _say_utc(value: object) -> str:
    return f"{value}+00:00" if isinstance(value, str) and len(value) == len("2026-11-22T00:00:00") else ""
