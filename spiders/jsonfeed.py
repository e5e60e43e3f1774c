"""JSON Feed, versions 1 and 1.1 (jsonfeed.org): what it says of each page, taken with distrust."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from spiders.sitemap import read_moment

_BLANK = b" \t\r\n"
_MARK = b"\xef\xbb\xbf"
_MOST_AUTHORS = 20
_LONGEST_DATE = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry. `address` is None where it names no page, `published` where it has no date that can be read."""

    address: str | None
    published: datetime | None
    hints: Mapping[str, str]


def is_json(body: bytes, *, content_type: str) -> bool:
    """Return whether a feed is to be read as JSON: by its first sign, which outlets get right more often than types."""
    start = body[:1024].removeprefix(_MARK).lstrip(_BLANK)[:1]
    return start == b"{" or ("json" in content_type.lower() and start != b"<")


def read_items(feed: object) -> list[Item | None]:
    """Return the entries of a feed, newest first, None for one that is no entry; raise ValueError where it is no feed.

    Entries without a date follow the dated ones, in the feed's own order.
    """
    if not isinstance(feed, dict):
        raise ValueError("the answer is no JSON object")  # noqa: TRY004 - wrong data, not a wrong call
    items = feed.get("items")
    if not isinstance(items, list):
        given = "missing" if items is None else type(items).__name__
        raise ValueError(f"items is {given}, not a list")  # noqa: TRY004 - as above
    authors = _read_authors(feed)
    found = [_read_item(item, authors=authors) if isinstance(item, dict) else None for item in items]
    return sorted(found, key=_read_age)


def _read_item(item: Mapping[str, object], *, authors: str) -> Item:
    published = _read_date(item.get("date_published"))
    modified = _read_date(item.get("date_modified"))
    return Item(
        address=_find_address(item),
        published=published or modified,
        hints={
            "title": _read_text(item.get("title")),
            "published": published.isoformat() if published else "",
            "modified": modified.isoformat() if modified else "",
            "authors": _read_authors(item) or authors,
        },
    )


def _find_address(item: Mapping[str, object]) -> str | None:
    for name in ("url", "id", "external_url"):
        value = item.get(name)
        # An id is any text that stays the same, and often the address; it can be relative only by chance.
        if isinstance(value, str) and value.strip() and (name == "url" or value.startswith(("http://", "https://"))):
            return value
    return None


def _read_authors(holder: Mapping[str, object]) -> str:
    """Return the names that version 1.1 (`authors`) or 1 (`author`) gives, separated by semicolons."""
    given = holder.get("authors")
    people = given[:_MOST_AUTHORS] if isinstance(given, list) else [holder.get("author")]
    return "; ".join(name for name in _read_names(people) if name)


def _read_names(people: list[object]) -> Iterator[str]:
    for person in people:
        if isinstance(person, dict):
            yield _read_text(person.get("name"))


def _read_text(value: object) -> str:
    # JSON can spell half a character, which no file and no table takes.
    text = value[:4000].encode("utf-8", "replace").decode() if isinstance(value, str) else ""
    return " ".join(text.split())[:1000]


def _read_date(value: object) -> datetime | None:
    return read_moment(value) if isinstance(value, str) and len(value) <= _LONGEST_DATE else None


def _read_age(item: Item | None) -> float:
    return 1.0 if item is None or item.published is None else min(0.0, -item.published.timestamp())
