"""The examples of docs/claims.md give what they show, and the page explains every field."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipelines.filters import annotate_lines
from pipelines.settings import Settings

PAGE = (Path(__file__).parents[3] / "docs" / "claims.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"```claim ?(\S*)\n(.+?)\n(.+?)\n```", re.DOTALL)


@pytest.fixture(scope="module")
def answers() -> dict[str, dict[str, Any]]:
    """What annotate gives for each text of the page, read in one go."""
    lines = (
        json.dumps({"id": "1", "text": text, "published": published or None})
        for published, text, _ in EXAMPLE.findall(PAGE)
    )
    texts = [text for _, text, _ in EXAMPLE.findall(PAGE)]
    return dict(zip(texts, map(json.loads, annotate_lines(lines, settings=Settings())), strict=True))


def show(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, float):
        return f"{value:g}" if value < 1 else f"{value:.0f}"
    return str(value)


@pytest.mark.parametrize(("text", "expected"), [found[1:] for found in EXAMPLE.findall(PAGE)])
def test_an_example_gives_what_it_shows(answers: dict[str, dict[str, Any]], text: str, expected: str) -> None:
    claims = {claim["text"]: claim for claim in answers[text]["claims"]}
    for line in expected.splitlines():
        span, *fields = line.split(" | ")
        got = [f"{field.partition('=')[0]}={show(claims[span][field.partition('=')[0]])}" for field in fields]
        assert got == fields, text


def test_every_field_is_explained(answers: dict[str, dict[str, Any]]) -> None:
    claim = next(answer["claims"][0] for answer in answers.values() if answer["claims"])
    missing = [name for name in claim if not re.search(rf"(?:^#.*|`){name}\b", PAGE, re.MULTILINE)]
    assert not missing


def test_there_are_enough_examples() -> None:
    assert len(EXAMPLE.findall(PAGE)) >= 12


def test_annotate_answers_each_line_before_it_asks_for_many_more() -> None:
    asked = 0

    def lines() -> Iterator[str]:
        nonlocal asked
        for number in range(3_000):
            asked = number + 1
            yield json.dumps({"id": str(number), "text": f"Nvidia sold {number + 2} H20 chips."})

    answers = annotate_lines(lines(), settings=Settings())
    assert json.loads(next(iter(answers)))["id"] == "0"
    assert asked < 2_000, "the filter reads its whole input before it answers"
