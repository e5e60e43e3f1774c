"""Who says something in a sentence, and which part of the sentence is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nlp.claims.clauses import ClauseKind
from nlp.claims.layout import Layout, Sentence
from nlp.claims.node import Node, NodeKind
from nlp.claims.observers import is_observer
from nlp.claims.speakername import find_any_name, find_capitals, find_name, find_person, find_writer
from nlp.claims.telling import find_told
from nlp.claims.words import DAYS, PHRASE, REPORTING, SPEECH, VERBS

_QUOTES = '"“”'
_STOP = frozenset({",", ";", ":", ".", "(", ")", "–", "—", '"', "“", "”"})
_NOT_A_VERB = frozenset({"of", "to", "as", "'s", "’s", "per", "by", "is", "are", "was", "were", "been", "be", "being"})
_LINKS = frozenset({"that", "which", "while", "but", "as", "because", "where", "when"})
_NOT_A_SPEAKER = (PHRASE.prepositions - {"like"}) | {"that", "it", "they"}
# "Twice what analysts had forecast", "than Nvidia expected": what is compared with is nobody's word for the figure.
_COMPARES = frozenset({"what", "than"})
_JOINS = frozenset({"and", "but", "while", "or"})
_FINAL = frozenset({".", "!", "?"})
_WE = frozenset({"we", "they", "i", "you", "who", ",", '"', "”"})
_INFINITIVE = frozenset({"to", "will", "would", "could", "may", "might", "can", "should", "must", "and"})
_OF_OPINION = frozenset({"of", "by", "from"})
_OPENS_OPINION = frozenset({"by", "in", "on", "to"})
_TURNS = frozenset({";", "whereas", "although", "though"})
# How far before its verb a speaker's phrase may begin, in nodes.
_BACK = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Somebody who says nodes [said_from, said_to); nodes [first, verb] name the speaker and the saying.

    `trailing` is true where the words come first. `only` is false where the speaker may be the subject of what is
    said too: "Intel reported revenue of $5 billion".
    """

    name: str
    first: int
    verb: int
    said_from: int
    said_to: int
    trailing: bool
    only: bool = True


def find_speakers(sentence: Sentence, *, layout: Layout) -> list[Speaker]:
    """Return the speakers of a sentence in order."""
    nodes = sentence.nodes
    found: list[Speaker] = []
    for i, node in enumerate(nodes):
        speaker: Speaker | None = None
        if node.kind is not NodeKind.WORD:
            continue
        if node.word == "according" and i + 2 < len(nodes) and nodes[i + 1].word == "to":
            speaker = _read_source(sentence, i, i + 2, layout=layout)
        elif node.word == "per" and i + 1 < len(nodes) and nodes[i + 1].entity and (i == 0 or nodes[i - 1].word == ","):
            speaker = _read_source(sentence, i, i + 1, layout=layout)
        if speaker is None and node.word in SPEECH.opinions:
            speaker = _read_opinion(sentence, i, layout=layout)
        if speaker is None and node.word in REPORTING and i and not _is_noun(nodes, i) and _speaks(nodes, i):
            speaker = _read_after(sentence, i, layout=layout) or _read_before(sentence, i, layout=layout)
        if speaker is not None:
            found.append(speaker)
    return found


def _read_source(sentence: Sentence, opening: int, first: int, *, layout: Layout) -> Speaker | None:
    """ "according to X": what follows up to the next stop or verb."""
    nodes = sentence.nodes
    last = next((k for k in range(first, len(nodes)) if nodes[k].word in _STOP or (nodes[k].verb and k > first)), None)
    last = len(nodes) if last is None else last
    hidden = _is_hidden(nodes, last - 1) and last < len(nodes) and nodes[last].verb
    if hidden:
        last = next((k for k in range(last, len(nodes)) if nodes[k].word in _STOP), len(nodes))
    name = (
        find_name(nodes, first, last, layout=layout)
        or find_person(nodes, last, min(last + 8, len(nodes)))
        or find_writer(nodes, first, last, layout=layout)
        or find_capitals(nodes, first, last, text=layout.text)
    )
    if name is None or last - first > _BACK:
        return None
    if last < len(nodes) and nodes[last].verb:
        last = _end_of_source(nodes, first, last)
    return Speaker(
        name=name, first=opening, verb=max(opening, last - 1), said_from=0, said_to=len(nodes), trailing=opening > 2
    )


