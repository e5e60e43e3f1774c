"""The word lists are checked when they are read."""

from __future__ import annotations

import pytest

from nlp.claims.words import REPORTING, VERBS, load_table, read_words
from nlp.errors import DataFileError


def test_regular_verbs_are_inflected() -> None:
    assert {"ships", "shipped", "carries", "carried", "reaches", "raised", "planned"} <= VERBS.finite


def test_a_missing_list_names_file_and_key() -> None:
    with pytest.raises(DataFileError, match=r"words\.toml: no list at verbs\.future"):
        read_words(load_table("words.toml"), "verbs", "future", name="words.toml")


def test_words_in_capitals_are_refused() -> None:
    with pytest.raises(DataFileError, match="lower case"):
        read_words({"verbs": ["Said"]}, "verbs", name="words.toml")


def test_reporting_verbs_have_all_their_forms() -> None:
    assert {
        "reckon",
        "reckons",
        "reckoned",
        "reckoning",
        "told",
        "pegs",
        "puts",
        "sees",
        "insisted",
        "cautions",
    } <= REPORTING
