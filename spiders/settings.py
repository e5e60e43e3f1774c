"""Scrapy's settings: manners, limits and what is kept. `spiders.crawl` overrides single ones for a run."""

from __future__ import annotations

from pathlib import Path

BOT_NAME = "chipwire"
SPIDER_MODULES = [
    *("spiders.feed", "spiders.sitemap", "spiders.wordpress", "spiders.discourse", "spiders.mirror"),
    "spiders.listing",
]
USER_AGENT = "Chipwire/0.1 (news research)"

# Manners
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "Chipwire"
DOWNLOAD_DELAY = 1.0
# Both the same: a request that waits in a host's queue has passed the check whether the host wants a pause.
CONCURRENT_REQUESTS = 2
CONCURRENT_REQUESTS_PER_DOMAIN = 2
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_MAX_DELAY = 30.0
RETRY_TIMES = 2
# The longest pause that a run keeps to; an outlet that asks for more is left to the next run.
CHIPWIRE_RETRY_MAX_WAIT = 120.0
CHIPWIRE_RETRY_WAIT = 2.0
CHIPWIRE_CRAWL_DELAY_MAX = 60.0
COOKIES_ENABLED = False
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.9,*/*;q=0.5",
    "Accept-Language": "en,*;q=0.5",
}

# Limits
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024
DOWNLOAD_WARNSIZE = 4 * 1024 * 1024
DNS_TIMEOUT = 15
REDIRECT_MAX_TIMES = 8
# A refresh inside a page leads to consent walls and browser checks more often than to the article.
METAREFRESH_ENABLED = False
# Each page of a listing is one deeper than the one before.
DEPTH_LIMIT = 200
# First listed, first fetched: spiders list the newest first, and a budget may end the crawl early.
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"
CLOSESPIDER_TIMEOUT = 600
CHIPWIRE_MAX_BYTES = 256 * 1024 * 1024
MEMUSAGE_LIMIT_MB = 1024

# What is kept, below one folder
_DATA = Path("data").absolute()
HTTPCACHE_ENABLED = True
HTTPCACHE_DIR = str(_DATA / "httpcache")
HTTPCACHE_GZIP = True
HTTPCACHE_POLICY = "spiders.cache.NewsCachePolicy"
# A page without validators is not fetched again sooner than this.
CHIPWIRE_REVISIT_SECONDS = 3600.0
CHIPWIRE_ARCHIVE_DIR = str(_DATA / "archive")
# The spool of one run; `spiders.crawl` sets it.
CHIPWIRE_SPOOL = ""
# Hosts off the public web that may be fetched, from sources.toml.
CHIPWIRE_ALLOW_HOSTS: list[str] = []

# The guard
TWISTED_DNS_RESOLVER = "spiders.gate.GuardedResolver"
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_HANDLERS = {"file": None, "ftp": None, "s3": None, "data": None}
# A proxy would resolve names itself, out of the guard's sight.
HTTPPROXY_ENABLED = False
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "spiders.politeness.RobotsMiddleware": 100,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "spiders.politeness.BackOffMiddleware": 550,
    "spiders.gate.GuardMiddleware": 560,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "spiders.gate.LoopRefusingRedirects": 600,
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
    "spiders.cache.NewsCacheMiddleware": 900,
    "spiders.wholeness.WholeBodyMiddleware": 950,
    # Switched off above; out of the list they are not imported either, which is a third of a short crawl's time.
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
}
EXTENSIONS = {
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.remote_control.RemoteControl": None,
    "spiders.politeness.CrawlDelay": 500,
    "spiders.budget.ByteBudget": 500,
    "scrapy.extensions.memusage.MemoryUsage": None,
    "spiders.memory.CrawlMemoryUsage": 0,
}
ITEM_PIPELINES = {"spiders.keep.SpoolPipeline": 900}

# For `scrapy crawl ... -o pages.jsonl`: a body is bytes, which JSON cannot hold; the archive has it.
FEED_EXPORT_FIELDS = [
    *("source", "kind", "url", "status", "content_type", "fetched_at", "hints", "archive"),
    *("stage", "subject", "reason", "sample"),
]
LOG_LEVEL = "INFO"
