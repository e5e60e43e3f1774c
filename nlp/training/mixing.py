"""Sentences to train on out of the marked lines: slots filled, names exchanged, some written as headlines."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from nlp.records import Label
from nlp.registry import Registry
from nlp.training.errors import TrainingError
from nlp.training.examples import Example, Span, make_example, split_words, write_capitals, write_title_case
from nlp.training.inventor import Inventor
from nlp.training.markup import Line, Part

# A text has mostly known names and some new ones; with invented names alone the tagger forgets the known.
INVENTED, EXCHANGED = 0.6, 0.6
# A fifth of the sentences is re-cased; without, headlines are read half as well.
RECASED = 0.2
# Few of the names of bodies and places that the news will bring are new.
_SELDOM_INVENTED = {Label.PLACE: 0.5, Label.GOV: 0.6}
# Every n-th line of the corpus is kept out of training and measured.
HELD_OUT = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixer:
    """Fills lines with names that it draws; the same seed gives the same sentences."""

    rng: random.Random
    inventor: Inventor
    known: Mapping[Label, Sequence[str]]

    def draw(self, lines: Iterable[Line], *, exchanged: float = EXCHANGED) -> Iterator[Example]:
        """Give each line once; a share of the marked names is exchanged for other names of their kind."""
        for line in lines:
            yield self.recase(self.fill(line, exchanged=exchanged))

    def recase(self, example: Example) -> Example:
        """Give a fifth of the sentences in Title Case or CAPITALS."""
        chance = self.rng.random()
        if chance < RECASED / 2:
            return write_title_case(example)
        return write_capitals(example) if chance < RECASED else example

    def fill(self, line: Line, *, exchanged: float, invented: float = INVENTED) -> Example:
        """Give the sentence of a line, slots filled and some names exchanged, as an example."""
        return build_example(self.fill_parts(line, exchanged=exchanged, invented=invented), line)

    def fill_parts(self, line: Line, *, exchanged: float, invented: float = INVENTED) -> list[Part]:
        """Give the parts of a line, slots filled and some names exchanged."""
        drawn: dict[tuple[Label, str], str] = {}
        parts = []
        for part in line.parts:
            if part.label is None:
                parts.append(part)
                continue
            # A name that stands twice is exchanged for one name, and so are slots with one number.
            number = f"at {len(parts)}" if part.number is None else f"#{part.number}"
            key = (part.label, number if part.is_slot else part.text)
            if key not in drawn:
                keeps = not part.is_slot and self.rng.random() >= exchanged
                drawn[key] = part.text if keeps else self._draw_name(part, invented)
            parts.append(Part(text=drawn[key], label=part.label))
        return parts

    def _draw_name(self, part: Part, invented: float) -> str:
        label = part.label
        if label is None:
            raise TrainingError("a stretch of plain text has no name to draw")
        share = invented * _SELDOM_INVENTED.get(label, 1)
        name = self.inventor.invent(label) if self.rng.random() < share else self.rng.choice(self.known[label])
        if label is Label.CHIP and part.text.endswith("s") and name[-1].isdigit():
            return name + "s"
        if label is Label.PERSON and part.text and " " not in part.text:
            return name.split(" ")[-1]
        return name


def build_example(parts: Iterable[Part], line: Line) -> Example:
    """Give the example of parts that are all filled; a sentence begins with a capital."""
    text = ""
    marks = []
    for part in parts:
        own = part.text[:1].upper() + part.text[1:] if not text and part.label is not None else part.text
        if part.label is not None:
            marks.append((len(text), len(text) + len(own), part.label))
        elif marks and marks[-1][1] == len(text) and text.endswith("."):
            own = own.removeprefix(".")  # one stop ends both the name and the sentence
        text += own
    words = split_words(text)
    first_at = {start: i for i, (start, _) in enumerate(words)}
    end_at = {start + len(word): i + 1 for i, (start, word) in enumerate(words)}
    spans = []
    for start, stop, label in marks:
        # "Merinert LLC" before a full stop: the word is "LLC."
        end = stop + 1 if stop not in end_at and text[stop : stop + 1] == "." else stop
        if start not in first_at or end not in end_at:
            message = f"{text[start:end]!r} does not begin and end where words do in {text!r}"
            raise TrainingError.at(line.path, line.line, message)
        spans.append(Span(first_at[start], end_at[end], (label,)))
    return make_example([word for _, word in words], spans)


def split_lines(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Give the lines that are trained on, and those that are kept out."""
    trained = [line for i, line in enumerate(lines) if i % HELD_OUT]
    return trained, [line for i, line in enumerate(lines) if not i % HELD_OUT]


def read_known_names(registry: Registry) -> dict[Label, list[str]]:
    """Give the names of the registry that need no word nearby, by label."""
    names: dict[Label, list[str]] = {label: [] for label in Label}
    for text, owners in registry.aliases.items():
        for label in {entry.label for entry, alias in owners if not alias.near}:
            if any(char.isalpha() for char in text):
                names[label].append(text)
    return names
