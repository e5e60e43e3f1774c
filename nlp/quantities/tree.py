"""The parse of one sentence as plain lists, and the phrases in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spacy.attrs import (  # type: ignore[import-not-found]  # a module of Cython, without types
    DEP,
    HEAD,
    IDX,
    ORTH,
    POS,
    SPACY,
    TAG,
)

if TYPE_CHECKING:
    from spacy.strings import StringStore
    from spacy.tokens import Doc, Span

ATTRIBUTES = [ORTH, IDX, SPACY, HEAD, DEP, POS, TAG]
SIGNED = 2**63
"""From here on an unsigned number of 64 bits means a negative one: heads to the left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """The tokens of a sentence with heads and dependencies (Universal Dependencies); positions count within it."""

    words: tuple[str, ...]
    lows: tuple[str, ...]
    starts: tuple[int, ...]
    glued: tuple[bool, ...]
    """Whether no blank parts the token from the one before."""
    heads: tuple[int, ...]
    """The position of the head; a root is its own head."""
    deps: tuple[str, ...]
    """The dependency without its subtype, but for relative clauses ("relcl")."""
    parts: tuple[str, ...]
    """The parts of speech."""
    tags: tuple[str, ...]
    """The finer tags of the Penn treebank, which tell forms of verbs apart."""
    children: tuple[tuple[int, ...], ...]

    def below(self, node: int) -> list[int]:
        """Every token of the subtree of `node`, in order."""
        found, open_nodes = [], [node]
        while open_nodes:
            at = open_nodes.pop()
            found.append(at)
            open_nodes.extend(self.children[at])
        return sorted(found)

    def case(self, node: int) -> str:
        """The first preposition of `node`, "" where it has none."""
        for child in self.children[node]:
            if self.deps[child] == "case" and child < node and self.parts[child] in ("ADP", "PART", "VERB", "ADJ"):
                return self.lows[child]
        return ""

    def top(self, positions: Iterable[int]) -> int:
        """The one of these tokens that all others hang on, the last where there are several."""
        inside = set(positions)
        tops = [at for at in sorted(inside) if self.heads[at] not in inside or self.heads[at] == at]
        return tops[-1]

    def span(self, start: int, end: int) -> list[int]:
        """The tokens that overlap the characters from `start` to `end`."""
        first = max(0, bisect_right(self.starts, start) - 1)
        return [
            at
            for at in range(first, bisect_left(self.starts, end))
            if self.starts[at] + len(self.words[at]) > start and self.words[at].strip()
        ]


class Trees:
    """The parses of the sentences of a Doc, read when they are asked for."""

    def __init__(self, doc: Doc) -> None:
        bounded = doc.has_annotation("SENT_START") and doc.has_annotation("DEP")
        self._sentences = [sentence for sentence in doc.sents if sentence[0].dep] if bounded else []
        self._starts = [sentence.start_char for sentence in self._sentences]
        self._read: dict[int, Tree] = {}
        self._labels = Labels(doc.vocab.strings)

    def at(self, start: int) -> Tree | None:
        """The parse of the sentence that holds the character at `start`; None where it has none."""
        index = bisect_right(self._starts, start) - 1
        if index < 0 or start >= self._sentences[index].end_char:
            return None
        if index not in self._read:
            self._read[index] = read_tree(self._sentences[index], labels=self._labels)
        return self._read[index]


class Labels(dict[int, str]):
    """The names of tags and dependencies, each looked up once."""

    def __init__(self, strings: StringStore) -> None:
        self._strings = strings

    def __missing__(self, code: int) -> str:
        name = self[code] = self._strings[code]
        return name


def read_tree(sentence: Span, *, labels: Labels) -> Tree:
    """The tree of a sentence that is parsed."""
    # One array is several times as fast as asking every token.
    rows = sentence.to_array(ATTRIBUTES).tolist()  # type: ignore[attr-defined]  # spaCy's types leave it out
    strings = sentence.doc.vocab.strings
    words = tuple(strings[row[0]] for row in rows)
    heads = tuple(at + (row[3] if row[3] < SIGNED else row[3] - 2 * SIGNED) for at, row in enumerate(rows))
    children: list[list[int]] = [[] for _ in words]
    for at, head in enumerate(heads):
        if head != at:
            children[head].append(at)
    return Tree(
        words=words,
        lows=tuple(word.lower() for word in words),
        starts=tuple(row[1] for row in rows),
        glued=(False, *(not row[2] for row in rows[:-1])),
        heads=heads,
        deps=tuple(_plain(labels[row[4]]) for row in rows),
        parts=tuple(labels[row[5]] for row in rows),
        tags=tuple(labels[row[6]] for row in rows),
        children=tuple(tuple(nodes) for nodes in children),
    )


def _plain(dependency: str) -> str:
    return "relcl" if dependency == "acl:relcl" else dependency.partition(":")[0]
