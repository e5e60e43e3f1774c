"""A model named by the end of its name alone: "that of the 950DT" after "the Ascend 950PR"."""

from __future__ import annotations

from nlp.claims.candidate import Candidate, How
from nlp.claims.layout import Layout, Sentence
from nlp.claims.node import Node, NodeKind
from nlp.records import Label

_MENTIONS = 10
_LONGEST = 12


def find_short_form(sentence: Sentence, first: int, last: int, *, layout: Layout) -> Candidate | None:
    """Return the model that a designation in nodes [first, last) names, None where no chip before is shaped like it."""
    nodes = sentence.nodes
    for place in range(max(first, 1), last):
        node = nodes[place]
        if nodes[place - 1].word != "the" or not _is_designation(node):
            continue
        for entity in reversed(layout.entities_before(node.start, limit=_MENTIONS)):
            name = _complete(entity.canonical, layout.text[node.start : node.end])
            if entity.label is Label.CHIP and name is not None:
                return Candidate(name=name, entity_id=None, label=Label.CHIP, how=How.CLAUSE, place=place)
    return None


def _is_designation(node: Node) -> bool:
    word = node.word
    plain = node.kind is NodeKind.WORD and 3 <= len(word) <= _LONGEST and word.isalnum()
    return plain and any(sign.isdigit() for sign in word) and any(sign.isalpha() for sign in word)


def _complete(canonical: str, token: str) -> str | None:
    """Put a token in the place of the end of a name, where both have letters and digits in the same places."""
    stem = canonical[: -len(token)]
    end = canonical[len(stem) :]
    same = len(end) == len(token) and all(
        a.isdigit() == b.isdigit() and a.isalpha() == b.isalpha() for a, b in zip(end, token, strict=True)
    )
    return stem + token if same and stem and not stem[-1].isdigit() else None
