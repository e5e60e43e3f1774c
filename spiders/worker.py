"""The inside of a crawl's process."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from spiders.cache import prune_cache
from spiders.sources import Source

# Feeds and news sitemaps name a page for days, not months.
_CACHE_DAYS = 60


def run_job(source: Source, *, settings: Mapping[str, Any], counts: Path) -> None:
    """Crawl a source to its end and write Scrapy's counts as JSON."""
    merged = Settings()
    merged.setmodule("spiders.settings", priority="project")
    merged.update(dict(settings), priority="cmdline")
    process = AsyncCrawlerProcess(merged)
    crawler = process.create_crawler(source.kind.value)
    process.crawl(crawler, source=source)
    process.start()
    prune_cache(Path(merged["HTTPCACHE_DIR"]), days=_CACHE_DAYS)
    written = counts.with_suffix(".part")
    written.write_text(json.dumps(crawler.stats.get_stats(), default=str), encoding="utf-8")
    written.replace(counts)
