from __future__ import annotations

from dataclasses import replace

import spacy

from nlp.entities.candidate import Candidate, Origin
from nlp.entities.known import read_known
from nlp.entities.merging import drop_overlong, merge_found
from nlp.entities.words import Words, read_words
from nlp.records import Label
from nlp.registry import load_registry
from nlp.text.sentences import Sentences
from nlp.text.tokenizer import Tokenizer

_NLP = spacy.blank("en")


def _words(text: str) -> Words:
    return read_words(Sentences()(Tokenizer(_NLP.vocab)(text)))


def _span(
    words: Words, text: str, label: Label | None, *, score: float = 0.95, nth: int = 0, **more: Origin
) -> Candidate:
    start = -1
    for _ in range(nth + 1):
        start = words.text.index(text, start + 1)
    first, end = words.span(start, start + len(text)) or (0, 0)
    return Candidate(first=first, end=end, label=label, score=score, origin=more.get("origin", Origin.MODEL))


def _merge(words: Words, found: list[Candidate], known: list[Candidate] = []) -> list[tuple[str, Label | None]]:  # noqa: B006 - read only
    merged = merge_found(found, words, read_known(known, load_registry()))
    return [(words.quote(one.first, one.end), one.label) for one in merged]


def test_a_new_name_stands_and_a_guess_does_not() -> None:
    words = _words("Zorvex met Quellan.")

    found = [_span(words, "Zorvex", Label.COMPANY), _span(words, "Quellan", Label.PERSON, score=0.4)]

    assert _merge(words, found) == [("Zorvex", Label.COMPANY)]


def test_marks_and_titles_and_makers_stay_outside() -> None:
    words = _words("The President Quellan of Zorvex's Nvidia XQ77 -")
    known = [_span(words, "Nvidia", Label.COMPANY, origin=Origin.REGISTRY)]
    found = [
        _span(words, "President Quellan", Label.PERSON),
        _span(words, "Zorvex's", Label.COMPANY),
        _span(words, "Nvidia XQ77 -", Label.CHIP),
    ]

    assert _merge(words, found, known) == [
        ("Quellan", Label.PERSON),
        ("Zorvex", Label.COMPANY),
        ("XQ77", Label.CHIP),
    ]


def test_one_name_is_of_one_kind_throughout() -> None:
    words = _words("Zorvex rose. Zorvex fell. Zorvex slept.")
    found = [
        _span(words, "Zorvex", Label.COMPANY),
        _span(words, "Zorvex", Label.PERSON, score=0.7, nth=1),
        _span(words, "Zorvex", Label.COMPANY, score=0.5, nth=2),
    ]

    assert _merge(words, found) == [("Zorvex", Label.COMPANY)] * 3


def test_nothing_inside_a_name_of_no_kind() -> None:
    words = _words("She left Zorvex University.")
    known = [_span(words, "Zorvex University", None, origin=Origin.BLOCKED)]

    assert _merge(words, [_span(words, "Zorvex", Label.COMPANY)], known) == []


def test_two_known_names_are_no_third() -> None:
    words = _words("The Nvidia H200 and the Nvidia Zorvex H200 board.")
    known = [
        _span(words, "Nvidia", Label.COMPANY, origin=Origin.REGISTRY),
        _span(words, "H200", Label.CHIP, origin=Origin.REGISTRY),
    ]

    assert _merge(words, [_span(words, "Nvidia H200", Label.COMPANY)], known) == []


def test_a_known_name_is_swallowed_only_by_a_sure_longer_one() -> None:
    words = _words("A plant of Taiwan Zorvex and of Taiwan Quellan.")
    known = [
        _span(words, "Taiwan", Label.PLACE, origin=Origin.REGISTRY),
        _span(words, "Taiwan", Label.PLACE, origin=Origin.REGISTRY, nth=1),
    ]
    found = [
        _span(words, "Taiwan Zorvex", Label.COMPANY, score=0.97),
        _span(words, "Taiwan Quellan", Label.COMPANY, score=0.7),
    ]

    assert _merge(words, found, known) == [("Taiwan Zorvex", Label.COMPANY)]


def test_a_pattern_in_a_headline_gives_way_to_a_sure_name_inside_it() -> None:
    words = _words("Gujarat Clears Four More Plants Under Quellan Act")
    plain = _words("The Gujarat plants come under the Quellan Act, it said.")
    for text, kept in ((words, []), (plain, ["the Quellan Act"])):
        whole = "Under Quellan Act" if text is words else "the Quellan Act"
        pattern = _span(text, whole, Label.POLICY, origin=Origin.PATTERN)
        sure = _span(text, "Quellan Act", Label.POLICY, score=0.97)

        stay = drop_overlong([pattern], [sure], text)

        assert [text.quote(one.first, one.end) for one in stay] == kept
        assert list(drop_overlong([pattern], [replace(sure, score=0.7)], text)) == [pattern]


def test_a_measure_may_have_a_country_in_its_name_but_no_year_behind_it() -> None:
    words = _words("Under Made in Quellan 2031 and the Zorvex Chips Act of 2031 it paid.")
    known = [_span(words, "Quellan", Label.PLACE, origin=Origin.REGISTRY)]
    found = [
        _span(words, "Made in Quellan 2031", Label.POLICY, score=0.8),
        _span(words, "Zorvex Chips Act of 2031", Label.POLICY),
    ]

    assert _merge(words, found, known) == [
        ("Made in Quellan 2031", Label.POLICY),
        ("Zorvex Chips Act", Label.POLICY),
    ]
