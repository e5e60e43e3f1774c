"""A first crawl that was interrupted is continued further down, although the first page has known articles only."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from spiders_outlet import open_outlet, write_article
from spiders_stages import ingest_plainly

from pipelines.ingest import open_run
from pipelines.plan import plan_run
from pipelines.settings import Settings
from spiders.crawl import CrawlOptions, crawl
from spiders.items import SourceKind
from spiders.sources import Source
from spiders.spool import read_spool

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
# So long that the budget of the first run is spent after two.
LONG = "Nobody at the company would say when the parts will reach the customers. "


def serve_listing(outlet):
    """Three pages of a listing with two articles each."""
    for number in range(1, 4):
        names = [f"{number}{letter}" for letter in "ab"]
        for name in names:
            outlet.serve(f"/{name}.html", write_article(f"Story {name}", f"Of {name} it is said: {LONG * 20}"))
        cards = "".join(f"<div class=card><a href='/{name}.html'>Story {name}</a></div>" for name in names)
        following = f"<a rel=next href='/news/{number + 1}'>Older</a>" if number < 3 else ""
        outlet.serve(f"/news/{number}", f"<html><body>{cards}{following}</body></html>")


def serve_posts(outlet, *, after="", count=6):
    for number in range(1, 4):
        posts = [
            {
                "id": each, "link": f"{outlet.base}/{each}", "title": {"rendered": f"Post {each}"},
                "date_gmt": f"2026-02-{20 - each:02d}T10:00:00", "content": {"rendered": f"<p>{LONG * 20} {each}</p>"},
            }
            for each in (2 * number - 1, 2 * number) if each <= count
        ]  # fmt: skip
        query = f"per_page=2&page={number}&orderby=date&order=desc&_embed=author%2Cwp%3Aterm{after}"
        body = json.dumps(posts)
        path = f"/wp-json/wp/v2/posts?{query}"
        outlet.serve(path, body, content_type="application/json", X_WP_TotalPages=str(-(-count // 2)))


SERVED = {
    SourceKind.LISTING: (serve_listing, "/news/1", {"selector": ".card", "pages": "9"}, "/news/2"),
    SourceKind.WORDPRESS: (
        serve_posts,
        "/",
        {"per_page": "2"},
        "/wp-json/wp/v2/posts?per_page=2&page=2&orderby=date&order=desc&_embed=author%2Cwp%3Aterm",
    ),
}


class Runs:
    """Runs one after another, each an hour later, over the real stages but annotation."""

    def __init__(self, outlet, source, folder):
        self.outlet, self.source = outlet, source
        self.settings = Settings(warehouse=folder / "w.duckdb", data_dir=folder)
        self.options = CrawlOptions.quick(allow_hosts=(outlet.host,))
        self.now = START

    def run(self, **options):
        """What the next crawl reports, and the listings that it asked for."""
        self.outlet.paths.clear()
        self.now += timedelta(hours=1)
        plan = plan_run([self.source], settings=self.settings, now=self.now, only_due=False)
        given = replace(self.options, **options)
        memory = plan.now[0].memory
        report = crawl(self.source, data_dir=self.settings.data_dir, options=given, memory=memory, now=self.now)
        run = open_run("test").with_fetches(plan.now, [report])
        ingest_plainly(read_spool(report.spool), run=run, settings=self.settings)
        return report, [path for path in self.outlet.paths if "news" in path or "wp-json" in path]


@pytest.fixture
def runs(tmp_path, request):
    serve, path, given, _ = SERVED[request.param]
    with open_outlet() as outlet:
        serve(outlet)
        source = Source(name="one", kind=request.param, url=outlet.base + path, options=given)
        yield Runs(outlet, source, tmp_path)


@pytest.mark.parametrize("runs", [SourceKind.LISTING], indirect=True)
def test_a_budget_that_is_spent_ends_one_run_and_the_next_goes_on(runs):
    first, _ = runs.run(max_bytes=60_000, per_host=1)
    assert first.finish_reason == "budget of bytes is spent"
    assert 0 < first.fresh < 6
    assert not first.whole
    second, asked = runs.run()
    assert second.fresh == 6 - first.fresh
    assert asked == ["/news/1", "/news/2", "/news/3"]
    assert second.whole
    third, asked = runs.run()
    assert (third.fresh, asked) == (0, ["/news/1"]), "what is known ends the paging once all is known"


@pytest.mark.parametrize("runs", SERVED, indirect=True)
def test_a_listing_that_breaks_off_is_read_on_in_the_next_run(runs):
    broken = SERVED[runs.source.kind][3]
    kept = runs.outlet.answers[broken]
    runs.outlet.serve(broken, "down", status=404)
    first, _ = runs.run()
    assert (first.ok, first.whole, first.fresh) == (True, False, 2)
    # A run that cannot read anything leaves it as it was.
    listing = {path: runs.outlet.answers.pop(path) for path in list(runs.outlet.answers) if "a.html" not in path}
    assert not runs.run()[0].ok
    runs.outlet.answers |= {**listing, broken: kept}
    second, asked = runs.run()
    assert (second.fresh, len(asked)) == (4, 3)
    assert second.whole
    if runs.source.kind is SourceKind.WORDPRESS:
        serve_posts(runs.outlet, after="&after=2026-02-18T00%3A00%3A00", count=2)
    third, asked = runs.run()
    assert (third.fresh, len(asked)) == (0, 1)


@pytest.mark.parametrize("runs", [SourceKind.LISTING], indirect=True)
def test_a_page_that_may_come_the_next_time_is_looked_for_again(runs):
    kept = runs.outlet.answers["/3a.html"]
    runs.outlet.serve("/3a.html", "down", status=503)
    runs.outlet.serve("/2a.html", "gone", status=410)
    first, _ = runs.run()
    assert (first.fresh, first.whole) == (4, False)
    runs.outlet.answers["/3a.html"] = kept
    second, asked = runs.run()
    assert (second.fresh, second.whole, len(asked)) == (1, True, 3)
    assert "/2a.html" not in runs.outlet.paths, "gone for good"
