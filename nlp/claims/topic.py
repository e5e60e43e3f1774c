"""A clause's subject that is a common noun of its own: "prices of DRAM contracts", "a wafer", "its successor"."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.claims.candidate import Candidate, How, read_candidates
from nlp.claims.clauses import ClauseKind
from nlp.claims.clausesubject import skip_fronted
from nlp.claims.coreference import find_anaphor
from nlp.claims.layout import Layout, Sentence
from nlp.claims.metric import is_measure
from nlp.claims.node import Node, NodeKind
from nlp.claims.words import COMPARE, PHRASE, SPEECH
from nlp.records import Kind, Label, Quantity

_LONGEST = 4
# How many words a subject phrase may have before it is no phrase any more.
_FARTHEST = 14
_HEDGES = frozenset(
    {"at", "least", "about", "nearly", "some", "around", "almost", "more", "than", "over", "only", "just", "the"}
)
_HANGING = (ClauseKind.COORDINATE, ClauseKind.PARTICIPLE)
_LINKS = frozenset({"of", "for"})


def find_topic(sentence: Sentence, place: int, *, speakers: frozenset[int]) -> Candidate | None:
    """Return what the clause of a number is about, in the text's words, None where it only measures something else.

    "Sales rose 5%" is about whom the text was talking of; "sales of tablets rose 5%" is about tablets.
    """
    nodes = sentence.nodes
    clause = sentence.clause_at(place)
    while clause.kind in _HANGING and clause.parent is not None:
        clause = sentence.clauses[clause.parent]
    verb = clause.verb
    first = skip_fronted(sentence, clause, verb if verb is not None else place)
    spoken = max((i for i in speakers if clause.first <= i < place), default=None)
    if spoken is not None:
        # "Omdia projects | the market for servers to reach ...": the object is what the figure is about.
        first = spoken + 1
        verb = next((i for i in range(first, place) if nodes[i].verb or nodes[i].word == "to"), None)
    if verb is None or not first < verb < place or verb - first > _FARTHEST:
        return None
    named = find_kin(nodes, first, verb)
    if named is None and not any(_points(nodes, i) for i in range(first, verb)):
        named = (
            _read_complement(nodes, first, verb)
            or _read_indefinite(nodes, first, verb)
            or _read_several(nodes, first, verb)
        )
    return Candidate(name=named, entity_id=None, label=None, how=How.PHRASE) if named else None


def find_counted_subject(quantity: Quantity, sentence: Sentence, place: int) -> Candidate | None:
    """Return what a number counts where that is itself what the clause is about: "three men are accused"."""
    nodes = sentence.nodes
    clause = sentence.clause_at(place)
    if quantity.kind is not Kind.COUNT or clause.verb is None or not place < clause.verb or not quantity.concept:
        return None
    opening = nodes[skip_fronted(sentence, clause, clause.verb) : place]
    if any(node.word not in _HEDGES for node in opening):
        return None
    if any(_points(nodes, i) for i in range(place + 1, clause.verb) if nodes[i - 1].word in {"of", "from"}):
        return None
    return Candidate(name=quantity.concept, entity_id=None, label=None, how=How.PHRASE)


def find_kin(nodes: Sequence[Node], first: int, last: int) -> str | None:
    """Return "predecessor" for "its predecessor": a thing that is named only by its relation to another."""
    for i in range(first + 1, last):
        if nodes[i].word in COMPARE.kin and any(n.word in _OWNERS for n in nodes[max(first, i - 3) : i]):
            return nodes[i].word
    return None


def find_kin_behind(sentence: Sentence, place: int) -> Candidate | None:
    """Return the thing that a figure is for where only a relation names it: "80 billion for its predecessor"."""
    nodes = sentence.nodes
    if place + 3 > len(nodes) or nodes[place + 1].word not in {"for", "of", "in", "on"}:
        return None
    kin = find_kin(nodes, place + 1, min(len(nodes), place + 5))
    return Candidate(name=kin, entity_id=None, label=None, how=How.BESIDE) if kin is not None else None


def find_whole(quantity: Quantity, sentence: Sentence, place: int, *, layout: Layout) -> Candidate | None:
    """Return what a share at the head of its clause is a share of: "20% of the Chinese market was closed"."""
    nodes = sentence.nodes
    clause = sentence.clause_at(place)
    if quantity.kind not in (Kind.PERCENT, Kind.RATIO) or clause.verb is None or not place < clause.verb:
        return None
    opening = nodes[skip_fronted(sentence, clause, clause.verb) : place]
    if any(node.word not in _HEDGES | {"that"} for node in opening) or nodes[place + 1].word != "of":
        return None
    named = read_candidates(sentence, place + 2, clause.verb, layout=layout)
    solid = [c for c in named if c.label in (Label.CHIP, Label.COMPANY)]
    if named:
        return solid[0] if solid else None
    words = _read_words(nodes, place + 2, clause.verb)
    return Candidate(name=words, entity_id=None, label=None, how=How.PHRASE) if words else None


_OWNERS = frozenset({"its", "their", "the", "'s", "’s", "own"})


def _points(nodes: Sequence[Node], place: int) -> bool:
    return nodes[place].entity is not None or find_anaphor(nodes, place) is not None


def _read_complement(nodes: Sequence[Node], first: int, verb: int) -> str | None:
    """The words behind the first "of" or "for" of the phrase."""
    link = next((i for i in range(first + 1, verb) if nodes[i].word in _LINKS), None)
    return _read_words(nodes, link + 1, verb) if link is not None else None


def _read_indefinite(nodes: Sequence[Node], first: int, verb: int) -> str | None:
    """ "A wafer", "a fab of this size"."""
    return _read_words(nodes, first + 1, verb) if nodes[first].word in {"a", "an"} else None


def _read_several(nodes: Sequence[Node], first: int, verb: int) -> str | None:
    """A bare plural that acts: "grid operators added"; not one that only measures: "sales rose"."""
    phrase = nodes[first:verb]
    last = phrase[-1]
    plural = last.kind is NodeKind.WORD and last.word.endswith("s") and not last.word.endswith("ss")
    if not plural or any(n.kind is not NodeKind.WORD or n.word in PHRASE.function for n in phrase):
        return None
    return (
        None
        if any(is_measure(node.word) or node.word in SPEECH.groups for node in phrase)
        else _read_words(nodes, first, verb)
    )


def _read_words(nodes: Sequence[Node], first: int, last: int) -> str | None:
    while first < last and nodes[first].word in PHRASE.determiners:
        first += 1
    words: list[str] = []
    for node in nodes[first : min(last, first + _LONGEST)]:
        if node.kind is not NodeKind.WORD or node.word in PHRASE.function:
            break
        words.append(node.word.upper() if node.shouts else node.word)
    return " ".join(words) if words and not COMPARE.periods.issuperset(words) else None
