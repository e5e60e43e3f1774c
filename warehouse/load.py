"""Write a batch: in one transaction, by key, and only the rows that differ."""

from __future__ import annotations

from contextlib import nullcontext

from duckdb import DuckDBPyConnection

from warehouse import sql
from warehouse.batch import Batch, LoadReport, TableChange
from warehouse.connect import relieve, transaction
from warehouse.errors import BadBatch
from warehouse.ledger import Within, is_stirred, open_ledger, work_out
from warehouse.staging import stage, unstage

# What each table is made from, in the order of writing. The rows of claims repeat their articles, entities are read
# out of mentions too, and so on; a table that nothing in the batch concerns is not looked at.
_TEXTS = ("articles", "documents")
_READS = {
    "sources": ("sources",),
    "runs": ("run",),
    "fetches": ("fetches",),
    "pages": ("pages",),
    "sightings": ("articles", "sightings"),
    "articles": (*_TEXTS, "embeddings", "sightings"),
    "mentions": _TEXTS,
    "quantities": _TEXTS,
    "past_claims": _TEXTS,
    "claims": _TEXTS,
    "claim_cards": _TEXTS,
    "claim_facts": _TEXTS,
    "entities": (*_TEXTS, "entries"),
    "embeddings": (*_TEXTS, "embeddings"),
    "story_history": ("placements",),
    "story_articles": ("placements", "stories"),
    "stories": ("placements", "stories"),
    "story_links": ("placements", "stories"),
    "quarantine": ("rejected",),
    "boilerplate": ("boilerplate",),
    "search_articles": _TEXTS,
}

# A part of the ledger takes up to two thirds of what DuckDB may hold: the indexes of a long run must not be in its way.
_BEFORE_SETTLING = 0.1

# Statements that an upgrade runs too, for all rows.
_WORKINGS = {name: f"ledger/{name}" for name in ("claim_cards", "claim_facts")}


def load(con: DuckDBPyConnection, batch: Batch, *, settled: bool = True) -> LoadReport:
    """Write the batch and return what that changed; the same batch again changes nothing.

    A newer version of an article replaces what was derived from the older one, which stays in `articles` as
    history. Full-text search sees the batch at once. The tables `checks` and `facts`, in which one article may change
    the rows of many, follow at once too unless `settled` is False: then they wait for `settle`.
    Raises BadBatch, and writes nothing, where the parts of the batch do not belong together.
    """
    _check_documents(batch)
    stage(con, batch)
    try:
        with transaction(con):
            tables = _write(con, batch)
            if settled:
                tables |= _settle(con)
    finally:
        unstage(con)
    relieve(con)
    return LoadReport(tables=tables)


def settle(con: DuckDBPyConnection) -> LoadReport:
    """Bring `checks` and `facts` up to what has been loaded; return what that changed.

    A run of many batches does it once, at the end: most of the ledger is about few subjects, which nearly every batch
    has news of. `write` does it for whoever forgets, before it publishes.

    Not within a transaction: each part of it is one. What a transaction has made and dropped stays in memory until its
    end, and for a million claims that was more than DuckDB may hold. After an error call it again: it begins anew.
    """
    if is_stirred(con):
        relieve(con, full=_BEFORE_SETTLING)
    return LoadReport(tables=_settle(con, within=transaction))


def _write(con: DuckDBPyConnection, batch: Batch) -> dict[str, TableChange]:
    open_ledger(con)
    _check_strays(con)
    tables = {table: _merge(con, table) if _concerns(table, batch) else TableChange() for table in _READS}
    con.execute(sql.load("load/clear"))
    return tables


def _settle(con: DuckDBPyConnection, *, within: Within = nullcontext) -> dict[str, TableChange]:
    return {
        table: TableChange(added=added, changed=changed, removed=removed)
        for table, (added, changed, removed) in work_out(con, within=within).items()
    }


def _concerns(table: str, batch: Batch) -> bool:
    return any(getattr(batch, part) for part in _READS[table])


def _merge(con: DuckDBPyConnection, table: str) -> TableChange:
    counted = con.execute(sql.load(_WORKINGS.get(table, f"load/{table}"))).fetchone()
    added, changed, removed = counted or (0, 0, 0)
    return TableChange(added=added, changed=changed, removed=removed)


def _check_documents(batch: Batch) -> None:
    texts = {(article.article_id, article.version): article.text for article in batch.articles}
    for (article_id, version), document in batch.documents.items():
        if texts.get((article_id, version), document.text) != document.text:
            raise BadBatch(
                f"The document of article {article_id} version {version} was read from another text "
                "than the article's: its offsets would point anywhere"
            )


def _check_strays(con: DuckDBPyConnection) -> None:
    stray = con.execute(sql.load("load/find_strays")).fetchone()
    if stray:
        kind, item = stray
        raise BadBatch(f"The batch has a {kind} of article {item}, which is neither in it nor in the warehouse")
