"""How fast the warehouse answers and loads at a million claims, beside SQLite on the same rows in the same run.

python -m benchmarks.warehouse [--articles 100000] [--vectors 100000] [--rounds 200] [--file PATH] [--write]

Makes a ledger of so many articles (ten claims each; `benchmarks/ledger.py` says of what), or takes the one at --file,
and measures the rows of docs/quality.md. Entities are asked for as often as articles name them, so that the popular
ones, which have tens of thousands of claims, weigh most. SQLite has the indexes that these questions call for,
and FTS5. --write puts the table into docs/quality.md. To make the ledger takes much longer than to measure it: keep it
with --file, where it stays as it was made (what is loaded is loaded into a copy).
"""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from duckdb import DuckDBPyConnection

from benchmarks.evaluate import replace_section
from benchmarks.ledger import MODEL, build, make_batch, statement
from nlp.embed import load_embedder
from nlp.records import Embedding
from warehouse.asking import Meaning, search_claims, search_texts
from warehouse.connect import connect
from warehouse.ledger import find_facts
from warehouse.load import load
from warehouse.migrate import migrate
from warehouse.question import Condition, Question
from warehouse.store import read, write

QUALITY = Path(__file__).parents[1] / "docs" / "quality.md"
PAGE = 50
NEW = 1_000
MEMORY = "1GB"
"""What a reader that stays open may hold, as `chipwire sql --memory 1GB`; SQLite has a cache of as much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One row of the table: what was measured, its bar, the figure, and SQLite's where there is one."""

    what: str
    bar: str
    figure: str
    beside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question as both are asked it."""

    entity_id: str
    metric: str | None = None
    outlet: str | None = None
    modality: str | None = None
    least: float | None = None


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--vectors", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=200, help="questions of each kind")
    parser.add_argument("--file", type=Path, help="a ledger that was made before, or where to keep this one")
    parser.add_argument("--write", action="store_true", help="put the table into docs/quality.md")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        path = options.file or Path(scratch) / "made.duckdb"
        if not path.exists():
            with write(path) as con:
                build(con, articles=options.articles, vectors=options.vectors)
        rows = Path(scratch) / "made.sqlite"
        with closing(sqlite3.connect(rows)) as lite, read(path, memory=MEMORY) as con:
            results = [measure_size(con)]
            copy_rows(con, lite)
        # Both are asked through a connection that was just opened, and no disk is measured: to copy a million rows has
        # filled SQLite's caches with what will be asked for, and DuckDB's with what will not.
        for file in (rows, path):
            read_through(file)
        with closing(sqlite3.connect(rows)) as lite, read(path, memory=MEMORY) as con:
            lite.executescript(statement("open_sqlite"))
            results += measure_answers(con, lite, rounds=options.rounds)
        copy = Path(shutil.copyfile(path, Path(scratch) / "loaded.duckdb"))
        # What this has written so far is no part of the load.
        os.sync()
        results += measure_load(copy, articles=options.articles)
    table = format_table(results)
    print(table)
    if options.write:
        text = QUALITY.read_text(encoding="utf-8")
        QUALITY.write_text(replace_section(text, "warehouse", table), encoding="utf-8")
    return 0


def read_through(path: Path) -> None:
    """Let the system have the whole file in memory."""
    with path.open("rb") as file:
        while file.read(1 << 24):
            pass


def format_table(results: Sequence[Result]) -> str:
    lines = ["| what | bar | measured | SQLite, same rows |", "|---|---|---|---|"]
    return "\n".join([*lines, *(f"| {row.what} | {row.bar} | {row.figure} | {row.beside} |" for row in results)])


def measure_size(con: DuckDBPyConnection) -> Result:
    """What the tables fill of the file, vectors left out: blocks that wait to be used again are no data."""
    query = (
        "select (total_blocks - free_blocks) * block_size from pragma_database_size() where database_name = 'warehouse'"
    )
    (used,) = con.execute(query).fetchone() or (0,)
    query = "select count(distinct block_id) * 262144 from pragma_storage_info('embeddings') where block_id >= 0"
    (vectors,) = con.execute(query).fetchone() or (0,)
    (claims,) = con.execute("select count(*) from claims").fetchone() or (1,)
    return Result(
        what=f"bytes per claim, vectors left out ({claims:,} claims)",
        bar="<= 1,536",
        figure=f"{(used - vectors) / claims:,.0f}",
    )


def measure_answers(con: DuckDBPyConnection, lite: sqlite3.Connection, *, rounds: int) -> Iterator[Result]:
    drawn = np.random.default_rng(7)
    asked = draw_questions(con, drawn, rounds)
    ours = time_each(lambda one: search_claims(con, to_question(one), limit=PAGE), asked)
    theirs = time_each(lambda one: ask_sqlite(lite, one), asked)
    yield compare("claims by entity with filters, first page, p95", "<= 25 ms, a third of SQLite", ours, theirs)
    words = draw_words(con, drawn, rounds)
    ours = time_each(lambda text: search_texts(con, text), words)
    theirs = time_each(lambda text: search_sqlite(lite, text), words)
    yield compare("full-text search, p95", "<= 60 ms", ours, theirs)
    vectors = drawn.standard_normal((rounds, MODEL.dimension), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    pairs = [
        (text, Meaning(vector=vector, model=MODEL, embed=embed_sentences))
        for text, vector in zip(words, vectors, strict=True)
    ]
    (count,) = con.execute("select count(*) from embeddings").fetchone() or (0,)
    ours = time_each(lambda pair: search_texts(con, pair[0], meaning=pair[1]), pairs[: max(20, rounds // 4)])
    yield compare(f"hybrid search over {count:,} vectors, claim sentences read, p95", "<= 350 ms", ours)
    ours = time_each(lambda one: find_facts(con, one.entity_id), asked[: max(20, rounds // 4)])
    yield compare("ledger of one subject, p95", "<= 50 ms", ours)


def embed_sentences(sentences: Sequence[str]) -> list[Embedding]:
    """Read sentences by the bundled model, each anew; its vectors pass for those of the made-up one."""
    vectors = load_embedder().encoder.encode(sentences)
    return [Embedding(item_id="", model=MODEL, vector=vector) for vector in vectors]


def measure_load(path: Path, *, articles: int) -> Iterator[Result]:
    with connect() as maker:
        migrate(maker)
        # The same registry, so that the new articles name the same things.
        with read(path) as con:
            maker.register("known_entities", con.execute("from entities").to_arrow_table())
            maker.execute("insert into entities from known_entities")
        maker.execute(statement("prepare_makers"))
        batch = make_batch(maker, articles, articles + NEW, articles=articles)
    begun = time.perf_counter()
    with write(path) as con:
        opened = time.perf_counter()
        load(con, batch)
        loaded = time.perf_counter()
    ended = time.perf_counter()
    grows = (opened - begun) + (ended - loaded)
    yield Result(
        what=f"load of {NEW:,} articles ({NEW * 10:,} claims, {NEW * 40:,} mentions), index and publish included",
        bar="<= 15 s",
        figure=f"{ended - begun:.1f} s (copy {opened - begun:.1f}, rows and index {loaded - opened:.1f}, "
        f"publish {ended - loaded:.1f})",
    )
    yield Result(
        what="of it what grows with the warehouse (copy, publish)",
        bar="<= 2/3",
        figure=f"{grows / (ended - begun):.2f}",
    )


def time_each(ask: Callable[[Any], object], questions: Sequence[Any]) -> list[float]:
    for one in questions[:5]:
        ask(one)
    taken = []
    for one in questions:
        start = time.perf_counter()
        ask(one)
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def compare(what: str, bar: str, ours: Sequence[float], theirs: Sequence[float] | None = None) -> Result:
    figure = f"{np.percentile(ours, 95):.0f} ms (median {np.median(ours):.0f})"
    if theirs is None:
        return Result(what=what, bar=bar, figure=figure)
    share = np.percentile(ours, 95) / np.percentile(theirs, 95)
    beside = f"{np.percentile(theirs, 95):.0f} ms (median {np.median(theirs):.0f}); ratio {share:.2f}"
    return Result(what=what, bar=bar, figure=figure, beside=beside)


def draw_questions(con: DuckDBPyConnection, drawn: np.random.Generator, count: int) -> list[Asked]:
    rows = con.execute(
        "select subject_id, metric, outlet, modality, base_value from claims "
        "where subject_id is not null and base_value is not null order by hash(claim_id, 7), claim_id limit $count",
        {"count": count},
    ).fetchall()
    return [
        Asked(
            entity_id=entity_id,
            metric=metric if drawn.random() < 0.5 else None,
            outlet=outlet if drawn.random() < 0.3 else None,
            modality=modality if drawn.random() < 0.3 else None,
            least=value if drawn.random() < 0.2 else None,
        )
        for entity_id, metric, outlet, modality, value in rows
    ]


def draw_words(con: DuckDBPyConnection, drawn: np.random.Generator, count: int) -> list[str]:
    rows = con.execute(
        "select subject, metric, split_part(sentence, ' ', -2), split_part(sentence, ' ', -3) from claims "
        "order by hash(claim_id, 8), claim_id limit $count",
        {"count": count},
    ).fetchall()
    return [" ".join([subject, *drawn.permutation(rest)[: drawn.integers(1, 4)]]) for subject, *rest in rows]


def to_question(one: Asked) -> Question:
    conditions = () if one.least is None else (Condition(unit="USD", least=one.least),)
    return Question(
        entity_ids=(one.entity_id,),
        metric=one.metric,
        outlet=one.outlet,
        modality=one.modality,
        conditions=conditions,
    )


def copy_rows(con: DuckDBPyConnection, lite: sqlite3.Connection) -> None:
    lite.executescript(statement("open_sqlite"))
    lite.executescript(statement("create_sqlite"))
    for table, query in (
        ("claims", "select * exclude (period_start, period_end, published_at), epoch_us(published_at) from claims"),
        ("texts", "select article_id, title, text from articles where is_current"),
    ):
        with con.cursor() as cursor:
            cursor.execute("use warehouse")
            cursor.execute(query)
            marks = ", ".join("?" * len(cursor.description or ()))
            if table == "claims":
                names = ", ".join(f'"{column[0]}"' for column in cursor.description or ())
                names = names.rsplit(", ", 1)[0] + ', "published_at"'
                lite.execute(f"create table claims ({names})")
            while rows := cursor.fetchmany(20_000):
                lite.executemany(f"insert into {table} values ({marks})", rows)
    lite.executescript(statement("index_sqlite"))
    lite.commit()


def ask_sqlite(lite: sqlite3.Connection, one: Asked) -> list[Any]:
    values = {
        "entity_id": one.entity_id,
        "metric": one.metric,
        "outlet": one.outlet,
        "modality": one.modality,
        "least": one.least,
        "count": PAGE,
    }
    return lite.execute(statement("ask_sqlite"), values).fetchall()


def search_sqlite(lite: sqlite3.Connection, text: str) -> list[Any]:
    words = " OR ".join('"' + word.replace('"', "") + '"' for word in text.split())
    return lite.execute(statement("search_sqlite"), {"words": words, "count": 20}).fetchall()


if __name__ == "__main__":
    sys.exit(main())
