from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from spiders_nursery import Nursery
from spiders_outlet import Outlet, open_outlet

from spiders.crawl import CrawlOptions, CrawlReport, crawl
from spiders.items import RawPage, Rejected
from spiders.sample_site import serve_sample_site
from spiders.sources import Source, read_sources
from spiders.spool import read_spool


@dataclass(frozen=True)
class Crawled:
    """One crawl of the sample site: what it reported, what it handed over, and what the outlet saw of it."""

    report: CrawlReport
    rows: tuple[RawPage | Rejected, ...]
    statuses: tuple[int, ...]
    paths: tuple[str, ...]

    @property
    def pages(self):
        return [row for row in self.rows if isinstance(row, RawPage)]


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    made = Nursery()
    yield made
    made.close()


@pytest.fixture(scope="module", autouse=True)
def _crawls_in_forks(request, nursery) -> Iterator[None]:
    """Crawls start fast, but for the modules that are about how they start and end."""
    with pytest.MonkeyPatch.context() as patch:
        if not getattr(request.module, "OWN_PROCESSES", False):
            patch.setattr("spiders.crawl._run_process", nursery.run)
        yield


@pytest.fixture(scope="session")
def sample_crawls(tmp_path_factory, nursery) -> dict[str, tuple[Crawled, Crawled]]:
    """Every source of the sample site, crawled twice into one data folder."""
    folder = tmp_path_factory.mktemp("sample")
    with serve_sample_site() as site, pytest.MonkeyPatch.context() as patch:
        patch.setattr("spiders.crawl._run_process", nursery.run)
        site.write_sources(folder / "sources.toml")
        sources = read_sources(folder / "sources.toml")
        options = CrawlOptions.quick(allow_hosts=sources.allow_hosts)

        def run(source: Source) -> Crawled:
            before = len(site.requests)
            report = crawl(source, data_dir=folder / "data", options=options)
            seen = [request for request in site.requests[before:] if request.outlet == source.name]
            statuses = tuple(request.status for request in seen)
            paths = tuple(request.path for request in seen)
            return Crawled(report=report, rows=tuple(read_spool(report.spool)), statuses=statuses, paths=paths)

        # Two at a time: one archive serves crawls side by side.
        with ThreadPoolExecutor(2) as pool:
            first = list(pool.map(run, sources.sources))
            second = list(pool.map(run, sources.sources))
    return {source.name: pair for source, *pair in zip(sources.sources, first, second, strict=True)}


@pytest.fixture(scope="module")
def outlet() -> Iterator[Outlet]:
    with open_outlet() as server:
        yield server


@pytest.fixture
def make_spider() -> Callable[..., object]:
    """Makes a spider that talks to nothing: no crawler, no archive, its counts in a Counter."""

    def make(spider_class, **fields):
        entry = {"name": "outlet", "kind": spider_class.kind, "url": "https://outlet.test/list", **fields}
        spider = spider_class(source=Source(**entry))
        counts = Counter()
        stats = SimpleNamespace(inc_value=lambda name: counts.update([name]))
        spider.crawler = SimpleNamespace(stats=stats)
        spider.counts = counts
        return spider

    return make
