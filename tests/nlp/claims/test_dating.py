"""Days that a period's words mean."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from nlp.claims.period import Period, choose_period, find_periods

PUBLISHED = datetime(2026, 2, 4, tzinfo=UTC)


def read_period(text: str, published: datetime | None = PUBLISHED) -> Period:
    return find_periods(text, 0, len(text), published=published)[0]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("in the fourth quarter", date(2025, 10, 1), date(2025, 12, 31)),
        ("in the first quarter", date(2026, 1, 1), date(2026, 3, 31)),
        ("next quarter", date(2026, 4, 1), date(2026, 6, 30)),
        ("last quarter", date(2025, 10, 1), date(2025, 12, 31)),
        ("last month", date(2026, 1, 1), date(2026, 1, 31)),
        ("next week", date(2026, 2, 9), date(2026, 2, 15)),
        ("in December", date(2025, 12, 1), date(2025, 12, 31)),
        ("on January 27", date(2026, 1, 27), date(2026, 1, 27)),
        ("on December 8", date(2025, 12, 8), date(2025, 12, 8)),
        ("before 2027", None, date(2026, 12, 31)),
        ("by the end of 2027", None, date(2027, 12, 31)),
        ("at the end of 2027", date(2027, 12, 31), date(2027, 12, 31)),
        ("by the end of the decade", None, date(2029, 12, 31)),
        ("over the next five years", date(2026, 2, 4), date(2031, 2, 4)),
        ("in the past two weeks", date(2026, 1, 21), date(2026, 2, 4)),
        ("in the first half of last year", date(2025, 1, 1), date(2025, 6, 30)),
        ("in the third quarter of fiscal 2026", None, None),
        ("for the year.", date(2026, 1, 1), date(2026, 12, 31)),
        ("yesterday", date(2026, 2, 3), date(2026, 2, 3)),
        ("on Monday", date(2026, 2, 2), date(2026, 2, 2)),
    ],
)
def test_words_give_days(text: str, first: date | None, last: date | None) -> None:
    period = read_period(text)
    assert (period.start, period.end) == (first, last)


def test_a_year_needs_no_publication_date_but_last_year_does() -> None:
    assert read_period("in 2019", None).end == date(2019, 12, 31)
    assert read_period("last year", None).start is None


@pytest.mark.parametrize("text", ["it may rise", "a march of 20 miles", "up 22% from last year", "less than last year"])
def test_other_words_and_baselines_are_no_periods(text: str) -> None:
    assert find_periods(text, 0, len(text), published=PUBLISHED) == []


def test_an_impossible_day_is_not_dated() -> None:
    assert read_period("on February 30").start is None


def test_the_nearest_period_of_the_clause_is_chosen() -> None:
    text = "In 2023 it sold 4 chips, in 2024 it sold 5 chips"
    periods = find_periods(text, 0, len(text), published=PUBLISHED)
    start = text.index("5 chips")
    chosen = choose_period(periods, start=start, end=start + 1, clause=(text.index("in 2024"), len(text)))
    assert chosen is not None
    assert chosen.text == "in 2024"
