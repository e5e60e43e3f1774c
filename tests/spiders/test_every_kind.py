"""Every kind of source, over real HTTP, extraction and loading into DuckDB: each article once, with clean text."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from spiders_stages import ingest_plainly

from pipelines.fetch import read_files
from pipelines.ingest import open_import, open_run
from pipelines.report import Tally
from pipelines.settings import Settings
from spiders.crawl import CrawlOptions, crawl
from spiders.items import RawPage, SourceKind
from spiders.sample_site import SampleArticle, serve_sample_site
from spiders.sources import Source, read_sources
from spiders.spool import read_spool
from warehouse.store import read

SELECTED = {"selector": "main .card h2", "next": ".older"}
# By outlet, the first as `make demo` reads it, and the other ways to the same articles.
WAYS = {
    "fab-ledger": {
        "atom": (SourceKind.FEED, "/atom.xml", {}),
        "json-feed": (SourceKind.FEED, "/feed.json", {}),
    },
    "wafer-relay": {
        "wordpress-api-in-pages": (SourceKind.WORDPRESS, "", {"body": "api", "per_page": "4"}),
        "wordpress-after": (SourceKind.WORDPRESS, "", {"body": "page", "after": "2025-12-01T00:00:00+00:00"}),
    },
    "compute-tavern": {"discourse-in-pages": (SourceKind.DISCOURSE, "", {"listings": "5"})},
    "lineprinter": {},
    "estuary-post": {
        # The index also leads to pages that are no news, which a source leaves out by its addresses.
        "sitemap-index": (SourceKind.SITEMAP, "/sitemap-index.xml", {"pattern": r"/20\d\d-"}),
        "listing-by-density": (SourceKind.LISTING, "/chips/", {"pages": "9"}),
        "listing-by-selector": (SourceKind.LISTING, "/chips/", {**SELECTED, "pages": "9"}),
    },
}
EACH = [(outlet, name) for outlet, ways in WAYS.items() for name in (outlet, *ways)]
LOCAL = ("warc", "html", "txt", "jsonl")


@dataclass(frozen=True)
class Loaded:
    """What one way brought: the pages, what loading them came to, and the articles in the warehouse after it."""

    pages: list[RawPage]
    tally: Tally
    rows: list[tuple[str, str, str]]


@pytest.fixture(scope="module")
def crawled(sample_crawls, tmp_path_factory) -> tuple[dict[str, list[RawPage]], tuple[SampleArticle, ...]]:
    """The pages of every way, by its name, and the articles that the outlets have."""
    folder = tmp_path_factory.mktemp("ways")
    pages = {outlet: crawls[0].pages for outlet, crawls in sample_crawls.items()}
    with serve_sample_site() as site:
        site.write_sources(folder / "sources.toml")
        known = read_sources(folder / "sources.toml")
        options = CrawlOptions.quick(allow_hosts=known.allow_hosts)

        def run(outlet: str, name: str) -> list[RawPage]:
            kind, path, given = WAYS[outlet][name]
            usual = known.find(outlet)
            source: Source = replace(usual, name=name, kind=kind, url=site.outlets[outlet] + path, options=given)
            report = crawl(source, data_dir=folder, options=options)
            assert report.ok, report.detail
            return [row for row in read_spool(report.spool) if isinstance(row, RawPage)]

        names = [(outlet, name) for outlet, ways in WAYS.items() for name in ways]
        with ThreadPoolExecutor(2) as pool:
            found = pool.map(lambda each: run(*each), names)
            pages |= {name: each for (_, name), each in zip(names, found, strict=True)}
        return pages, site.articles


def load(settings: Settings, pages: list[RawPage], *, local: Path | None = None) -> Loaded:
    run = open_run("test") if local is None else open_import()
    tally = ingest_plainly(pages if local is None else read_files([local]), run=run, settings=settings)
    with read(settings.warehouse) as con:
        rows = con.execute("select canonical_url, title, text from articles").fetchall()
    return Loaded(pages=pages, tally=tally, rows=rows)


@pytest.fixture(scope="module")
def loaded(crawled, tmp_path_factory) -> dict[str, Loaded]:
    """One warehouse for each outlet, into which the ways to it are loaded one after the other."""
    found: dict[str, Loaded] = {}
    for outlet, ways in WAYS.items():
        folder = tmp_path_factory.mktemp(outlet)
        settings = Settings(warehouse=folder / "w.duckdb", data_dir=folder)
        for name in (outlet, *ways):
            found[name] = load(settings, crawled[0][name])
    return found


def expect(articles, outlet: str, name: str) -> dict[str, SampleArticle]:
    """The articles that a way leads to, by their address."""
    own = {article.canonical_url: article for article in articles if article.outlet == outlet}
    if name == "wordpress-after":
        own = {url: article for url, article in own.items() if article.published.isoformat() > "2025-12-01"}
        assert len(own) > 0
    if name.startswith("listing"):
        own = {url: article for url, article in own.items() if article.section != "life"}
    return own


@pytest.mark.parametrize(("outlet", "name"), EACH)
def test_way_brings_every_article_once(crawled, loaded, outlet, name):
    expected = expect(crawled[1], outlet, name)
    tally = loaded[name].tally
    assert len(loaded[name].pages) == len(expected)
    assert (tally.articles + tally.known, tally.rejected) == (len(expected), 0)
    if name != outlet:
        assert tally.articles == 0, "the same version, by whatever way it came"


@pytest.mark.parametrize(("outlet", "name"), EACH)
def test_warehouse_has_each_once_with_its_clean_text(crawled, loaded, outlet, name):
    own = expect(crawled[1], outlet, outlet)
    rows = loaded[name].rows
    assert sorted(url for url, _, _ in rows) == sorted(url.rstrip("/") for url in own)
    for url, title, text in rows:
        article = own.get(url) or own[url + "/"]
        assert title == article.title
        assert text.split() == article.body.split(), title


def write_files(folder: Path, pages: list[RawPage], articles: dict[str, SampleArticle], archive: Path) -> None:
    for name in LOCAL:
        (folder / name).mkdir(parents=True)
    for path in archive.glob("fab-ledger-*.warc.gz"):
        (folder / "warc" / path.name).write_bytes(path.read_bytes())
    for number, page in enumerate(pages):
        (folder / "html" / f"{number}.html").write_bytes(page.body)
    rows = []
    for number, article in enumerate(articles.values()):
        (folder / "txt" / f"{number}.txt").write_text(f"{article.title}\n\n{article.body}\n", encoding="utf-8")
        rows.append({"url": article.canonical_url, "title": article.title, "text": article.body})
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "jsonl" / "rows.jsonl").write_text(text, encoding="utf-8")


@pytest.mark.timeout(120)
def test_files_of_every_sort_bring_the_same_articles_once(crawled, sample_crawls, tmp_path):
    articles = expect(crawled[1], "fab-ledger", "fab-ledger")
    archive = sample_crawls["fab-ledger"][0].report.spool.parent.parent / "archive"
    write_files(tmp_path / "files", crawled[0]["fab-ledger"], articles, archive)
    settings = Settings(warehouse=tmp_path / "w.duckdb", data_dir=tmp_path)
    found = {name: load(settings, [], local=tmp_path / "files" / name) for name in ("warc", "html", "jsonl")}
    assert {name: (each.tally.articles, each.tally.known, each.tally.rejected) for name, each in found.items()} == {
        "warc": (len(articles), 0, 0),
        "html": (0, len(articles), 0),
        "jsonl": (0, len(articles), 0),
    }
    texts = {title: text for _, title, text in found["jsonl"].rows}
    assert {title: text.split() for title, text in texts.items()} == {
        article.title: article.body.split() for article in articles.values()
    }
    # A text file names no address: what it says is its name, and a second look at it is nothing new.
    plain = Settings(warehouse=tmp_path / "plain.duckdb", data_dir=tmp_path)
    first = load(plain, [], local=tmp_path / "files" / "txt")
    again = load(plain, [], local=tmp_path / "files" / "txt")
    assert (first.tally.articles, again.tally.articles, again.tally.known) == (len(articles), 0, len(articles))
    assert {title for _, title, _ in first.rows} == {article.title for article in articles.values()}
    assert {" ".join(text.split()) for _, _, text in first.rows} == {
        " ".join(article.body.split()) for article in articles.values()
    }
