from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

from desk.storyview import list_originals
from warehouse.stories import ReportRow

Chipwire = Callable[..., Any]


def report(number: int, **fields: Any) -> ReportRow:
    given = {"outlet": f"Outlet {number}", "duplicate_of": None, "is_first": number == 0} | fields
    return ReportRow(
        article_id=f"a{number}",
        title="Pears [are] early",
        source="wire",
        url=f"https://example.org/{number}",
        authors=(),
        published_at=None,
        similarity=1.0,
        **given,
    )


def test_ten_thousand_copies_are_one_line() -> None:
    copies = [report(number, duplicate_of="a0") for number in range(1, 10_000)]
    (line,) = list_originals([report(0), *copies])
    assert line["first"] == "first"
    assert line["copies"] == "Outlet 1, Outlet 2, Outlet 3, Outlet 4 and 9,995 more"


def test_a_copy_of_what_is_not_there_stands_for_itself() -> None:
    (line,) = list_originals([report(1, duplicate_of="gone", outlet=None)])
    assert (line["outlet"], line["copies"]) == ("wire", "")


def test_a_story_is_told_with_first_report_summary_and_claims(chipwire: Chipwire) -> None:
    first = json.loads(chipwire("stories", "--entity", "H200", "--format", "json").stdout)[0]
    shown = chipwire("story", first["story_id"][:6]).stdout
    assert first["title"] in shown
    assert f"First report: {first['first_outlet'] or ''}" in shown
    for part in ("Volume: 1 article", "Timeline", "Articles, copies", "Claims, by independent sources", "“"):
        assert part in shown
    (told,) = json.loads(chipwire("story", first["story_id"], "--format", "json", "--claims", "2").stdout)
    assert len(told["claims"]) == 2
    assert told["first"]["url"] == first["first_url"]
    quote = told["summary"][0]
    query = f"select text from articles where article_id = '{quote['article_id']}'"
    ((row),) = json.loads(chipwire("sql", query, "--format", "json").stdout)
    assert row["text"][quote["start"] :].startswith(quote["text"])


def test_the_articles_of_a_story_as_csv(chipwire: Chipwire) -> None:
    first = json.loads(chipwire("stories", "--format", "json").stdout)[0]
    rows = list(csv.DictReader(io.StringIO(chipwire("story", first["story_id"], "--format", "csv").stdout)))
    assert [(row["url"], row["is_first"], row["duplicate_of"]) for row in rows] == [(first["first_url"], "True", "")]


def test_a_date_that_is_none_is_a_misuse(chipwire: Chipwire) -> None:
    answer = chipwire("stories", "--since", "yesterday")
    assert answer.status == 2
    assert "yesterday" in answer.stderr
