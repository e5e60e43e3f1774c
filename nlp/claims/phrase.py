"""A subject in the text's own words, where no entity is named."""

from __future__ import annotations

from nlp.claims.candidate import Candidate, How
from nlp.claims.layout import Sentence
from nlp.claims.node import NodeKind
from nlp.claims.words import PHRASE

_LONGEST = 5


def read_phrase(sentence: Sentence, place: int) -> Candidate | None:
    """Return the noun phrase before the clause's verb, or else the one after the number; None where there is neither."""
    clause = sentence.clause_at(place)
    verb = clause.verb if clause.verb is not None and clause.verb < place else place
    words = _gather(sentence, clause.first, verb)
    if not words:
        words = _gather(sentence, place + 1, clause.last)
    if not words:
        return None
    return Candidate(name=" ".join(words), entity_id=None, label=None, how=How.PHRASE)


def _gather(sentence: Sentence, first: int, last: int) -> list[str]:
    words: list[str] = []
    for node in sentence.nodes[first:last]:
        if node.kind is not NodeKind.WORD or node.verb or node.word in PHRASE.function:
            if words:
                break
            continue
        words.append(node.word)
        if len(words) == _LONGEST:
            break
    return words
