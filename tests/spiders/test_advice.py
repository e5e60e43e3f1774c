"""What listings say about when to come back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import Response

from spiders.advice import Advice, read_advice


def answer(body: bytes = b"", **headers: str) -> Response:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response("https://outlet.test/feed.xml", headers=given, body=body)


@pytest.mark.parametrize(
    ("channel", "minutes"),
    [
        ({"ttl": "45"}, 45.0),
        ({"ttl": " 60 "}, 60.0),
        ({"ttl": "0"}, None),
        ({"ttl": "-5"}, None),
        ({"ttl": "an hour"}, None),
        ({"ttl": "9" * 400}, None),
        ({"sy_updateperiod": "daily"}, 1440.0),
        ({"sy_updateperiod": "Daily", "sy_updatefrequency": "4"}, 360.0),
        ({"sy_updateperiod": "hourly", "sy_updatefrequency": "2"}, 30.0),
        # Every WordPress site says this.
        ({"sy_updateperiod": "hourly", "sy_updatefrequency": "1"}, None),
        ({"sy_updateperiod": "often"}, None),
        ({"ttl": "30", "sy_updateperiod": "weekly"}, 30.0),
        ({"ttl": None}, None),
        ({}, None),
    ],
)
def test_the_head_of_a_feed(channel, minutes):
    assert read_advice(answer(), channel).minutes == minutes


@pytest.mark.parametrize(
    ("header", "minutes"),
    [
        ("public, max-age=1800", 30.0),
        ("MAX-AGE = 600", 10.0),
        ("max-age=0, must-revalidate", None),
        ("max-age=59", None),
        ("max-age=31536000", None),
        ("no-cache, max-age=600", None),
        ("s-maxage=600", None),
        ("", None),
    ],
)
def test_the_cache_time_where_nothing_else_is_said(header, minutes):
    assert read_advice(answer(Cache_Control=header)).minutes == minutes
    assert read_advice(answer(Cache_Control=header), {"ttl": "7"}).minutes == 7.0


@pytest.mark.parametrize(
    ("body", "hours"),
    [
        (b"<skipHours><hour>22</hour><hour> 3 </hour><hour>24</hour></skipHours>", (0, 3, 22)),
        (b"<skipHours></skipHours>", ()),
        (b"<skipHours><hour>99</hour></skipHours>", ()),
        (b"<skipHours><hour>1</hour>", ()),
        (b"</skipHours><hour>1</hour><skipHours>", ()),
        (b"<skipHours>" + b" " * 5000 + b"<hour>1</hour></skipHours>", ()),
        (b"<skipHours>" + b"".join(b"<hour>%d</hour>" % hour for hour in range(24)) + b"</skipHours>", ()),
    ],
)
def test_hours_of_rest(body, hours):
    assert read_advice(answer(body)).quiet_hours == hours


@given(st.binary(max_size=400), st.text(max_size=60), st.text(max_size=30))
def test_no_listing_makes_it_fail(body, ttl, period):
    advice = read_advice(answer(b"<skipHours>" + body), {"ttl": ttl, "sy_updateperiod": period})
    assert isinstance(advice, Advice)
    assert advice.minutes is None or advice.minutes > 0
