from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from nlp.text import sentences as _sentences  # noqa: F401 - registers the component
from nlp.text.tokenizer import Tokenizer

_NLP = spacy.blank("en")
_NLP.tokenizer = Tokenizer(_NLP.vocab)
_NLP.add_pipe("chipwire_sentences")


def _split(text: str) -> list[str]:
    return [sentence.text.strip() for sentence in _NLP(text).sents]


@pytest.mark.parametrize(
    "sentences",
    [
        ["It rose.", "It fell!", "Did it?", "Yes."],
        ['He said "It works."', "She left."],
        ['"Go!" he said.', "“We went.”", "Then they came."],
        ["Mr. J. Smith of Acme Inc. met Sen. Roe in the U.S. on Friday.", "They agreed."],
        ["It sells in the U.S.", "However, it is late."],
        ["It cost $1.5 billion.", "No. 1 was 3.5 times faster, e.g. in tests."],
        ["(That is all.)", "More follows."],
        ["C. C. Wei spoke in Washington, D.C. on Monday.", "He left."],
        ["The price fell 9.5%.", "3 more followed."],
        ["It waited... and waited.", "Then it ran."],
    ],
)
def test_one_line(sentences: list[str]) -> None:
    assert _split(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["A headline without a stop", "Body text.", "More text."],
        ["1. First item", "2. Second item"],
        ["half of a line", "and its other half."],
    ],
)
def test_lines(sentences: list[str]) -> None:
    assert _split("\n".join(sentences)) == sentences
    assert _split("\n\n".join(sentences)) == sentences


def test_a_lost_space_ends_a_sentence_before_a_usual_first_word() -> None:
    assert _split("It ended.The next began at chipwire.example today.") == [
        "It ended.",
        "The next began at chipwire.example today.",
    ]


def test_bullets_begin_sentences() -> None:
    assert _split("Prices: • up in May • down in June") == ["Prices:", "• up in May", "• down in June"]


@given(st.text(alphabet=st.sampled_from("aA1 .\n!?”\"('U.S.Inc$\t\u2028"), max_size=80))
def test_no_sentence_crosses_a_line_break(text: str) -> None:
    doc = _NLP(text)

    assert "".join(sentence.text_with_ws for sentence in doc.sents) == text
    assert not any("\n" in sentence.text.strip() for sentence in doc.sents)
