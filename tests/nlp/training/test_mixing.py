from __future__ import annotations

import random
from pathlib import Path

import pytest

from nlp.entities.decoding import TAGS
from nlp.records import Label
from nlp.registry import load_registry
from nlp.training.errors import TrainingError
from nlp.training.examples import Example, read_certain, write_capitals, write_title_case
from nlp.training.inventor import Inventor
from nlp.training.markup import Line, read_file, read_folder
from nlp.training.mixing import Mixer, read_known_names, split_lines
from nlp.training.recipe import CORPUS, TEMPLATES, make_mixer

_KNOWN = {label: [f"Known{label.title()}"] for label in Label}


def _mixer(seed: int = 1) -> Mixer:
    rng = random.Random(seed)
    return Mixer(rng=rng, inventor=Inventor(rng, known=frozenset()), known=_KNOWN)


def _line(tmp_path: Path, raw: str) -> Line:
    path = tmp_path / "lines.txt"
    path.write_text(raw + "\n", encoding="utf-8")
    return next(read_file(path))


def _tags(example: Example) -> list[str]:
    return ["|".join(tag for i, tag in enumerate(TAGS) if bits >> i & 1) for bits in example.allowed]


def test_a_marked_line_as_it_is_written(tmp_path: Path) -> None:
    line = _line(tmp_path, "{COMPANY:Wren Labs} sells {CHIP:GB200-NVL72} racks.")

    example = _mixer().fill(line, exchanged=0)

    assert example.words == ("Wren", "Labs", "sells", "GB200", "-", "NVL72", "racks", ".")
    assert _tags(example) == ["B-COMPANY", "I-COMPANY", "O", "B-CHIP", "I-CHIP", "I-CHIP", "O", "O"]


def test_slots_of_one_number_and_names_that_stand_twice_take_one_name(tmp_path: Path) -> None:
    line = _line(tmp_path, "The {CHIP#1}, not the {CHIP#2}: the {CHIP#1} by {COMPANY:Wren}, says {COMPANY:Wren}.")

    example = _mixer().fill(line, exchanged=1, invented=1)

    names = [" ".join(example.words[span.first : span.end]) for span in read_certain(example)]
    assert len(names) == 5
    assert names[0] == names[2] != names[1]
    assert names[3] == names[4] != "Wren"


def test_known_names_fill_what_is_not_invented(tmp_path: Path) -> None:
    example = _mixer().fill(_line(tmp_path, "So {GOV} met {PLACE:Oslo} there."), exchanged=1, invented=0)

    assert example.words == ("So", "KnownGov", "met", "KnownPlace", "there", ".")


def test_plurals_and_surnames_stay_what_they_are(tmp_path: Path) -> None:
    mixer = _mixer()
    line = _line(tmp_path, "It sold {CHIP:H200s} to {PERSON:Huang}.")

    for _ in range(20):
        example = mixer.fill(line, exchanged=1, invented=1)
        chip, person = read_certain(example)
        assert example.words[chip.end - 1].endswith("s") or not example.words[chip.end - 1][-1].isdigit()
        assert person.end - person.first <= 3  # "O'Brien", "Okafor-Weiss", no given name


def test_a_name_ends_with_the_sentence(tmp_path: Path) -> None:
    example = _mixer().fill(_line(tmp_path, "It was bought by {COMPANY:Wren Inc.}."), exchanged=0)

    assert example.words[-2:] == ("Wren", "Inc.")
    assert _tags(example)[-2:] == ["B-COMPANY", "I-COMPANY"]


def test_a_name_that_is_half_a_word_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"lines\.txt:1: 'Wren' does not begin and end where words do"):
        _mixer().fill(_line(tmp_path, "The {COMPANY:Wren}ish firm."), exchanged=0)


def test_headlines(tmp_path: Path) -> None:
    example = _mixer().fill(_line(tmp_path, "chips of {COMPANY:Wren} rise."), exchanged=0)

    assert write_title_case(example).words == ("Chips", "of", "Wren", "Rise", ".")
    assert write_capitals(example).words == ("CHIPS", "OF", "WREN", "RISE", ".")
    assert write_capitals(example).allowed == example.allowed


def test_every_line_of_the_corpus_can_be_drawn() -> None:
    registry = load_registry()
    lines = read_folder(CORPUS) + read_folder(TEMPLATES)
    trained, kept = split_lines(lines)

    written = list(make_mixer(registry, 1).draw(lines, exchanged=0))
    drawn = list(make_mixer(registry, 1).draw(lines))

    assert len(written) == len(drawn) == len(lines)
    assert drawn == list(make_mixer(registry, 1).draw(lines))
    assert len(trained) + len(kept) == len(lines)
    assert kept
    assert not {(line.path, line.line) for line in kept} & {(line.path, line.line) for line in trained}


def test_the_registry_gives_known_names_of_every_label() -> None:
    names = read_known_names(load_registry())

    assert all(len(names[label]) > 100 for label in Label)
    assert "Nvidia" in names[Label.COMPANY]
