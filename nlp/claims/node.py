"""A sentence as a row of nodes: words, with every entity mention and every quantity folded into one node."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from nlp.claims.words import PHRASE, VERBS
from nlp.records import Entity, Quantity


class NodeKind(StrEnum):
    """What a node is made of."""

    WORD = "word"
    PUNCT = "punct"
    NAME = "name"
    NUMBER = "number"


class Node(NamedTuple):
    """One word, sign, mention or quantity. `word` is lower case; `verb` says that it can be a clause's verb,
    `shouts` that it is in capitals throughout. A tuple: one is made for every word, in half the time of a dataclass."""

    start: int
    end: int
    word: str
    kind: NodeKind
    entity: Entity | None = None
    quantity: int | None = None
    verb: bool = False
    capital: bool = False
    shouts: bool = False


_TOKEN = re.compile(
    r"[^\W_]+?(?=n['’]t\b)|['’]s\b|['’](?:re|ve|ll|m|d)\b|n['’]t\b"
    r"|[^\W_]+(?:[-.&/][^\W_]+|(?<=\d),(?=\d)[^\W_]+)*|\S"
)
_FINITE_ENDS = ("ed", "ell", "ose", "ew", "were", "was", "are", "is", "will", "have", "has", "had")
_OBJECT_OPENERS = frozenset({"a", "an", "the", "its", "their", "up", "about", "around", "nearly", "over", "roughly"})
# Nouns in -s that are verbs behind one thing and before a figure: "each rack costs $3 million".
_COSTS = frozenset(
    {"costs", "needs", "uses", "measures", "offers", "supports", "works", "runs", "packs", "holds", "makes"}
)
# Verbs that are names in mid-sentence when they have a capital.
_NAMES_TOO = frozenset({"may", "will", "march"})
_NOT_BEFORE_VERB = frozenset(
    {"the", "a", "an", "of", "'s", "’s", "its", "their", "his", "her", "our", "this", "to", "per"}
)


def build_nodes(
    text: str, start: int, end: int, *, entities: Sequence[Entity], quantities: Sequence[tuple[int, Quantity]]
) -> list[Node]:
    """Return the nodes of text[start:end]. `quantities` carries each quantity's index; both are sorted by start."""
    spans: list[tuple[int, int, Entity | None, int | None]] = [(q.start, q.end, None, i) for i, q in quantities]
    taken = [(q.start, q.end) for _, q in quantities]
    spans += [(e.start, e.end, e, None) for e in entities if not any(e.start < b and a < e.end for a, b in taken)]
    spans.sort(key=lambda span: (span[0], -span[1]))
    nodes: list[Node] = []
    at = start
    for first, last, entity, index in spans:
        if first < at or last > end:
            continue
        _add_words(nodes, text, at, first)
        kind = NodeKind.NAME if entity is not None else NodeKind.NUMBER
        nodes.append(
            Node(start=first, end=last, word=text[first:last].lower(), kind=kind, entity=entity, quantity=index)
        )
        at = last
    _add_words(nodes, text, at, end)
    _mark_joined_verbs(nodes)
    return nodes


def _mark_joined_verbs(nodes: list[Node]) -> None:
    """Settle the words that are as often a noun by what follows.

    An object makes a verb after "and" ("and offer 2.1 times", "and cuts the"); a verb makes it a noun ("exports fell").
    """
    for i in range(1, len(nodes) - 1):
        node, after = nodes[i], nodes[i + 1]
        if node.word not in VERBS.ambiguous or node.kind is not NodeKind.WORD:
            continue
        if not node.verb and node.word in _COSTS and _is_singular(nodes, i) and after.kind is NodeKind.NUMBER:
            nodes[i] = node._replace(verb=True)
        elif node.verb and after.verb and after.word.endswith(_FINITE_ENDS) and nodes[i - 1].kind is NodeKind.WORD:
            nodes[i] = node._replace(verb=False)
        elif nodes[i - 1].word in {"and", "or", ","} and (
            after.kind is NodeKind.NUMBER or after.word in _OBJECT_OPENERS
        ):
            nodes[i] = node._replace(verb=True)


def _is_singular(nodes: Sequence[Node], place: int) -> bool:
    """Tell whether one thing stands before a verb in -s: "a wafer costs", not "the production costs"."""
    before = nodes[place - 1]
    plain = before.kind is NodeKind.WORD and not before.word.endswith("s") and before.word not in PHRASE.function
    return plain and place >= 2 and nodes[place - 2].word in {"a", "an", "each", "one", "every"}


def _add_words(nodes: list[Node], text: str, start: int, end: int) -> None:
    finite = VERBS.finite
    for match in _TOKEN.finditer(text, start, end):
        shown = match.group()
        first, last = match.span()
        word = shown.lower()
        if not (shown[0].isalnum() or (shown[0] in "'’" and len(shown) > 1)):
            nodes.append(Node(first, last, word, NodeKind.PUNCT))
            continue
        capital = shown[0].isupper()
        verb = word in finite and not (nodes and capital and word in _NAMES_TOO) and _can_be_verb(word, nodes)
        shouts = len(shown) > 1 and shown.isupper()
        nodes.append(Node(first, last, word, NodeKind.WORD, None, None, verb, capital, shouts))


def _can_be_verb(word: str, nodes: list[Node]) -> bool:
    if not nodes or nodes[-1].word in _NOT_BEFORE_VERB:
        return False
    before = nodes[-1]
    if word not in VERBS.ambiguous:
        return True
    if before.kind is NodeKind.NAME:
        return word not in VERBS.bases
    if before.kind is not NodeKind.WORD:
        return before.word == ")"
    leads = before.word in PHRASE.pronouns or before.word in PHRASE.adverbs or before.word in VERBS.subjects
    return leads or before.verb or before.word.endswith("ly")
