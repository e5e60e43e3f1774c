"""One text for each rule, in tests/data/entities: `{mention|LABEL}`, `{mention|LABEL|canonical}` where they differ."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from spacy.language import Language

from nlp.pipeline import annotate
from nlp.records import Text

_FOLDER = Path(__file__).parents[2] / "data" / "entities"
_MARK = re.compile(r"\{([^|{}]+)\|([A-Z]+)(?:\|([^{}]+))?\}")


def _read_cases() -> list[tuple[str, str]]:
    cases = []
    for path in sorted(_FOLDER.glob("*.jsonl")):
        if path.stem == "unseen":  # measured by benchmarks/unseen.py, no rule has to hold there
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            cases.append((f"{path.stem}: {row['rule']}", row["marked"]))
    return cases


_CASES = _read_cases()


@pytest.mark.parametrize("marked", [marked for _, marked in _CASES], ids=[rule for rule, _ in _CASES])
def test_sentence(marked: str, pipeline: Language) -> None:
    text = _MARK.sub(r"\1", marked)
    [document] = annotate([Text(text_id="1", text=text)], nlp=pipeline)

    expected = [(match[1], match[2], match[3] or match[1]) for match in _MARK.finditer(marked)]
    assert [(entity.text, entity.label.value, entity.canonical) for entity in document.entities] == expected


def test_every_file_has_cases() -> None:
    assert {rule.split(":")[0] for rule, _ in _CASES} == {
        "chips",
        "companies",
        "government",
        "page",
        "people",
        "policies",
    }
