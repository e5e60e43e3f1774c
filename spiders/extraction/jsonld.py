"""What a page says of itself in JSON-LD (schema.org)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

_ARTICLE_ENDS = ("article", "posting", "report", "review")
_WRAPPING = re.compile(r"^\s*(?://\s*)?(?:<!--|<!\[CDATA\[)|(?://\s*)?(?:-->|\]\]>)\s*;?\s*$")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_MOST_NODES = 2000
_MOST_CHARS = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonArticle:
    """The article node of a page's JSON-LD; "" or empty for what it leaves out.

    `free` is False behind a paywall, `live` is True for a live blog, `body` is the text where it stands here too.
    """

    headline: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    modified: str = ""
    publisher: str = ""
    language: str = ""
    urls: tuple[str, ...] = ()
    free: bool = True
    live: bool = False
    sections: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    body: str = ""


def read_json_ld(tree: HtmlElement) -> JsonArticle:
    """Return what the page's article node says, an empty one where there is none that can be read."""
    nodes = list(
        _walk([_load(script.text_content()) for script in tree.iterfind(".//script[@type]") if _is_ld(script)])
    )
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    articles = [node for node in nodes if _is_article(node)]
    # A page may list its neighbours as articles too; the one that says most is its own. A live blog holds its reports.
    live = [node for node in articles if _is_live(node)]
    best = max(live or articles, key=_weight, default=None)
    if best is None:
        return JsonArticle()
    return JsonArticle(
        headline=_text(best.get("headline")) or _text(best.get("name")),
        authors=tuple(_names(best.get("author") or best.get("creator"), by_id)),
        published=_text(best.get("datePublished"))
        or _text(best.get("dateCreated"))
        or _text(best.get("coverageStartTime")),
        modified=_text(best.get("dateModified")),
        publisher=next(iter(_names(best.get("publisher"), by_id)), ""),
        language=_text(best.get("inLanguage")),
        urls=tuple(_urls(best)),
        free=_is_free(best),
        live=bool(live),
        sections=tuple(_texts(best.get("articleSection"))),
        keywords=tuple(_texts(best.get("keywords"))),
        body=_text(best.get("articleBody")),
    )


def _is_ld(script: HtmlElement) -> bool:
    return str(script.get("type", "")).strip().lower().startswith("application/ld+json")


def _load(text: str) -> Any:
    if len(text) > _MOST_CHARS:
        return None
    text = _WRAPPING.sub("", text.strip())
    # Raw line breaks inside strings and a comma too many are the common faults.
    for candidate in (text, _TRAILING_COMMA.sub("", text)):
        try:
            return json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _walk(roots: Sequence[Any]) -> Iterator[dict[str, Any]]:
    """Every object of the JSON in document order, without recursion."""
    waiting, seen = list(reversed(roots)), 0
    while waiting and seen < _MOST_NODES:
        node = waiting.pop()
        if isinstance(node, dict):
            seen += 1
            yield node
            waiting.extend(reversed([value for value in node.values() if isinstance(value, dict | list)]))
        elif isinstance(node, list):
            waiting.extend(reversed([value for value in node if isinstance(value, dict | list)]))


def _is_article(node: Mapping[str, Any]) -> bool:
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and kind.lower().endswith(_ARTICLE_ENDS) for kind in kinds)


def _is_live(node: Mapping[str, Any]) -> bool:
    kinds = node.get("@type")
    return "liveblogposting" in {str(kind).lower() for kind in (kinds if isinstance(kinds, list) else [kinds])}


def _is_free(node: Mapping[str, Any]) -> bool:
    """What the article says of itself, and where it says nothing, what it says of its parts."""
    parts = node.get("hasPart")
    parts = [part for part in (parts if isinstance(parts, list) else [parts]) if isinstance(part, dict)]
    stated = [one["isAccessibleForFree"] for one in (node, *parts) if one.get("isAccessibleForFree") is not None]
    return not stated or _text_of(stated[0]) not in {"false", "no", "0"}


def _text_of(value: Any) -> str:
    """A truth value as pages write it: true, "True", "http://schema.org/False"."""
    return str(value).strip().lower().rpartition("/")[2]


def _weight(node: Mapping[str, Any]) -> int:
    fields = ("headline", "author", "datePublished", "dateModified", "publisher", "articleBody", "mainEntityOfPage")
    return sum(bool(node.get(name)) for name in fields)


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = next((item for item in value if isinstance(item, str)), "")
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    return value.strip() if isinstance(value, str) else ""


def _texts(value: Any) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if text := _text(item):
            yield text


def _names(value: Any, by_id: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            full = item if item.get("name") else by_id.get(str(item.get("@id")), item)
            name = full.get("name")
            yield from (part for part in (name if isinstance(name, list) else [name]) if isinstance(part, str))


def _urls(node: Mapping[str, Any]) -> Iterator[str]:
    page = node.get("mainEntityOfPage")
    for value in (node.get("url"), page.get("@id") if isinstance(page, dict) else page):
        if isinstance(value, str) and value.startswith(("http://", "https://", "/")):
            yield value
