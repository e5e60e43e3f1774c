"""Which links of a listing page lead to articles: by a CSS selector, or by what links to articles look like."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import etree
from scrapy.http import HtmlResponse

# Bounds for hostile pages: links in all, elements inside one link, ancestors looked at.
_MOST_LINKS = 5_000
_MOST_PARTS = 100
_MOST_ANCESTORS = 40
_LONGEST_TITLE = 250

_APART = frozenset({"nav", "aside", "form", "menu"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
# First words of the last part of a path, or whole parts of it, that lead to other pages than articles.
_ELSEWHERE = re.compile(
    r"(?:about|account|advertise|archives?|authors?|careers|category|categories|contact|cookies?|events|"
    r"feed|help|imprint|jobs|legal|login|logout|newsletters?|page|privacy|profile|register|rss|search|"
    r"sections?|sign-?in|signup|sitemap|subscribe|subscription|tags?|terms|topics?|users?)\Z"
)
_DATE = re.compile(r"/(?:19|20)\d\d(?:/|-)?(?:0?[1-9]|1[0-2])(?:[/-]|\d\d\b)")
_NUMBER = re.compile(r"\d{3,}")
_FILE = re.compile(r"\.(?:jpe?g|png|gif|svg|webp|pdf|zip|mp[34]|css|js|xml|rss|json)\Z", re.IGNORECASE)
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ENOUGH = 5
_FAMILY = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link as it stands in a page. `title` is its words, "" where it has none; `family` is the same for its likes."""

    url: str
    title: str
    in_heading: bool = False
    apart: bool = False
    family: str = ""


def select_links(response: HtmlResponse, selector: str) -> list[Link]:
    """Return the links that a selector names, or that stand inside what it names; one per address, in order."""
    found = response.css(selector)[:_MOST_LINKS]
    anchors = [node for each in found for node in _find_anchors(each.root)]
    return _merge(_read_links(anchors[:_MOST_LINKS], base=response.urljoin("")))


def guess_links(response: HtmlResponse) -> list[Link]:
    """Return the links that look like those to articles, one per address, in the page's order.

    Words, place and address speak for or against a link; links that look alike strengthen each other.
    """
    anchors = [node.root for node in response.css("a[href]")[:_MOST_LINKS]]
    links = _merge(_read_links(anchors, base=response.urljoin("")))
    here = urlsplit(response.url)
    likely = [link for link in links if _is_candidate(link, host=here.netloc)]
    families = Counter(link.family for link in likely if _is_headline(link.title))
    depth = _count_parts(here.path)
    return [link for link in likely if _weigh(link, depth=depth, likes=families[link.family]) >= _ENOUGH]


def find_next(response: HtmlResponse, selector: str | None = None) -> str | None:
    """Return the address of the next page of a listing: what the selector names, else rel=next; None for the last."""
    for node in response.css(selector or "link[rel~=next][href], a[rel~=next][href]")[:5]:
        for anchor in _find_anchors(node.root) if selector else [node.root]:
            try:
                return urldefrag(urljoin(response.urljoin(""), str(anchor.get("href") or "").strip())).url
            except ValueError:
                continue
    return None


def _find_anchors(element: etree._Element) -> list[etree._Element]:
    if element.get("href") is not None:
        return [element]
    return list(islice(element.iterdescendants("a"), _MOST_PARTS))


def _read_links(anchors: list[etree._Element], *, base: str) -> Iterator[Link]:
    for anchor in anchors:
        href = (anchor.get("href") or "").strip()
        try:
            url = urldefrag(urljoin(base, href)).url
            urlsplit(url)
        except ValueError:
            continue
        if href and not href.startswith("#") and url.startswith(("http://", "https://")):
            yield _read_link(anchor, url=url)


def _read_link(anchor: etree._Element, *, url: str) -> Link:
    above = list(islice(anchor.iterancestors(), _MOST_ANCESTORS))
    parts = list(islice(anchor.iter(), _MOST_PARTS))
    heading = next((part for part in parts if part.tag in _HEADINGS), None)
    shape = [f"{node.tag}.{node.get('class', '')}" for node in (anchor, *above[:3])]
    return Link(
        url=url,
        title=_read_words(list(islice(heading.iter(), _MOST_PARTS)) if heading is not None else parts),
        in_heading=heading is not None or any(node.tag in _HEADINGS for node in above[:4]),
        apart=_stands_apart(above),
        family=" ".join(shape),
    )


def _read_words(parts: list[etree._Element]) -> str:
    texts = [parts[0].text or ""]
    for part in parts[1:]:
        texts += [part.text or "" if isinstance(part.tag, str) else "", part.tail or ""]
    return " ".join(" ".join(text[:_LONGEST_TITLE] for text in texts).split())[:_LONGEST_TITLE]


def _stands_apart(above: list[etree._Element]) -> bool:
    # The header of an article in a list holds its headline; around the page it is navigation.
    inside = any(node.tag in {"article", "main"} for node in above)
    apart = _APART if inside else _APART | {"header", "footer"}
    roles = {"navigation", "banner", "contentinfo", "complementary"}
    return any(node.tag in apart or node.get("role") in roles for node in above)


def _merge(links: Iterator[Link]) -> list[Link]:
    """Return one link per address: the one in a heading, else the one with the most words of a headline's length."""
    found: dict[str, Link] = {}
    for link in links:
        known = found.get(link.url)
        if known is None or _rank(link) > _rank(known):
            found[link.url] = link
    return list(found.values())


def _rank(link: Link) -> tuple[bool, bool, int]:
    return (not link.apart, link.in_heading, len(link.title))


def _is_candidate(link: Link, *, host: str) -> bool:
    parts = urlsplit(link.url)
    names = [part for part in parts.path.lower().split("/") if part]
    if link.apart or not names or _strip_www(parts.netloc) != _strip_www(host) or _FILE.search(parts.path):
        return False
    if _DATE.search(parts.path):
        return True
    return not any(_ELSEWHERE.match(name) for name in (*names, re.split(r"[-_.]", names[-1])[0]))


def _weigh(link: Link, *, depth: int, likes: int) -> int:
    path = urlsplit(link.url).path
    slug = path.rstrip("/").rpartition("/")[2]
    words = [word for word in re.split(r"[-_]", slug) if word.isalpha()]
    return (
        2 * _is_headline(link.title)
        + 2 * (_DATE.search(path) is not None)
        + 2 * (len(words) >= _FAMILY)
        + (_NUMBER.search(slug) is not None)
        + link.in_heading
        + (_count_parts(path) > depth)
        + (likes >= _FAMILY)
    )


def _is_headline(title: str) -> bool:
    """Return whether words are as many as a headline's; scripts without blanks count by their signs."""
    return len(title.split()) > _FAMILY or len(_WIDE.findall(title)) >= 2 * _FAMILY


def _count_parts(path: str) -> int:
    return sum(bool(part) for part in path.split("/"))


def _strip_www(host: str) -> str:
    return host.lower().removeprefix("www.")
