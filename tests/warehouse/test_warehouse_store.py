"""One writer, many readers, and nobody sees half a run."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest
from duckdb import DuckDBPyConnection
from warehouse_records import say

from warehouse import connect, fulltext
from warehouse.connect import connect_beside, relieve
from warehouse.errors import WarehouseBusy, WarehouseDamaged, WarehouseMissing, WarehouseTooNew
from warehouse.load import load
from warehouse.search import search_articles
from warehouse.store import read, write

OWN_MIGRATIONS = True
pytestmark = pytest.mark.long


def count_articles(con: DuckDBPyConnection) -> int:
    row = con.execute("select count(*) from articles").fetchone()
    assert row
    return row[0]


def run_python(program: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def test_a_missing_warehouse_says_how_to_make_one(path):
    with (
        pytest.raises(WarehouseMissing, match=r"ledger\.duckdb: `chipwire demo` or `chipwire import PATH` makes one"),
        read(path),
    ):
        pass


def test_what_was_written_is_read_and_nothing_else_is_left(path):
    with write(path) as con:
        load(con, say())
    with read(path) as con:
        assert count_articles(con) == 1
    assert {entry.name for entry in path.parent.iterdir()} == {"ledger.duckdb", "ledger.duckdb.lock"}


def test_what_was_loaded_unsettled_is_published_settled(path):
    with write(path) as con:
        load(con, say(), settled=False)
        assert con.execute("select count(*) from facts").fetchone() == (0,)
    with read(path) as con:
        rows = con.execute("select * exclude (fact_id) from ledger").fetchall()
        assert rows
        assert con.execute("select * exclude (fact_id) from ledger_as_of(null::timestamptz)").fetchall() == rows


def test_a_long_run_lets_go_of_the_file_between_loads_and_loses_nothing(path):
    with write(path) as con:
        load(con, say(), settled=False)
        assert not relieve(con)
        con.execute("set variable held = 1000")
        load(con, say("second"), settled=False)
        with connect_beside(con) as beside:
            assert beside.execute("select count(*) from articles").fetchone() == (2,)
        assert relieve(con)
        load(con, say("third"), settled=False)
    with read(path) as con:
        assert count_articles(con) == 3
        rows = con.execute("select * exclude (fact_id) from ledger").fetchall()
        assert con.execute("select * exclude (fact_id) from ledger_as_of(null::timestamptz)").fetchall() == rows
        assert con.execute("select sum(claims) >= 3 from ledger").fetchone() == (True,)


def test_a_writer_may_hold_more_when_the_file_has_grown_much_and_never_less(path, monkeypatch):
    limit = "select current_setting('memory_limit')"
    with write(path) as con:
        assert con.execute(limit).fetchone() == ("244.1 MiB",)
        load(con, say(), settled=False)
        con.execute("checkpoint")
        monkeypatch.setattr(connect, "GROWN", 1e9 / Path(f"{path}.next").stat().st_size)
        assert relieve(con, full=0)
        assert con.execute(limit).fetchone() == ("953.6 MiB",)
        monkeypatch.setattr(connect, "GROWN", 0.1)
        assert relieve(con, full=0)
        assert con.execute(limit).fetchone() == ("953.6 MiB",)
        assert count_articles(con) == 1


def test_what_was_published_can_be_searched(path):
    with write(path) as con:
        load(con, say())
        load(con, say("second"))
    with write(path) as con:
        load(con, say("third"))
    with write(path):
        pass
    with read(path) as con:
        assert len(search_articles(con, "mi500x")) == 3


def test_the_folder_is_made(tmp_path):
    with write(tmp_path / "new" / "data" / "x.duckdb"):
        pass
    with read(tmp_path / "new" / "data" / "x.duckdb") as con:
        assert count_articles(con) == 0


@pytest.mark.parametrize("name", ["it's here.duckdb", "größe ; drop.duckdb"])
def test_any_file_name_will_do(tmp_path, name):
    with write(tmp_path / name) as con:
        load(con, say())
    with read(tmp_path / name) as con:
        assert count_articles(con) == 1


def test_a_reader_keeps_its_state_and_the_next_one_sees_the_new(path):
    with write(path) as con:
        load(con, say())
    with read(path) as before:
        with write(path) as con:
            load(con, say("second"))
            assert count_articles(before) == 1
            with read(path) as during:
                assert count_articles(during) == 1
        assert count_articles(before) == 1
        # While the older reader is still there: DuckDB would hand out its instance for the same path.
        with read(path) as after:
            assert count_articles(after) == 2


def test_an_error_leaves_the_warehouse_as_it_was(path):
    with write(path) as con:
        load(con, say())
    content = path.read_bytes()
    with pytest.raises(KeyboardInterrupt), write(path) as con:  # noqa: PT012 - the fault is at the end of a run
        load(con, say("second"))
        raise KeyboardInterrupt
    assert path.read_bytes() == content
    assert {entry.name for entry in path.parent.iterdir()} == {"ledger.duckdb", "ledger.duckdb.lock"}


def test_the_remains_of_a_killed_writer_are_not_taken_over(path):
    with write(path) as con:
        load(con, say())
    path.with_name("ledger.duckdb.next").write_bytes(b"half a file")
    path.with_name("ledger.duckdb.next.wal").write_bytes(b"half a log")
    with write(path) as con:
        load(con, say("second"))
    with read(path) as con:
        assert count_articles(con) == 2


def test_a_second_writer_is_told_who_writes(path):
    program = "import sys; from pathlib import Path; from warehouse.store import write\n"
    program += "with write(Path(sys.argv[1])): print('in', flush=True); sys.stdin.read()"
    with run_python(program, str(path)) as writer:
        assert writer.stdout
        assert writer.stdout.readline() == "in\n"
        with pytest.raises(WarehouseBusy, match=rf"another chipwire \(process {writer.pid}\)"), write(path, wait=0.1):
            pass
        writer.communicate()
    with write(path, wait=0.1):
        pass


def test_a_writer_waits_a_little_for_another(path):
    entered, done = threading.Event(), threading.Event()

    def hold() -> None:
        with write(path):
            entered.set()
            done.wait(5)

    other = threading.Thread(target=hold)
    other.start()
    entered.wait(5)
    threading.Timer(0.2, done.set).start()
    with write(path, wait=10) as con:
        load(con, say())
    other.join()
    with read(path) as con:
        assert count_articles(con) == 1


def test_a_file_that_another_program_writes_is_not_copied(path):
    with write(path) as con:
        load(con, say())
    program = "import sys, duckdb; con = duckdb.connect(sys.argv[1]); print('in', flush=True); sys.stdin.read()"
    with run_python(program, str(path)) as other:
        assert other.stdout
        assert other.stdout.readline() == "in\n"
        with pytest.raises(WarehouseBusy, match=f"PID {other.pid}"), write(path):
            pass
        with pytest.raises(WarehouseBusy, match="a program other than chipwire"), read(path):
            pass
        other.communicate()


def test_what_another_program_left_in_its_log_is_kept(path):
    with write(path) as con:
        load(con, say())
    program = (
        "import os, sys, duckdb; con = duckdb.connect(sys.argv[1]); con.execute('set checkpoint_threshold=\"1GB\"')\n"
    )
    program += "con.execute(\"insert into watches values ('w', 'mine', '{}', now(), null)\"); os._exit(0)"
    with run_python(program, str(path)) as other:
        other.communicate()
    assert path.with_name("ledger.duckdb.wal").exists()
    with write(path) as con:
        load(con, say("second"))
    assert not path.with_name("ledger.duckdb.wal").exists()
    with read(path) as con:
        assert con.execute("select name from watches").fetchall() == [("mine",)]
        assert count_articles(con) == 2


@pytest.mark.parametrize("content", [b"", b"no database at all", b"\0" * 20_000])
def test_a_file_that_is_no_warehouse_is_refused_and_kept(path, content):
    path.write_bytes(content)
    for opened in (read(path), write(path)):
        with pytest.raises(WarehouseDamaged, match=r"ledger\.duckdb"), opened:
            pass
    assert path.read_bytes() == content


def test_a_database_of_something_else_is_refused(path):
    with duckdb.connect(str(path)) as con:
        con.execute("create table mine (x integer)")
    with pytest.raises(WarehouseDamaged, match="no chipwire warehouse"), read(path):
        pass
    with pytest.raises(WarehouseDamaged, match="no chipwire warehouse"), write(path):
        pass


@pytest.mark.parametrize(
    "statement",
    [
        "delete from claims",
        "drop table claims",
        "select * from read_csv('/etc/hosts')",
        "copy claims to '/tmp/claims.csv'",
        "attach '/tmp/other.duckdb'",
        "set enable_external_access = true",
    ],
)
def test_a_reader_can_neither_write_nor_reach_another_file(path, statement):
    with write(path) as con:
        load(con, say())
    with read(path) as con, pytest.raises(duckdb.Error):
        con.execute(statement)


def test_readers_see_whole_runs_while_a_writer_publishes(path):
    """Every run writes one article and one claim more: a reader that counts different numbers has seen half of it."""
    with write(path):
        pass
    torn: list[object] = []
    seen: set[int] = set()
    finished = threading.Event()

    def look() -> None:
        while not finished.is_set():
            try:
                with read(path) as con:
                    articles, claims = count_articles(con), con.execute("select count(*) from claims").fetchall()[0][0]
            except Exception as error:  # noqa: BLE001 - whatever a reader meets is what this test is about
                torn.append(error)
                return
            seen.add(articles)
            if articles != claims:
                torn.append((articles, claims))
            finished.wait(0.05)

    readers = [threading.Thread(target=look) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(5):
        with write(path) as con:
            load(con, say(f"article-{number}"))
    finished.set()
    for reader in readers:
        reader.join()
    assert torn == []
    assert len(seen) > 1
    with read(path) as con:
        assert count_articles(con) == 5


def test_a_link_is_followed_and_stays(path, tmp_path):
    real = tmp_path / "elsewhere.duckdb"
    with write(real) as con:
        load(con, say())
    path.symlink_to(real)
    with write(path) as con:
        load(con, say("second"))
    assert path.is_symlink()
    with read(real) as con:
        assert count_articles(con) == 2


def change(path: Path, statement: str) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute(statement)


def test_a_reader_brings_an_older_file_up_to_date(path):
    with write(path) as con:
        load(con, say())
    change(path, "drop view ledger; delete from migrations where name = 'marts/ledger'")
    with read(path) as con:
        assert con.execute("select subject from ledger").fetchall() == [("H200",)]


def test_a_reader_refuses_a_newer_file(path):
    with write(path) as con:
        load(con, say())
    change(path, "insert into migrations values ('schema/0099_later', 'x', now())")
    with pytest.raises(WarehouseTooNew, match="newer chipwire"), read(path):
        pass


def test_the_lock_file_names_its_last_holder(path: Path):
    with write(path):
        assert path.with_name("ledger.duckdb.lock").read_text() == str(os.getpid())


def test_ten_readers_while_a_writer_publishes_fifty_times(path):
    """Each run writes rows and a digest of them: within a snapshot both fit, however often it is read."""
    with write(path) as con:
        con.execute("create table notes (run integer, part integer)")
        con.execute("create table sums (run integer, parts bigint)")
    faults: list[object] = []
    seen: set[int] = set()
    finished = threading.Event()

    def look() -> None:
        while not finished.is_set():
            try:
                with read(path) as con:
                    told = [
                        con.execute(
                            "select (select coalesce(sum(hash(run, part) % 1000), 0) from notes), "
                            "(select coalesce(sum(parts), 0) from sums), (select count(*) from sums)"
                        ).fetchall()[0]
                        for _ in range(2)
                    ]
            except Exception as error:  # noqa: BLE001 - whatever a reader meets is what this test is about
                faults.append(error)
                return
            seen.add(told[0][2])
            if told[0] != told[1] or told[0][0] != told[0][1]:
                faults.append(told)
            finished.wait(0.5)

    readers = [threading.Thread(target=look) for _ in range(10)]
    for reader in readers:
        reader.start()
    for run in range(50):
        with write(path) as con:
            con.execute("insert into notes select $run, i from range(20) parts(i)", {"run": run})
            con.execute(
                "insert into sums select $run, sum(hash(run, part) % 1000) from notes where run = $run", {"run": run}
            )
    finished.set()
    for reader in readers:
        reader.join()
    assert faults == []
    assert len(seen) > 5
    with read(path) as con:
        assert con.execute("select count(*) from sums").fetchone() == (50,)
    assert {entry.name for entry in path.parent.iterdir()} == {"ledger.duckdb", "ledger.duckdb.lock"}


def test_places_of_claims_are_put_in_order_when_many_have_come(path, monkeypatch):
    monkeypatch.setattr(fulltext, "FEW_PLACES", 2)
    with write(path) as con:
        load(con, say("z", "$7", 7, "USD", metric="price"))
        load(con, say("a"))
        before = con.execute("select * from claim_places order by all").fetchall()
    with read(path) as con:
        assert con.execute("select claims from claim_order").fetchone() == (2,)
        assert con.execute("select * from claim_places order by all").fetchall() == before
    with write(path) as con:
        assert not fulltext.refresh_places(con)
        load(con, say("a"))
        assert con.execute("select count(*) from claims").fetchone() == (2,)
