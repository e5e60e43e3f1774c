"""WordPress sites, through the REST API that every one of them has unless it is switched off."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import urlencode

from scrapy import Request
from scrapy.http import Response

from spiders.base import Output, SourceSpider
from spiders.items import RawPage, Rejected, SourceKind
from spiders.payload import read_json
from spiders.rows import find_visit
from spiders.sitemap import read_moment
from spiders.visits import Visit

# Brings the names of authors and categories, which are numbers otherwise.
_EMBED = "author,wp:term"


class WordpressSpider(SourceSpider):
    """Reads the posts, newest first, page by page until the budget is spent or there are no more.

    With the option `body = "api"` (the default) a post is taken from the API's answer, as JSON; with "page" its
    web page is fetched. `after` is the date (ISO 8601) of the oldest post wanted, `search` a word it must have.
    """

    name = "wordpress"
    kind = SourceKind.WORDPRESS

    @property
    def posts(self) -> str:
        """The address of the API's posts."""
        return f"{self.source.base.rstrip('/')}/wp-json/wp/v2/posts"

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
            "_embed": _EMBED,
        }
        query |= {name: self.source.options[name] for name in ("after", "search") if name in self.source.options}
        newest = read_moment(self.frontier.memory.newest or "")
        if newest is not None:
            # A day back: posts are dated when they were planned, and the site's clock is not ours.
            since = (newest - timedelta(days=1)).strftime("%Y-%m-%dT00:00:00")
            query["after"] = max(since, str(query.get("after", "")))
        request = self.request_listing(f"{self.posts}?{urlencode(query)}")
        return request.replace(cb_kwargs={"number": number})

    def parse_listing(self, response: Response, number: int = 1) -> Iterator[Output]:
        """Yield the posts of one page of the API, and the request for the next."""
        posts = read_json(response)
        if not isinstance(posts, list):
            yield self.reject_listing(response, "the answer is no list of posts; is the REST API switched off?")
            return
        self.count_listing(response)
        mark = self.frontier.mark()
        for post in posts:
            yield from self.take_post(post, response)
        pages = (response.headers.get(b"X-WP-TotalPages") or b"").decode("latin-1")
        last = int(pages[:6]) if pages.isdecimal() else 1
        if posts and number < last and self.frontier.goes_on(mark):
            yield self.request_posts(number + 1)

    def take_post(self, post: object, response: Response) -> Iterator[Output]:
        """Yield one post as a page, or the request for its page."""
        link = post.get("link") if isinstance(post, dict) else None
        if not isinstance(post, dict) or not isinstance(link, str):
            yield self.rows.reject(response.url, kind="listing", reason="a post of the API's answer has no link")
            return
        hints = read_hints(post)
        if self.source.options.get("body") == "page":
            yield from self.request_page(link, base=response.url, hints=hints)
            return
        # Nothing is fetched there, but it names the article.
        url, refusal = self.frontier.read_address(link, base=response.url, allow_hosts=self.allow_hosts)
        if not self.frontier.add(url):
            return
        if refusal is not None:
            yield self.rows.reject(url, kind="refused address", reason=refusal)
        elif self.frontier.take(url, hints=hints):
            number, given = post.get("id"), self.frontier.give_hints(hints)
            again = f"{self.posts}/{number}?{urlencode({'_embed': _EMBED})}" if isinstance(number, int) else ""
            visit = Visit(address=self.frontier.identify(url), request=self.source.canonical(again), hints=given)
            yield self.make_post(post, response, url=url, hints=given, visit=visit)

    def parse_again(self, response: Response, hints: Mapping[str, str]) -> Iterator[RawPage | Rejected]:
        """Yield one post, from the API's answer or from its page."""
        if self.source.options.get("body") == "page":
            yield from self.parse_page(response, hints=hints)
            return
        visit = find_visit(response.request)
        post = read_json(response)
        link = post.get("link") if isinstance(post, dict) else None
        if not isinstance(post, dict) or not isinstance(link, str):
            reason = "the answer is no post"
            yield self.rows.reject(response.url, kind="listing", reason=reason, sample=response.body, visit=visit)
            return
        url, refusal = self.frontier.read_address(link, base=response.url, allow_hosts=self.allow_hosts)
        if refusal is not None:
            yield self.rows.reject(url, kind="refused address", reason=refusal, visit=visit)
            return
        given = self.frontier.give_hints(read_hints(post))
        yield self.make_post(post, response, url=url, hints=given, visit=visit)

    def make_post(
        self, post: dict[str, Any], response: Response, *, url: str, hints: Mapping[str, str], visit: Visit | None
    ) -> RawPage:
        """Return the page of a post that the API gave."""
        body = json.dumps(post, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        return self.rows.make_page(
            response, url=url, hints=hints, content_type="application/json", body=body, visit=visit
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
