"""Who says something in a sentence, and which part of the sentence is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nlp.claims.candidate import is_possessor
from nlp.claims.clauses import ClauseKind
from nlp.claims.layout import Layout, Sentence
from nlp.claims.node import Node, NodeKind
from nlp.claims.observers import is_observer
from nlp.claims.outlet import find_cited, find_told_outlet, is_outlet_name
from nlp.claims.saying import (
    appraises,
    closes,
    find_subject_start,
    gives_figure,
    has_clause,
    is_hidden,
    is_noun,
    is_yardstick,
)
from nlp.claims.speakername import find_any_name, find_capitals, find_name, find_person, find_writer
from nlp.claims.telling import find_told
from nlp.claims.words import DAYS, PHRASE, REPORTING, SPEECH
from nlp.records import Label

_STOP = frozenset({",", ";", ":", ".", "(", ")", "–", "—", '"', "“", "”"})
_NOT_A_SPEAKER = (PHRASE.prepositions - {"like"}) | {"that", "it", "they"}
_JOINS = frozenset({"and", "but", "while", "or"})
_OF_OPINION = frozenset({"of", "by", "from"})
_OPENS_OPINION = frozenset({"by", "in", "on", "to"})
_TURNS = frozenset({";", "whereas", "although", "though"})
# Participles before "by": of one figure alone, and of all that a sentence says.
_EXPECTED = frozenset({"expected", "forecast", "predicted", "projected", "anticipated"})
_HAD = frozenset({"had", "have", "has"})
_GIVEN = frozenset({"estimated", "reported", "calculated", "reckoned"})
# How far before its verb a speaker's phrase may begin, in nodes.
_BACK = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Somebody who says nodes [said_from, said_to); nodes [first, verb] name the speaker and the saying.

    `via` is the outlet that the words came through. `trailing` is true where the words come first. `only` is false
    where the speaker may be the subject of what is said too: "Intel reported revenue of $5 billion".
    """

    name: str
    first: int
    verb: int
    said_from: int
    said_to: int
    trailing: bool
    only: bool = True
    via: str | None = None


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
        if speaker is None and node.word in _OWN_FIGURES:
            speaker = _read_own_figure(sentence, i, layout=layout)
        if speaker is None and node.word in SPEECH.opinions:
            speaker = _read_opinion(sentence, i, layout=layout)
        if speaker is None and node.word in REPORTING and i:
            speaker = _read_agent(sentence, i, layout=layout)
        if speaker is None and node.word in REPORTING and i and not is_noun(nodes, i) and gives_figure(nodes, i):
            speaker = _read_after(sentence, i, layout=layout) or _read_before(sentence, i, layout=layout)
        if speaker is not None:
            found.append(_add_outlet(sentence, speaker, layout=layout))
    return found


def _add_outlet(sentence: Sentence, speaker: Speaker, *, layout: Layout) -> Speaker:
    """The speaker with the outlet that was told; or, where an outlet cites somebody, that one with the outlet."""
    nodes = sentence.nodes
    outlet = find_told_outlet(nodes, speaker.verb)
    if outlet is not None:
        return speaker if outlet == speaker.name else replace(speaker, via=outlet)
    if not is_outlet_name(nodes, speaker.first, speaker.verb + 1, name=speaker.name):
        return speaker
    cited = find_cited(sentence, speaker.verb, layout=layout)
    return speaker if cited is None or cited == speaker.name else replace(speaker, name=cited, via=speaker.name)


def _read_source(sentence: Sentence, opening: int, first: int, *, layout: Layout) -> Speaker | None:
    """ "according to X": what follows up to the next stop or verb."""
    nodes = sentence.nodes
    last = next((k for k in range(first, len(nodes)) if nodes[k].word in _STOP or (nodes[k].verb and k > first)), None)
    last = len(nodes) if last is None else last
    hidden = is_hidden(nodes, last - 1) and last < len(nodes) and nodes[last].verb
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


def _read_own_figure(sentence: Sentence, noun: int, *, layout: Layout) -> Speaker | None:
    """ "Omdia's figure is 40%", "Washington's own estimate, given to Congress, is 200,000": whose figure it is."""
    nodes = sentence.nodes
    owner = next((k for k in range(noun - 1, max(-1, noun - 4), -1) if nodes[k].entity is not None), None)
    being = next((k for k in range(noun + 1, min(len(nodes), noun + 12)) if nodes[k].word in _BEING), None)
    if owner is None or being is None or not is_possessor(nodes, owner):
        return None
    entity = nodes[owner].entity
    if entity is None or entity.label not in _OWNERS_OF_FIGURES:
        return None
    others = entity.label is not Label.COMPANY or is_observer(entity)
    if not others or any(node.kind is NodeKind.NUMBER for node in nodes[noun:being]):
        return None
    name = find_any_name(nodes, owner, owner + 1, layout=layout) or entity.canonical
    return Speaker(name=name, first=owner, verb=being, said_from=being + 1, said_to=len(nodes), trailing=False)


