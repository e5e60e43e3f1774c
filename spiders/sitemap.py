"""Sitemaps: news sitemaps, plain ones, indexes of them, and those that robots.txt names."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from urllib.parse import urlsplit

from lxml import etree
from protego import Protego
from scrapy import Request
from scrapy.http import Response

from spiders.base import Output, SourceSpider
from spiders.items import SourceKind
from spiders.politeness import MOST_OF_ROBOTS

# Fifty thousand addresses and 50 MB unpacked are the limits of the protocol itself.
_MOST_ENTRIES = 50_000
_MOST_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One page or one further sitemap, with what the sitemap says of it: texts by the element's local name."""

    address: str
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def moment(self) -> datetime | None:
        """When the page was published or last changed; None where it is not said or cannot be read."""
        for name in ("publication_date", "lastmod"):
            moment = read_moment(self.texts.get(name, ""))
            if moment is not None:
                return moment
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What was read of a sitemap: the name of its root, its entries, and why the rest was not, None where all was."""

    root: str
    entries: tuple[Entry, ...]
    broken: str | None = None


class SitemapSpider(SourceSpider):
    """Fetches the pages of a sitemap, newest first; follows indexes, newest first, up to the option `sitemaps`.

    The option `days` leaves out what is older. An address that is no .xml is taken for a site, whose robots.txt
    says where its sitemaps are.
    """

    name = "sitemap"
    kind = SourceKind.SITEMAP

    def begin(self) -> Iterable[Request]:
        """Return the request for the sitemap, or for robots.txt where the source is a site."""
        self.sitemaps_left = int(self.source.options.get("sitemaps", "10"))
        parts = urlsplit(self.source.url)
        if parts.path in {"", "/", "/robots.txt"}:
            return [self.request_listing(f"{parts.scheme}://{parts.netloc}/robots.txt", self.parse_robots)]
        return [self.request_listing(self.source.url)]

    def parse_robots(self, response: Response) -> Iterator[Output]:
        """Yield the sitemaps that robots.txt names, or the customary one where it names none."""
        for address in find_sitemaps(response) or ["/sitemap.xml"]:
            yield from self.request_sitemap(address, base=response.url)

    def request_sitemap(self, address: str, *, base: str) -> Iterator[Output]:
        """Yield the request for a further sitemap; nothing where it was read before or enough were read."""
        url, refusal = self.frontier.read_address(address, base=base, allow_hosts=self.allow_hosts)
        if not self.frontier.add(url) or self.sitemaps_left <= 0:
            return
        if refusal is not None:
            yield self.rows.reject(url, kind="refused address", reason=refusal)
            return
        self.sitemaps_left -= 1
        yield self.request_listing(url)

    def parse_listing(self, response: Response) -> Iterator[Output]:
        """Yield the pages of a sitemap, or the sitemaps of an index."""
        try:
            sitemap = read_sitemap(response.body)
        except ValueError as err:
            yield self.reject_listing(response, f"not a sitemap ({err})")
            return
        self.count_listing(response)
        if sitemap.broken is not None:
            yield self.reject_listing(response, f"{len(sitemap.entries)} entries were read; {sitemap.broken}")
        oldest = datetime.now(UTC) - timedelta(days=int(self.source.options.get("days", "36500")))
        kept = [entry for entry in sitemap.entries if entry.moment is None or entry.moment >= oldest]
        for entry in sorted(kept, key=_read_age):
            if sitemap.root == "sitemapindex":
                yield from self.request_sitemap(entry.address, base=response.url)
                continue
            hints = {"title": entry.texts.get("title", ""), "language": entry.texts.get("language", "")[:2]}
            moments = {"published": entry.texts.get("publication_date", ""), "modified": entry.texts.get("lastmod", "")}
            for name, text in moments.items():
                hints[name] = text if read_moment(text) else ""
            outlet = self.source.outlet or entry.texts.get("name", "")
            yield from self.request_page(entry.address, base=response.url, hints={**hints, "outlet": outlet})


def find_sitemaps(response: Response) -> list[str]:
    """Return the addresses of sitemaps that a robots.txt names, as they stand there."""
    robots = Protego.parse(response.body[:MOST_OF_ROBOTS].decode("utf-8", "replace"))
    return list(robots.sitemaps)


def read_sitemap(body: bytes) -> Sitemap:
    """Return what a sitemap says, as far as it can be read; raise ValueError where it is no sitemap."""
    if body[:2] == b"\x1f\x8b":
        body = _unpack(body)
    parser = etree.iterparse(
        BytesIO(body), events=("start", "end"), resolve_entities=False, no_network=True, recover=True
    )
    root, entries, broken = "", [], None
    try:
        for event, element in parser:
            name = _local(element)
            if event == "start":
                root = root or name
            elif name in {"url", "sitemap"}:
                entries.append(_read_entry(element))
                # The finished entries would otherwise stay in memory as a tree.
                element.clear()
            if len(entries) >= _MOST_ENTRIES:
                broken = f"it has more than {_MOST_ENTRIES}"
                break
    except etree.XMLSyntaxError as err:
        if not entries:
            raise ValueError(str(err)) from err
        broken = f"it breaks off ({err})"
    if root not in {"urlset", "sitemapindex"}:
        raise ValueError(f"the root element is {root or '(none)'}, not urlset or sitemapindex")
    # Small faults are mended by the parser; at one of its limits (depth, entities that grow) it stops.
    limits = [row.message for row in parser.error_log if row.type_name == "ERR_RESOURCE_LIMIT"]
    if limits and broken is None:
        broken = f"it breaks off ({limits[0][:200].rstrip('.')})"
    return Sitemap(root=root, entries=tuple(entry for entry in entries if entry.address), broken=broken)


def read_moment(text: str) -> datetime | None:
    """Return a W3C date of a sitemap in UTC, or None."""
    try:
        moment = datetime.fromisoformat(text.strip())
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _read_entry(element: etree._Element) -> Entry:
    texts: dict[str, str] = {}
    for child in element.iterdescendants():
        if isinstance(child.tag, str) and child.text and child.text.strip():
            texts.setdefault(_local(child), " ".join(child.text.split()))
    return Entry(address=texts.pop("loc", ""), texts=texts)


def _read_age(entry: Entry) -> float:
    return -entry.moment.timestamp() if entry.moment is not None else 1.0


def _local(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _unpack(body: bytes) -> bytes:
    try:
        with gzip.open(BytesIO(body)) as file:
            unpacked = file.read(_MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as err:
        raise ValueError(f"the packed sitemap is damaged: {err}") from err
    if len(unpacked) > _MOST_BYTES:
        raise ValueError(f"unpacked it is larger than {_MOST_BYTES} bytes")
    return unpacked
