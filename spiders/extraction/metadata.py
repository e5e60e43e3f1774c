"""Title, authors, dates, outlet and addresses of an HTML page, from all places where pages keep them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from lxml.html import HtmlElement

from spiders.extraction.addresses import host_of
from spiders.extraction.authors import clean_authors
from spiders.extraction.characters import squeeze_blanks
from spiders.extraction.dates import choose_stated
from spiders.extraction.jsonld import JsonArticle, read_json_ld
from spiders.extraction.markup import load_markup
from spiders.extraction.titles import choose_title
from spiders.extraction.topics import clean_tags, read_section

_MOST_ALIKE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a page says of itself; "", None or empty where it says nothing.

    `free` is False behind a paywall; `zoned` is as in Article.
    """

    title: str
    authors: tuple[str, ...]
    published: datetime | None
    modified: datetime | None
    outlet: str | None
    language: str | None
    canonical_urls: tuple[str, ...]
    free: bool
    zoned: bool
    section: str | None
    tags: tuple[str, ...]
    live: bool
    body: str


def read_metadata(tree: HtmlElement, *, url: str) -> Metadata:
    """Return what the page says of itself; the tree is left as it was."""
    metas = _read_metas(tree)
    article = read_json_ld(tree)
    outlet = squeeze_blanks(article.publisher or _first(metas, "outlet") or "") or None
    published = choose_stated([article.published, *_all(metas, "published"), *_times(tree, "datePublished")])
    modified = choose_stated([article.modified, *_all(metas, "modified"), *_times(tree, "dateModified")])
    return Metadata(
        title=_read_title(tree, metas, article, outlet=outlet, url=url),
        authors=_read_authors(tree, metas, article, outlet=outlet),
        published=published.moment if published else None,
        modified=modified.moment if modified else None,
        outlet=outlet,
        language=tree.get("lang") or article.language or _first(metas, "language"),
        canonical_urls=tuple(_own_urls(tree, metas, article)),
        free=article.free and _first(metas, "tier") != "locked",
        zoned=published is None or published.zoned,
        section=read_section([*article.sections, *_all(metas, "section")]),
        tags=_read_tags(metas, article),
        live=article.live,
        body=article.body,
    )


def _read_metas(tree: HtmlElement) -> dict[str, list[str]]:
    metas: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        content = (meta.get("content") or "").strip()
        name = (
            (meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or "")
            .strip()
            .lower()
        )
        if name and content and len(metas.get(name, ())) < _MOST_ALIKE:
            metas.setdefault(name, []).append(content)
    return metas


def _all(metas: dict[str, list[str]], field: str) -> Iterator[str]:
    for name in load_markup().metas[field]:
        yield from metas.get(name, ())


def _first(metas: dict[str, list[str]], field: str) -> str | None:
    return next(_all(metas, field), None)


def _read_title(
    tree: HtmlElement, metas: dict[str, list[str]], article: JsonArticle, *, outlet: str | None, url: str
) -> str:
    headings = [squeeze_blanks(heading.text_content()) for heading in tree.iter("h1")]
    return choose_title(
        shared=_first(metas, "title") or "",
        headings=[heading for heading in headings if heading],
        headline=article.headline,
        window=squeeze_blanks(tree.findtext(".//title") or ""),
        outlet=outlet,
        host=host_of(url),
    )


def _read_authors(
    tree: HtmlElement, metas: dict[str, list[str]], article: JsonArticle, *, outlet: str | None
) -> tuple[str, ...]:
    for names in (article.authors, *(metas.get(name, ()) for name in load_markup().metas["author"])):
        if authors := clean_authors(names, outlet=outlet):
            return authors
    if authors := clean_authors(_bylines(tree), outlet=outlet):
        return authors
    # A byline that names the outlet itself still is one, where the page has no other.
    return clean_authors(article.authors)


def _read_tags(metas: dict[str, list[str]], article: JsonArticle) -> tuple[str, ...]:
    """Of the first place that has any: pages repeat them, with tags for machines added."""
    places = (article.keywords, *(metas.get(name, ()) for name in load_markup().metas["tags"]))
    return next((tags for place in places if (tags := clean_tags(place))), ())


def _bylines(tree: HtmlElement) -> list[str]:
    for path in (
        ".//*[@rel='author']",
        ".//*[@itemprop='author']//*[@itemprop='name']",
        ".//*[@itemprop='author']",
        ".//*[contains(concat(' ', @class, ' '), ' author-name ') or contains(concat(' ', @class, ' '), ' byline ')]",
    ):
        found = [" ".join(node.text_content().split()) for node in tree.xpath(path)[:8]]
        found = [name for name in found if name and len(name) < 120]
        if found:
            return found
    return []


def _times(tree: HtmlElement, prop: str) -> Iterator[str]:
    for node in tree.xpath(f".//*[@itemprop='{prop}']")[:3]:
        yield node.get("datetime") or node.get("content") or node.text_content()
    if prop == "datePublished":
        for node in tree.xpath(
            ".//time[@pubdate or contains(@class, 'publish') or contains(@class, 'entry-date')]/@datetime"
        )[:3]:
            yield str(node)
        for node in tree.xpath("(.//article//time | .//header//time | .//time)[@datetime]/@datetime")[:2]:
            yield str(node)


def _own_urls(tree: HtmlElement, metas: dict[str, list[str]], article: JsonArticle) -> Iterator[str]:
    for link in tree.iterfind(".//link[@rel]"):
        if "canonical" in link.get("rel", "").lower().split() and link.get("href"):
            yield link.get("href")
    yield from metas.get("og:url", ())
    yield from article.urls
