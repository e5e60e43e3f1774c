"""What is exported reads elsewhere, and is the same."""

from __future__ import annotations

import json

import duckdb
import pyarrow.dataset
import pytest
from warehouse_records import join, say

from warehouse.errors import BadQuery, ExportInTheWay
from warehouse.export import TABLES, ExportFormat, export
from warehouse.load import load
from warehouse.search import run_sql
from warehouse.store import read, write


@pytest.fixture
def filled(path):
    with write(path) as con:
        load(con, join(say(after=' Quotes: "a, b"\n and more.'), say("second", day=40)))
    return path


@pytest.mark.parametrize("kind", list(ExportFormat))
def test_every_table_is_written_whole_and_reads_in_plain_duckdb(filled, tmp_path, kind):
    folder = tmp_path / "out"
    with read(filled, external=True) as con:
        counts = export(con, folder, kind=kind)
        expected = {table: con.execute(f"select count(*) from {table}").fetchall()[0][0] for table in TABLES}
        claims = con.execute("select claim_id, text, base_value from claims order by all").fetchall()
        articles = con.execute("select article_id, text from articles order by all").fetchall()
    assert counts == expected
    assert counts["claims"] == 2
    place = "claims/*/*.parquet" if kind is ExportFormat.PARQUET else f"claims.{kind.value}"
    bodies = "articles/*/*.parquet" if kind is ExportFormat.PARQUET else f"articles.{kind.value}"
    with duckdb.connect() as plain:
        plain.execute("set timezone = 'UTC'")
        assert (
            plain.execute(f"select claim_id, text, base_value from '{folder}/{place}' order by all").fetchall()
            == claims
        )
        assert plain.execute(f"select article_id, text from '{folder}/{bodies}' order by all").fetchall() == articles


def test_parquet_is_split_by_month_and_reads_in_arrow(filled, tmp_path):
    with read(filled, external=True) as con:
        export(con, tmp_path / "out")
    assert {entry.name for entry in (tmp_path / "out" / "claims").iterdir()} == {"month=2026-03", "month=2026-04"}
    table = pyarrow.dataset.dataset(tmp_path / "out" / "claims", partitioning="hive").to_table()
    assert table.num_rows == 2
    assert set(table["month"].to_pylist()) == {"2026-03", "2026-04"}


def test_json_lines_are_one_object_a_row(filled, tmp_path):
    with read(filled, external=True) as con:
        export(con, tmp_path / "out", kind=ExportFormat.JSONL)
    lines = (tmp_path / "out" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["authors"] for line in lines] == [["A. Writer"]] * 2


def test_nothing_is_written_over(filled, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("keep")
    with read(filled, external=True) as con, pytest.raises(ExportInTheWay, match="name another folder"):
        export(con, tmp_path / "out")
    assert [entry.name for entry in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_a_query_reaches_other_files_only_when_asked(filled, tmp_path):
    (tmp_path / "mine.csv").write_text("x\n7\n")
    query = f"select x from '{tmp_path}/mine.csv'"
    with read(filled, external=True) as con:
        assert run_sql(con, query).rows == ((7,),)
        with pytest.raises(duckdb.Error):
            con.execute("delete from claims")
    with read(filled) as con, pytest.raises(BadQuery):
        run_sql(con, query)


def test_a_query_that_takes_too_long_is_stopped(filled):
    with read(filled) as con:
        with pytest.raises(BadQuery, match=r"stopped after 0\.2 s"):
            run_sql(con, "select sum(hash(a.i, b.i)) from range(10000000) a(i), range(1000000) b(i)", seconds=0.2)
        assert run_sql(con, "select 1", seconds=5).rows == ((1,),)


def test_a_query_that_holds_too_much_is_refused(filled):
    with read(filled, memory="40MB") as con, pytest.raises(BadQuery, match=r"(?i)memory"):
        run_sql(con, "select list(i) from range(100000000) t(i)")
    with pytest.raises(BadQuery, match="no amount of memory"), read(filled, memory="much"):
        pass
