"""Feeds: RSS, Atom and JSON Feed."""

from __future__ import annotations

import calendar
import codecs
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import feedparser
from scrapy.http import Response

from spiders.base import Output, SourceSpider
from spiders.items import Rejected, SourceKind
from spiders.jsonfeed import is_json, read_items
from spiders.payload import read_content_type, read_json

# Far more than outlets list; the rest of a longer feed is one row that says so.
_MOST_ITEMS = 10_000
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class FeedSpider(SourceSpider):
    """Fetches the page of every entry, with what the feed says of it as hints."""

    name = "feed"
    kind = SourceKind.FEED

    def parse_listing(self, response: Response) -> Iterator[Output]:
        """Yield a request for each entry's page, newest first where the feed has dates."""
        content_type = read_content_type(response)
        if is_json(response.body, content_type=content_type):
            yield from self.parse_json(response)
            return
        feed = parse_feed(response.body, content_type=content_type, address=response.url)
        entries = feed.get("entries", [])
        if not feed.get("version") and not entries:
            problem = feed.get("bozo_exception", "no feed element")
            yield self.reject_listing(response, f"neither RSS nor Atom ({' '.join(str(problem).split())[:200]})")
            return
        channel = feed.get("feed")
        self.count_listing(response, channel=channel if isinstance(channel, dict) else None)
        for entry in sorted(entries, key=_read_age)[:_MOST_ITEMS]:
            address = _find_address(entry)
            if address is None:
                yield self.rows.reject(response.url, kind="listing", reason=f"entry {_read_title(entry)!r} has no link")
                continue
            yield from self.request_page(address, base=response.url, hints=read_hints(entry))
        if len(entries) > _MOST_ITEMS:
            yield self.reject_surplus(response, len(entries))

    def parse_json(self, response: Response) -> Iterator[Output]:
        """Yield a request for each page of a JSON Feed, newest first where it has dates."""
        try:
            items = read_items(read_json(response))
        except ValueError as err:
            yield self.reject_listing(response, f"not a JSON Feed ({err})")
            return
        self.count_listing(response)
        for item in items[:_MOST_ITEMS]:
            if item is None or item.address is None:
                title = "" if item is None else item.hints["title"]
                yield self.rows.reject(response.url, kind="listing", reason=f"item {title!r} has no link")
                continue
            yield from self.request_page(item.address, base=response.url, hints=item.hints)
        if len(items) > _MOST_ITEMS:
            yield self.reject_surplus(response, len(items))

    def reject_surplus(self, response: Response, count: int) -> Rejected:
        """Return the one row for all that a feed has beyond what is read of it."""
        reason = f"the feed has {count} items; the newest {_MOST_ITEMS} were read"
        return self.rows.reject(response.url, kind="listing", reason=reason)


def parse_feed(body: bytes, *, content_type: str, address: str) -> Any:
    """Return what feedparser makes of a feed."""
    headers = {"content-type": content_type, "content-location": address}
    if body.startswith(_WIDE_MARKS):
        # Without a charset in the header feedparser goes by that one's default, and finds no feed.
        body = body.decode("utf-16", "replace").encode("utf-8", "replace")
        headers["content-type"] = f"{content_type.partition(';')[0]}; charset=utf-8"
    # As a stream: feedparser would take bytes that look like a file name for one, and open it.
    return feedparser.parse(BytesIO(body), response_headers=headers, sanitize_html=False)


def read_hints(entry: Mapping[str, Any]) -> dict[str, str]:
    """Return what a feed entry says of its page; a date that cannot be read is left out."""
    names = [author.get("name", "") for author in entry.get("authors", []) if isinstance(author, dict)]
    return {
        "title": _read_title(entry),
        "published": _say_time(entry.get("published_parsed")),
        "modified": _say_time(entry.get("updated_parsed") if "updated" in entry else None),
        "authors": "; ".join(name.strip() for name in names if name and name.strip()),
    }


def _find_address(entry: Mapping[str, Any]) -> str | None:
    link = entry.get("link")
    if isinstance(link, str) and link.strip():
        return link
    guid = entry.get("id")
    return guid if isinstance(guid, str) and guid.startswith(("http://", "https://")) else None


def _read_title(entry: Mapping[str, Any]) -> str:
    return " ".join(str(entry.get("title", "")).split())[:1000]


def _read_age(entry: Mapping[str, Any]) -> int:
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    # Undated entries keep the feed's own order, after the dated ones: sorting is stable.
    return -_count_seconds(moment) if moment is not None else 1


def _say_time(moment: Any) -> str:
    seconds = 0 if moment is None else _count_seconds(moment)
    return datetime.fromtimestamp(seconds, tz=UTC).isoformat() if seconds > 0 else ""


def _count_seconds(moment: Any) -> int:
    """Return a feedparser date, which is in UTC, as seconds since 1970; 0 where there is no such date."""
    try:
        return max(0, calendar.timegm(moment))
    except (ValueError, OverflowError, TypeError):
        return 0
