"""Words of a parsed sentence that may stand in a noun phrase: their runs, and how they are written out."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.quantities.place import NOUNS, Place
from nlp.quantities.tables import words

TIMES = words("times", file="concept.toml")
WEEKDAYS = words("weekdays", file="concept.toml")
DATES = TIMES | WEEKDAYS | words("months", file="concept.toml")
WEAK = words("weak", file="concept.toml")
DROPPED = words("dropped", file="concept.toml")
NOT_NOMINAL = words("not_nominal", file="concept.toml")
JOINTS = frozenset("-–‑/.&’'")
INSIDE = frozenset(("amod", "compound", "nmod", "flat"))
"""Dependencies of a participle that stands before its noun."""


def is_content(place: Place, at: int) -> bool:
    """Whether the token may be told as part of a phrase: a noun, an adjective, a number in a name, a participle."""
    tree = place.tree
    if place.is_figure(at) or tree.lows[at] in NOT_NOMINAL:
        return False
    if tree.words[at] == "&":
        return True
    if tree.parts[at] == "VERB":
        return tree.deps[at] in INSIDE or is_capitalised(place, at)
    return tree.parts[at] in (*NOUNS, "ADJ", "NUM") and any(char.isalnum() for char in tree.words[at])


def is_capitalised(place: Place, at: int) -> bool:
    """Whether a word within the sentence begins with a capital, as names that the tagger takes for verbs do."""
    word = place.tree.words[at]
    return at > 0 and word[0].isupper() and not word.isupper()


def in_run(place: Place, at: int) -> bool:
    """Whether the token belongs to a run of nominal words, with the hyphens and the like inside them."""
    if not 0 <= at < len(place.tree.words) or place.is_figure(at):
        return False
    return is_content(place, at) or _is_joint(place, at) or _is_joined(place, at)


def _is_joint(place: Place, at: int) -> bool:
    tree = place.tree
    return tree.words[at] in JOINTS and 0 < at < len(tree.words) - 1 and tree.glued[at] and tree.glued[at + 1]


def _is_joined(place: Place, at: int) -> bool:
    """Whether a hyphen joins this to what stands before ("to-be-announced"), or to what follows."""
    tree = place.tree
    if at > 1 and tree.glued[at] and tree.words[at - 1] in ("-", "‑", "&") and tree.glued[at - 1]:
        return True
    ahead = at + 2 < len(tree.words) and tree.words[at + 1] == "-" and tree.glued[at + 1] and tree.glued[at + 2]
    return ahead and tree.parts[at] not in ("VERB", "AUX")


def read_run(place: Place, first: int, stop: int) -> list[int]:
    """The run of nominal words from `first` on."""
    at = first
    while at < stop and in_run(place, at):
        at += 1
    return list(range(first, at))


def names_something(place: Place, phrase: Sequence[int]) -> bool:
    """Whether a phrase is more than times, numbers and words like "total"."""
    tree = place.tree
    return any(
        tree.lows[at] not in WEAK
        and tree.lows[at] not in DATES
        and tree.parts[at] != "PUNCT"
        and not any(char.isdigit() for char in tree.words[at])
        for at in phrase
    )


def write(place: Place, phrase: Sequence[int]) -> str:
    """The words of a phrase with a blank between them, pieces that are glued in the text in one."""
    tree = place.tree
    inside = set(phrase)
    parts: list[str] = []
    last = -2
    for at in sorted(inside):
        if tree.lows[at] in DROPPED and tree.parts[at] in ("ADJ", "ADV", "NUM"):
            continue
        if tree.parts[at] == "PUNCT" and not (at - 1 in inside and at + 1 in inside):
            continue
        if last == at - 1 and tree.glued[at]:
            parts[-1] += tree.words[at]
        else:
            parts.append(tree.words[at])
        last = at
    return " ".join(parts)
