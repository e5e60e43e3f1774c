"""A feed whose links go wrong, with good articles before, between and after them, crawled over real HTTP."""

from __future__ import annotations

from dataclasses import dataclass, replace

from spiders_outlet import write_feed

from pipelines.extract import extract_articles
from spiders.crawl import CrawlOptions, CrawlReport, crawl
from spiders.items import Article, Rejected, SourceKind
from spiders.sources import Source
from spiders.spool import read_spool

PARAGRAPHS = (
    "Brackwater Foundry raised its wafer starts to 41,000 a month in March, the café at its gate reports.",
    "The company said that a second line for 3 nm chips will open before the end of next year.",
    "Its order book has grown by a fifth since the export rules were changed in December.",
)
GOOD = ("/good/first.html", "/good/last.html")


@dataclass(frozen=True)
class Beside:
    """What a crawl brought, read as far as articles: by the end of the address."""

    report: CrawlReport
    articles: dict[str, Article]
    rejected: dict[str, list[Rejected]]

    def outcome(self, path: str) -> str:
        """The title of the article, or the stage and reason of the one row that there is in its place."""
        rows = self.rejected.get(path, [])
        if path in self.articles:
            assert rows == []
            return f"article: {self.articles[path].title}"
        assert len(rows) == 1, (path, rows, sorted(self.articles), sorted(self.rejected))
        return f"{rows[0].stage}: {rows[0].reason}"


def write_page(title: str, *paragraphs: str, head: str = "") -> str:
    """A page of an outlet; with the three good paragraphs where none are given."""
    body = "".join(f"<p>{text}</p>" for text in paragraphs or PARAGRAPHS)
    return (
        f"<!doctype html><html lang=en><head>{head}<title>{title}</title></head>"
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    )


def serve_good(outlet) -> None:
    for path in GOOD:
        outlet.serve(path, write_page(f"Good {path}"))


def crawl_beside(outlet, folder, *links: str, options: CrawlOptions | None = None, extra: str = "") -> Beside:
    """Crawl a feed of these links between two good ones."""
    serve_good(outlet)
    feed = write_feed(GOOD[0], *links, GOOD[1], extra=extra)
    outlet.serve("/feed.xml", feed, content_type="application/rss+xml")
    return crawl_source(outlet, folder, SourceKind.FEED, "/feed.xml", options=options)


def crawl_source(
    outlet,
    folder,
    kind: SourceKind,
    path: str,
    *,
    options: CrawlOptions | None = None,
    given: dict[str, str] | None = None,
) -> Beside:
    """Crawl a source of one kind; `given` are the options of its entry."""
    options = options or CrawlOptions.quick(allow_hosts=(outlet.host,))
    url = path if path.startswith("http") else outlet.base + path
    source = Source(name="hostile", kind=kind, url=url, options=given or {})
    report = crawl(source, data_dir=folder, options=replace(options, max_minutes=2))
    rows = list(extract_articles(read_spool(report.spool), sources={source.name: source}))
    articles = {row.url.removeprefix(outlet.base): row for row in rows if isinstance(row, Article)}
    rejected: dict[str, list[Rejected]] = {}
    for row in rows:
        if isinstance(row, Rejected):
            rejected.setdefault(row.subject.removeprefix(outlet.base), []).append(row)
    return Beside(report=report, articles=articles, rejected=rejected)


def check_good(crawled: Beside) -> None:
    """The crawl ended by itself, and the good articles are there, whole."""
    assert crawled.report.ok, crawled.report.detail
    assert crawled.report.finish_reason == "finished"
    for path in GOOD:
        assert crawled.outcome(path) == f"article: Good {path}"
        assert crawled.articles[path].text.split("\n\n") == list(PARAGRAPHS)
