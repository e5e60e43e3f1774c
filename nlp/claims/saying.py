"""Words of saying: whether a reporting verb gives a figure, where its subject begins, and what follows it."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.claims.clauses import ends_dateline
from nlp.claims.node import Node, NodeKind
from nlp.claims.observers import is_observer
from nlp.claims.words import DAYS, PHRASE, SPEECH, VERBS

_QUOTES = '"“”'
_STOP = frozenset({",", ";", ":", ".", "(", ")", "–", "—", '"', "“", "”"})
_NOT_A_VERB = frozenset({"of", "to", "as", "'s", "’s", "per", "by", "is", "are", "was", "were", "been", "be", "being"})
_LINKS = frozenset({"that", "which", "while", "but", "as", "because", "where", "when"})
# "Twice what analysts had forecast", "than Nvidia expected": what is compared with is nobody's word for the figure.
_COMPARES = frozenset({"what", "than"})
_FINAL = frozenset({".", "!", "?"})
_WE = frozenset({"we", "they", "i", "you", "who", ",", '"', "”"})
# Plurals without an -s.
_MANY = frozenset({"data", "media", "police", "statistics", "minutes"})
_INFINITIVE = frozenset({"to", "will", "would", "could", "may", "might", "can", "should", "must", "and"})
# How far before its verb a speaker's phrase may begin, in nodes.
_BACK = 14


def is_noun(nodes: Sequence[Node], place: int) -> bool:
    """Tell whether a word that can report is a noun here: "the report", "two claims"."""
    before = nodes[place - 1]
    if before.kind is NodeKind.NUMBER:
        last = before.word.split(" ")[-1]
        return last not in SPEECH.hidden and last not in SPEECH.groups
    if before.word in PHRASE.determiners or before.word in _NOT_A_VERB:
        return True
    if before.word in {"'", "’"} and place > 1 and nodes[place - 2].word.endswith("s"):
        # "Missing analysts' estimates".
        return True
    # "A research note", "the market forecast": a word that is as often a noun needs a subject that can speak.
    doubtful = nodes[place].word in VERBS.bases and nodes[place].word in VERBS.ambiguous
    return doubtful and not nodes[place].verb and before.word not in {",", "’", '"', "”"}


def gives_figure(nodes: Sequence[Node], place: int) -> bool:
    """Tell whether "puts" and "sees" give a figure: "puts the cost at $5 billion", "analysts see sales of"."""
    word = nodes[place].word
    if word in SPEECH.bases and not _is_plural(nodes, place):
        return False
    if word in SPEECH.placing:
        return any(
            node.word == "at" and any(n.kind is NodeKind.NUMBER for n in nodes[k + 1 : k + 5])
            for k, node in enumerate(nodes[place + 1 : place + 20], start=place + 1)
        )
    if word in SPEECH.watching:
        near = nodes[max(0, place - 6) : place]
        return any(node.word in SPEECH.groups or (node.entity and is_observer(node.entity)) for node in near)
    return True


def _is_plural(nodes: Sequence[Node], place: int) -> bool:
    """Tell whether several may speak before a bare verb, which is else an infinitive: "analysts at KB say"."""
    before = nodes[place - 1]
    if (
        before.word in _WE
        or before.word in _MANY
        or (before.word.endswith("s") and not before.word.endswith(("'s", "’s")) and not before.entity)
    ):
        return True
    near = nodes[max(0, place - _BACK) : place]
    joined = any(
        node.word == "and" and near[k - 1].entity is not None and near[k + 1].entity is not None
        for k, node in enumerate(near[:-1])
        if k
    )
    infinitive = any(node.word in _INFINITIVE for node in near[-1:])
    return not infinitive and (joined or any(_is_many(node) for node in near))


def _is_many(node: Node) -> bool:
    last = node.word.split(" ")[-1]
    return last in SPEECH.hidden or (last in SPEECH.groups and last.endswith("s"))


def appraises(nodes: Sequence[Node], first: int, verb: int) -> bool:
    """Tell whether somebody who watches others gives a figure for them: "Omdia projects the market to reach"."""
    if nodes[verb].word not in SPEECH.appraising:
        return False
    if nodes[verb].word in SPEECH.placing:
        return True
    return any(
        node.word in SPEECH.groups or (node.entity is not None and is_observer(node.entity))
        for node in nodes[first:verb]
    )


def is_yardstick(nodes: Sequence[Node], first: int, verb: int) -> bool:
    """Tell whether an expectation is only what a figure is held against: "the $50 billion that analysts expected"."""
    if any(node.word in _COMPARES for node in nodes[max(first - 1, 0) : verb]):
        return True
    return first > 1 and nodes[first - 1].word == "that" and not nodes[first - 2].verb


def closes(nodes: Sequence[Node], after: int) -> bool:
    """Tell whether nothing but a place or time follows the saying: "..., the company said on Monday."."""
    if after >= len(nodes) or nodes[after].word in _STOP:
        return True
    rest = nodes[after:]
    if nodes[after - 1].word in SPEECH.addressees and rest[0].word in _FINAL:
        return True
    stop = next((k for k, node in enumerate(rest) if node.word in _STOP), len(rest))
    if stop + 1 < len(rest) and rest[stop].word == "," and rest[stop + 1].word in _QUOTES:
        return False
    return (rest[0].word in PHRASE.prepositions or rest[0].word in DAYS) and not any(
        node.verb or node.kind is NodeKind.NUMBER or node.word == "that" for node in rest[:stop]
    )


def has_clause(nodes: Sequence[Node], verb: int) -> bool:
    """Tell whether a clause or quotation follows: "that", a quotation mark, or a verb before the next comma."""
    for node in nodes[verb + 1 : verb + 12]:
        if node.word == "that" or node.word in _QUOTES or node.verb:
            return True
        if node.word in {"which", "who", ",", ";"}:
            return False
    return False


def find_subject_start(nodes: Sequence[Node], verb: int) -> int:
    """Where the speaker's phrase begins, past an apposition in commas ("Kim, an analyst at KB, estimates")."""
    at = verb - 1
    floor = max(0, verb - _BACK)
    early = at
    while early > floor and nodes[early].word in PHRASE.adverbs:
        early -= 1
    if nodes[early].word == ",":
        # "Charles Liang, who founded it, still believes".
        at = early
    if nodes[at].word == ",":
        at = next((k for k in range(at - 1, floor - 1, -1) if nodes[k].word == ","), at) - 1
    while at > floor and (not nodes[at - 1].verb or is_hidden(nodes, at - 2)):
        before = nodes[at - 1]
        if ends_dateline(nodes, at - 1):
            break
        if before.word == ")":
            at = next((k for k in range(at - 2, floor - 1, -1) if nodes[k].word == "("), floor)
            continue
        joins_names = before.word == "and" and at >= 2 and nodes[at - 2].entity is not None
        if before.word in _STOP or (before.kind is NodeKind.WORD and before.word in _LINKS):
            break
        if before.word == "and" and not joins_names:
            break
        at -= 1
    return max(at, 0)


def is_hidden(nodes: Sequence[Node], place: int) -> bool:
    """Tell whether a node ends with "people" or "sources": a participle may follow ("people briefed on it said")."""
    return place >= 0 and nodes[place].word.split(" ")[-1] in SPEECH.hidden
