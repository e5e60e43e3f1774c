"""What `chipwire demo` shows at its end."""

from __future__ import annotations

from collections import Counter

from duckdb import DuckDBPyConnection

from desk.cli.ask import print_claims
from desk.storyview import print_brief
from desk.tables import OutputFormat
from pipelines.settings import Settings
from pipelines.telling import tell_story
from warehouse.rows import ClaimRow
from warehouse.search import find_claims, resolve_entity, summarize
from warehouse.store import read
from warehouse.stories import read_stories

_CHIP = "H200"
_ROWS = 10
# What a claim is called that measures nothing the text names.
_UNNAMED = frozenset({"number", "amount", "ratio"})
_PER_METRIC = 2
_NEXT = """
Try next:
  .venv/bin/chipwire claims "Ascend 910C"
  .venv/bin/chipwire entity H20
  .venv/bin/chipwire stories --entity H200
  .venv/bin/chipwire story {story_id}
  .venv/bin/chipwire search "wafers per month"
  .venv/bin/chipwire sql "select subject, metric, value, unit, attribution, outlet from claims limit 10"
  .venv/bin/chipwire import YOUR_FOLDER       (your own .txt, .html, .jsonl or .warc.gz files)
"""
_TABLES = ("articles", "mentions", "claims", "stories")


def show_tour(settings: Settings) -> None:
    """Print how much there is, one story, the claims about one chip, and what to try next."""
    with read(settings.warehouse) as con:
        counts = summarize(con)
        chip = resolve_entity(con, _CHIP)
        rows = _choose_rows(find_claims(con, entity_id=chip.entity_id, limit=None))
        chosen = _choose_story(con)
        story = None if chosen is None else tell_story(con, chosen, claims=0)
    print()
    print("In the warehouse: " + ", ".join(f"{getattr(counts, name)} {name}" for name in _TABLES))
    print()
    if story is not None:
        print_brief(story)
    print_claims(rows, title=f"What is claimed about the {chip.name}: the surest, by metric", output=OutputFormat.TABLE)
    print(_NEXT.format(story_id=chosen or "ID"))
    print(f"The warehouse is {settings.warehouse}; docs/sources.md says how to add outlets to sources.toml.")


def _choose_story(con: DuckDBPyConnection) -> str | None:
    """Return the story that shows the most: copies, stories before or after it, reports of its own."""
    best = max(
        read_stories(con, limit=None),
        key=lambda one: (one.copies > 0, one.follows + one.follow_ups > 0, one.independent, one.story_id),
        default=None,
    )
    return None if best is None else best.story_id


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
