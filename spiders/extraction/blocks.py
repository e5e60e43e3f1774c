"""The paragraphs of a piece of HTML that is all article, such as the body in a WordPress or Discourse answer."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from spiders.extraction.markup import load_markup

_BREAK = "\u2028"


def parse_html(text: str) -> HtmlElement | None:
    """Return the tree of a page, None where there is nothing to parse; nesting deeper than 256 is flattened."""
    try:
        # The prologue keeps lxml from refusing text that declares a charset of its own.
        tree = document_fromstring(
            re.sub(r"^\s*<\?xml[^>]*\?>", "", text), parser=HTMLParser(remove_comments=True, remove_pis=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None
    return tree if isinstance(tree, HtmlElement) else None


def read_blocks(tree: HtmlElement) -> tuple[str, ...]:
    """Return the text of each block in document order, without figures, forms and what its class calls a widget."""
    blocks: list[str] = []
    line: list[str] = []
    skipping: HtmlElement | None = None
    for event, node in etree.iterwalk(tree, events=("start", "end")):
        if skipping is not None:
            if event == "end" and node is skipping:
                skipping = None
                line.append(node.tail or "")
            continue
        if event == "start":
            if node is not tree and _is_noise(node):
                skipping = node
                if node.tag in load_markup().blocks:
                    _flush(line, blocks)
                continue
            _start(node, line, blocks)
        else:
            if node.tag in load_markup().blocks:
                _flush(line, blocks)
            if node is not tree:
                line.append(node.tail or "")
    _flush(line, blocks)
    return tuple(blocks)


def _start(node: HtmlElement, line: list[str], blocks: list[str]) -> None:
    if node.tag in load_markup().blocks:
        _flush(line, blocks)
    elif node.tag == "br":
        # One break is a wrapped line, two are a new paragraph.
        tail = line[len(line) - line[::-1].index(_BREAK) :] if _BREAK in line else ["text"]
        if not "".join(tail).strip():
            _flush(line, blocks)
        else:
            line.append(_BREAK)
    line.append(node.text or "")


def _flush(line: list[str], blocks: list[str]) -> None:
    text = " ".join("".join(line).split())
    line.clear()
    if text:
        blocks.append(text)


def _is_noise(node: HtmlElement) -> bool:
    if not isinstance(node.tag, str) or node.tag in load_markup().skipped:
        return True
    names = f"{node.get('class') or ''} {node.get('id') or ''}"
    return (len(names) > 1 and load_markup().noise.search(names[:300]) is not None) or node.get("hidden") is not None
