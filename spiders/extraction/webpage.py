"""An HTML page to a draft."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.html import HtmlElement
from trafilatura import bare_extraction

from spiders.extraction.authors import clean_authors
from spiders.extraction.blocks import parse_html, read_blocks, read_lines
from spiders.extraction.characters import clean_text
from spiders.extraction.dates import date_in_path
from spiders.extraction.draft import Draft
from spiders.extraction.errors import ExtractError, Reason
from spiders.extraction.metadata import read_metadata
from spiders.extraction.plain import read_plain
from spiders.extraction.repair import ends_sentence, repair_paragraphs
from spiders.extraction.rules import Rule, apply_rule, find_authors, find_rule
from spiders.extraction.selection import largest_body, mend_selection
from spiders.extraction.walls import check_article

_PRE_SHARE = 0.6
_CLEARLY_MORE = 2
_A_LINE = 120


def read_webpage(html: str, *, url: str) -> Draft:
    """Return what an HTML page holds; raises ExtractError where that is no article."""
    tree = parse_html(clean_text(html))
    if tree is None:
        raise ExtractError(Reason.EMPTY, "the page has no elements")
    metadata = read_metadata(tree, url=url)
    rule = find_rule(tree, url=url)
    authors = metadata.authors or (clean_authors(find_authors(tree, rule)) if rule is not None else ())
    page_text = _visible_text(tree)
    title, published = metadata.title, metadata.published
    paragraphs: tuple[str, ...]
    if (plain := _preformatted(tree, page_text)) is not None:
        draft = read_plain(plain)
        title, paragraphs, published = draft.title or title, draft.paragraphs, draft.published or published
    else:
        paragraphs = repair_paragraphs(_read_body(tree, url=url, rule=rule), title=title)
    check_article(title=title, paragraphs=paragraphs, free=metadata.free, page_text=page_text)
    return Draft(
        title=title,
        paragraphs=paragraphs,
        authors=authors,
        published=published or date_in_path(url),
        modified=metadata.modified,
        outlet=metadata.outlet,
        language=metadata.language,
        canonical_urls=metadata.canonical_urls,
    )


def _read_body(tree: HtmlElement, *, url: str, rule: Rule | None) -> tuple[str, ...]:
    container = apply_rule(tree, rule) if rule is not None else None
    if container is not None:
        return read_lines(container)
    document = bare_extraction(tree, url=url or None, include_comments=False, with_metadata=False, favor_precision=True)
    text = getattr(document, "text", None)
    blocks = read_blocks(tree)
    # It marks list items with a hyphen, which no page shows.
    found = [line.removeprefix("- ") for line in text.splitlines()] if text else []
    mended = mend_selection(found, blocks)
    largest = largest_body(blocks)
    return tuple(largest if _weigh(largest) > _CLEARLY_MORE * _weigh(mended) else mended)


def _weigh(lines: Sequence[str]) -> int:
    return sum(len(line) for line in lines if len(line) > _A_LINE or ends_sentence(line))


def _preformatted(tree: HtmlElement, page_text: str) -> str | None:
    """The text of a page that is one block of preformatted text, None for any other page."""
    blocks = [node.text_content() for node in tree.iter("pre")]
    longest = max(blocks, key=len, default="")
    return longest if longest and len(longest) > _PRE_SHARE * len(page_text) else None


def _visible_text(tree: HtmlElement) -> str:
    body = tree.find("body")
    parts = (body if body is not None else tree).xpath(
        ".//text()[not(parent::script or parent::style or parent::noscript)]"
    )
    return " ".join(" ".join(parts).split()) if not tree.iter("pre") else " ".join(parts)
