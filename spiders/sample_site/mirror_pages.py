"""The text-only mirror: an index of links and plain-text articles with numbered footnotes."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from spiders.sample_site.articles import SampleArticle
from spiders.sample_site.blocks import Block, BlockKind
from spiders.sample_site.edition import Edition, Reply, Request, reply_with_html, reply_with_text
from spiders.sample_site.rendering import render
from spiders.sample_site.standard_pages import DECOY_PATH

PATH = Path(__file__).with_name("mirror.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """What the mirror puts around an article."""

    fortunes: tuple[str, ...]
    sponsor_links: tuple[str, ...]
    newsletter: str
    newsletter_link: str
    disclaimer: str


@cache
def load_furniture() -> Furniture:
    """Return mirror.toml."""
    values = tomllib.loads(PATH.read_text(encoding="utf-8"))
    fields: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
    }
    return Furniture(**fields)


def respond(edition: Edition, request: Request) -> Reply | None:
    """Answer the index and the articles; None for any other path."""
    if request.path == "/":
        return reply_with_html(render("mirror/index.html", edition=edition, decoy=DECOY_PATH), changed=edition.changed)
    for article in edition.articles:
        if article.path == request.path:
            text, stable = (_write_article(edition, article, turn=turn) for turn in (request.turn, 0))
            return reply_with_text(
                text, content_type="text/plain; charset=utf-8", changed=article.changed, stable=stable
            )
    return None


def _write_article(edition: Edition, article: SampleArticle, *, turn: int) -> str:
    furniture = load_furniture()
    links: list[str] = []
    parts: list[str] = []
    for number, block in enumerate(article.blocks, start=1):
        parts.append(_write_block(block, links))
        if number in article.ad_after:
            parts.append(_mark(links, furniture.sponsor_links[len(links) % len(furniture.sponsor_links)]))
        if number == article.related_after:
            parts.extend(
                _mark(links, edition.outlet.canonical_base + other.path) + other.title
                for other in edition.related(article, count=4)
            )
    before, words, after = furniture.newsletter.split("|")
    parts.append(before + _mark(links, furniture.newsletter_link) + words + after)
    fortune = furniture.fortunes[turn % len(furniture.fortunes)]
    return render(
        "mirror/article.txt",
        article=article,
        parts=parts,
        links=links,
        fortune=fortune,
        disclaimer=furniture.disclaimer,
    )


def _write_block(block: Block, links: list[str]) -> str:
    """Return a block with its links as footnotes; as in real feeds, a link's words leave a space before a comma."""
    pieces = []
    for piece, following in zip(block.pieces, chain(block.pieces[1:], [None]), strict=True):
        if piece.href is None:
            pieces.append(piece.text)
            continue
        gap = " " if following is not None and following.text[0] in ".,;:" else ""
        pieces.append(_mark(links, piece.href) + piece.text + gap)
    return ("* " if block.kind is BlockKind.ITEM else "") + "".join(pieces)


def _mark(links: list[str], href: str) -> str:
    links.append(href)
    return f"[{len(links)}]"
