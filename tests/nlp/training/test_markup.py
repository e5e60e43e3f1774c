from __future__ import annotations

from pathlib import Path

import pytest

from nlp.records import Label
from nlp.training.errors import TrainingError
from nlp.training.markup import Part, read_file, read_folder
from nlp.training.recipe import CORPUS, TEMPLATES


def test_a_file_is_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "some.txt"
    path.write_text("# a comment\n\n{COMPANY:Wren Ltd} sells the {CHIP#1} and the {CHIP#1}.\n", encoding="utf-8")

    (line,) = read_file(path)

    assert line.line == 3
    assert line.parts == (
        Part(text="Wren Ltd", label=Label.COMPANY),
        Part(text=" sells the "),
        Part(text="", label=Label.CHIP, number=1),
        Part(text=" and the "),
        Part(text="", label=Label.CHIP, number=1),
        Part(text="."),
    )
    assert [part.is_slot for part in line.parts] == [False, False, True, False, True, False]


@pytest.mark.parametrize(
    ("raw", "complaint"),
    [
        ("The {FIRM:Wren} rose.", "label 'FIRM'"),
        ("The {CHIP:H200 rose.", "a brace outside a mark"),
        ("The } rose.", "a brace outside a mark"),
        ("The {CHIP: H200} rose.", "without spaces at its ends"),
        ("The {CHIP:} rose.", "without spaces at its ends"),
        ("The {CHIP#1:H200} rose.", "both a number and a name"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, raw: str, complaint: str) -> None:
    path = tmp_path / "wrong.txt"
    path.write_text(f"Fine.\n{raw}\n", encoding="utf-8")

    with pytest.raises(TrainingError, match=rf"wrong\.txt:2: .*{complaint}"):
        list(read_file(path))


def test_the_corpus_is_large_and_has_every_label() -> None:
    lines = read_folder(CORPUS)

    labels = [part.label for line in lines for part in line.parts if part.label is not None]
    assert len(lines) >= 1500
    assert set(labels) == set(Label)
    assert sum(all(part.label is None for part in line.parts) for line in lines) >= 100  # nothing to find
    assert not any(part.is_slot for line in lines for part in line.parts)


def test_the_templates_have_slots() -> None:
    lines = read_folder(TEMPLATES)

    assert len(lines) >= 100
    assert all(any(part.is_slot for part in line.parts) for line in lines)
