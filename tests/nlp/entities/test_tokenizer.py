from __future__ import annotations

import time

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from nlp.text.tokenizer import Tokenizer

_NLP = spacy.blank("en")
_TOKENIZER = Tokenizer(_NLP.vocab, names=frozenset({"H200", "HBM3e", "Progress", "China"}))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nvidia's and Nvidia’s", "Nvidia|'s|and|Nvidia|’s"),
        ("GB200-NVL72 racks", "GB200|-|NVL72|racks"),
        ("910B/910C", "910B|/|910C"),
        ("H20-class made-for-China", "H20|-|class|made|-|for|-|China"),
        ("$5.5bn US$121.48 $5B", "$|5.5|bn|US$|121.48|$|5|B"),
        ("3nm 141GB 20.25mm2", "3|nm|141|GB|20.25|mm2"),
        ("4.8 TB/s 4.8TB/s", "4.8|TB/s|4.8|TB/s"),
        ("rivals [12] and [x]", "rivals|[12]|and|[|x|]"),
        ("H200but HBM3ewith H200s", "H200|but|HBM3e|with|H200s"),
        ("Progressthe Chinathe Goethe", "Progress|the|China|the|Goethe"),
        ("the U.S. and Acme Inc.'s plan", "the|U.S.|and|Acme|Inc.|'s|plan"),
        ("don't won’t they've", "do|n't|wo|n’t|they|'ve"),
        ("AT&T and S&P", "AT&T|and|S&P"),
        ("chips—the best", "chips|—|the|best"),
        ("see https://news.example/a_b?c=1 now", "see|https://news.example/a_b?c=1|now"),
        ("one  two\n\nthree", "one| |two|\n\n|three"),
        ("3NE 18A 910C 10th", "3NE|18A|910C|10th"),
    ],
)
def test_tokens(text: str, expected: str) -> None:
    assert "|".join(token.text for token in _TOKENIZER(text)) == expected


@given(st.text(st.characters(), max_size=200))
def test_nothing_is_lost_or_moved(text: str) -> None:
    doc = _TOKENIZER(text)

    assert len(doc.text) == len(text)
    assert [text[token.idx : token.idx + len(token)].replace("\ud800", "?") for token in doc if token.text != "?"] == [
        token.text for token in doc if token.text != "?"
    ]


def test_lone_surrogates_keep_their_place() -> None:
    assert _TOKENIZER("a \ud800 b").text == "a ? b"


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "(",
        "a1",
        "U.",
        "1,",
        "'s",
        "Inc.",
        "4TB/",
        "A&",
        "[1",
        "\u202e\u05d0",
        "\U0001f600",
        "-",
        "_",
        ".",
        "H200b",
    ],
)
def test_time_is_linear(piece: str) -> None:
    def measure(length: int) -> float:
        text = piece * (length // len(piece))
        started = time.thread_time()
        with _NLP.memory_zone():
            _TOKENIZER(text)
        return time.thread_time() - started

    measure(1_000)
    long, short = (min(measure(length) for _ in range(2)) for length in (400_000, 40_000))
    assert long < 40 * max(short, 0.01), "a quadratic rule would take a hundred times as long"


def test_configuration_names_it() -> None:
    nlp: Language = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "chipwire.tokenizer.v1"}}})

    assert [token.text for token in nlp("H20-class")] == ["H20", "-", "class"]
    assert [token.text for token in nlp.from_bytes(nlp.to_bytes())("H20-class")] == ["H20", "-", "class"]
