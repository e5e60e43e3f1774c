from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from nlp.entities.decoding import TAGS
from nlp.records import Label
from nlp.registry import load_registry
from nlp.training.errors import TrainingError
from nlp.training.public import read_public, turn_label


@pytest.mark.parametrize(
    ("label", "name", "expected"),
    [
        ("PERSON", "Ada Wren", {Label.PERSON}),
        ("PLACE", "Wrenham", {Label.PLACE}),
        ("ORG", "Nvidia", {Label.COMPANY}),
        ("ORG", "Wren Records", {Label.COMPANY}),
        ("ORG", "University of Wrenham", {None}),
        ("ORG", "Wrenham Labour Party", {None}),
        ("ORG", "Ministry of Ponds", {None, Label.GOV}),
        ("ORG", "Wrenfolk", {None, Label.COMPANY, Label.GOV}),
        ("MISC", "Battle of Wrenham", {None}),
        ("MISC", "Wrenham Ponds Act", {None, Label.POLICY}),
        ("NORP", "Wrenish", {None}),
    ],
)
def test_labels(label: str, name: str, expected: set[Label | None]) -> None:
    assert set(turn_label(label, name, load_registry())) == expected


def _write(folder: Path, *rows: object) -> Path:
    (folder / "ner").mkdir()
    with gzip.open(folder / "ner" / "some.jsonl.gz", "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)
    return folder


def test_words_are_split_as_ours_are(tmp_path: Path) -> None:
    row = {"t": ["Chiang", "Kai-shek", "left", "Wrenfolk", "."], "e": [[0, 2, "PERSON"], [3, 4, "ORG"]]}

    (example,) = read_public(_write(tmp_path, row), "some", load_registry())

    assert example.words == ("Chiang", "Kai", "-", "shek", "left", "Wrenfolk", ".")
    allowed = [{tag for i, tag in enumerate(TAGS) if bits >> i & 1} for bits in example.allowed]
    assert allowed[:4] == [{"B-PERSON"}, {"I-PERSON"}, {"I-PERSON"}, {"I-PERSON"}]
    assert allowed[4:] == [{"O"}, {"O", "B-COMPANY", "B-GOV"}, {"O"}]


def test_what_is_missing_or_wrong_is_named(tmp_path: Path) -> None:
    folder = _write(tmp_path, {"t": ["a"], "e": []}, {"tokens": ["a"]})

    with pytest.raises(TrainingError, match=r"some\.jsonl\.gz:2: should be"):
        list(read_public(folder, "some", load_registry()))
    with pytest.raises(TrainingError, match=r"other\.jsonl\.gz: is not there; docs/training\.md"):
        list(read_public(folder, "other", load_registry()))
