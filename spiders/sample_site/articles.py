"""The articles of the sample site: one file each, TOML front matter between `+++` lines, then the body.

An article that is updated has a second file, NAME.v2.md, which repeats the whole article as it stands afterwards.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from spiders.items import SourceKind
from spiders.sample_site.blocks import Block, parse_blocks
from spiders.sample_site.errors import SampleDataError
from spiders.sample_site.outlets import Outlet, load_outlets

FOLDER = Path(__file__).with_name("articles")
_FENCE = "+++"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer under a forum topic; never part of the article."""

    username: str
    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleArticle:
    """One article as one outlet serves it, with what a perfect extraction would find in it.

    `key` is the name of its file. `story` is the gold story: articles with the same one report the same event.
    `copy_of` is the key of the article whose text it repeats, None for an outlet's own. `modified` is None where
    the article was never changed. A mirror shows a date without a time: its `published` is midnight UTC.
    `ad_after` and `related_after` are numbers of blocks after which the page breaks off for something else.
    """

    key: str
    outlet: str
    number: int
    slug: str
    title: str
    published: datetime
    language: str
    story: str
    path: str
    canonical_url: str
    blocks: tuple[Block, ...]
    summary: str
    section: str
    version: int = 1
    modified: datetime | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    copy_of: str | None = None
    ad_after: tuple[int, ...] = ()
    related_after: int | None = None
    broken: bool = False
    paywall: bool = False
    advert: str = ""
    closing: str = ""
    replies: tuple[Reply, ...] = ()

    @property
    def body(self) -> str:
        """The clean text that extraction should find: blocks in order, a blank line between them."""
        return "\n\n".join(block.text for block in self.blocks)

    @property
    def changed(self) -> datetime:
        """When the article last changed."""
        return self.modified or self.published


@cache
def load_articles(*, version: int = 1, folder: Path = FOLDER) -> tuple[SampleArticle, ...]:
    """Return every article, newest first, as it stands at a version; raises SampleDataError naming file and line."""
    outlets = {outlet.key: outlet for outlet in load_outlets()}
    found = [_read_article(path, outlets) for path in sorted(folder.glob("*.md"))]
    _check_together(found)
    current: dict[str, SampleArticle] = {}
    for article in sorted(found, key=lambda article: article.version):
        if article.version <= version:
            current[article.key] = article
    return tuple(sorted(current.values(), key=lambda article: (article.published, article.key), reverse=True))


def _read_article(path: Path, outlets: Mapping[str, Outlet]) -> SampleArticle:
    lines = path.read_text(encoding="utf-8").splitlines()
    if lines.count(_FENCE) < 2 or lines[0] != _FENCE:
        raise SampleDataError(f"{path}:1: the front matter must stand between two lines of {_FENCE}")
    close = lines.index(_FENCE, 1)
    try:
        # The leading line break keeps the line numbers of tomllib's messages those of the file.
        values = tomllib.loads("\n" + "\n".join(lines[1:close]))
    except tomllib.TOMLDecodeError as err:
        raise SampleDataError(f"{path}: {err}") from err
    blocks = parse_blocks("\n".join(lines[close + 1 :]))
    if not blocks:
        raise SampleDataError(f"{path}:{close + 1}: the article has no body")
    outlet = outlets.get(str(values.get("outlet")))
    if outlet is None:
        raise SampleDataError(f"{path}: outlet must be one of {', '.join(outlets)}")
    article = _build_article(values, path=path, outlet=outlet, blocks=blocks)
    _check_article(article, path=path, outlet=outlet)
    return article


def _build_article(
    values: Mapping[str, Any], *, path: Path, outlet: Outlet, blocks: tuple[Block, ...]
) -> SampleArticle:
    fields: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
    }
    fields["replies"] = tuple(Reply(**reply) for reply in values.get("replies", ()))
    fields.setdefault("language", outlet.language)
    fields.setdefault("section", "news")
    fields.setdefault("summary", blocks[0].text)
    try:
        place = outlet.article_path.format(**fields)
        return SampleArticle(
            **fields,
            key=path.name.split(".")[0],
            path=place,
            canonical_url=outlet.canonical_base + place,
            blocks=blocks,
        )
    except (TypeError, KeyError) as err:
        raise SampleDataError(f"{path}: front matter: {err}") from err


def _check_article(article: SampleArticle, *, path: Path, outlet: Outlet) -> None:
    problems = []
    for name in ("published", "modified"):
        moment = getattr(article, name)
        if moment is not None and (not isinstance(moment, datetime) or moment.tzinfo is None):
            problems.append(f"{name} must be a date and time with an offset, not {moment!r}")
    if not problems and article.changed < article.published:
        problems.append("modified lies before published")
    if article.version > 1 and article.modified is None:
        problems.append("an update needs modified")
    if outlet.kind is SourceKind.MIRROR and article.authors:
        problems.append("the mirror shows no bylines, so authors must be empty")
    places = (*article.ad_after, article.related_after or 1)
    if min(places) < 1 or max(places) >= len(article.blocks) + 1:
        problems.append(f"ad_after and related_after must lie within the {len(article.blocks)} blocks")
    if problems:
        raise SampleDataError(f"{path}: {'; '.join(problems)}")


def _check_together(articles: Iterable[SampleArticle]) -> None:
    articles = tuple(articles)
    firsts = {article.key for article in articles if article.version == 1}
    for article in articles:
        if article.key not in firsts:
            raise SampleDataError(f"{FOLDER}/{article.key}.v{article.version}.md: updates no article of this name")
        if article.copy_of is not None and article.copy_of not in firsts:
            raise SampleDataError(f"{FOLDER}/{article.key}.md: copy_of names no article: {article.copy_of}")
    used = Counter(f"number {article.number} of {article.outlet}, version {article.version}" for article in articles)
    used.update(f"{article.canonical_url}, version {article.version}" for article in articles)
    for what, count in used.items():
        if count > 1:
            raise SampleDataError(f"{FOLDER}: used by more than one article: {what}")
