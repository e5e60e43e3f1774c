"""A model named by the end of its name alone: "that of the 950DT" after "the Ascend 950PR"."""

from __future__ import annotations

import re

from nlp.claims.candidate import Candidate, How
from nlp.claims.layout import Layout, Sentence
from nlp.claims.node import Node, NodeKind
from nlp.records import Label

_TOKEN = re.compile(r"[^\W_]{1,20}")
_MENTIONS = 10
_LONGEST = 12
# How far before the end of the stretch it may stand, so that the longest sentence takes linear time.
_FARTHEST = 60


def find_short_form(sentence: Sentence, first: int, last: int, *, layout: Layout) -> Candidate | None:
    """Return the model that a designation in nodes [first, last) names, None where no chip before is shaped like it."""
    nodes = sentence.nodes
    for place in range(max(first, 1, last - _FARTHEST), last):
        if nodes[place - 1].word != "the":
            continue
        node = nodes[place]
        token = _TOKEN.match(layout.text, node.start)
        if token is None or not _is_designation(node, token.group()):
            continue
        for entity in reversed(layout.entities_before(node.start, limit=_MENTIONS)):
            name = _complete(entity.canonical, token.group())
            if entity.label is Label.CHIP and name is not None:
                return Candidate(name=name, entity_id=None, label=Label.CHIP, how=How.CLAUSE, place=place)
    return None


def _is_designation(node: Node, token: str) -> bool:
    """Tell whether a token has letters and digits. Its beginning may have been read as a number ("950 DT")."""
    fits = node.kind in (NodeKind.WORD, NodeKind.NUMBER) and 3 <= len(token) <= _LONGEST
    return fits and any(sign.isdigit() for sign in token) and any(sign.isalpha() for sign in token)


def _complete(canonical: str, token: str) -> str | None:
    """Put a token in the place of the end of a name, where both have letters and digits in the same places."""
    stem = canonical[: -len(token)]
    end = canonical[len(stem) :]
    same = len(end) == len(token) and all(
        a.isdigit() == b.isdigit() and a.isalpha() == b.isalpha() for a, b in zip(end, token, strict=True)
    )
    return stem + token if same and stem and not stem[-1].isdigit() else None