def _read_opinion(sentence: Sentence, noun: int, *, layout: Layout) -> Speaker | None:
    """ "by the estimate of X", "in the view of X", "by X's count": up to the next stop or verb."""
    nodes = sentence.nodes
    floor = max(0, noun - _BACK)
    opening = next((k for k in range(noun - 1, floor - 1, -1) if nodes[k].word in _OPENS_OPINION), None)
    if opening is None or any(n.word in _STOP or n.verb for n in nodes[opening:noun]):
        return None
    if opening and nodes[opening - 1].word != ",":
        return None
    owned = nodes[noun - 1].word in {"'s", "’s"} or nodes[noun - 1].word.endswith(("s'", "s’"))
    first, last = opening + 1, noun
    if not owned:
        if noun + 1 >= len(nodes) or nodes[noun + 1].word not in _OF_OPINION:
            return None
        first = noun + 2
        last = next((k for k in range(first, len(nodes)) if nodes[k].word in _STOP or nodes[k].verb), len(nodes))
    name = find_any_name(nodes, first, last, layout=layout)
    if name is None:
        return None
    return Speaker(
        name=name, first=opening, verb=max(last - 1, noun), said_from=0, said_to=len(nodes), trailing=opening > 2
    )


def _end_of_source(nodes: Sequence[Node], first: int, last: int) -> int:
    """Where a source ends if no comma parts it from the subject: "according to Canalys the chip costs ..."."""
    at = first
    while at < last and nodes[at].entity is None and not nodes[at].capital:
        at += 1
    if at < last and nodes[at].entity is not None:
        return at + 1
    while (
        at < last and nodes[at].entity is None and (nodes[at].capital or nodes[at].word in {"for", "of", "on", "and"})
    ):
        at += 1
    return at


def _is_noun(nodes: Sequence[Node], place: int) -> bool:
    before = nodes[place - 1]
    if before.kind is NodeKind.NUMBER:
        last = before.word.split(" ")[-1]
        return last not in SPEECH.hidden and last not in SPEECH.groups
    if before.word in PHRASE.determiners or before.word in _NOT_A_VERB:
        return True
    # "A research note", "the market forecast": a word that is as often a noun needs a subject that can speak.
    doubtful = nodes[place].word in VERBS.bases and nodes[place].word in VERBS.ambiguous
    return doubtful and not nodes[place].verb and before.word not in {",", "’", '"', "”"}


