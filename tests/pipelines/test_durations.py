from __future__ import annotations

from datetime import timedelta

import pytest

from pipelines.durations import parse_duration
from pipelines.errors import InputError


def test_durations() -> None:
    assert parse_duration("15m") == timedelta(minutes=15)
    assert parse_duration(" 90s") == timedelta(seconds=90)
    assert parse_duration("1d") == timedelta(days=1)


@pytest.mark.parametrize("text", ["", "15", "m", "0m", "-5m", "1.5h", "15 m", "٣m", "99999999m"])
def test_what_is_no_duration_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InputError, match="for example 15m"):
        parse_duration(text)
