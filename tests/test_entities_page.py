"""The examples of docs/entities.md hold."""

from __future__ import annotations

import json
import re
from pathlib import Path

from nlp.records import Label
from nlp.registry import load_registry
from nlp.registry.tables import TABLES
from pipelines.registry import check_registry

PAGE = (Path(__file__).parent.parent / "docs" / "entities.md").read_text(encoding="utf-8")


def test_the_own_file_of_the_page_passes_its_checks(tmp_path: Path) -> None:
    (block,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    path = tmp_path / "my-entities.jsonl"
    path.write_text(block, encoding="utf-8")
    added = check_registry(path)
    assert {label: count for label, count in added.items() if count} == {"CHIP": 1, "COMPANY": 1}


def test_every_field_of_every_label_is_on_the_page() -> None:
    for table in TABLES:
        (line,) = re.findall(rf"^\| {table.label} \|.*$", PAGE, re.MULTILINE)
        assert re.findall(r"`(\w+)`", line) == list(table.columns)
    assert len(TABLES) == len(Label)


def test_the_threshold_of_the_page_is_in_the_registry() -> None:
    (text,) = re.findall(r'`(\{"metric".*\})`', PAGE)
    thresholds = json.loads(load_registry().entries["policy:eccn-3a090"].details["thresholds"])
    assert json.loads(text) in thresholds
