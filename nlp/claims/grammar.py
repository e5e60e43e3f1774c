"""The grammatical subject of a figure by the parse of its sentence, where that is a plain noun and names nobody."""

from __future__ import annotations

from dataclasses import dataclass

from nlp.claims.layout import Layout
from nlp.quantities.tree import Tree, Trees
from nlp.records import Quantity

# How many steps from a figure up to the verb that has a subject.
_DEEPEST = 8
# By these a phrase hangs on a verb whose subject is the figure's too: "rose to", "plans to spend", "and added".
_THROUGH = frozenset(
    {"obl", "obj", "iobj", "nmod", "nummod", "amod", "advmod", "conj", "xcomp", "advcl", "appos", "compound", "dep"}
)
# What belongs to a noun's phrase to its left.
_INSIDE = frozenset({"amod", "compound", "nmod", "flat", "punct", "case", "det"})
_OWNED = frozenset({"its", "their", "our", "his", "her", "my", "your", "whose"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """A subject in the text's words. `head` is the offset of its noun; `definite` is true behind "the" or "this"."""

    name: str
    noun: str
    head: int
    definite: bool
    several: bool


class Grammar:
    """Reads the subjects of one text's figures off the parses that its sentences have."""

    def __init__(self, trees: Trees, layout: Layout) -> None:
        self._trees = trees
        self._layout = layout

    def find(self, quantity: Quantity) -> Plain | None:
        """Return the plain noun that is the subject of a figure's verb.

        None where the sentence has no parse, the verb has no subject, or that is a name, a pronoun or a figure.
        """
        tree = self._trees.at(quantity.start)
        own = frozenset(tree.span(quantity.start, quantity.end)) if tree is not None else frozenset()
        if tree is None or not own:
            return None
        node = tree.top(own)
        for _ in range(_DEEPEST):
            subject = next((at for at in tree.children[node] if tree.deps[at] == "nsubj"), None)
            if subject is not None:
                return None if subject in own else self._read(tree, subject)
            if tree.heads[node] == node:
                return None
            if tree.deps[node] in {"acl", "relcl"}:
                return self._read(tree, tree.heads[node])
            if tree.deps[node] not in _THROUGH:
                return None
            node = tree.heads[node]
        return None

    def _read(self, tree: Tree, head: int) -> Plain | None:
        if tree.parts[head] != "NOUN":
            return None
        before = [at for at in tree.children[head] if at < head]
        lows = {tree.lows[at] for at in tree.below(head) if at < head}
        if lows & _OWNED or any(tree.parts[at] == "NUM" for at in before):
            return None
        words = [at for at in before if tree.parts[at] in {"ADJ", "NOUN", "PROPN"} and tree.deps[at] != "nmod"]
        name = " ".join(tree.words[at] for at in [*words, head])
        dets = {tree.lows[at] for at in before}
        return Plain(
            name=name, noun=tree.lows[head], head=tree.starts[head],
            definite=bool(dets & {"the", "this", "these", "that", "those"}),
            several=tree.tags[head] == "NNS",
        )
