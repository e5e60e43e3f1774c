"""How each source stands: when it was read, when it will be, and whether it answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pipelines.fetch import list_sources
from pipelines.plan import Assignment, look_up
from pipelines.settings import Settings


class State(StrEnum):
    """How a source is doing: never read yet, read the last time, failed lately, or too often in a row."""

    NEW = "new"
    OK = "ok"
    FAILING = "failing"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One source. `every_minutes` is its interval as things stand, `due` None for one that was never read: at once.

    `last_news` is when a poll last brought a new page, None where no recent one did; `problem` is "" where it is ok.
    """

    source: str
    kind: str
    state: State
    every_minutes: float
    due: datetime | None
    last_read: datetime | None
    last_news: datetime | None
    failures: int
    problem: str


def list_standings(settings: Settings, *, only: Iterable[str] = ()) -> list[Standing]:
    """Return how each configured source stands, or the named ones, in the file's order.

    Raises InputError for a name that is not there.
    """
    return [_describe(one) for one in look_up(list_sources(settings, only=only).sources, settings=settings)]


def _describe(one: Assignment) -> Standing:
    last = one.polls[0] if one.polls else None
    state = State.NEW if last is None else State.DEAD if one.is_dead else State.OK if last.ok else State.FAILING
    return Standing(
        source=one.source.name,
        kind=one.source.kind,
        state=state,
        every_minutes=round(one.interval.total_seconds() / 60, 1),
        due=one.due,
        last_read=last.at if last else None,
        last_news=next((poll.at for poll in one.polls if poll.fresh), None),
        failures=one.failures,
        problem=last.problem if last else "",
    )
