"""How often a source is read: within its bounds, more often with news, less often without and with failures."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.cadence import Pace, choose_interval, find_due
from spiders.items import SourceKind
from spiders.sources import Source
from warehouse.polls import DEAD_AFTER, Poll

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = Pace(start=60, fastest=15, slowest=1440)


@st.composite
def paces(draw: st.DrawFn) -> Pace:
    fastest, start, slowest = sorted(draw(st.tuples(*[st.integers(1, 20_000)] * 3)))
    return Pace(start=start, fastest=fastest, slowest=slowest)


@st.composite
def histories(draw: st.DrawFn) -> list[Poll]:
    gaps = draw(st.lists(st.integers(0, 5000), max_size=40))
    polls, at = [], NOW
    for gap in gaps:
        ok = draw(st.booleans())
        polls.append(
            Poll(
                at=at,
                ok=ok,
                failures=0 if ok else draw(st.integers(1, 8)),
                fresh=draw(st.integers(0, 200)),
                advised_minutes=draw(st.none() | st.floats(0.1, 1e7)),
                quiet_hours=tuple(draw(st.sets(st.integers(0, 23), max_size=23))),
            )
        )
        at -= timedelta(minutes=gap)
    return polls


def minutes(polls: list[Poll], pace: Pace = HOUR) -> float:
    return choose_interval(polls, pace=pace).total_seconds() / 60


def poll_regularly(*fresh: int, every: float = 60) -> list[Poll]:
    return [Poll(at=NOW - timedelta(minutes=every * number), fresh=count) for number, count in enumerate(fresh)]


@given(histories(), paces())
def test_the_interval_lies_within_the_bounds(polls: list[Poll], pace: Pace) -> None:
    assert pace.fastest <= minutes(polls, pace) <= pace.slowest


@given(histories(), paces(), st.data())
def test_more_news_never_makes_a_source_slower(polls: list[Poll], pace: Pace, data: st.DataObject) -> None:
    more = [replace(poll, fresh=poll.fresh + data.draw(st.integers(0, 5))) for poll in polls]
    assert minutes(more, pace) <= minutes(polls, pace)


@given(histories(), paces(), st.integers(0, 12))
def test_more_failures_never_make_a_source_faster(polls: list[Poll], pace: Pace, count: int) -> None:
    failed = Poll(at=NOW, ok=False, failures=count)
    assert minutes([failed, *polls], pace) <= minutes([replace(failed, failures=count + 1), *polls], pace)


@given(st.integers(0, 30), paces())
def test_the_longer_nothing_comes_the_longer_the_wait(count: int, pace: Pace) -> None:
    quiet = poll_regularly(*[0] * count)
    assert minutes(quiet, pace) <= minutes(poll_regularly(*[0] * (count + 1)), pace) or count >= 29


@given(histories(), paces())
def test_a_source_is_due_after_its_last_poll_and_within_its_slowest_pace(polls: list[Poll], pace: Pace) -> None:
    due = find_due(polls, pace=pace)
    if not polls:
        assert due is None
        return
    assert due is not None
    assert polls[0].at + timedelta(minutes=pace.fastest * 0.9) <= due <= polls[0].at + timedelta(minutes=pace.slowest)
    assert due.hour not in polls[0].quiet_hours or due == polls[0].at + timedelta(minutes=pace.slowest)


def test_it_begins_with_the_configured_pace() -> None:
    assert minutes([]) == minutes(poll_regularly(100)) == 60


def test_news_at_every_second_poll_keeps_the_pace() -> None:
    assert minutes(poll_regularly(*[1, 0] * 14)) == pytest.approx(60, rel=0.1)


def test_a_busy_source_comes_to_its_fastest_pace_and_a_silent_one_to_its_slowest() -> None:
    at, busy, silent = NOW, [Poll(at=NOW, fresh=20)], [Poll(at=NOW)]
    for _ in range(40):
        at += timedelta(hours=1)
        busy = [Poll(at=busy[0].at + choose_interval(busy, pace=HOUR), fresh=3), *busy]
        silent = [Poll(at=silent[0].at + choose_interval(silent, pace=HOUR)), *silent]
    assert minutes(busy) == 15
    assert minutes(silent) == 1440


def test_the_listing_is_believed_up_to_the_pace_it_was_configured_to() -> None:
    busy = poll_regularly(*[5] * 20, every=15)
    assert minutes(busy) == 15
    assert minutes([replace(busy[0], advised_minutes=40.0), *busy[1:]]) == 40
    assert minutes([replace(busy[0], advised_minutes=10_000.0), *busy[1:]]) == 60
    assert minutes([replace(busy[0], advised_minutes=1.0), *busy[1:]]) == 15


def test_failures_double_the_wait_until_the_source_is_dead() -> None:
    waits = [minutes([Poll(at=NOW, ok=False, failures=count)]) for count in range(1, DEAD_AFTER + 1)]
    assert waits == [60, 120, 240, 480, 1440]


def test_quiet_hours_are_waited_out() -> None:
    polls = [Poll(at=NOW, quiet_hours=(12, 13, 14, 15))]
    assert find_due(polls, pace=HOUR) == NOW.replace(hour=16)


def test_a_source_without_bounds_has_the_usual_ones() -> None:
    source = Source(name="a", kind=SourceKind.FEED, url="https://a.test/f")
    assert Pace.of(source) == HOUR
    assert Pace.of(replace(source, cadence_minutes=5)) == Pace(start=5, fastest=5, slowest=1440)
    assert Pace.of(replace(source, cadence_minutes=2880)) == Pace(start=2880, fastest=15, slowest=2880)
    bounded = replace(source, fastest_minutes=30, slowest_minutes=90)
    assert Pace.of(bounded) == Pace(start=60, fastest=30, slowest=90)
