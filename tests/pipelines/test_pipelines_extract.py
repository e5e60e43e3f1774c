from __future__ import annotations

import json
from pathlib import Path

from pipelines.extract import extract_articles
from pipelines.fetch import read_files
from spiders.items import Article, Rejected

SHORT = (
    "The H200 has 141 GB of memory, its maker said. It costs $30,000, more than twice the $12,000 that buyers pay "
    "for the H20, and 20,000 of them were sold in the third quarter."
)


def test_a_row_with_title_and_text_is_taken_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    row = {"text": SHORT, "title": "Memory sells", "published": "2026-01-05", "outlet": "The Desk"}
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    (article,) = extract_articles(read_files([path]))
    assert isinstance(article, Article)
    assert (article.title, article.text, article.outlet) == ("Memory sells", SHORT, "The Desk")
    assert article.published is not None
    assert article.published.date().isoformat() == "2026-01-05"


def test_what_cannot_be_read_is_rejected_by_the_name_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Call the editor back.")
    (tmp_path / "empty.html").write_bytes(b"")
    rejected = list(extract_articles(read_files([tmp_path])))
    assert all(isinstance(one, Rejected) and one.reason for one in rejected)
    assert {Path(one.subject).name for one in rejected if isinstance(one, Rejected)} == {"note.txt", "empty.html"}
