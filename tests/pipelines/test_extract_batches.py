"""Pages of one host, read together: what all of them carry goes, from the first page as from the last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pytest

from pipelines import extract as stage
from pipelines.boilerplate import open_recall, open_recurring, take_rows
from pipelines.extract import extract_articles
from spiders.extraction.recurring import Recurring
from spiders.items import Article, RawPage, Rejected, SourceKind, identify_version
from warehouse.batch import Batch, RunRow
from warehouse.connect import connect
from warehouse.load import load
from warehouse.migrate import migrate
from warehouse.state import known_boilerplate, read_articles

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DESK = "From the harbour desk"


def make_page(number: int, *, below: str = DESK, host: str = "quay.example") -> RawPage:
    paragraphs = [
        f"The foundry in district {number} said on Monday that it shipped {number + 2},000 wafers in the last quarter.",
        f"A year before it shipped {number + 1},000, and in district {number} nobody expected more than that.",
        below,
    ]
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    title = f"District {number} ships more"
    return RawPage(
        source="quay",
        kind=SourceKind.FEED,
        url=f"https://{host}/story-{number}",
        status=200,
        content_type="text/html; charset=utf-8",
        body=f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>".encode(),
        fetched_at=NOW,
    )


def read(pages: Sequence[RawPage], **given: object) -> list[Article]:
    found = list(extract_articles(pages, **given))  # type: ignore[arg-type]  # what the test gives
    assert all(isinstance(one, Article) for one in found)
    return [one for one in found if isinstance(one, Article)]


def test_the_first_page_is_read_as_the_last(monkeypatch: pytest.MonkeyPatch):
    # As extraction leaves it: it knows no such line.
    monkeypatch.setattr(stage, "_WINDOW", 8)
    articles = read([make_page(number) for number in range(6)])
    assert [DESK in article.text for article in articles] == [False] * 6
    assert all(article.version == identify_version(article.title, article.text) for article in articles)
    assert len(read([make_page(0)])[0].text.split("\n\n")) == 3


def test_pages_of_other_hosts_and_rejected_ones_stay_in_their_places():
    lost = Rejected(stage="fetch", subject="https://quay.example/x", reason="timeout", sample="")
    pages = [make_page(0), lost, *(make_page(number) for number in range(1, 5)), make_page(9, host="pier.example")]
    found = list(extract_articles(pages))
    assert found[1] is lost
    kept = [DESK in one.text for one in found if isinstance(one, Article)]
    assert kept == [False] * 5 + [True]


def test_what_is_left_of_a_page_of_such_lines_is_no_article(monkeypatch: pytest.MonkeyPatch):
    recurring = Recurring()
    banner = "The Quay is read by more people in the trade than any other paper, every day of the week."
    pages = [[*read([make_page(number)])[0].text.split("\n\n")[:2], banner] for number in range(8)]
    recurring.learn("quay.example", pages)
    article = read([make_page(1)])[0]
    short = Article(
        **{name: getattr(article, name) for name in Article.__slots__ if name != "text"},
        text=f"What this page says of wafers itself is short, one line.\n\n{banner}",
    )
    monkeypatch.setattr(stage, "extract", lambda *_, **__: short)
    (rejected,) = extract_articles([make_page(1)], recurring=recurring)
    assert isinstance(rejected, Rejected)
    assert rejected.reason.startswith("no body: ")


def test_what_was_read_before_counts_and_what_was_learned_is_kept():
    old = read([make_page(number) for number in range(3, 5)])
    with connect() as con:
        migrate(con)
        run = RunRow(run_id="r1", started_at=NOW, status="completed", trigger="test")
        load(con, Batch(run=run, articles=tuple(old)))
        recurring = open_recurring(con)
        (article,) = read([make_page(1)], recurring=recurring, recall=open_recall(con))
        assert DESK not in article.text
        rows = take_rows(recurring)
        assert [(row.host, row.sample) for row in rows] == [("quay.example", DESK)]
        load(con, Batch(run=run, articles=(article,), boilerplate=rows))
        assert known_boilerplate(con) == list(rows)
        assert load(con, Batch(run=run, boilerplate=rows)).tables["boilerplate"].total == 0
        # A later run knows it from its first page on, and reads that as this one did.
        assert read([make_page(1)], recurring=open_recurring(con)) == [article]
        assert read_articles(con, [article.article_id]) == [article]


def test_recall_is_asked_for_the_hosts_of_the_pages_once_a_window(monkeypatch: pytest.MonkeyPatch):
    asked: list[Sequence[str]] = []

    def recall(hosts: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        asked.append(hosts)
        return {}

    monkeypatch.setattr(stage, "_WINDOW", 2)
    read([make_page(1), make_page(2, host="pier.example"), make_page(3)], recall=recall)
    assert asked == [["pier.example", "quay.example"], ["quay.example"]]
