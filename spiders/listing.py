"""Listing pages: a section front, a press room, any page that links to articles, with the pages that follow it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from scrapy.http import HtmlResponse, Response

from spiders.base import Output, SourceSpider
from spiders.items import SourceKind
from spiders.links import find_next, guess_links, select_links


class ListingSpider(SourceSpider):
    """Fetches the pages that a listing links to, in its order.

    The option `selector` (CSS) names the links; without it they are told by their words, place and address. `next`
    (CSS) names the link to the following page where the page has none with rel=next; `pages` bounds how many are read.
    """

    name = "listing"
    kind = SourceKind.LISTING

    def parse_listing(self, response: Response, number: int = 1) -> Iterator[Output]:
        """Yield a request for each article's page, and for the next page of the listing."""
        if not isinstance(response, HtmlResponse):
            yield self.reject_listing(response, "the listing is no HTML page")
            return
        selector = self.source.options.get("selector")
        links = guess_links(response) if selector is None else select_links(response, selector)
        if not links and number == 1:
            advice = "set the option selector" if selector is None else f"selector {selector!r} names none"
            yield self.reject_listing(response, f"no link to an article was found; {advice}")
            return
        self.count_listing(response)
        mark = self.frontier.mark()
        for link in links:
            yield from self.request_page(link.url, base=response.url, hints={"title": link.title})
        if links and self.frontier.goes_on(mark):
            yield from self.follow(response, number)

    def follow(self, response: HtmlResponse, number: int) -> Iterator[Output]:
        """Yield the request for the next page, where there is one on this host that was not read yet."""
        self.frontier.add(response.url)
        address = find_next(response, self.source.options.get("next"))
        if address is None or number >= int(self.source.options.get("pages", "3")):
            return
        url = self.source.served(address)
        if not url.startswith(("http://", "https://")):
            return
        if urlsplit(url).netloc != urlsplit(response.url).netloc:
            yield self.rows.reject(url, kind="listing", reason="the next page of the listing lies on another host")
        elif self.frontier.add(url):
            yield self.request_listing(url).replace(cb_kwargs={"number": number + 1})
