"""Every row that a spider brings goes into the spool, and so does every page that a spider failed on."""

from __future__ import annotations

from pathlib import Path

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from twisted.python.failure import Failure

from spiders.base import SourceSpider
from spiders.items import RawPage, Rejected
from spiders.spool import SpoolWriter
from spiders.stats import Stat


class SpoolPipeline:
    """Writes the spool that the setting CHIPWIRE_SPOOL names; without one there is nothing to do."""

    def __init__(self, crawler: Crawler, spool: SpoolWriter) -> None:
        self.crawler = crawler
        self.spool = spool
        crawler.signals.connect(self.add_error, signal=signals.spider_error)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> SpoolPipeline:
        """Return the pipeline with its spool opened."""
        path = crawler.settings["CHIPWIRE_SPOOL"]
        if not path:
            raise NotConfigured
        spool = SpoolWriter(Path(path), archive_dir=Path(crawler.settings["CHIPWIRE_ARCHIVE_DIR"]))
        return cls(crawler, spool)

    def process_item(self, item: RawPage | Rejected) -> RawPage | Rejected:
        """Add the row and pass it on."""
        spider = self.crawler.spider
        self.spool.add(item, visit=spider.rows.take_visit(item) if isinstance(spider, SourceSpider) else None)
        return item

    def add_error(self, failure: Failure, response: Response, spider: SourceSpider) -> None:
        """Add a row for a page that made a spider fail: the mistake is ours, but the page must not be lost."""
        self.crawler.stats.inc_value(f"{Stat.ERRORS}spider")
        reason = f"the spider failed: {type(failure.value).__name__}: {failure.value}"
        sample = response.body[:200].decode("utf-8", "replace")
        subject = spider.source.canonical(response.url)
        self.spool.add(
            Rejected(stage="fetch", subject=subject, reason=reason[:500], sample=sample, source=spider.source.name)
        )

    def close_spider(self) -> None:
        """Close the spool."""
        self.spool.close()
