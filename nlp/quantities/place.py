"""A figure in the parse of its sentence."""

from __future__ import annotations

from dataclasses import dataclass

from nlp.quantities.reading import Reading
from nlp.quantities.tree import Tree

NOUNS = frozenset(("NOUN", "PROPN", "X"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a figure stands in a tree, and what other figures stand there."""

    tree: Tree
    reading: Reading
    own: frozenset[int]
    """The tokens of the figure."""
    others: frozenset[int]
    """The tokens of the other figures of the sentence."""
    first: int
    last: int
    top: int
    """The token of the figure that its others hang on."""
    after: int
    """The token behind the figure and its "per ..."."""

    def is_figure(self, at: int) -> bool:
        """Whether the token belongs to this or another figure."""
        return at in self.own or at in self.others

    def is_word(self, at: int, words: frozenset[str]) -> bool:
        """Whether the token at `at` is one of these words; False beyond either end."""
        return 0 <= at < len(self.tree.words) and self.tree.lows[at] in words

    def is_part(self, at: int, *parts: str) -> bool:
        """Whether the token at `at` is one of these parts of speech; False beyond either end."""
        return 0 <= at < len(self.tree.words) and self.tree.parts[at] in parts

    def skip_left(self, at: int, *parts: str) -> int:
        """The first token at or before `at` that is none of these parts of speech; -1 where there is none."""
        while at >= 0 and self.tree.parts[at] in parts:
            at -= 1
        return at


def find_place(tree: Tree, reading: Reading, *, own: frozenset[int], others: frozenset[int], after: int) -> Place:
    """The place of a figure with the tokens `own`, of which there is at least one."""
    return Place(
        tree=tree,
        reading=reading,
        own=own,
        others=others,
        first=min(own),
        last=max(own),
        top=tree.top(own),
        after=max(after, max(own) + 1),
    )
