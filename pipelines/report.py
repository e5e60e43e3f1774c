"""What a run did: counted while it goes, told as text at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from pipelines.annotate import Annotated
from pipelines.cluster import Clustered
from spiders.items import Rejected
from warehouse.batch import ABOUT_RUNS, FetchRow, LoadReport, RunRow
from warehouse.polls import DEAD_AFTER, describe_problem

_COLUMNS = ("source", "requests", "items", "pages", "new", "unchanged", "bytes", "errors", "ended")
# How a run ended that brought nothing at all.
FAILED = "failed"


@dataclass(slots=True)
class Tally:
    """The counts of one run, filled batch by batch; `status` and `report` are empty until it is finished.

    `read_from` says in the report which articles claims and stories were worked out for.
    """

    articles: int = 0
    known: int = 0
    rejected: int = 0
    claims: int = 0
    entities: int = 0
    copies: int = 0
    stories: set[str] = field(default_factory=set)
    unread: Counter[str] = field(default_factory=Counter)
    changes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    status: str = ""
    report: str = ""
    read_from: str = "the new ones"

    @property
    def changed(self) -> bool:
        """Whether the run changed any row that is about the news (not about the run itself)."""
        return self.changes.total() > 0

    def count_articles(self, annotated: Sequence[Annotated], clustered: Clustered) -> None:
        """Add a batch of new articles."""
        self.articles += len(annotated)
        self.count_read(annotated, clustered)

    def count_read(self, annotated: Sequence[Annotated], clustered: Clustered) -> None:
        """Add what was read out of a batch of articles, new or not."""
        for one in annotated:
            if one.document is None:
                self.unread[one.article.language or "unknown"] += 1
            else:
                self.claims += len(one.document.claims)
                self.entities += len(one.document.entities)
        self.copies += sum(placement.duplicate_of is not None for placement in clustered.placements)
        self.stories.update(placement.story_id for placement in clustered.placements)

    def count_rejected(self, rejected: Sequence[Rejected]) -> None:
        """Add what was set aside; pages that gave no article by the fixed word that says why."""
        self.rejected += len(rejected)
        self.reasons.update(one.reason.partition(":")[0] for one in rejected if one.stage == "extract")

    def count_load(self, report: LoadReport) -> None:
        """Add what a load changed."""
        for table, change in report.tables.items():
            if table not in ABOUT_RUNS:
                self.changes[table] += change.total

    def finish(self, row: RunRow, fetches: Sequence[FetchRow], *, failed: Sequence[str]) -> RunRow:
        """Return the run's row, finished, with its report; `failed` names the sources that brought nothing."""
        status = "completed" if not failed else (FAILED if len(failed) == len(fetches) else "partial")
        finished = replace(row, finished_at=datetime.now(UTC), status=status, counts=self.describe())
        self.status = status
        self.report = write_report(finished, fetches, self)
        return replace(finished, report=self.report)

    def describe(self) -> dict[str, int]:
        """Return the counts by name."""
        return {
            "new_versions": self.articles,
            "known_versions": self.known,
            "rejected": self.rejected,
            "entities": self.entities,
            "claims": self.claims,
            "copies": self.copies,
            "stories": len(self.stories),
            "changed_rows": self.changes.total(),
        }


def write_report(run: RunRow, fetches: Sequence[FetchRow], tally: Tally) -> str:
    """Return the run report as Markdown that also reads well in a terminal."""
    counts = tally.describe()
    seconds = (run.finished_at - run.started_at).total_seconds() if run.finished_at else 0.0
    articles = f"{counts['new_versions']} new, {counts['known_versions']} already known"
    lines = [
        f"Run {run.run_id} ({run.trigger}) {run.status} in {seconds:.1f} s",
        "",
        f"- articles: {articles}, {counts['rejected']} set aside in quarantine",
        f"- read out of {tally.read_from}: {counts['entities']} mentions of entities, {counts['claims']} claims",
        f"- stories: {counts['stories']} with {tally.read_from}, {counts['copies']} copies of another article",
    ]
    if tally.reasons:
        told = ", ".join(f"{reason} {count}" for reason, count in sorted(tally.reasons.items()))
        lines.append(f"- pages without an article: {told}")
    lines += [f"- {count} article(s) in language {code!r} kept without claims" for code, count in tally.unread.items()]
    if tally.changed:
        touched = sorted((table, count) for table, count in tally.changes.items() if count)
        lines.append("- rows written: " + ", ".join(f"{table} {count}" for table, count in touched))
    else:
        lines.append("- nothing changed: the warehouse already had all of it")
    if fetches:
        lines += ["", "| " + " | ".join(_COLUMNS) + " |", "|" + "---|" * len(_COLUMNS)]
        lines += [_describe_fetch(fetch) for fetch in fetches]
    lines += [_describe_dead(fetch) for fetch in fetches if fetch.failures >= DEAD_AFTER]
    return "\n".join(lines)


def _describe_fetch(fetch: FetchRow) -> str:
    errors = ", ".join(f"{kind} {count}" for kind, count in sorted(fetch.errors.items())) or "none"
    counts = (fetch.requests, fetch.items, fetch.pages, fetch.fresh, fetch.unchanged, fetch.bytes)
    return "| " + " | ".join(str(cell) for cell in (fetch.source, *counts, errors, fetch.finish_reason)) + " |"


def _describe_dead(fetch: FetchRow) -> str:
    problem = describe_problem(fetch.errors, finish_reason=fetch.finish_reason)
    return (
        f"\n{fetch.source} is dead: {fetch.failures} failures in a row ({problem}). It is kept and asked less often; "
        "it revives when it answers. See `chipwire sources list`"
    )
