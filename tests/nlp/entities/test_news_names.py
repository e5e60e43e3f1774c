"""Floors for names in single sentences that no rule was written for: chip news, and news of everything else.

tests/data/names: `{mention|LABEL}`, with `|id` behind it where the id is known, `|*` where it has one of the registry.
Both files were written and marked before they were first read by the pipeline. The floors are below what it reaches.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from spacy.language import Language

from nlp.pipeline import annotate
from nlp.records import Document, Text

_FOLDER = Path(__file__).parents[2] / "data" / "names"
_MARK = re.compile(r"\{([^|{}]+)\|([A-Z]+)(?:\|([^{}]*))?\}")
_OF_THE_FIELD = frozenset({"CHIP", "COMPANY", "POLICY"})

Name = tuple[int, int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence, its names, and the id that each is to have: None for any or none, "*" for one of the registry."""

    text: str
    ids: dict[Name, str | None]


def _read(line: str) -> Sentence:
    text, ids, end = "", {}, 0
    for match in _MARK.finditer(line):
        text += line[end : match.start()]
        ids[len(text), len(text) + len(match[1]), match[2]] = match[3]
        text += match[1]
        end = match.end()
    return Sentence(text=text + line[end:], ids=ids)


def _annotate(file: str, pipeline: Language) -> list[tuple[Sentence, Document]]:
    sentences = [_read(line) for line in (_FOLDER / file).read_text(encoding="utf-8").splitlines()]
    texts = [Text(text_id=str(i), text=sentence.text) for i, sentence in enumerate(sentences)]
    return list(zip(sentences, annotate(texts, nlp=pipeline), strict=True))


@pytest.fixture(scope="module")
def news(pipeline: Language) -> list[tuple[Sentence, Document]]:
    return _annotate("news.txt", pipeline)


def test_names_of_chip_news_are_found(news: list[tuple[Sentence, Document]]) -> None:
    found = [{(one.start, one.end, one.label.value) for one in document.entities} for _, document in news]
    right = sum(len(names & sentence.ids.keys()) for names, (sentence, _) in zip(found, news, strict=True))
    wanted = sum(len(sentence.ids) for sentence, _ in news)

    assert len(news) == 60
    assert right / wanted >= 0.93
    assert right / sum(len(names) for names in found) >= 0.95


def test_names_of_chip_news_have_their_id(news: list[tuple[Sentence, Document]]) -> None:
    right, wanted = 0, 0
    for sentence, document in news:
        given = {(one.start, one.end, one.label.value): one.entity_id for one in document.entities}
        expected = {name: entity_id for name, entity_id in sentence.ids.items() if entity_id is not None}
        wanted += len(expected)
        right += sum(
            given.get(name) is not None if entity_id == "*" else given.get(name, "") == (entity_id or None)
            for name, entity_id in expected.items()
        )

    assert right / wanted >= 0.9


def test_other_news_has_few_names_of_the_field(pipeline: Language) -> None:
    false, wanted, right = [], 0, 0
    for sentence, document in _annotate("ordinary.txt", pipeline):
        found = {(one.start, one.end, one.label.value) for one in document.entities if one.label in _OF_THE_FIELD}
        false += [sentence.text[start:end] for start, end, _ in found - sentence.ids.keys()]
        wanted += len(sentence.ids)
        right += len(found & sentence.ids.keys())

    assert len(false) <= 6, false
    assert right / wanted >= 0.75
