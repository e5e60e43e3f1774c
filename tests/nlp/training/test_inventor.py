from __future__ import annotations

import random
from pathlib import Path

import pytest

from nlp.records import Label
from nlp.registry import load_registry
from nlp.training.errors import TrainingError
from nlp.training.inventor import Inventor


def _inventor(seed: int, known: frozenset[str] = frozenset(), **parts: Path) -> Inventor:
    return Inventor(random.Random(seed), known=known, **parts)


@pytest.mark.parametrize("label", list(Label))
def test_names_are_many_and_new(label: Label) -> None:
    known = frozenset(load_registry().aliases)
    inventor = _inventor(1, known)

    names = {inventor.invent(label) for _ in range(400)}

    assert len(names) > 180
    assert names.isdisjoint(known)
    assert not any(set(name) & set("{}#^~") or name != " ".join(name.split()) for name in names)


def test_one_seed_gives_one_row_of_names() -> None:
    first, second, other = (_inventor(seed) for seed in (3, 3, 4))

    names = [first.invent(Label.COMPANY) for _ in range(20)]

    assert names == [second.invent(Label.COMPANY) for _ in range(20)]
    assert names != [other.invent(Label.COMPANY) for _ in range(20)]


_OTHERS = "".join(f'[{label}]\nshapes = ["^^^"]\n' for label in Label if label is not Label.CHIP)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("[FIRM]\na = ['b']\n", r"\[FIRM\] should be"),
        ("[CHIP]\nshapes = []\n", "shapes of .CHIP. should be a list"),
        ("[CHIP]\nheads = ['a']\n" + _OTHERS, r"\[CHIP\] has no shapes"),
        ("[CHIP]\nshapes = ['{heads} #']\n" + _OTHERS, "a list 'heads' not there"),
    ],
)
def test_wrong_parts_are_named(tmp_path: Path, content: str, complaint: str) -> None:
    path = tmp_path / "parts.toml"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(TrainingError, match=complaint):
        _inventor(1, path=path)


def test_it_gives_up_when_all_its_names_are_known(tmp_path: Path) -> None:
    path = tmp_path / "parts.toml"
    path.write_text("[CHIP]\nshapes = ['Wren']\n" + _OTHERS, encoding="utf-8")

    with pytest.raises(TrainingError, match="were known names"):
        _inventor(1, frozenset({"Wren"}), path=path).invent(Label.CHIP)