def _speaks(nodes: Sequence[Node], place: int) -> bool:
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
    if before.word in _WE or (
        before.word.endswith("s") and not before.word.endswith(("'s", "’s")) and not before.entity
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


def _read_after(sentence: Sentence, verb: int, *, layout: Layout) -> Speaker | None:
    """The words come first, then the verb, then its subject: "..., said Eric Xu"."""
    nodes = sentence.nodes
    before = nodes[verb - 1]
    so = verb == 1 and before.word == "so"
    if (
        (verb < 3 and not so)
        or verb + 1 >= len(nodes)
        or (before.word not in {",", '"', "“", "”"} and not so)
        or nodes[verb].word.endswith("ing")
        or nodes[verb].word in SPEECH.telling
    ):
        return None
    after = nodes[verb + 1]
    if after.kind is NodeKind.NUMBER or after.word in _NOT_A_SPEAKER or after.word in DAYS:
        return None
    if before.word == "," and not any(node.verb or node.kind is NodeKind.NUMBER for node in nodes[:verb]):
        return None
    last = next((k for k in range(verb + 1, len(nodes)) if nodes[k].word in _STOP), len(nodes))
    name = find_any_name(nodes, verb + 1, last, layout=layout)
    if name is None:
        return None
    return Speaker(name=name, first=verb, verb=last - 1, said_from=0, said_to=verb, trailing=True)


def _read_before(sentence: Sentence, verb: int, *, layout: Layout) -> Speaker | None:
    """The subject comes before its verb: "Intel said ...", "..., the company said", "..., claiming that ..."."""
    nodes = sentence.nodes
    participle = nodes[verb].word.endswith("ing")
    apart = participle and nodes[verb - 1].word == ","
    if apart:
        first, last = _subject_above(sentence, verb)
    else:
        first, last = _subject_start(nodes, verb), verb
    name = (find_name if participle else find_any_name)(nodes, first, last, layout=layout)
    compared = nodes[verb].word in SPEECH.appraising and _is_yardstick(nodes, first, verb)
    if name is None or compared:
        return None
    told = find_told(nodes, verb)
    if not participle and first > 2 and _closes(nodes, told):
        # "The fee, the ministry said, would rise": what is said goes on.
        goes_on = told < len(nodes) and nodes[told].word == ","
        said_to = len(nodes) if goes_on else first
        # "They hold 5% and, sources say, 7% of the rest": only what follows "and".
        said_from = first if goes_on and nodes[first - 2].word in _JOINS else 0
        return Speaker(name=name, first=first, verb=told - 1, said_from=said_from, said_to=said_to, trailing=True)
    clause = _has_clause(nodes, told - 1)
    plans = verb + 1 < len(nodes) and nodes[verb + 1].word == "plans"
    if nodes[verb].word in SPEECH.clausal and not clause and not plans:
        return None
    return Speaker(
        name=name,
        first=verb if apart else first,
        verb=told - 1,
        said_from=told,
        said_to=_end_of_speech(sentence, verb),
        trailing=False,
        only=participle or clause or find_person(nodes, first, last) is not None or _appraises(nodes, first, verb),
    )


def _is_yardstick(nodes: Sequence[Node], first: int, verb: int) -> bool:
    """Tell whether an expectation is only what a figure is held against: "the $50 billion that analysts expected"."""
    if any(node.word in _COMPARES for node in nodes[max(first - 1, 0) : verb]):
        return True
    return first > 1 and nodes[first - 1].word == "that" and not nodes[first - 2].verb


def _subject_above(sentence: Sentence, verb: int) -> tuple[int, int]:
    """The subject of the clause that a participle hangs on: "The team beat X, claiming that ..."."""
    clause = sentence.clause_at(verb)
    while clause.parent is not None and clause.kind is ClauseKind.PARTICIPLE:
        clause = sentence.clauses[clause.parent]
    return clause.first, clause.verb if clause.verb is not None else clause.last


def _appraises(nodes: Sequence[Node], first: int, verb: int) -> bool:
    """Tell whether somebody who watches others gives a figure for them: "Omdia projects the market to reach"."""
    if nodes[verb].word not in SPEECH.appraising:
        return False
    return any(
        node.word in SPEECH.groups or (node.entity is not None and is_observer(node.entity))
        for node in nodes[first:verb]
    )


def _closes(nodes: Sequence[Node], after: int) -> bool:
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


def _has_clause(nodes: Sequence[Node], verb: int) -> bool:
    """Tell whether a clause or quotation follows: "that", a quotation mark, or a verb before the next comma."""
    for node in nodes[verb + 1 : verb + 12]:
        if node.word == "that" or node.word in _QUOTES or node.verb:
            return True
        if node.word in {"which", "who", ",", ";"}:
            return False
    return False


def _end_of_speech(sentence: Sentence, verb: int) -> int:
    """Speech goes to the end of the sentence, or to a semicolon or an "although"."""
    for clause in sentence.clauses:
        if clause.first <= verb:
            continue
        if clause.marker in _TURNS:
            return clause.first
        if clause.marker == "which" and clause.first - verb < 8:
            return verb + 1
    return len(sentence.nodes)


def _subject_start(nodes: Sequence[Node], verb: int) -> int:
    """Where the speaker's phrase begins, past an apposition in commas ("Kim, an analyst at KB, estimates")."""
    at = verb - 1
    floor = max(0, verb - _BACK)
    if nodes[at].word == ",":
        at = next((k for k in range(at - 1, floor - 1, -1) if nodes[k].word == ","), at) - 1
    while at > floor and (not nodes[at - 1].verb or _is_hidden(nodes, at - 2)):
        before = nodes[at - 1]
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


def _is_hidden(nodes: Sequence[Node], place: int) -> bool:
    """Tell whether a node ends with "people" or "sources": a participle may follow ("people briefed on it said")."""
    return place >= 0 and nodes[place].word.split(" ")[-1] in SPEECH.hidden
