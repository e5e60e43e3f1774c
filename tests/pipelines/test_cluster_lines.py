"""`chipwire cluster` on lines that nobody meant well: one answer for each, in order, each of them strict JSON."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from zlib import crc32

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from story_runs import embedded_by

from pipelines.filters import cluster_lines
from pipelines.settings import Settings

SEALED = "Customs officers sealed forty crates of lidar boards at Port Varkel after brokers sent a tip about papers."
COUNTED = " ".join(f"On day {n} the agency counted {n * 37} crates at gate {n % 7}." for n in range(6))


class Scatterer:
    """An encoder that gives each text a direction of its own."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        seeds = [crc32(text.encode("utf-8", "surrogatepass")) for text in texts]
        vectors = np.stack([np.random.default_rng(seed).normal(size=16) for seed in seeds]).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors


@pytest.fixture(scope="module", autouse=True)
def vectors() -> Iterator[None]:
    with embedded_by(Scatterer(), dimension=16):
        yield


def refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is no JSON")


def cluster(lines: Iterable[str]) -> list[dict[str, Any]]:
    return [json.loads(line, parse_constant=refuse) for line in cluster_lines(lines, settings=Settings())]


def line(row_id: Any, **fields: Any) -> str:
    return json.dumps({"id": row_id, "title": "Crates sealed", "text": SEALED, **fields})


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("[" * 100_000 + "]" * 100_000, "not a line of JSON"),
        ('{"id": ' + "[" * 100_000 + "]" * 100_000 + "}", "not a line of JSON"),
        ('{"id": ' + "9" * 5_000 + ', "text": "t"}', "not a line of JSON"),
        ('{"id": NaN, "text": "t"}', '"id" is no JSON'),
        ('{"id": [1e999], "text": "t"}', '"id" is no JSON'),
        ('{"id": null, "text": "t"}', 'there is no "id"'),
        ("[1]", "not a JSON object"),
        ("\0", "not a line of JSON"),
    ],
)
def test_a_line_that_cannot_be_named_is_answered_with_what_is_wrong(bad: str, reason: str) -> None:
    before, answer, after = cluster([line("a"), bad, line("b")])
    assert answer["id"] is None
    assert reason in answer["error"]
    assert len(answer["error"]) < 300
    assert before["story"] == after["story"]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"title": 12}, '"title" is not a string'),
        ({"text": ["t"]}, '"text" is not a string'),
        ({"title": math.nan}, '"title" is not a string'),
        ({"published": math.nan}, '"published" is neither'),
        ({"published": 1e308}, '"published" is neither'),
        ({"published": int("9" * 4_000)}, '"published" is neither'),
        ({"published": True}, '"published" is neither'),
        ({"published": {}}, '"published" is neither'),
        ({"published": "9" * 100_000}, '"published" is neither'),
        ({"published": "\ud800"}, '"published" is neither'),
        ({"published": "2026-13"}, '"published" is neither'),
        ({"published": "202"}, '"published" is neither'),
    ],
)
def test_a_field_of_the_wrong_kind_is_that_lines_error(fields: dict[str, Any], reason: str) -> None:
    (answer,) = cluster([line("x", **fields)])
    assert answer["id"] == "x"
    assert reason in answer["error"]
    assert len(answer["error"]) < 200


@pytest.mark.parametrize("published", ["2025", "2026-01", " 2026-01 "])
def test_a_year_or_a_month_alone_is_as_good_as_no_date(published: str) -> None:
    dated, undated = (
        cluster([line("early", published="2026-03-01"), line("x", published=given)]) for given in (published, None)
    )
    assert dated == undated
    assert "story" in dated[1]


@pytest.mark.parametrize("depth", [900, 960, 975, 985, 990, 995, 1_000])
def test_an_id_of_any_depth_is_given_back_or_refused(depth: int) -> None:
    nested = "[" * depth + "]" * depth
    (answer,) = cluster([f'{{"id": {nested}, "text": "t"}}'])
    assert "error" in answer or json.dumps(answer["id"]) == nested


def test_every_kind_of_id_is_given_back_as_it_came() -> None:
    ids = [5, "5", True, "true", False, 0, "", 1.5, "\ud800", {"a": [1, {"b": None}]}, int("9" * 4_000)]
    answers = cluster(line(row_id, text=f"{COUNTED} {number}") for number, row_id in enumerate(ids))
    assert [answer["id"] for answer in answers] == ids
    # Nothing tells which was first, so that it is the one whose id is: the empty one.
    assert [answer["duplicate_of"] for answer in answers] == ["" if row_id != "" else None for row_id in ids]


def test_five_and_the_text_five_are_two_articles_and_one_id_twice_is_one() -> None:
    gulls = {"title": "Gulls", "text": "Gulls circle over an empty quay at dawn."}
    number, text, again = cluster([line(5), line("5", **gulls), line(5, **gulls)])
    assert number["story"] != text["story"]
    assert again["story"] == number["story"]


def test_half_surrogates_in_every_field_are_words_like_others() -> None:
    odd = {"title": "Crates \ud800 sealed", "text": f"\udfff {SEALED}"}
    first, second = cluster([line("\udc00", **odd), line("plain")])
    assert first["id"] == "\udc00"
    assert first["story"] == second["story"]


def test_a_mark_before_the_first_line_is_no_part_of_it() -> None:
    (answer,) = cluster(["\ufeff" + line("a")])
    assert "error" not in answer


@pytest.mark.parametrize(
    "published", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "9999-12-31", -62_135_596_800, 0]
)
def test_a_date_at_the_end_of_time_holds_nothing_up(published: Any) -> None:
    days = [line(n, published="2026-03-02") for n in range(3)]
    *near, far = cluster([*days, line("far", published=published)])
    assert len({answer["story"] for answer in near}) == 1
    assert far["story"] != near[0]["story"]


def test_odd_articles_pass_in_bounded_time_and_each_has_its_answer() -> None:
    long = " ".join(f"Crate {n * 7919 % 100_003} went from gate {n % 13} to hall {n % 17}." for n in range(52_000))
    lines = [
        *(
            line(f"same-{n}", text=COUNTED, published=f"2026-03-02T00:{n // 60 % 60:02}:{n % 60:02}")
            for n in range(3_000)
        ),
        line("long", title="Crates", text=long),
        line("empty", title="", text=""),
        json.dumps({"id": "bare"}),
        line("one word", title="x" * 1_000_000, text=""),
        line("marks", text="\u0301" * 100_000),
    ]
    began = time.process_time()
    answers = cluster(lines)
    assert time.process_time() - began < 60
    assert len(answers) == len(lines)
    assert [answer["duplicate_of"] for answer in answers[:3_000]] == [None, *["same-0"] * 2_999]
    assert answers[3_001]["story"] != answers[3_002]["story"]
    assert not [answer for answer in answers if "error" in answer]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(alphabet=st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
ROWS = st.dictionaries(st.sampled_from(["id", "title", "text", "published", "other"]), JSON)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(ROWS | JSON | st.just("{"), min_size=1, max_size=4))
def test_whatever_is_on_a_line_has_one_answer(rows: list[Any]) -> None:
    lines = ["{" if row == "{" else json.dumps(row) for row in rows]
    answers = cluster(lines)
    assert len(answers) == len(lines)
    assert all("error" in answer or answer["story"] for answer in answers)
