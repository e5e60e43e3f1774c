"""Text-only mirrors: an index page with links, and plain pages behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

from scrapy.http import HtmlResponse, Response, TextResponse

from spiders.base import Output, SourceSpider
from spiders.items import SourceKind

_ADDRESS = re.compile(r"https?://[^\s<>\"'\])]{1,2000}")
_MOST_LINKS = 5_000


class MirrorSpider(SourceSpider):
    """Fetches the pages that the index links to and that lie on its host, in its order."""

    name = "mirror"
    kind = SourceKind.MIRROR

    def parse_listing(self, response: Response) -> Iterator[Output]:
        """Yield a request for each link of the index."""
        links = list(find_links(response)) if isinstance(response, TextResponse) else []
        wanted = []
        for address, title in links[:_MOST_LINKS]:
            url = self.source.served(address)
            if urlsplit(url).netloc == urlsplit(response.url).netloc and self.frontier.is_wanted(url):
                wanted.append((address, title))
        if not wanted:
            yield self.reject_listing(response, f"the index has {len(links)} links, but none to a page of this mirror")
            return
        self.count_listing(response)
        for address, title in wanted:
            yield from self.request_page(address, base=response.url, hints={"title": title})


def find_links(response: TextResponse) -> Iterator[tuple[str, str]]:
    """Yield the absolute address and the words of each link to another page."""
    here = urldefrag(response.url).url
    if isinstance(response, HtmlResponse):
        found = [
            (link.attrib.get("href", ""), " ".join(" ".join(link.css("::text").getall()).split()))
            for link in response.css("a[href]")
        ]
    else:
        found = [(match.group(), "") for match in _ADDRESS.finditer(response.text)]
    for href, title in found:
        try:
            url = urldefrag(urljoin(response.url, href.strip())).url
        except ValueError:
            continue
        if url != here and url.startswith(("http://", "https://")):
            yield url, title
