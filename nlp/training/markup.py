"""Reading the corpus: one sentence a line, names marked as `{COMPANY:Nvidia}`, slots of templates as `{COMPANY}`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nlp.records import Label
from nlp.training.errors import TrainingError

_MARK = re.compile(r"\{(?P<label>[A-Z]+)(?:#(?P<number>\d))?(?::(?P<name>[^{}]*))?\}")
_BRACE = re.compile(r"[{}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of a sentence. `label` is None for plain text; a slot has a label and no text.

    Slots with one label and one `number` take one name.
    """

    text: str
    label: Label | None = None
    number: int | None = None

    @property
    def is_slot(self) -> bool:
        """Whether a name is still to be put here."""
        return self.label is not None and not self.text


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a file, in parts."""

    parts: tuple[Part, ...]
    path: Path
    line: int


def read_folder(folder: Path) -> list[Line]:
    """Give the sentences of every .txt file of a folder, files in order of their names."""
    return [line for path in sorted(folder.glob("*.txt")) for line in read_file(path)]


def read_file(path: Path) -> Iterator[Line]:
    """Give the sentences of a file; TrainingError names the line that is not as it should be."""
    for number, raw in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        text = raw.strip()
        if text and not text.startswith("# ") and text != "#":
            try:
                parts = tuple(_read_parts(text))
            except ValueError as err:
                raise TrainingError.at(path, number, str(err)) from err
            yield Line(parts=parts, path=path, line=number)


def _read_parts(text: str) -> Iterator[Part]:
    end = 0
    for match in _MARK.finditer(text):
        if match.start() > end:
            yield _read_plain(text[end : match.start()])
        yield _read_mark(match)
        end = match.end()
    if end < len(text):
        yield _read_plain(text[end:])


def _read_plain(text: str) -> Part:
    if _BRACE.search(text) is not None:
        raise ValueError(f"a brace outside a mark in {text.strip()!r}; a mark is {{LABEL:name}} or {{LABEL}}")
    return Part(text=text)


def _read_mark(match: re.Match[str]) -> Part:
    if match["label"] not in set(Label):
        raise ValueError(f"label {match['label']!r} should be one of {', '.join(Label)}")
    name = match["name"]
    if name is not None and (not name or name != " ".join(name.split())):
        raise ValueError(f"name {name!r} should be a text without spaces at its ends or twice in a row")
    if name is not None and match["number"] is not None:
        raise ValueError(f"{match.group()!r} has both a number and a name; only a slot is numbered")
    number = None if match["number"] is None else int(match["number"])
    return Part(text=name or "", label=Label(match["label"]), number=number)
