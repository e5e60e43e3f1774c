"""What a run is to fetch: which sources are due, and what each crawl knows of the runs before it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from duckdb import DuckDBPyConnection

from pipelines.cadence import WINDOW, Pace, choose_interval, find_due
from pipelines.fetch import CrawlReport
from pipelines.registry import check_registry
from pipelines.settings import Settings
from spiders.sources import Source
from spiders.visits import PAGE, Memory, Visit, identify_page
from warehouse.batch import FetchRow
from warehouse.errors import WarehouseMissing
from warehouse.polls import DEAD_AFTER, Page, Poll, known_addresses, recent_polls, visited_pages
from warehouse.store import read

# When a page is looked at again, counted from the first time; what is older than the last of these is left alone.
_AGAIN = (timedelta(days=1), timedelta(days=7))
_TOO_OLD = timedelta(days=14)
_SEVERAL = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """One source of a run. `polls` are its last ones, newest first; `due` is None for one that was never read."""

    source: Source
    memory: Memory = Memory()  # noqa: RUF009 - frozen
    polls: tuple[Poll, ...] = ()
    due: datetime | None = None

    @property
    def failures(self) -> int:
        """How often in a row it has failed."""
        return self.polls[0].failures if self.polls else 0

    @property
    def is_dead(self) -> bool:
        """Whether it has failed too often to be tried more than once in a run."""
        return self.failures >= DEAD_AFTER

    @property
    def was_whole(self) -> bool:
        """Whether all that its listing had, down to its limit, had been asked for after the last poll."""
        return bool(self.polls) and self.polls[0].whole

    @property
    def interval(self) -> timedelta:
        """How long it waits between two polls as things stand."""
        return choose_interval(self.polls, pace=Pace.of(self.source))


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The sources that a run reads, and those that it leaves for later, each in the order of the file."""

    now: tuple[Assignment, ...]
    later: tuple[Assignment, ...] = ()

    def describe_wait(self) -> str:
        """Return one line that says what is due next, for a run that has nothing to do."""
        waiting = sorted((one.due, one.source.name) for one in self.later if one.due is not None)
        if not waiting:
            return "No source is configured"
        due, name = waiting[0]
        return f"No source is due; the next is {name} at {due:%Y-%m-%d %H:%M} UTC"


def plan_run(sources: Sequence[Source], *, settings: Settings, now: datetime, only_due: bool) -> Plan:
    """Return what a run that begins `now` reads: all of these sources, or those that are due.

    Raises InputError where the user's own registry is wrong, so that nothing is fetched that could not be read.
    """
    if settings.registry is not None:
        check_registry(settings.registry)
    assigned = look_up(sources, settings=settings)
    later = [one for one in assigned if only_due and one.due is not None and one.due > now]
    chosen = [one for one in assigned if one not in later]
    # Without a warehouse there is nothing to remember.
    with suppress(WarehouseMissing), read(settings.warehouse) as con:
        chosen = [replace(one, memory=remember(one.source, con=con, now=now, whole=one.was_whole)) for one in chosen]
    return Plan(now=tuple(chosen), later=tuple(later))


def look_up(sources: Sequence[Source], *, settings: Settings) -> list[Assignment]:
    """Return the sources with their last polls and when they are due, but without what they remember."""
    polls: Mapping[str, tuple[Poll, ...]] = {}
    with suppress(WarehouseMissing), read(settings.warehouse) as con:
        polls = recent_polls(con, most=WINDOW)
    return [_assign(source, polls.get(source.name, ())) for source in sources]


def _assign(source: Source, polls: tuple[Poll, ...]) -> Assignment:
    return Assignment(source=source, polls=polls, due=find_due(polls, pace=Pace.of(source)))


def describe_fetches(assigned: Sequence[Assignment], reports: Sequence[CrawlReport]) -> tuple[FetchRow, ...]:
    """Return the rows of what these crawls did, with the failures in a row that each source now has."""
    before = {one.source.name: one.failures for one in assigned}
    whole = {one.source.name: one.was_whole for one in assigned}
    # Nothing at all could be read: more likely it is this machine that has no network.
    ours = len(reports) >= _SEVERAL and not any(report.ok for report in reports)
    return tuple(
        FetchRow(
            source=report.source,
            requests=report.requests,
            pages=report.pages,
            unchanged=report.unchanged,
            bytes=report.bytes,
            errors=report.errors,
            seconds=report.seconds,
            finish_reason=report.finish_reason,
            started_at=report.started,
            ok=report.ok,
            failures=0 if report.ok else before.get(report.source, 0) + (not ours),
            items=report.items,
            fresh=report.fresh,
            revisited=report.revisited,
            advised_minutes=report.advised_minutes,
            quiet_hours=report.quiet_hours,
            # One that brought nothing leaves all as it was.
            whole=report.whole or (report.pages == 0 and whole.get(report.source, False)),
        )
        for report in reports
    )


def remember(source: Source, *, con: DuckDBPyConnection, now: datetime, whole: bool) -> Memory:
    """Return what the warehouse knows of a source's pages, and which of them are to be fetched again.

    `whole` says that no page is missing between the newest of them and the limit of the source.
    """
    pages = visited_pages(con, source=source.name)
    known = {page.address for page in pages}
    hosts = _list_hosts([source.url, source.canonical(source.url), *known])
    known |= {identify_page(address) for address in known_addresses(con, hosts=hosts)}
    # From the newest page on, only what is newer is asked for.
    newest = _find_newest(pages, now) if whole else None
    return Memory(known=frozenset(known), again=tuple(_choose_again(pages, now=now)), newest=newest, whole=whole)


def _choose_again(pages: Iterable[Page], *, now: datetime) -> Iterable[Visit]:
    for page in pages:
        if page.request and is_due_again(page.first_visited_at, page.last_visited_at, now=now):
            yield Visit(address=page.address, request=page.request, hints=page.hints, again=True)


def is_due_again(first: datetime, last: datetime, *, now: datetime) -> bool:
    """Return whether a page should be looked at again: one of its dates has come since it was last looked at."""
    return now < first + _TOO_OLD and any(last < first + wait <= now for wait in _AGAIN)


def _find_newest(pages: Iterable[Page], now: datetime) -> str | None:
    moments = (_read_moment(page.hints.get("published", "")) for page in pages if page.outcome == PAGE)
    # A date in the future is a mistake, behind which all that follows would go unseen.
    newest = max((moment for moment in moments if moment is not None and moment <= now), default=None)
    return None if newest is None else newest.isoformat()


def _read_moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _list_hosts(addresses: Collection[str]) -> set[str]:
    return {urlsplit(address).netloc.lower() for address in addresses}