_OWN_FIGURES = frozenset({"figure", "estimate", "forecast", "projection", "tally", "count", "guess"})
_BEING = frozenset({"is", "was", "stands", "stood"})
_OWNERS_OF_FIGURES = frozenset({Label.COMPANY, Label.GOV, Label.PERSON})


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


def _read_agent(sentence: Sentence, verb: int, *, layout: Layout) -> Speaker | None:
    """ "The 4 billion expected by analysts", "sales estimated by Omdia at 3 million": the name behind "by"."""
    nodes = sentence.nodes
    relative = _read_relative(sentence, verb, layout=layout)
    if relative is not None:
        return relative
    expects = nodes[verb].word in _EXPECTED
    if not (expects or nodes[verb].word in _GIVEN) or verb + 2 >= len(nodes) or nodes[verb + 1].word != "by":
        return None
    last = next((k for k in range(verb + 2, len(nodes)) if nodes[k].word in _STOP or nodes[k].verb), len(nodes))
    name = find_any_name(nodes, verb + 2, min(last, verb + _BACK), layout=layout)
    if name is None:
        return None
    # What is expected by somebody is the figure right before: that of the sentence is another.
    number = next((k for k in range(verb - 1, max(-1, verb - 5), -1) if nodes[k].kind is NodeKind.NUMBER), None)
    if expects and number is None:
        return None
    said_from, said_to = (number, verb) if expects and number is not None else (0, len(nodes))
    return Speaker(
        name=name, first=verb, verb=max(last - 1, verb), said_from=said_from, said_to=said_to, trailing=not expects
    )


def _read_relative(sentence: Sentence, verb: int, *, layout: Layout) -> Speaker | None:
    """ "The 19 billion that analysts had forecast": whoever stands between a figure and the verb."""
    nodes = sentence.nodes
    if nodes[verb].word not in _EXPECTED:
        return None
    last = verb - 1 if nodes[verb - 1].word in _HAD else verb
    number = next((k for k in range(last - 1, max(-1, last - 6), -1) if nodes[k].kind is NodeKind.NUMBER), None)
    if number is None or any(node.kind is NodeKind.PUNCT or node.verb for node in nodes[number + 1 : last]):
        return None
    name = find_any_name(nodes, number + 1, last, layout=layout)
    if name is None or (nodes[number + 1].word != "that" and last == verb):
        return None
    return Speaker(name=name, first=number + 1, verb=verb, said_from=number, said_to=verb, trailing=False)


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
        first, last = find_subject_start(nodes, verb), verb
    name = (find_name if participle else find_any_name)(nodes, first, last, layout=layout)
    compared = nodes[verb].word in SPEECH.appraising and is_yardstick(nodes, first, verb)
    if name is None or compared:
        return None
    told = find_told(nodes, verb)
    if not participle and first > 2 and closes(nodes, told):
        # "The fee, the ministry said, would rise": what is said goes on.
        goes_on = told < len(nodes) and nodes[told].word == ","
        said_to = len(nodes) if goes_on else first
        # "They hold 5% and, sources say, 7% of the rest": only what follows "and".
        said_from = first if goes_on and nodes[first - 2].word in _JOINS else 0
        return Speaker(name=name, first=first, verb=told - 1, said_from=said_from, said_to=said_to, trailing=True)
    clause = has_clause(nodes, told - 1)
    plans = verb + 1 < len(nodes) and nodes[verb + 1].word == "plans"
    appraised = appraises(nodes, first, verb)
    if nodes[verb].word in SPEECH.clausal and not clause and not plans and not appraised:
        return None
    return Speaker(
        name=name,
        first=verb if apart else first,
        verb=told - 1,
        said_from=told,
        said_to=_end_of_speech(sentence, verb),
        trailing=False,
        only=participle
        or clause
        or _foretells_other(nodes, told)
        or find_person(nodes, first, last) is not None
        or appraised,
    )


def _foretells_other(nodes: Sequence[Node], told: int) -> bool:
    """Tell whether what is said has a name of its own: "the broker expects | Nvidia to sell"."""
    for place in range(told, min(len(nodes) - 1, told + 6)):
        if nodes[place].entity is not None:
            ahead = place + 1
            while ahead < len(nodes) and ahead <= place + 4 and nodes[ahead].kind is not NodeKind.NUMBER:
                if nodes[ahead].word == "to":
                    return True
                ahead += 1
            return False
        if nodes[place].kind is NodeKind.NUMBER or nodes[place].verb or nodes[place].word == "to":
            return False
    return False


def _subject_above(sentence: Sentence, verb: int) -> tuple[int, int]:
    """The subject of the clause that a participle hangs on: "The team beat X, claiming that ..."."""
    clause = sentence.clause_at(verb)
    while clause.parent is not None and clause.kind is ClauseKind.PARTICIPLE:
        clause = sentence.clauses[clause.parent]
    return clause.first, clause.verb if clause.verb is not None else clause.last


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
