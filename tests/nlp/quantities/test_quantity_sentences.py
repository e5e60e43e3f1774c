"""Every sentence of tests/data/quantities, one phenomenon a file, against what it should give."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nlp.quantities.scan import scan
from nlp.records import Quantity

FOLDER = Path(__file__).parents[2] / "data" / "quantities"
FIELDS = ("text", "value", "high", "unit", "kind", "bound", "change")


def sentences() -> list[Any]:
    cases = []
    for path in sorted(FOLDER.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            item = json.loads(line)
            cases.append(pytest.param(item["text"], item["quantities"], id=f"{path.stem}-{number}"))
    return cases


def show(quantity: Quantity) -> dict[str, Any]:
    shown = {field: getattr(quantity, field) for field in FIELDS}
    shown["value"] = None if quantity.value is None else round(quantity.value, 6)
    return {key: str(value) if key in ("kind", "bound", "change") and value else value for key, value in shown.items()}


@pytest.mark.parametrize(("text", "expected"), sentences())
def test_sentence(text: str, expected: list[dict[str, Any]]) -> None:
    got = [show(quantity) for quantity in scan(text)]
    message = "\n".join(
        [text, "expected:", *(f"  {item}" for item in expected), "got:", *(f"  {item}" for item in got)]
    )
    assert got == expected, message


def test_there_are_enough_sentences() -> None:
    assert len(sentences()) >= 150
    assert len({case.values[0] for case in sentences()}) == len(sentences()), "a sentence is there twice"
