from __future__ import annotations

import subprocess
import sys

import pytest

from nlp.records import StoryItem
from nlp.stories.commonness import expect, is_empty, tell_language
from nlp.stories.similarity import Rarity, count_words

SPANISH = "El ministerio suspende la licencia de las exportaciones durante un año, según la nota que publicó ayer"
GERMAN = "Das Ministerium setzt die Genehmigung für ein Jahr aus, wie es gestern in einer Mitteilung hieß"
ENGLISH = "The ministry suspends the licence for exports for a year, according to a note that it published yesterday"


def make(text: str) -> StoryItem:
    return StoryItem(item_id=text, title="", text=text, published=None)


@pytest.mark.parametrize(("text", "language"), [(SPANISH, "es"), (GERMAN, "de"), (ENGLISH, "en")])
def test_the_language_is_the_one_that_has_most_of_the_words(text: str, language: str) -> None:
    assert tell_language(text.lower().split()) == language


@pytest.mark.parametrize("words", [[], ["h200", "15,840"], ["xyzzyq"]])
def test_a_text_that_no_language_claims_counts_as_english(words: list[str]) -> None:
    assert tell_language(words) == "en"


def test_a_word_is_as_common_as_in_its_texts_language_and_no_rarer_than_in_english() -> None:
    assert expect("ministerio", language="es") > 10 * expect("ministerio", language="en")
    assert expect("people", language="es") == expect("people", language="en")
    assert expect("xyzzyq", language="es") == expect("xyzzyq", language="en")


@pytest.mark.parametrize("word", ["the", "gigawatts", "kw", "tpp", "tb", "terawatt-hours", "nm", "percent", "km"])
def test_words_that_join_and_units_say_nothing_of_what_happened(word: str) -> None:
    assert is_empty(word)


@pytest.mark.parametrize("word", ["yuan", "dollars", "weeks", "minutes", "micron", "dram", "h200", "2,368", "licence"])
def test_money_time_names_and_figures_say_something(word: str) -> None:
    assert not is_empty(word)


def test_two_texts_have_nothing_in_common_by_their_units() -> None:
    one, other = make("Gigawatts, kW and terabytes of Orvelle"), make("Kilowatts, kW, gigawatts; terabytes of Brisk")
    assert not set(count_words(one).columns.tolist()) & set(count_words(other).columns.tolist())


def test_what_a_word_says_does_not_depend_on_which_text_came_first() -> None:
    texts = [make(SPANISH), make(ENGLISH + " ministerio exportaciones")]
    weights = []
    for order in (texts, texts[::-1]):
        rarity = Rarity()
        for item in order:
            rarity.add(count_words(item), share=1.0)
        weights.append(rarity.weigh(count_words(texts[0]).columns).tolist())
    assert weights[0] == weights[1]


def test_stories_are_put_together_without_spacy_and_torch() -> None:
    """These take seconds and 200 MB to load, and `chipwire cluster` needs neither."""
    script = (
        "import sys, nlp.stories.placing; from nlp.stories.commonness import is_empty; is_empty('kw');"
        "print(sorted({'spacy', 'torch'} & set(sys.modules)))"
    )
    answer = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True, timeout=60)
    assert answer.stdout.strip() == "[]"
