"""How much one crawl may download."""

from __future__ import annotations

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.defer import deferred_from_coro

from spiders.stats import Stat


class ByteBudget:
    """Counts what comes over the wire, which Scrapy's own count mixes with the cache, and ends a crawl at its limit."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.most = crawler.settings.getint("CHIPWIRE_MAX_BYTES")
        self.spent = 0
        self.ended = False
        crawler.signals.connect(self.count, signal=signals.response_downloaded)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ByteBudget:
        """Return the extension, listening."""
        return cls(crawler)

    def count(self, response: Response) -> None:
        """Add one response."""
        self.spent += len(response.body)
        self.crawler.stats.set_value(str(Stat.BYTES), self.spent)
        self.crawler.stats.inc_value(str(Stat.REQUESTS))
        if self.spent > self.most and not self.ended:
            self.ended = True
            deferred_from_coro(self.crawler.engine.close_spider_async(reason="budget of bytes is spent"))
