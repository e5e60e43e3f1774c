"""Figures that only say something of another one beside them: what it was, how far off it may be, how it compares."""

from __future__ import annotations

from nlp.claims.layout import Sentence
from nlp.claims.node import NodeKind
from nlp.records import Kind, Quantity

# How many words may stand between a figure and the comma before it.
_HEDGED = 5
_ASIDE = frozenset(
    {"which", "is", "are", "or", "about", "nearly", "almost", "some", "roughly", "around", "that", "just"}
)
_OFF = ("plus or minus", "give or take", "plus / minus", "plus/minus", "+ / -", "+/-", "±")
_EARLIER = frozenset({"earlier", "previous", "prior", "original", "initial", "old", "former"})
_HEDGES = frozenset(
    {"about", "nearly", "less", "more", "than", "just", "around", "over", "under", "a", "some", "almost",
     "roughly", "the", "at", "least"}
)  # fmt: skip


def repeats_measure(quantity: Quantity, sentence: Sentence, place: int) -> bool:
    """Tell whether a share or ratio compares what the figure before it in commas measures, without a noun of its own.

    "900 TFLOPS, about 40% more than the 910C", "12,032 TPP, which is 76 percent of the H200".
    """
    nodes = sentence.nodes
    if quantity.kind not in (Kind.PERCENT, Kind.RATIO) or place < 2:
        return False
    back = place - 1
    while back > 0 and nodes[back].word in _ASIDE and place - back < _HEDGED:
        back -= 1
    told = any(node.kind is NodeKind.NUMBER for node in nodes[max(0, back - _HEDGED) : back])
    words = [node.word for node in nodes[place + 1 : place + 3]]
    more = len(words) == 2 and words[0] in {"more", "less"} and words[1] == "than"
    at = place + 2 + (words[1:] == ["the"])
    whose = words[:1] == ["of"] and at < len(nodes) and nodes[at].entity is not None
    owns = at + 1 < len(nodes) and nodes[at + 1].word in {"'s", "’s"}
    return nodes[back].word == "," and told and (more or (whose and not owns))


def is_tolerance(sentence: Sentence, place: int) -> bool:
    """Tell whether a figure only says how far another may be off: "plus or minus 2%", "give or take 20 cents"."""
    before = " ".join(sentence.words[max(0, place - 3) : place])
    return before.endswith(_OFF)


def is_old_figure(sentence: Sentence, place: int) -> bool:
    """Tell whether the number is the old one of a move: "fell to zero from 95%", "from 25% to 50%"."""
    nodes = sentence.nodes
    back = place - 1
    while back >= 0 and nodes[back].word in _HEDGES and place - back < 5:
        back -= 1
    if back > 2 and nodes[back].word == "of" and not _EARLIER.isdisjoint(sentence.words[back - 3 : back]):
        # "From an earlier plan of $18 billion".
        back = next((i for i in range(back - 1, max(-1, back - 6), -1) if nodes[i].word == "from"), -1)
    if back < 0 or nodes[back].word != "from":
        return False
    after = nodes[place + 1 : place + 9]
    to = next((i for i, node in enumerate(after) if node.word == "to"), None)
    if to is not None and any(node.kind is NodeKind.NUMBER for node in after[to + 1 : to + 5]):
        return True
    return any(node.kind is NodeKind.NUMBER for node in nodes[max(0, back - 8) : back])
