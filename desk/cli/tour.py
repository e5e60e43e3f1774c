"""What `chipwire demo` shows at its end."""

from __future__ import annotations

from collections import Counter

from desk.cli.ask import print_claims
from desk.tables import OutputFormat
from pipelines.settings import Settings
from warehouse.rows import ClaimRow
from warehouse.search import find_claims, resolve_entity, summarize
from warehouse.store import read

_CHIP = "H200"
_ROWS = 10
# What a claim is called that measures nothing the text names.
_UNNAMED = frozenset({"number", "amount", "ratio"})
_PER_METRIC = 2
_NEXT = """
Try next:
  .venv/bin/chipwire claims "Ascend 910C"
  .venv/bin/chipwire entity H20
  .venv/bin/chipwire stories
  .venv/bin/chipwire search "wafers per month"
  .venv/bin/chipwire sql "select subject, metric, value, unit, attribution, outlet from claims limit 10"
  .venv/bin/chipwire import YOUR_FOLDER       (your own .txt, .html, .jsonl or .warc.gz files)
"""
_TABLES = ("articles", "mentions", "claims", "stories")


def show_tour(settings: Settings) -> None:
    """Print how much there is, the claims about one chip, and what to try next."""
    with read(settings.warehouse) as con:
        counts = summarize(con)
        chip = resolve_entity(con, _CHIP)
        rows = _choose_rows(find_claims(con, entity_id=chip.entity_id, limit=None))
    print()
    print("In the warehouse: " + ", ".join(f"{getattr(counts, name)} {name}" for name in _TABLES))
    print()
    print_claims(rows, title=f"What is claimed about the {chip.name}: the surest, by metric", output=OutputFormat.TABLE)
    print(_NEXT)
    print(f"The warehouse is {settings.warehouse}; docs/sources.md says how to add outlets to sources.toml.")


def _choose_rows(rows: list[ClaimRow]) -> list[ClaimRow]:
    """Return a few claims that show what there is: the surest ones, two of a metric, in the order given."""
    chosen: list[ClaimRow] = []
    taken: Counter[str] = Counter()
    named = (row for row in rows if row.role == "subject" and row.metric not in _UNNAMED)
    for row in sorted(named, key=lambda row: (row.attribution is None, row.kind == "count", -row.confidence)):
        if taken[row.metric] < _PER_METRIC and len(chosen) < _ROWS:
            taken[row.metric] += 1
            chosen.append(row)
    return [row for row in rows if row in chosen]
