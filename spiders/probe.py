"""Looking at a site once, to find out which kind of source it is; run by `crawl(..., probe=True)`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urldefrag, urlsplit

from scrapy import Request
from scrapy.http import HtmlResponse, Response
from twisted.python.failure import Failure

from spiders.base import Output, SourceSpider
from spiders.feed import parse_feed
from spiders.items import SourceKind
from spiders.jsonfeed import is_json, read_items
from spiders.links import guess_links
from spiders.payload import read_content_type, read_json
from spiders.signs import Signs, read_signs
from spiders.sitemap import find_sitemaps, read_sitemap

Examine = Callable[[Response], dict[str, Any] | None]
"""Reads the answer to one question: the keys of an entry, or None where it is not what was hoped for."""

_MOST_FEEDS = 3
_MOST_SITEMAPS = 3


class ProbeSpider(SourceSpider):
    """Yields one page whose body is the entry (JSON) that fits the site at the source's address.

    One question at a time, the surest first, and none after the one that is answered: the address may be a feed or a
    sitemap itself; then Discourse, WordPress, the feeds that the page names, its own links where it is a section
    rather than the site's front, the sitemaps of robots.txt, and its links at last.
    """

    name = "probe"
    kind = SourceKind.LISTING

    def parse_listing(self, response: Response) -> Iterator[Output]:
        """Yield the entry, or the first question."""
        self.count_listing(response)
        entry = read_feed(response) or read_sitemap_address(response)
        if entry is not None:
            yield self.hand_over(response, entry)
            return
        self.signs = read_signs(response) if isinstance(response, HtmlResponse) else Signs()
        links = guess_links(response) if isinstance(response, HtmlResponse) else []
        self.links = {"kind": self.tell_kind([link.url for link in links]), "url": response.url} if links else None
        self.front = urlsplit(response.url).path in {"", "/"}
        self.questions = list(self.list_questions(response))
        yield from self.ask(response)

    def list_questions(self, response: Response) -> Iterator[tuple[str, Examine]]:
        """Yield what to ask for, in order, and who reads the answer."""
        signs = self.signs
        site = "{0.scheme}://{0.netloc}".format(urlsplit(response.url))
        # A site that names no feed may still be one of these, without saying so.
        if signs.discourse or not (signs.feeds or signs.wordpress):
            yield f"{site}/latest.json", read_forum
        if signs.wordpress or not (signs.feeds or signs.discourse):
            yield f"{(signs.api or site + '/wp-json').rstrip('/')}/wp/v2/posts?per_page=1", read_posts
        for address in signs.feeds[:_MOST_FEEDS]:
            yield address, read_feed
        if self.front or self.links is None:
            yield f"{site}/robots.txt", self.read_robots

    def ask(self, response: Response) -> Iterator[Output]:
        """Yield the next question, or what the page's own links say when there is none left."""
        if self.questions:
            address, examine = self.questions.pop(0)
            request = self.request_listing(address).replace(dont_filter=True)
            yield request.replace(
                callback=self.take_answer, errback=self.take_failure, cb_kwargs={"examine": examine, "front": response}
            )
        elif self.links is not None:
            yield self.hand_over(response, self.links)
        else:
            yield self.reject_listing(response, "no feed, API, sitemap or list of articles was found")

    def take_answer(self, response: Response, examine: Examine, front: Response) -> Iterator[Output]:
        """Yield the entry where the answer gives one, else go on."""
        entry = examine(response)
        if entry is None:
            yield from self.ask(front)
        else:
            yield self.hand_over(front, entry)

    def take_failure(self, failure: Failure) -> Iterator[Output]:
        """Yield why there was no answer, and go on."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it for every errback
        yield from self.reject_request(failure)
        yield from self.ask(request.cb_kwargs["front"])

    def read_robots(self, response: Response) -> dict[str, Any] | None:
        """Put the sitemaps that robots.txt names, those for news first, among the questions; never an entry itself."""
        found = (url for url in find_sitemaps(response) if url.startswith(("http://", "https://")))
        wanted = sorted(found, key=_lacks_news)
        self.questions[:0] = [(url, read_sitemap_address) for url in wanted[:_MOST_SITEMAPS]]
        return None

    def hand_over(self, front: Response, entry: dict[str, Any]) -> Output:
        """Return the page that carries the entry, with what the site says of itself."""
        signs = getattr(self, "signs", Signs())
        known = {"outlet": signs.outlet, "language": signs.language}
        full = {**{name: value for name, value in known.items() if value}, **entry}
        return self.rows.make_page(
            front, url=front.url, hints={}, content_type="application/json", body=json.dumps(full).encode()
        )

    def tell_kind(self, urls: list[str]) -> str:
        """Return whether links lead to a text-only mirror's pages or to any others."""
        texts = sum(urlsplit(url).path.endswith(".txt") for url in urls)
        return SourceKind.MIRROR if 2 * texts > len(urls) else SourceKind.LISTING


def read_feed(response: Response) -> dict[str, Any] | None:
    """Return the entry of a feed."""
    content_type = read_content_type(response)
    entry = {"kind": SourceKind.FEED, "url": response.url}
    if is_json(response.body, content_type=content_type):
        try:
            items = read_items(read_json(response))
        except ValueError:
            return None
        return entry if any(item is not None and item.address for item in items) else None
    if isinstance(response, HtmlResponse):
        return None
    feed = parse_feed(response.body, content_type=content_type, address=response.url)
    return entry if feed.get("version") and feed.get("entries") else None


def read_sitemap_address(response: Response) -> dict[str, Any] | None:
    """Return the entry of a sitemap or an index of them."""
    if isinstance(response, HtmlResponse):
        return None
    try:
        entries = read_sitemap(response.body).entries
    except ValueError:
        return None
    return {"kind": SourceKind.SITEMAP, "url": response.url} if entries else None


def read_forum(response: Response) -> dict[str, Any] | None:
    """Return the entry of a Discourse forum from its newest topics."""
    value = read_json(response)
    topic_list = value.get("topic_list") if isinstance(value, dict) else None
    if not isinstance(topic_list, dict) or not isinstance(topic_list.get("topics"), list):
        return None
    return {"kind": SourceKind.DISCOURSE, "url": response.url.partition("/latest.json")[0] + "/"}


def read_posts(response: Response) -> dict[str, Any] | None:
    """Return the entry of a WordPress site from its newest post."""
    posts = read_json(response)
    if not isinstance(posts, list) or not posts or not isinstance(posts[0], dict) or "link" not in posts[0]:
        return None
    return {"kind": SourceKind.WORDPRESS, "url": urldefrag(response.url).url.partition("/wp-json")[0] + "/"}


def _lacks_news(url: str) -> bool:
    return "news" not in urlsplit(url).path.lower()
