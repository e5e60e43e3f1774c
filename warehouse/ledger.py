"""What is said of one fact across sources and time: agreement, revision, arithmetic, and how it stood earlier."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime

from duckdb import DuckDBPyConnection

from warehouse import sql
from warehouse.rows import FactRow, fetch_rows

Within = Callable[[DuckDBPyConnection], AbstractContextManager[object]]

# What is worked out again at once: more would not fit into the memory that DuckDB may use.
_CLAIMS_AT_ONCE = 100_000
_STATED_AT_ONCE = 80_000
_CHECKED_AT_ONCE = 250_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When the ledger is asked about, now by default.

    `as_of`: only what had been published by then, in the version that could be read then. `learned_by`: only what
    had been fetched by then.
    """

    as_of: datetime | None = None
    learned_by: datetime | None = None

    @property
    def values(self) -> Mapping[str, datetime | None]:
        """The two as parameters of a statement."""
        return {"as_of": self.as_of, "learned_by": self.learned_by}


NOW = Moment()


@dataclass(frozen=True, slots=True, kw_only=True)
class SayingRow:
    """One saying beneath a fact; the columns of `ledger_claims` say what each is. Open ends are None here."""

    fact_id: str
    claim_id: str
    article_id: str
    text: str
    value: float | None
    low: float | None
    high: float | None
    base_unit: str
    bound: str
    modality: str
    attribution: str | None
    outlet: str | None
    source: str
    published_at: datetime | None
    copy_of: str | None
    origin: str
    is_implied: bool
    weighs: bool
    supports: bool
    replaced_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRow:
    """One comparison checked against levels; the columns of `checks` say what each is. `sentence` is the claim's."""

    claim_id: str
    article_id: str
    subject_key: str
    subject: str
    metric_key: str
    compared_key: str | None
    said: str
    said_value: float
    said_low: float
    said_high: float | None
    formula: str
    expected: float | None
    expected_low: float | None
    expected_high: float | None
    unit: str | None
    levels: tuple[str, ...]
    level_fact_id: str | None
    result: str
    difference: float | None
    reason: str
    sentence: str
    outlet: str | None
    published_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecRow:
    """One cell of a sheet; the columns of `spec_sheet` say what each is."""

    subject_key: str
    subject: str
    cell: str
    metric: str
    value: float | None
    low: float | None
    high: float | None
    base_unit: str
    latest_text: str
    period: str | None
    sources: int
    last_said_at: datetime | None
    status: str
    standing: str | None
    fact_id: str
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictRow:
    """One chip against one threshold; the columns of `regulated_chips` say what each is."""

    chip_id: str
    chip: str
    policy_id: str
    policy: str
    number: int
    metric: str
    said: str
    bound: str
    threshold: float
    unit: str
    condition: str | None
    verdict: str
    applies: bool | None
    claim_ids: tuple[str, ...]


def find_facts(
    con: DuckDBPyConnection, entity_id: str, *, metric: str | None = None, moment: Moment = NOW
) -> list[FactRow]:
    """Return the facts about one entity, by metric and then newest period first; `metric` is any part of its name."""
    values = {"entity_id": entity_id, "metric": metric}
    if moment != NOW:
        return list(fetch_rows(con, "search/find_facts_as_of", {**values, **moment.values}, record=FactRow))
    return list(fetch_rows(con, "search/find_facts", values, record=FactRow))


def find_sayings(
    con: DuckDBPyConnection, entity_id: str, *, metric: str | None = None, moment: Moment = NOW
) -> dict[str, list[SayingRow]]:
    """Return what is beneath the facts about one entity, by fact_id, in order of publication."""
    values = {"entity_id": entity_id, "metric": metric, **moment.values}
    found: dict[str, list[SayingRow]] = {}
    for row in fetch_rows(con, "search/find_sayings", values, record=SayingRow):
        found.setdefault(row.fact_id, []).append(row)
    return found


def find_checks(con: DuckDBPyConnection, entity_id: str, *, metric: str | None = None) -> list[CheckRow]:
    """Return the comparisons that are about the entity or compare something with it, with what the levels say."""
    return list(fetch_rows(con, "search/find_checks", {"entity_id": entity_id, "metric": metric}, record=CheckRow))


