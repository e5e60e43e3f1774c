"""How often a source is read: more often while it brings news, less while it does not, and least when it fails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from spiders.sources import Source
from warehouse.polls import DEAD_AFTER, Poll

WINDOW = 30
"""How many polls of a source count."""
# As if the source had been polled so often before the first time, with news half of the times.
_PRIOR = 2
# What one poll brings counts up to this: a source that publishes ten at once is not ten times as fast.
_MOST_NEWS = 3
# A tick of the schedule never falls on the minute; without some slack every second one would be too early.
_SLACK = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The minutes between two polls of a source: to begin with, at least, at most."""

    start: float
    fastest: float
    slowest: float

    @classmethod
    def of(cls, source: Source) -> Pace:
        """Return the pace that a source is configured to."""
        return cls(start=source.cadence_minutes, fastest=source.fastest, slowest=source.slowest)


def choose_interval(polls: Sequence[Poll], *, pace: Pace) -> timedelta:
    """Return how long to wait after the last of these polls (newest first) for the next one.

    The aim is news at every second poll. A listing that says how long it stays as it is, is not asked sooner, unless
    it says longer than the source's starting pace. Each failure in a row doubles the wait; a dead source waits longest.
    """
    failures = polls[0].failures if polls else 0
    if failures >= DEAD_AFTER:
        return timedelta(minutes=pace.slowest)
    good = [poll for poll in polls[:WINDOW] if poll.ok]
    minutes = max(_follow_news(good, pace), min(_find_advice(good), pace.start))
    minutes = min(max(minutes, pace.fastest), pace.slowest) * float(2 ** max(0, failures - 1))
    return timedelta(minutes=min(minutes, pace.slowest))


def find_due(polls: Sequence[Poll], *, pace: Pace) -> datetime | None:
    """Return when the source is to be read next, None for one that never was: at once."""
    if not polls:
        return None
    wait = choose_interval(polls, pace=pace)
    due = polls[0].at + wait * (1 - _SLACK)
    latest = polls[0].at + timedelta(minutes=pace.slowest)
    while due.hour in polls[0].quiet_hours and due < latest:
        due = due.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return min(due, latest)


def _follow_news(good: Sequence[Poll], pace: Pace) -> float:
    if not good:
        return pace.start
    span = max(0.0, (good[0].at - good[-1].at).total_seconds() / 60)
    # What the oldest poll brought came before the span.
    news = sum(min(max(poll.fresh, 0), _MOST_NEWS) for poll in good[:-1])
    return (span + 2 * _PRIOR * pace.start) / (2 * (news + _PRIOR))


def _find_advice(good: Sequence[Poll]) -> float:
    advised = good[0].advised_minutes if good else None
    return 0.0 if advised is None else advised
