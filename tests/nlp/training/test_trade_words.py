from __future__ import annotations

from pathlib import Path

import pytest

from nlp.errors import DataFileError
from nlp.records import StoryItem
from nlp.stories.commonness import read_trade_words
from nlp.stories.similarity import Rarity, count_words
from nlp.training.tradewords import TARGET, count_corpus, write_counts


def weigh(word: str) -> float:
    """Return what it says that two articles share a word, on a board that has nothing yet."""
    words = count_words(StoryItem(item_id="i", title=word, text="", published=None))
    (weight,) = Rarity().weigh(words.columns, words.expected).tolist()
    return float(weight)


def test_the_words_that_are_shipped_are_those_of_the_corpus(tmp_path: Path) -> None:
    made = tmp_path / "made.toml"
    write_counts(*count_corpus(), made)
    assert made.read_text(encoding="utf-8") == TARGET.read_text(encoding="utf-8")


def test_names_of_what_is_written_of_are_left_as_they_stand_in_the_text(tmp_path: Path) -> None:
    text = "# no words\n" + "Chips of {COMPANY:Orvelle} are {CHIP:X9}.\n" * 6
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    total, counts = count_corpus(tmp_path)
    assert total == 30
    assert counts == {"are": 6, "chips": 6, "of": 6, "orvelle": 6, "x9": 6}


def test_what_all_of_the_trade_writes_of_says_less_than_what_few_do() -> None:
    assert weigh("nvidia") < weigh("orvelle")
    assert weigh("h200") < weigh("h201") - 1
    assert weigh("semiconductors") < weigh("shipowners")


def test_words_of_the_language_stay_as_common_as_they_are() -> None:
    """Chance does not make a word of general news rare or common: the corpus has hardly any of these."""
    assert weigh("harvest") == pytest.approx(weigh("bishop"), abs=1.5)
    assert weigh("people") < 1


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    for text in ("words = 0\n[counts]\n", "words = 9\n", 'words = 9\n[counts]\n"a" = "b"\n', "[counts]\n"):
        path = tmp_path / "broken.toml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(DataFileError, match=r"broken\.toml"):
            read_trade_words(path)
