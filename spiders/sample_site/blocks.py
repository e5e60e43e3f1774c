"""The body of an article: blocks of text with links, written in a small part of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

_LINK = re.compile(r"\[([^\[\]]+)\]\(([^()\s]+)\)")


class BlockKind(StrEnum):
    """What a block is: a paragraph, a cross heading, a list item, or a quoted passage."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    QUOTE = "quote"


_PREFIXES = {"## ": BlockKind.HEADING, "- ": BlockKind.ITEM, "> ": BlockKind.QUOTE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of words. `href` is None for words that are not a link."""

    text: str
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of the body."""

    kind: BlockKind
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The words of the block, without markup."""
        return "".join(piece.text for piece in self.pieces)


def parse_blocks(markdown: str) -> tuple[Block, ...]:
    """Return the blocks of a body: separated by blank lines, `## ` heading, `- ` item, `> ` quote, `[words](link)`."""
    return tuple(_parse_block(" ".join(part.split())) for part in re.split(r"\n\s*\n", markdown) if part.strip())


def _parse_block(text: str) -> Block:
    for prefix, kind in _PREFIXES.items():
        if text.startswith(prefix):
            return Block(kind=kind, pieces=tuple(_split_links(text.removeprefix(prefix))))
    return Block(kind=BlockKind.PARAGRAPH, pieces=tuple(_split_links(text)))


def _split_links(text: str) -> Iterator[Piece]:
    end = 0
    for match in _LINK.finditer(text):
        if match.start() > end:
            yield Piece(text=text[end : match.start()])
        yield Piece(text=match[1], href=match[2])
        end = match.end()
    if end < len(text):
        yield Piece(text=text[end:])
