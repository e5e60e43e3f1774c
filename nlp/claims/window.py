"""Numbers that state no fact of their own: spans of time such as "over the last ten years" or "two years later"."""

from __future__ import annotations

from nlp.claims.layout import Sentence
from nlp.claims.outlet import CITING, names_speakers
from nlp.claims.words import REPORTING, SPEECH
from nlp.records import Kind, Label, Quantity

_SPEAKING = (" people", " sources", " officials", " executives", " analysts")
_SAYING = frozenset({"familiar", "briefed", "involved", "directly", "knowledge", "aware", "close"})
_BEFORE = frozenset(
    {
        "over",
        "in",
        "within",
        "during",
        "after",
        "next",
        "last",
        "past",
        "coming",
        "previous",
        "every",
        "recent",
        "latest",
        "first",
        "final",
        "initial",
        "throughout",
        "until",
        "per",
        "following",
        "another",
        "ago",
        "before",
    }
)
_AFTER = frozenset({"ago", "later", "earlier", "old", "before", "after", "from", "hence", "away", "prior", "since"})
_HEDGES = frozenset(
    {
        "more",
        "than",
        "about",
        "nearly",
        "just",
        "over",
        "around",
        "almost",
        "least",
        "at",
        "the",
        "less",
        "under",
        "some",
        "roughly",
        "only",
        "a",
        "up",
        "to",
        "as",
        "well",
    }
)


def counts_speakers(quantity: Quantity, sentence: Sentence, place: int | None) -> bool:
    """Tell whether a count only says how many people say it: "three people familiar with the plans said"."""
    if quantity.kind is not Kind.COUNT or place is None:
        return False
    if place and sentence.nodes[place - 1].word in CITING and names_speakers(sentence.nodes[place]):
        return True
    if _are_of_speakers(sentence, place):
        return True
    if not quantity.text.lower().endswith(_SPEAKING):
        return False
    return any(node.word in _SAYING or node.word in REPORTING for node in sentence.nodes[place + 1 : place + 4])


def _are_of_speakers(sentence: Sentence, place: int) -> bool:
    """Tell whether a count only says where those work who say it: "executives at two suppliers said"."""
    nodes = sentence.nodes
    if place < 2 or place + 1 >= len(nodes) or nodes[place - 1].word not in {"at", "from"}:
        return False
    works = nodes[place - 2].word in SPEECH.groups | SPEECH.roles | {"people", "sources"}
    return works and nodes[place + 1].word in REPORTING | SPEECH.bases


_PERSONS = SPEECH.roles | SPEECH.groups | {"man", "woman", "boy", "girl", "father", "mother", "student", "billionaire"}


def _is_person_age(sentence: Sentence, place: int) -> bool:
    """Tell whether an age is a person's: "the 42-year-old manager". That of a thing is a fact about it."""
    following = sentence.nodes[place + 1 : place + 4]
    return any(n.word in _PERSONS or (n.entity is not None and n.entity.label is Label.PERSON) for n in following)


def is_window(quantity: Quantity, sentence: Sentence, place: int | None) -> bool:
    """Tell whether a duration only says when, not how long something is: it belongs to another figure's period."""
    if quantity.kind is not Kind.DURATION or place is None:
        return False
    if quantity.text.lower().endswith("old"):
        return _is_person_age(sentence, place)
    return _says_when(sentence, place)


def _says_when(sentence: Sentence, place: int) -> bool:
    """Tell whether the words about a duration make it a window: "over two years", "two years later"."""
    nodes = sentence.nodes
    after = nodes[place + 1].word if place + 1 < len(nodes) else ""
    if after == "of" and not (place + 2 < len(nodes) and nodes[place + 2].word == "age"):
        return False
    if place and nodes[place - 1].word == "for" and after in {"after", "from", "since"}:
        return False
    if after in _AFTER or after == "of":
        return True
    back = place - 1
    while back >= 0 and nodes[back].word in _HEDGES and place - back <= 5:
        if nodes[back].word == "over":
            return True
        back -= 1
    return back >= 0 and nodes[back].word in _BEFORE
