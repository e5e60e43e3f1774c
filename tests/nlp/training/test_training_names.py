"""The names that the tagger is trained with stay as they are when the registry grows."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.unseen import UNSEEN, read_sentences
from nlp.records import Label
from nlp.registry import load_registry
from nlp.training.errors import TrainingError
from nlp.training.mixing import read_known_names
from nlp.training.names import read_names, write_names


def test_every_kind_has_names() -> None:
    names = read_known_names(read_names())

    assert all(len(names[label]) > 200 for label in Label)
    assert "H200" in names[Label.CHIP]


def test_the_held_out_names_are_not_among_them() -> None:
    trained = {text.lower() for text in read_names().aliases}
    unseen = {
        sentence.text[start:end].lower()
        for sentence in read_sentences(UNSEEN)
        for (start, end, _), is_unseen in sentence.names.items()
        if is_unseen
    }

    assert sorted(unseen & trained) == []


def test_what_is_taken_from_a_registry_draws_the_same_names(tmp_path: Path) -> None:
    registry = load_registry()
    write_names(registry, tmp_path / "names.jsonl")
    written = read_names(tmp_path / "names.jsonl")

    assert list(written.aliases) == list(registry.aliases)
    assert read_known_names(written) == read_known_names(registry)


@pytest.mark.parametrize("line", ["H200", "{}", '{"text": "H200", "free": ["GPU"]}', '["H200"]'])
def test_a_wrong_line_is_told(tmp_path: Path, line: str) -> None:
    path = tmp_path / "names.jsonl"
    path.write_text(f'{{"text": "H100", "free": ["CHIP"]}}\n{line}\n', encoding="utf-8")

    with pytest.raises(TrainingError, match=r"names\.jsonl:2"):
        read_names(path)
