"""An HTML page to a draft."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import replace

from lxml import etree
from lxml.html import HtmlElement
from trafilatura import bare_extraction

from spiders.extraction.authors import clean_authors
from spiders.extraction.blocks import Block, parse_html, read_blocks, read_lines
from spiders.extraction.characters import clean_text
from spiders.extraction.draft import Draft
from spiders.extraction.errors import ExtractError, Reason
from spiders.extraction.live import is_live
from spiders.extraction.metadata import read_metadata
from spiders.extraction.plain import read_plain
from spiders.extraction.repair import ends_sentence, repair_paragraphs
from spiders.extraction.rules import apply_rule, find_authors, find_rule
from spiders.extraction.selection import largest_body, mend_selection
from spiders.extraction.shell import explain_shell
from spiders.extraction.walls import read_shown

_LOG = logging.getLogger(__name__)
# It says on the console of whoever runs us that it found nothing, which our own error says better.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())
# News pages have a few thousand tags. trafilatura takes time by the square of the paragraphs, a minute for 100,000.
_MANY_TAGS = 30_000
_MOST_TAGS = 500_000
# The parser takes time by the square of the attributes of a tag.
_MOST_ATTRIBUTES = 20_000
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{20000,}")
_PRE_SHARE = 0.6
_SHOWN = 400
_CLEARLY_MORE = 1.9
_A_LINE = 120
_TOO_LITTLE = 500
_NEXT_TO_NOTHING = 80


def read_webpage(html: str, *, url: str) -> Draft:
    """Return what an HTML page holds; raises ExtractError where that is no article."""
    markup = clean_text(html)
    tags = markup.count("<")
    if tags > _MOST_TAGS:
        raise ExtractError(Reason.TOO_LARGE, f"{tags} tags, at most {_MOST_TAGS} are read")
    longest = max((tag[0].count(" ") for tag in _LONG_TAG.finditer(markup)), default=0)
    if longest > _MOST_ATTRIBUTES:
        raise ExtractError(Reason.TOO_LARGE, f"a tag of {longest} words, at most {_MOST_ATTRIBUTES} are read")
    tree = parse_html(markup)
    if tree is None:
        raise ExtractError(Reason.EMPTY, "the page has no elements")
    metadata = read_metadata(tree, url=url)
    rule = find_rule(tree, url=url)
    authors = metadata.authors or (clean_authors(find_authors(tree, rule)) if rule is not None else ())
    draft = Draft(
        title=metadata.title,
        paragraphs=(),
        authors=authors,
        published=metadata.published,
        modified=metadata.modified,
        outlet=metadata.outlet,
        language=metadata.language,
        canonical_urls=metadata.canonical_urls,
        zoned=metadata.zoned,
        section=metadata.section,
        tags=metadata.tags,
        paywalled=not metadata.free,
        live=metadata.live or is_live(metadata.title, url),
    )
    blocks = read_blocks(tree)
    preformatted = _preformatted(tree, blocks)
    if preformatted is not None:
        plain = read_plain(preformatted)
        return replace(
            draft,
            title=plain.title or draft.title,
            paragraphs=plain.paragraphs,
            published=draft.published or plain.published,
            authors=draft.authors or plain.authors,
        )
    container = apply_rule(tree, rule) if rule is not None else None
    lines = read_lines(container) if container is not None else _find_body(tree, blocks, url=url, tags=tags)
    paragraphs = repair_paragraphs(lines, title=metadata.title)
    page_text = " ".join(block.text for block in blocks[:_SHOWN])
    if sum(map(len, paragraphs)) < _NEXT_TO_NOTHING:
        # A shell may still carry the text for search engines.
        stated = repair_paragraphs(clean_text(metadata.body).split("\n"), title=metadata.title)
        paragraphs = max(paragraphs, stated, key=lambda lines: sum(map(len, lines)))
        shell = None if stated else explain_shell(tree, shown=len(page_text))
        if shell is not None:
            raise ExtractError(Reason.BROWSER, f"{shell}; with browser = true its source is read by one")
    shown = read_shown(paragraphs, title=metadata.title, free=metadata.free, page_text=page_text)
    return replace(draft, paragraphs=shown.paragraphs, paywalled=shown.wall is not None)


def _find_body(tree: HtmlElement, blocks: Sequence[Block], *, url: str, tags: int) -> Sequence[str]:
    largest = largest_body(blocks)
    if tags > _MANY_TAGS:
        return largest
    mended = mend_selection(_ask_trafilatura(tree, url=url, fast=True), blocks)
    if sum(map(len, mended)) < _TOO_LITTLE or _weigh(largest) > _CLEARLY_MORE * _weigh(mended):
        # Its comparison with readability and justext takes as long as all the rest, and pays on such pages alone.
        mended = mend_selection(_ask_trafilatura(tree, url=url, fast=False), blocks)
    return largest if _weigh(largest) > _CLEARLY_MORE * _weigh(mended) else mended


def _ask_trafilatura(tree: HtmlElement, *, url: str, fast: bool) -> list[str]:
    try:
        document = bare_extraction(
            tree, url=url or None, include_comments=False, with_metadata=False, favor_precision=True, fast=fast
        )
    except (AttributeError, IndexError, KeyError, RecursionError, etree.LxmlError) as err:
        # Not our code, and pages are hostile: the body is then looked for without it.
        _LOG.warning("trafilatura failed on %s: %s: %s", url, type(err).__name__, err)
        document = None
    text = getattr(document, "text", None)
    # It marks list items with a hyphen, which no page shows.
    return [line.removeprefix("- ") for line in text.splitlines()] if text else []


def _weigh(lines: Sequence[str]) -> int:
    return sum(len(line) for line in lines if len(line) > _A_LINE or ends_sentence(line))


def _preformatted(tree: HtmlElement, blocks: Sequence[Block]) -> str | None:
    """The text of a page that is one block of preformatted text, None for any other page."""
    longest = max((node.text_content() for node in tree.iter("pre")), key=len, default="")
    shown = sum(len(block.text) for block in blocks)
    return longest if longest and len(" ".join(longest.split())) > _PRE_SHARE * shown else None
