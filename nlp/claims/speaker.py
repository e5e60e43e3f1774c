"""Somebody who says a part of a sentence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Somebody who says nodes [said_from, said_to); nodes [first, verb] name the speaker and the saying.

    `via` is the outlet that the words came through. `trailing` is true where the words come first. `only` is false
    where the speaker may be the subject of what is said too: "Intel reported revenue of $5 billion".
    """

    name: str
    first: int
    verb: int
    said_from: int
    said_to: int
    trailing: bool
    only: bool = True
    via: str | None = None
