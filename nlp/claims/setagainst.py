"""Names that a figure is set against: "ahead of X", "the same as X", "as much power as X", "beats X with 6 TB/s"."""

from __future__ import annotations

from nlp.claims.candidate import Candidate, read_candidates
from nlp.claims.layout import Layout, Sentence
from nlp.claims.node import NodeKind
from nlp.claims.otherside import Reference, pick_name, read_words_of
from nlp.claims.topic import find_kin
from nlp.claims.words import COMPARE, PHRASE
from nlp.records import Label

# How far behind a figure the phrase may begin, and how long what it names may be.
_FARTHEST = 14
_LONGEST = 8
_ENDS = frozenset({",", ";", ":", "(", ")", "–", "—", "while", "whereas", "but", "and", "which", "who"})
# "As well as", "as soon as": nothing is alike.
_NOT_ALIKE = frozenset({"well", "soon", "long", "early", "late", "recently", "far", "part", "of", "such", "a", "an"})
_LAGS = frozenset({"far", "well", "just", "close", "still", "only", "points", ",", "way", "slightly"})
_MEANS = frozenset({"with", "at", "by", "on"})
_POINTING = frozenset({"that", "those", "these", "this"})
# "Led a round in X with $2 billion": only "by" makes these a comparison.
_HEADING = frozenset({"led", "leads"})
_NAMED = frozenset({Label.CHIP, Label.COMPANY, Label.PLACE})


def read_set_against(sentence: Sentence, place: int, *, subject: Candidate | None, layout: Layout) -> Reference | None:
    """Return the name behind a fixed phrase of comparison or behind "as ... as" that follows the figure."""
    nodes = sentence.nodes
    clause = sentence.clause_at(place)
    for ahead in range(place + 1, min(len(nodes) - 2, place + _FARTHEST)):
        if nodes[ahead].word in {";", "which", "who"} or nodes[ahead].kind is NodeKind.NUMBER:
            return None
        if nodes[ahead].word == "and" and nodes[ahead - 1].word == ",":
            return None
        if nodes[ahead].verb and sentence.clause_at(ahead) is not clause and nodes[ahead].word not in {"is", "was"}:
            return None
        first = _end_of_phrase(sentence, ahead)
        if first is not None:
            return _read_named(sentence, first, subject=subject, layout=layout)
    return None


def _end_of_phrase(sentence: Sentence, place: int) -> int | None:
    """Return where the other side begins if a phrase of comparison begins at the node."""
    words = sentence.words
    for length in (3, 2, 1):
        if " ".join(words[place : place + length]) in COMPARE.phrases:
            return place + length if _compares_here(sentence, place, place + length) else None
    if words[place] == "as" and words[place + 1] not in _NOT_ALIKE:
        second = next((i for i in range(place + 2, min(len(words), place + 6)) if words[i] == "as"), None)
        between = sentence.nodes[place + 1 : second]
        if second is not None and all(node.kind is NodeKind.WORD and not node.verb for node in between):
            return second + 1
    return None


def _compares_here(sentence: Sentence, place: int, first: int) -> bool:
    """Tell whether a word that also says where something is compares: "20% behind X", "next to the 80 GB of X"."""
    before = sentence.nodes[place - 1]
    if sentence.words[place] == "behind":
        return before.kind is NodeKind.NUMBER or before.word in _LAGS
    if sentence.words[place] == "next":
        return any(node.kind is NodeKind.NUMBER for node in sentence.nodes[first : first + _LONGEST])
    return True


def _read_named(sentence: Sentence, first: int, *, subject: Candidate | None, layout: Layout) -> Reference | None:
    """Only a name or a relation counts: "ahead of the launch", "as fast as possible" compare with nothing."""
    nodes = sentence.nodes
    if nodes[first].word in PHRASE.pronouns - _POINTING:
        # "Four times as much light as they have now": the same thing at another time.
        return None
    last = first
    while last < min(len(nodes), first + _LONGEST) and nodes[last].word not in _ENDS and not nodes[last].verb:
        last += 1
    kin = find_kin(nodes, first - 1, last)
    if kin is not None:
        return Reference(name=kin, entity_id=None)
    if nodes[first - 1].word == "as" and any(cue in " ".join(sentence.words[first:last]) for cue in COMPARE.times):
        # "The same as in the previous year".
        return read_words_of(sentence, first, last, layout=layout)
    named = [c for c in read_candidates(sentence, first, last, layout=layout) if c.label in _NAMED]
    if not named or (named[0].label is Label.PLACE and nodes[first].word == "in"):
        return None
    return pick_name(sentence, first, last, subject=subject, layout=layout)


def read_outdone(sentence: Sentence, place: int, *, subject: Candidate | None, layout: Layout) -> Reference | None:
    """ "X exceeded Y's by 5%", "outsold Y by two to one", "matches Y with 96 GB"."""
    nodes = sentence.nodes
    means = next((i for i in range(place - 1, max(-1, place - 5), -1) if nodes[i].word in _MEANS), None)
    if means is None:
        return None
    measured = nodes[means].word == "by"
    for back in range(means - 1, max(-1, means - 7), -1):
        word = nodes[back].word
        if word in COMPARE.outdoing and (measured or word not in _HEADING):
            named = pick_name(sentence, back + 1, means, subject=subject, layout=layout)
            return named or (read_words_of(sentence, back + 1, means, layout=layout) if measured else None)
        if word == "than" and measured:
            return pick_name(sentence, back + 1, means, subject=subject, layout=layout)
        if word in COMPARE.matching and back and nodes[back - 1].word not in PHRASE.determiners:
            return pick_name(sentence, back + 1, means, subject=subject, layout=layout)
        if not measured and (nodes[back].verb or nodes[back].kind in (NodeKind.NUMBER, NodeKind.PUNCT)):
            return None
    return None
