from __future__ import annotations

import pytest
import spacy

from nlp.entities.candidate import Candidate, Origin
from nlp.entities.gate import find_unsettled
from nlp.entities.known import Known
from nlp.entities.words import read_words
from nlp.records import Label
from nlp.registry import load_registry
from nlp.text.sentences import Sentences
from nlp.text.tokenizer import Tokenizer

_NLP = spacy.blank("en")


def _open(text: str, *known: str) -> list[str]:
    doc = Sentences()(Tokenizer(_NLP.vocab)(text))
    words = read_words(doc)
    mentions = {}
    for i, word in enumerate(words.words):
        if word in known:
            mentions[i] = Candidate(first=i, end=i + 1, label=Label.COMPANY, origin=Origin.REGISTRY)
    return [words.quote(first, end) for first, end in find_unsettled(words, Known(mentions, load_registry()))]


@pytest.mark.parametrize(
    "text",
    [
        "Sales of Nvidia rose in May, and nobody knew why.",
        "The CEO was late on Monday. Prices fell.",
        "It needs 141 GB of memory at 4.8 TB/s.",
        "“Shares fell,” he said: “Nobody bought.”",
        "we are 3 of them",
        "",
    ],
)
def test_settled(text: str) -> None:
    assert _open(text, "Nvidia") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nvidia rose. Zorvex fell with Nvidia. It rained.", ["Zorvex fell with Nvidia."]),
        ("Sales of Zorvex rose.", ["Sales of Zorvex rose."]),
        ("Sales of Apple Orchard rose.", ["Sales of Apple Orchard rose."]),
        ("they bought the XQ77 card", ["they bought the XQ77 card"]),
        ("a cloud-access rule was drafted", ["a cloud-access rule was drafted"]),
        ("Senate Passes New Chip Bill", ["Senate Passes New Chip Bill"]),
    ],
)
def test_open(text: str, expected: list[str]) -> None:
    assert _open(text, "Nvidia") == expected
