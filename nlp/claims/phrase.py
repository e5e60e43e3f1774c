"""A subject in the text's own words, where no entity is named."""

from __future__ import annotations

from nlp.claims.candidate import Candidate, How
from nlp.claims.layout import Sentence
from nlp.claims.metric import is_measure
from nlp.claims.node import NodeKind
from nlp.claims.words import PHRASE, REPORTING, SPEECH
from nlp.records import Kind, Quantity

_LONGEST = 5
_FARTHEST = 40


def read_phrase(quantity: Quantity, sentence: Sentence, place: int) -> Candidate | None:
    """Return the noun phrase before the clause's verb, else what the quantity counts, else the words after it."""
    clause = sentence.clause_at(place)
    verb = clause.verb if clause.verb is not None and clause.verb < place else place
    # Who puts something at a figure is not what it is about.
    subject = [] if is_put_at(sentence, place) else _gather(sentence, clause.first, verb)
    name = " ".join(subject) or _whose(quantity.concept)
    name = name or " ".join(_gather(sentence, place + 1, clause.last))
    return Candidate(name=name, entity_id=None, label=None, how=How.PHRASE) if name else None


def is_put_at(sentence: Sentence, place: int) -> bool:
    """Tell whether somebody puts something at the figure: "analysts put China's self-sufficiency at about 34%"."""
    verb = sentence.clause_at(place).verb
    return verb is not None and sentence.words[verb] in SPEECH.placing and "at" in sentence.words[verb + 1 : place]


def _whose(concept: str) -> str:
    """The words of a concept behind the measure that it begins with: "cost American toolmakers"; else all of them."""
    words = concept.split()
    first = next((i for i, word in enumerate(words) if not is_measure(word.lower())), 0)
    return " ".join(words[first:])


def read_span_of(quantity: Quantity, sentence: Sentence, place: int) -> Candidate | None:
    """Return what a length of time at the head of its clause is a length of: "Six years of chip subsidies"."""
    nodes = sentence.nodes
    clause = sentence.clause_at(place)
    opens = place == clause.first or (place == clause.first + 1 and nodes[clause.first].word in PHRASE.determiners)
    if quantity.kind is not Kind.DURATION or not opens or place + 2 >= len(nodes) or nodes[place + 1].word != "of":
        return None
    words: list[str] = []
    for node in nodes[place + 2 : place + 2 + _LONGEST]:
        if node.kind in (NodeKind.PUNCT, NodeKind.NUMBER) or node.verb or node.word in PHRASE.prepositions:
            break
        words.append(node.entity.text if node.entity is not None else node.word)
    while words and words[-1].endswith(("ed", "ing")):
        words.pop()
    if not words:
        return None
    return Candidate(name=" ".join(words), entity_id=None, label=None, how=How.BESIDE)


def _gather(sentence: Sentence, first: int, last: int) -> list[str]:
    words: list[str] = []
    for node in sentence.nodes[first : min(last, first + _FARTHEST)]:
        ends = node.verb or node.word in PHRASE.function or node.word in REPORTING or node.word in {"'s", "’s"}
        if node.kind is not NodeKind.WORD or ends:
            if words:
                break
            continue
        words.append(node.word)
        if len(words) == _LONGEST:
            break
    return words
