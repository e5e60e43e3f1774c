"""Who says something in a sentence, and which part of the sentence is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nlp.claims.clauses import ClauseKind
from nlp.claims.layout import Layout, Sentence
from nlp.claims.node import Node, NodeKind
from nlp.claims.speakername import find_capitals, find_name, find_person, find_writer
from nlp.claims.words import DAYS, PHRASE, REPORTING, load_table, read_words

_CLAUSAL = frozenset(read_words(load_table("attribution.toml"), "clausal", name="attribution.toml"))
_QUOTES = '"“”'
_STOP = frozenset({",", ";", ":", ".", "(", ")", "–", "—", '"', "“", "”"})
_NOT_A_VERB = frozenset({"of", "to", "as", "'s", "’s", "per", "by", "is", "are", "was", "were", "been", "be", "being"})
_LINKS = frozenset({"that", "which", "while", "but", "as", "because", "where", "when"})
# Speakers that a number counts: "two people told ...".
_COUNTED = (" people", " sources", " analysts", " officials", " executives")
_WHERE = frozenset({"in", "on", "at", "during", "late", "earlier"})
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
        elif node.word in REPORTING and i and not _is_noun(nodes, i):
            speaker = _read_after(sentence, i, layout=layout) or _read_before(sentence, i, layout=layout)
        if speaker is not None:
            found.append(speaker)
    return found


def _read_source(sentence: Sentence, opening: int, first: int, *, layout: Layout) -> Speaker | None:
    """ "according to X": what follows up to the next stop or verb."""
    nodes = sentence.nodes
    last = next((k for k in range(first, len(nodes)) if nodes[k].word in _STOP or (nodes[k].verb and k > first)), None)
    last = len(nodes) if last is None else last
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
        return not before.word.endswith(_COUNTED)
    return before.word in PHRASE.determiners or before.word in _NOT_A_VERB


def _read_after(sentence: Sentence, verb: int, *, layout: Layout) -> Speaker | None:
    """The words come first, then the verb, then its subject: "..., said Eric Xu"."""
    nodes = sentence.nodes
    before = nodes[verb - 1]
    if (
        verb < 3
        or verb + 1 >= len(nodes)
        or before.word not in {",", '"', "“", "”"}
        or nodes[verb].word.endswith("ing")
    ):
        return None
    after = nodes[verb + 1]
    if after.kind is NodeKind.NUMBER or after.word in {"that", "it", "they"}:
        return None
    if before.word == "," and not any(node.verb for node in nodes[:verb]):
        return None
    last = next((k for k in range(verb + 1, len(nodes)) if nodes[k].word in _STOP), len(nodes))
    name = find_name(nodes, verb + 1, last, layout=layout)
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
    name = find_name(nodes, first, last, layout=layout)
    if name is None and not participle:
        name = find_capitals(nodes, first, last, text=layout.text)
    if name is None:
        return None
    if not participle and first > 2 and _closes(nodes, verb):
        return Speaker(name=name, first=first, verb=verb, said_from=0, said_to=first, trailing=True)
    clause = _has_clause(nodes, verb)
    plans = verb + 1 < len(nodes) and nodes[verb + 1].word == "plans"
    if nodes[verb].word in _CLAUSAL and not clause and not plans:
        return None
    return Speaker(
        name=name,
        first=verb if apart else first,
        verb=verb,
        said_from=verb + 1,
        said_to=_end_of_speech(sentence, verb),
        trailing=False,
        only=participle or clause or find_person(nodes, first, last) is not None,
    )


def _subject_above(sentence: Sentence, verb: int) -> tuple[int, int]:
    """The subject of the clause that a participle hangs on: "The team beat X, claiming that ..."."""
    clause = sentence.clause_at(verb)
    while clause.parent is not None and clause.kind is ClauseKind.PARTICIPLE:
        clause = sentence.clauses[clause.parent]
    return clause.first, clause.verb if clause.verb is not None else clause.last


def _closes(nodes: Sequence[Node], verb: int) -> bool:
    """Tell whether nothing but a place or time follows the verb: "..., the company said on Monday."."""
    if verb + 1 >= len(nodes) or nodes[verb + 1].word in _STOP:
        return True
    rest = nodes[verb + 1 :]
    return (rest[0].word in _WHERE or rest[0].word in DAYS) and not any(
        node.verb or node.kind is NodeKind.NUMBER for node in rest
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
    while at > floor and not nodes[at - 1].verb:
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
