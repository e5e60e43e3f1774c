"""Names that nobody has: put together by shape from parts, so that the tagger learns what surrounds a name."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from nlp.records import Label
from nlp.training.errors import TrainingError

PARTS = Path(__file__).with_name("inventor.toml")
_PLACEHOLDER = re.compile(r"\{(\w+)\}|[#^~]")
_TRIES = 50
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
# Words of a shape that stay small when its name begins with one.
_KEEPS_CASE = frozenset({Label.POLICY, Label.GOV})


class Inventor:
    """Invents names of each kind, never one that is in `known`."""

    def __init__(self, rng: random.Random, *, known: frozenset[str], path: Path = PARTS) -> None:
        self._rng = rng
        self._known = known
        self._lists, self._shapes = _read_parts(path)

    def invent(self, label: Label) -> str:
        """Give a new name."""
        for _ in range(_TRIES):
            name = self._fill(self._rng.choice(self._shapes[label]), label)
            if label not in _KEEPS_CASE and not name[0].isupper():
                name = (
                    " ".join(word[:1].upper() + word[1:] for word in name.split(" ")) if name.islower() else _cap(name)
                )
            if name not in self._known:
                return name
        raise TrainingError(f"{PARTS}: {_TRIES} inventions of {label} in a row were known names")

    def _fill(self, shape: str, label: Label) -> str:
        filled = _PLACEHOLDER.sub(lambda match: self._choose(match, label), shape)
        # The parts of coined words are small: "qualar" is "Qualar" where it begins a word of the name.
        if label in _KEEPS_CASE:
            return filled
        return " ".join(_cap(word) if _is_coined(word) else word for word in filled.split(" "))

    def _choose(self, match: re.Match[str], label: Label) -> str:
        sign = match.group()
        if sign == "#":
            return self._rng.choice("123456789" if match.start() == 0 else "0123456789")
        if sign == "^":
            return self._rng.choice(_LETTERS)
        if sign == "~":
            return self._rng.choice(self._lists["parts"]["syllables"])
        own = self._lists[label]
        return self._rng.choice(own.get(match[1]) or self._lists["parts"][match[1]])


def _is_coined(word: str) -> bool:
    return word[:1].islower() and word not in {"van", "der", "de", "and", "of", "for", "on", "v"} and word[:3] != "al-"


def _cap(word: str) -> str:
    return word[:1].upper() + word[1:]


def _read_parts(path: Path) -> tuple[Mapping[str, Mapping[str, Sequence[str]]], Mapping[Label, Sequence[str]]]:
    """Give the lists of parts and the shapes; TrainingError says which is wrong."""
    lists = tomllib.loads(path.read_text(encoding="utf-8"))
    for section, words in lists.items():
        if section != "parts" and section not in set(Label):
            raise TrainingError(f"{path}: [{section}] should be parts or one of {', '.join(Label)}")
        for key, items in words.items():
            if not isinstance(items, list) or not items or not all(isinstance(item, str) and item for item in items):
                raise TrainingError(f"{path}: {key} of [{section}] should be a list of texts")
    shapes = {}
    for label in Label:
        own = lists.get(label, {})
        if "shapes" not in own:
            raise TrainingError(f"{path}: [{label}] has no shapes")
        for shape in own["shapes"]:
            for match in _PLACEHOLDER.finditer(shape):
                if match[1] is not None and match[1] not in own and match[1] not in lists.get("parts", {}):
                    raise TrainingError(f"{path}: the shape {shape!r} of [{label}] names a list {match[1]!r} not there")
        shapes[label] = own["shapes"]
    return lists, shapes
