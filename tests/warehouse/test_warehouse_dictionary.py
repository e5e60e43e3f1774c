"""Every table, view, column and macro says what it is, and docs/warehouse.md is made of that."""

from __future__ import annotations

from dataclasses import fields

from duckdb import DuckDBPyConnection

from warehouse import sql
from warehouse.dictionary import PATH, describe
from warehouse.rows import ClaimRow, FactRow


def columns(con: DuckDBPyConnection, relation: str) -> list[str]:
    return [name for name, *_ in con.execute("describe " + relation).fetchall()]


def test_everything_has_a_comment(con):
    rows = con.execute(sql.load("store/describe_columns")).fetchall()
    assert len({relation for _, relation, *_ in rows}) == 40
    assert [row for row in rows if not row[2] or not row[5]] == []
    assert [row for row in con.execute(sql.load("store/describe_macros")).fetchall() if not row[1]] == []


def test_the_page_is_current(con):
    assert PATH.read_text(encoding="utf-8") == describe(con), "run `python -m warehouse.dictionary`"


def test_the_tables_that_the_design_promises_are_there(con):
    promised = "sources fetches articles entities mentions claims ledger stories story_articles watches runs"
    present = {relation for _, relation, *_ in con.execute(sql.load("store/describe_columns")).fetchall()}
    assert set(promised.split()) <= present


def test_there_is_no_foreign_key_and_no_secondary_index(con):
    kinds = {kind for (kind,) in con.execute("select distinct constraint_type from duckdb_constraints()").fetchall()}
    assert kinds <= {"PRIMARY KEY", "NOT NULL"}
    assert con.execute("select count(*) from duckdb_indexes()").fetchone() == (0,)


def test_every_time_has_a_zone(con):
    zoneless = con.execute("select table_name from duckdb_columns() where not internal and data_type = 'TIMESTAMP'")
    assert zoneless.fetchall() == []


def test_the_rows_of_searches_have_the_columns_of_what_they_show(con):
    shown = [name for name in columns(con, "claims") if not name.endswith("_read_as")]
    assert [field.name for field in fields(ClaimRow)] == [*shown, "role"]
    assert [field.name for field in fields(FactRow)] == columns(con, "ledger")


def test_every_statement_says_what_it_gives():
    folders = ("schema", "marts", "load", "search", "state", "doctor", "store")
    for name in (name for folder in folders for name in sql.names(folder)):
        assert sql.load(name).startswith("-- "), name
