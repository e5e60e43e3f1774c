"""Every page of the sample site gives back the article that was put into it."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from spiders.extract import extract
from spiders.items import Article, RawPage, SourceKind
from spiders.sample_site import SampleArticle, load_articles, load_outlets, serve_sample_site

OUTLETS = {outlet.key: outlet for outlet in load_outlets()}
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def bases() -> Iterator[dict[str, str]]:
    with serve_sample_site() as site:
        yield dict(site.outlets)


def fetch(url: str, *, kind: SourceKind) -> RawPage:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    connection.request("GET", parts.path + ("?" + parts.query if parts.query else ""))
    answer = connection.getresponse()
    page = RawPage(
        source="sample",
        kind=kind,
        url=url,
        status=answer.status,
        content_type=answer.headers.get("Content-Type", ""),
        body=answer.read(),
        fetched_at=NOW,
    )
    connection.close()
    return page


def squash(text: str) -> str:
    return " ".join(text.split())


def check(article: Article, expected: SampleArticle) -> None:
    assert squash(article.text) == squash(expected.body)
    assert article.title == expected.title
    assert article.authors == expected.authors
    assert article.published == expected.published.astimezone(UTC)
    assert article.modified == (expected.modified.astimezone(UTC) if expected.modified else None)
    assert article.language == expected.language
    # A text or a JSON answer does not say which host it calls its own.
    assert urlsplit(article.canonical_url).path == urlsplit(expected.canonical_url).path.rstrip("/")
    assert article.outlet == OUTLETS[expected.outlet].name


@pytest.mark.parametrize("expected", load_articles(), ids=lambda article: article.key)
def test_a_page_gives_back_its_article(expected: SampleArticle, bases: dict[str, str]) -> None:
    kind = OUTLETS[expected.outlet].kind
    page = fetch(bases[expected.outlet] + expected.path, kind=kind)
    check(extract(page, outlet=OUTLETS[expected.outlet].name), expected)


JSON_PATHS = {SourceKind.WORDPRESS: "/wp-json/wp/v2/posts/{}?_embed=1", SourceKind.DISCOURSE: "/t/{}.json"}
IN_JSON = [article for article in load_articles() if OUTLETS[article.outlet].kind in JSON_PATHS]


@pytest.mark.parametrize("expected", IN_JSON, ids=lambda article: article.key)
def test_json_gives_back_its_article(expected: SampleArticle, bases: dict[str, str]) -> None:
    kind = OUTLETS[expected.outlet].kind
    page = fetch(bases[expected.outlet] + JSON_PATHS[kind].format(expected.number), kind=kind)
    check(extract(page, outlet=OUTLETS[expected.outlet].name), expected)
