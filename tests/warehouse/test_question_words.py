"""The words of a question: the same as the index has."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from duckdb import DuckDBPyConnection
from hypothesis import example, given, settings
from hypothesis import strategies as st
from warehouse_copies import OpenCopy

from warehouse.identify import number_of
from warehouse.words import MOST, find_words


@pytest.fixture(scope="module")
def base(open_copy: OpenCopy) -> Iterator[DuckDBPyConnection]:
    with open_copy() as con:
        yield con


PIECES = st.sampled_from(
    ["3", "12", "4.8", "1,234,567", "1,2", ".5", "nm", "hbm", "H100", "18A", "a", "memory", "chips", " ", "-", "_", ",",
     ".", "'", '"', "%", "\\", "\n", "\t", "\x00", "\x1f", ";", "--", "p", "GB/s", "tb"]
)  # fmt: skip


@given(st.one_of(st.lists(PIECES).map("".join), st.text(st.characters(max_codepoint=127)), st.text()))
@example("HBM 3E at 3 nm, 4.8 TB/s or 1,234,567 units")
@example("1.2.3.4.5 1,234,567,890")
@example("Straße ﬁne É 商务部 ١٢٣")
@settings(max_examples=60, deadline=None)
def test_they_are_those_that_the_index_has(base, text):
    ((expected,),) = base.execute("select search_words($text)", {"text": text}).fetchall()
    found = find_words(base, text)
    assert list(found) == list(dict.fromkeys(word for word in expected if word))[:MOST]
    keys = base.execute("select search_key(unnest($words))", {"words": [*found, "x"]}).fetchall()
    assert [*found.values(), number_of("x")] == [key for (key,) in keys]


def test_of_a_very_long_question_the_first_words_are_taken(base):
    words = [f"w{number}x" for number in range(50_000)]
    assert list(find_words(base, " ".join(words))) == words[:MOST]


@given(st.text())
@settings(max_examples=50, deadline=None)
def test_the_number_of_an_entity_is_the_one_in_the_tables(base, name):
    assert base.execute("select entity_key($name)", {"name": name}).fetchall() == [(number_of(name),)]
