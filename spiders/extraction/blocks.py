"""The lines of a page in reading order, each with its place in the page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement, document_fromstring

from spiders.extraction.markup import load_markup

_NAMED_BY_MACHINE = re.compile(r"\d|^css-|^sc-")
_CAMEL = re.compile("(?<=[a-z])(?=[A-Z])")
_NAMES = 300
_LEVELS = 4
_DEPTH = 12
_MOST = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One line of a page.

    `tag` is the element that starts the line, `place` the names of the elements around it, innermost first: lines of
    one body share it. `within` are the numbers of the dozen block elements around it, innermost last, `noise` those of
    elements that are named as widgets are, `article` that of the innermost article element, 0 where there is none.
    `linked` counts the characters inside links.
    """

    text: str
    tag: str
    place: tuple[str, ...]
    within: tuple[int, ...]
    linked: int
    noise: tuple[int, ...]
    article: int


@dataclass(slots=True)
class _Reader:
    """Where the walk stands: the open elements and the line that is being collected."""

    blocks: list[Block] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    articles: list[int] = field(default_factory=list)
    noisy: list[int] = field(default_factory=list)
    links: int = 0
    linked: int = 0
    count: int = 0
    broken: int | None = None

    def add(self, text: str | None) -> None:
        if text:
            self.line.append(text)
            if self.links:
                self.linked += len(text)

    def flush(self) -> None:
        text = " ".join("".join(self.line).split()) if self.line else ""
        self.line.clear()
        self.broken = None
        linked, self.linked = self.linked, 0
        if text:
            self.blocks.append(
                Block(
                    text=text,
                    tag=self.tags[-1] if self.tags else "",
                    place=tuple(self.names[-2 : -2 - _LEVELS : -1]),
                    within=tuple(self.numbers[-_DEPTH:]),
                    linked=linked,
                    noise=tuple(self.noisy[-_DEPTH:]),
                    article=self.articles[-1] if self.articles else 0,
                )
            )

    def line_break(self) -> None:
        """One break is a wrapped line, two are a new paragraph."""
        if self.broken is not None and not "".join(self.line[self.broken :]).strip():
            self.flush()
        else:
            self.line.append("\n")
            self.broken = len(self.line)


def parse_html(text: str) -> HtmlElement | None:
    """Return the tree of a page, None where there is nothing to parse; nesting deeper than 256 is flattened."""
    try:
        # lxml refuses text that declares a charset of its own.
        tree = document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), parser=_make_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None
    return tree if isinstance(tree, HtmlElement) else None


def _make_parser() -> etree.HTMLParser[HtmlElement]:
    parser: etree.HTMLParser[HtmlElement] = etree.HTMLParser(remove_comments=True, remove_pis=True)
    # lxml.html asks a Python function for the class of every node it hands out, here and in every copy of the tree.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    return parser


def read_lines(tree: HtmlElement) -> tuple[str, ...]:
    """Return the text of a piece that is all article, without figures, forms and what its class calls a widget."""
    return tuple(block.text for block in read_blocks(tree) if not block.noise)


def read_blocks(tree: HtmlElement) -> list[Block]:
    """Return the lines in document order but those of scripts, forms, figures and menus; the first 20,000."""
    markup, reader = load_markup(), _Reader()
    skipping: HtmlElement | None = None
    for event, node in etree.iterwalk(tree, events=("start", "end")):
        if skipping is not None:
            if event == "end" and node is skipping:
                skipping = None
                reader.add(node.tail)
            continue
        if len(reader.blocks) >= _MOST:
            break
        tag = node.tag
        is_block = tag in markup.blocks
        if event == "end":
            _leave(node, reader, is_block=is_block, is_root=node is tree)
            continue
        if is_block:
            reader.flush()
        if node is not tree and (not isinstance(tag, str) or tag in markup.skipped or node.get("hidden") is not None):
            skipping = node
            continue
        _enter(node, reader, is_block=is_block, is_root=node is tree)
    reader.flush()
    return reader.blocks


def _enter(node: HtmlElement, reader: _Reader, *, is_block: bool, is_root: bool) -> None:
    names = node.get("class") or ""
    reader.count += 1
    if not is_root and _is_noise(f"{names} {node.get('id') or ''}"[:_NAMES]):
        reader.noisy.append(reader.count)
    if is_block:
        reader.tags.append(node.tag)
        reader.numbers.append(reader.count)
        reader.names.append(_name(node.tag, names))
        if node.tag == "article":
            reader.articles.append(reader.count)
    elif node.tag == "br":
        reader.line_break()
    elif node.tag == "a":
        reader.links += 1
    reader.add(node.text)


def _leave(node: HtmlElement, reader: _Reader, *, is_block: bool, is_root: bool) -> None:
    if is_block:
        reader.flush()
        reader.tags.pop()
        reader.numbers.pop()
        reader.names.pop()
        if node.tag == "article":
            reader.articles.pop()
    elif node.tag == "a":
        reader.links -= 1
    if not is_root:
        if _is_noise(f"{node.get('class') or ''} {node.get('id') or ''}"[:_NAMES]):
            reader.noisy.pop()
        reader.add(node.tail)


@lru_cache(maxsize=4096)
def _is_noise(names: str) -> bool:
    return len(names) > 1 and load_markup().noise.search(_CAMEL.sub("-", names)) is not None


def _name(tag: str, classes: str) -> str:
    """The tag with the classes that a person named; those of style sheet machines differ from build to build."""
    named = [name for name in classes.split()[:6] if not _NAMED_BY_MACHINE.search(name)]
    return ".".join([tag, *named])
