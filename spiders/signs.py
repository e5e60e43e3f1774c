"""What a site's page says of the site: its software, its feeds, its name and language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from scrapy.http import HtmlResponse

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/json")
_LANGUAGE = re.compile(r"[a-z]{2}(?=[-_]|\Z)")
_MOST_LINKS = 200
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What a page says of its site; empty or None where it says nothing. `api` is the root of WordPress's API."""

    discourse: bool = False
    wordpress: bool = False
    api: str | None = None
    feeds: tuple[str, ...] = ()
    outlet: str | None = None
    language: str | None = None


def read_signs(response: HtmlResponse) -> Signs:
    """Return what a page says of its site; feeds in its order, RSS and Atom first, those of comments left out."""
    generators = " ".join(response.css("meta[name=generator]::attr(content)").getall()[:5]).lower()
    api = response.css("link[rel='https://api.w.org/']::attr(href)").get()
    language = _LANGUAGE.match((response.css("html::attr(lang)").get() or "").strip().lower())
    names = response.css("meta[property='og:site_name']::attr(content), meta[name=application-name]::attr(content)")
    return Signs(
        discourse="discourse" in generators,
        wordpress=api is not None or "wordpress" in generators or b"/wp-content/" in response.body,
        api=None if api is None else _join(response, api),
        feeds=tuple(_find_feeds(response)),
        outlet=_clean(names.get() or "") or None,
        language=language.group() if language else None,
    )


def _find_feeds(response: HtmlResponse) -> list[str]:
    found: dict[str, bool] = {}
    for link in response.css("link[rel~=alternate][href]")[:_MOST_LINKS]:
        kind = link.attrib.get("type", "").split(";")[0].strip().lower()
        about = f"{link.attrib['href']} {link.attrib.get('title', '')}".lower()
        address = _join(response, link.attrib["href"])
        if kind in _FEED_TYPES and "comment" not in about and "oembed" not in about and address is not None:
            found.setdefault(address, "json" in kind)
    return sorted(found, key=lambda address: found[address])


def _join(response: HtmlResponse, href: str) -> str | None:
    try:
        address = urljoin(response.urljoin(""), href.strip())
    except ValueError:
        return None
    return address if address.startswith(("http://", "https://")) and "/wp-json/wp/v2/" not in address else None


def _clean(name: str) -> str:
    kept = "".join(char if char.isprintable() else " " for char in name[: 4 * _LONGEST_NAME])
    return " ".join(kept.split())[:_LONGEST_NAME]
