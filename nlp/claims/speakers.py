"""Who says something in a sentence, and which part of the sentence is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nlp.claims.clauses import ClauseKind
from nlp.claims.layout import Layout, Sentence
from nlp.claims.node import Node, NodeKind
from nlp.claims.outlet import find_cited, find_told_outlet, is_outlet_name
from nlp.claims.saying import (
    appraises,
    closes,
    find_subject_start,
    gives_figure,
    has_clause,
    is_noun,
    is_yardstick,
)
from nlp.claims.source import BACK, OWN_FIGURES, STOP, read_opinion, read_own_figure, read_source
from nlp.claims.speaker import Speaker
from nlp.claims.speakername import find_any_name, find_name, find_person
from nlp.claims.telling import find_told
from nlp.claims.words import DAYS, PHRASE, REPORTING, SPEECH

_NOT_A_SPEAKER = (PHRASE.prepositions - {"like"}) | {"that", "it", "they"}
_JOINS = frozenset({"and", "but", "while", "or"})
_TURNS = frozenset({";", "whereas", "although", "though"})
# Participles before "by": of one figure alone, and of all that a sentence says.
_EXPECTED = frozenset({"expected", "forecast", "predicted", "projected", "anticipated"})
_HAD = frozenset({"had", "have", "has"})
_GIVEN = frozenset({"estimated", "reported", "calculated", "reckoned"})


def find_speakers(sentence: Sentence, *, layout: Layout) -> list[Speaker]:
    """Return the speakers of a sentence in order."""
    nodes = sentence.nodes
    found: list[Speaker] = []
    for i, node in enumerate(nodes):
        speaker: Speaker | None = None
        if node.kind is not NodeKind.WORD:
            continue
        if node.word == "according" and i + 2 < len(nodes) and nodes[i + 1].word == "to":
            speaker = read_source(sentence, i, i + 2, layout=layout)
        elif node.word == "per" and i + 1 < len(nodes) and nodes[i + 1].entity and (i == 0 or nodes[i - 1].word == ","):
            speaker = read_source(sentence, i, i + 1, layout=layout)
        if speaker is None and node.word in OWN_FIGURES:
            speaker = read_own_figure(sentence, i, layout=layout)
        if speaker is None and node.word in SPEECH.opinions:
            speaker = read_opinion(sentence, i, layout=layout)
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


def _read_agent(sentence: Sentence, verb: int, *, layout: Layout) -> Speaker | None:
    """ "The 4 billion expected by analysts", "sales estimated by Omdia at 3 million": the name behind "by"."""
    nodes = sentence.nodes
    relative = _read_relative(sentence, verb, layout=layout)
    if relative is not None:
        return relative
    expects = nodes[verb].word in _EXPECTED
    if not (expects or nodes[verb].word in _GIVEN) or verb + 2 >= len(nodes) or nodes[verb + 1].word != "by":
        return None
    last = next((k for k in range(verb + 2, len(nodes)) if nodes[k].word in STOP or nodes[k].verb), len(nodes))
    name = find_any_name(nodes, verb + 2, min(last, verb + BACK), layout=layout)
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
    last = next((k for k in range(verb + 1, len(nodes)) if nodes[k].word in STOP), len(nodes))
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
