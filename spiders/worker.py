"""The inside of a crawl's process."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from spiders.cache import prune_cache
from spiders.probe import ProbeSpider
from spiders.sources import Source
from spiders.visits import Memory

# Feeds and news sitemaps name a page for days, not months.
_CACHE_DAYS = 60


def run_job(source: Source, *, memory: Memory, settings: Mapping[str, Any], counts: Path, probe: bool = False) -> None:
    """Crawl a source to its end, or look at its site, and write Scrapy's counts as JSON."""
    merged = Settings()
    merged.setmodule("spiders.settings", priority="project")
    merged.update(dict(settings), priority="cmdline")
    process = AsyncCrawlerProcess(merged)
    # Not by name: `scrapy list` shows one spider per kind of source, and the probe is none of them.
    crawler = process.create_crawler(ProbeSpider if probe else source.kind.value)
    process.crawl(crawler, source=source, memory=memory)
    process.start()
    prune_cache(Path(merged["HTTPCACHE_DIR"]), days=_CACHE_DAYS)
    written = counts.with_suffix(".part")
    written.write_text(json.dumps(crawler.stats.get_stats(), default=str), encoding="utf-8")
    written.replace(counts)
