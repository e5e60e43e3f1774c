"""Whether a text says that a figure does not hold: "did not sell 20,000 units", "53%, not 62%"."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.claims.clauses import Clause, ClauseKind
from nlp.claims.layout import Sentence
from nlp.claims.node import Node, NodeKind
from nlp.claims.words import PHRASE, VERBS, load_table, read_words

_TABLE = load_table("negation.toml")
_NEGATORS = frozenset(read_words(_TABLE, "negators", name="negation.toml"))
_NO = frozenset(read_words(_TABLE, "determiners", name="negation.toml"))
_OTHER = frozenset(read_words(_TABLE, "other_sense", name="negation.toml"))
_SPEAKING = frozenset(read_words(_TABLE, "speaking", name="negation.toml"))
_OPINION = frozenset(read_words(_TABLE, "opinion", name="negation.toml"))
_SCOPE = frozenset(read_words(_TABLE, "scope", name="negation.toml"))
_PHRASES: dict[str, list[tuple[str, ...]]] = {}
for _phrase in read_words(_TABLE, "phrases", name="negation.toml"):
    _PHRASES.setdefault(_phrase.split()[0], []).append(tuple(_phrase.split()))

# Prepositions that keep a figure within what is negated: "raise prices by 10%", "sold at $5".
_WITHIN = frozenset({"by", "with", "at", "as", "of", "about", "than", "over", "up", "nearly", "around", "like", "out"})
# What may stand between a negator and a figure that it touches: "not 62%", "not the 5%".
_TOUCHING = 2
_HANGING = (ClauseKind.COORDINATE, ClauseKind.PARTICIPLE, ClauseKind.COMPARISON)


def is_negated(sentence: Sentence, place: int | None) -> bool:
    """Tell whether the figure at a node is said not to hold. Who denies it is a matter of modality."""
    if place is None:
        return False
    clause = sentence.clause_at(place)
    if _negates(sentence, clause.first, place):
        return True
    if clause.parent is None:
        return False
    above = sentence.clauses[clause.parent]
    if clause.kind is ClauseKind.DEPENDENT and clause.marker == "that":
        return _doubts(sentence, above)
    # "It did not, the company said, pay $5 million": the verb is still to come.
    return clause.kind in _HANGING and clause.verb is None and _negates(sentence, above.first, place)


def _negates(sentence: Sentence, first: int, place: int) -> bool:
    """Tell whether a negator of nodes [first, place) reaches the figure."""
    nodes = sentence.nodes
    for at in range(place - 1, first - 1, -1):
        node = nodes[at]
        if node.word == "but":
            return False
        length = _match(nodes, at, place)
        if length and _reaches(nodes, at, at + length, place):
            return True
    return False


def _match(nodes: Sequence[Node], at: int, place: int) -> int:
    """Return how many nodes a negator at `at` takes, 0 where there is none."""
    word = nodes[at].word
    for phrase in _PHRASES.get(word, ()):
        if at + len(phrase) <= place and tuple(n.word for n in nodes[at : at + len(phrase)]) == phrase:
            return len(phrase)
    if word in _NEGATORS:
        return 1
    # "No" rules out its own noun: one that acts, or one that the figure belongs to.
    return 1 if word in _NO and nodes[at + 1].word not in _OTHER else 0


def _reaches(nodes: Sequence[Node], at: int, after: int, place: int) -> bool:
    """Tell whether what a negator at nodes [at, after) takes back is the figure."""
    if after - at == 1 and after < place and nodes[after].word in _OTHER and not _is_yet(nodes, after):
        return False
    between = nodes[after:place]
    if len(between) <= _TOUCHING and all(_is_light(node) for node in between):
        return True
    if after - at == 1 and nodes[at].word in _NO and not any(node.verb for node in between):
        return False
    if any(node.word in _SPEAKING for node in between[:4]) or any(node.word in _SCOPE for node in between):
        return False
    return not any(_parts(nodes, i) for i in range(after, place))


def _is_yet(nodes: Sequence[Node], place: int) -> bool:
    return nodes[place].word == "as" and place + 1 < len(nodes) and nodes[place + 1].word == "yet"


def _is_light(node: Node) -> bool:
    return node.word in PHRASE.determiners or node.word in _WITHIN or node.word in PHRASE.adverbs


def _parts(nodes: Sequence[Node], place: int) -> bool:
    """Tell whether a node parts a figure from the negator: a comma, another figure, "to chips of 14 nm"."""
    node, following = nodes[place], nodes[place + 1]
    if node.kind is NodeKind.NUMBER or node.word in {",", ";", ":", "—", "–", "when", "how", "whether", "why"}:
        return True
    if node.kind is not NodeKind.WORD or node.word not in PHRASE.prepositions or node.word in _WITHIN:
        return False
    if following.kind is NodeKind.NUMBER:
        return node.word in {"since", "until", "before", "after", "during"}
    return not (node.word == "to" and (following.word in VERBS.finite or following.word in VERBS.bases))


def _doubts(sentence: Sentence, clause: Clause) -> bool:
    """Tell whether a clause takes back the one that hangs on it: "nothing suggests that", "do not believe"."""
    words = sentence.words[clause.first : clause.last]
    at = next((i for i, word in enumerate(words) if word in _NEGATORS or word in _NO), None)
    return at is not None and any(word in _OPINION for word in words[at + 1 :])