def spec_sheet(con: DuckDBPyConnection, entity_id: str, *, moment: Moment = NOW) -> list[SpecRow]:
    """Return the cells of a chip's sheet in order: memory, bandwidth, compute, power, node, price, volumes."""
    return list(fetch_rows(con, "search/find_specs", {"entity_id": entity_id, **moment.values}, record=SpecRow))


def chips_over_the_line(
    con: DuckDBPyConnection, *, policy_id: str | None = None, chip_id: str | None = None
) -> list[VerdictRow]:
    """Return the chips that a policy applies to by their figures, and those where the figures leave it open."""
    values = {"policy_id": policy_id, "chip_id": chip_id}
    return list(fetch_rows(con, "search/find_verdicts", values, record=VerdictRow))


def rebuild(con: DuckDBPyConnection) -> None:
    """Work out again all that the ledger keeps of claims, a part at a time; the loads keep it up to date."""
    open_ledger(con)
    (claims,) = con.execute("select count(*) from claims").fetchone() or (0,)
    parts = 1 + claims // _CLAIMS_AT_ONCE
    for part in range(parts):
        con.execute(sql.load("ledger/touch_part"), {"parts": parts, "part": part})
        con.execute(sql.load("ledger/claim_cards"))
        con.execute(sql.load("ledger/claim_facts"))
    con.execute(sql.load("ledger/order_facts"))
    con.execute(sql.load("ledger/stir_subjects"))
    _check_comparisons(con)
    con.execute(sql.load("ledger/stir_facts"))
    _state_facts(con)
    con.execute(sql.load("ledger/clear"))


def open_ledger(con: DuckDBPyConnection) -> None:
    """Make the temporary tables that gather what is to be worked out again, where this connection has none yet."""
    con.execute(sql.load("ledger/open"))


def is_stirred(con: DuckDBPyConnection) -> bool:
    """Whether anything has been gathered that is to be worked out again."""
    open_ledger(con)
    return con.execute(sql.load("ledger/any_stirred")).fetchone() == (True,)


def work_out(con: DuckDBPyConnection, *, within: Within = nullcontext) -> dict[str, tuple[int, int, int]]:
    """Check and state again what has been gathered; return how many rows that added, changed and removed, by table.

    That goes in parts, each `within` a context of its own. What has been gathered is kept until all of it is done.
    """
    if not is_stirred(con):
        return {}
    counts = {"checks": _check_comparisons(con, within=within), "facts": _state_facts(con, within=within)}
    con.execute(sql.load("ledger/clear"))
    return counts


def _check_comparisons(con: DuckDBPyConnection, *, within: Within = nullcontext) -> tuple[int, int, int]:
    (claims,) = con.execute(sql.load("ledger/count_stirred")).fetchone() or (0,)
    return _work_out(con, "checks", choose="stir_part", parts=1 + claims // _CHECKED_AT_ONCE, within=within)


def _state_facts(con: DuckDBPyConnection, *, within: Within = nullcontext) -> tuple[int, int, int]:
    (claims,) = con.execute(sql.load("ledger/stir_copies")).fetchone() or (0,)
    return _work_out(con, "facts", choose="choose_facts", parts=1 + claims // _STATED_AT_ONCE, within=within)


def _work_out(con: DuckDBPyConnection, name: str, *, choose: str, parts: int, within: Within) -> tuple[int, int, int]:
    added = changed = removed = 0
    for part in range(parts):
        with within(con):
            con.execute(sql.load(f"ledger/{choose}"), {"parts": parts, "part": part})
            counts = con.execute(sql.load(f"ledger/{name}")).fetchone() or (0, 0, 0)
        added, changed, removed = added + counts[0], changed + counts[1], removed + counts[2]
    return added, changed, removed


@contextmanager
def following(con: DuckDBPyConnection, provisional_id: str) -> Iterator[None]:
    """Let the ledger follow what the body does to claims about, or compared with, a name that was not known."""
    open_ledger(con)
    con.execute(sql.load("merges/touch"), {"provisional_id": provisional_id})
    yield
    for name in ("claim_cards", "claim_facts"):
        con.execute(sql.load(f"ledger/{name}"))
    work_out(con)
