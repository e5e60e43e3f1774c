"""Conditional requests: what may be taken from the HTTP cache, and when the outlet is asked again."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from scrapy import Request
from scrapy.downloadermiddlewares.httpcache import HttpCacheMiddleware
from scrapy.extensions.httpcache import RFC2616Policy
from scrapy.http import Response
from scrapy.settings import BaseSettings

LISTING = "max-age=0"
"""Cache-Control of a request for a listing: always revalidated."""
PAGE = "max-age=86400"
"""Cache-Control of a request for a page: revalidated after a day, however long the outlet says that it keeps."""
_VALIDATORS = (b"ETag", b"Last-Modified")


class NewsCachePolicy(RFC2616Policy):
    """RFC 2616, but a page without validators is not fetched again for a while, and an error is never hidden.

    Every page is stored, or one that the outlet marks as not storable (many content systems mark all) would be
    fetched whole at each run. How old a page may be at most stands in the request: `LISTING` or `PAGE`.
    """

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self.revisit = settings.getfloat("CHIPWIRE_REVISIT_SECONDS")

    def should_cache_response(self, response: Response, request: Request) -> bool:  # noqa: ARG002 - Scrapy's signature
        """Store good pages and lasting redirects."""
        return response.status in {200, 203, 301, 308}

    def is_cached_response_fresh(self, cachedresponse: Response, request: Request) -> bool:
        """Return whether the stored page can be used without asking the outlet."""
        listing = request.headers.get(b"Cache-Control") == LISTING.encode()
        if not listing and not any(name in cachedresponse.headers for name in _VALIDATORS):
            return time.time() - float(request.meta.get("cache_timestamp", 0.0)) < self.revisit
        return super().is_cached_response_fresh(cachedresponse, request)

    def is_cached_response_valid(
        self,
        cachedresponse: Response,  # noqa: ARG002 - Scrapy's signature
        response: Response,
        request: Request,  # noqa: ARG002 - Scrapy's signature
    ) -> bool:
        """Return whether the outlet confirmed the stored page; an error of the server confirms nothing."""
        return response.status == 304


def prune_cache(folder: Path, *, days: float) -> int:
    """Remove what was not confirmed for so many days, and return how many entries that were.

    Scrapy passes over old entries, but leaves them on the disk.
    """
    oldest = time.time() - days * 86_400
    removed = 0
    # One entry is FOLDER/SPIDER/xx/FINGERPRINT/, whose file "meta" is written at each confirmation.
    for meta in folder.glob("*/*/*/meta"):
        if meta.stat().st_mtime < oldest:
            shutil.rmtree(meta.parent)
            removed += 1
    return removed


class NewsCacheMiddleware(HttpCacheMiddleware):
    """Scrapy's cache without its recovery from errors: an outlet that is down is to be reported as down."""

    DOWNLOAD_EXCEPTIONS = ()  # type: ignore[assignment]  # typed as the exact tuple that it replaces
