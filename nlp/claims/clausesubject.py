"""The subject of a clause: the head of the phrase before its verb, or the one of the clause that it hangs on."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.claims.candidate import Candidate, How, as_found, in_phrase_of_place, is_possessor, read_candidates
from nlp.claims.clauses import Clause, ClauseKind
from nlp.claims.counted import find_counted_before
from nlp.claims.layout import Layout, Sentence
from nlp.claims.node import Node, NodeKind
from nlp.claims.shortform import find_short_form
from nlp.claims.words import PHRASE
from nlp.records import Label

_HANGING = (ClauseKind.COORDINATE, ClauseKind.PARTICIPLE, ClauseKind.ASIDE)
_DEEPEST = 6
# How far before "which" the chips may be counted that it stands for.
_CLOSE = 4


def find_clause_subject(
    sentence: Sentence,
    clause: Clause,
    *,
    before: int,
    layout: Layout,
    speakers: frozenset[int],
    unit_is_hardware: bool = False,
    depth: int = 0,
) -> Candidate | None:
    """Return whom the clause is about, None where it names nobody. `before` is the number's node."""
    if clause.kind is ClauseKind.RELATIVE:
        found = _find_antecedent(sentence, clause, layout, hardware=unit_is_hardware)
        if found is not None:
            return found
    labels = frozenset({Label.CHIP}) if unit_is_hardware else None
    if clause.kind not in _HANGING:
        verb = clause.verb if clause.verb is not None else clause.last
        first = skip_fronted(sentence, clause, verb)
        if first == clause.first and first < before < verb and _opens_with(sentence, first, before):
            first = before + 1
        limit = verb if depth or first > before else min(verb, before)
        named = [
            c for c in read_candidates(sentence, first, limit, layout=layout, prefer=labels) if c.place not in speakers
        ]
        chosen = _choose_head(sentence.nodes, named) or find_short_form(sentence, first, limit, layout=layout)
        if chosen is not None:
            return chosen
    if clause.parent is None and depth == 0 and _is_fronted(sentence, clause):
        above = sentence.clauses[1]
        return find_clause_subject(
            sentence,
            above,
            before=above.last,
            layout=layout,
            speakers=speakers,
            unit_is_hardware=unit_is_hardware,
            depth=1,
        )
    if clause.parent is None or depth > _DEEPEST:
        return None
    if clause.kind is ClauseKind.DEPENDENT and clause.verb is not None and _has_own_noun(sentence, clause):
        return None
    return find_clause_subject(
        sentence,
        sentence.clauses[clause.parent],
        before=before,
        layout=layout,
        speakers=speakers,
        unit_is_hardware=unit_is_hardware,
        depth=depth + 1,
    )


def _is_fronted(sentence: Sentence, clause: Clause) -> bool:
    """Tell whether a clause only opens the one after the comma: "At $12,000, the H20 is ...", "With 80 GB, it ..."."""
    if clause.first or clause.verb is not None or len(sentence.clauses) < 2:
        return False
    following = sentence.clauses[1]
    opens = sentence.nodes[0].word in {"at", "with", "for", "despite"}
    return opens and following.kind is ClauseKind.MAIN and following.marker == ","


def chain_start(sentence: Sentence, clause: Clause) -> int:
    """Return the first node of the clause that a verb phrase or aside hangs on, through all that lie between."""
    while clause.kind in (*_HANGING, ClauseKind.COMPARISON) and clause.parent is not None:
        clause = sentence.clauses[clause.parent]
    return clause.first


def _find_antecedent(sentence: Sentence, clause: Clause, layout: Layout, *, hardware: bool) -> Candidate | None:
    """The name that "which" or "who" stands for: the last one before it, close by; chips that are counted there too."""
    if hardware:
        counted = find_counted_before(sentence, max(0, clause.first - _CLOSE), clause.first, layout=layout)
        if counted is not None and counted.chip is not None:
            return as_found(counted.chip, How.CLAUSE)
    found = read_candidates(sentence, max(0, clause.first - 8), clause.first, layout=layout)
    return as_found(found[-1], How.CLAUSE) if found else None


def _choose_head(nodes: Sequence[Node], candidates: list[Candidate]) -> Candidate | None:
    """The head of a subject phrase: the first name, a chip before its maker, places last.

    A place that something only goes to is none: "shipments to China".
    """
    candidates = [c for c in candidates if c.label is not Label.PLACE or nodes[c.place - 1].word != "to"]
    chips = [c for c in candidates if c.label is Label.CHIP]
    if chips and not _is_apposition(nodes, candidates[0], chips[0]):
        return chips[0]
    solid = [c for c in candidates if c.label is not Label.PLACE]
    free = [c for c in solid if not in_phrase_of_place(nodes, c.place)]
    return next(iter(free or solid or candidates), None)


def _is_apposition(nodes: Sequence[Node], head: Candidate, chip: Candidate) -> bool:
    """Tell whether the chip only says who the company is: "Nvidia, the maker of the H20, ..."."""
    if head.label is not Label.COMPANY or is_possessor(nodes, head.place):
        return False
    return any(node.word == "," for node in nodes[head.place : chip.place])


def skip_fronted(sentence: Sentence, clause: Clause, verb: int) -> int:
    """Where the subject begins, past an opening such as "In the third quarter,"."""
    nodes = sentence.nodes
    first = clause.first
    if first < len(nodes) and nodes[first].word in PHRASE.prepositions | {"according", "but", "and"}:
        for i in range(first, verb):
            if nodes[i].word == "," and i + 1 < verb:
                return i + 1
    return first


def _opens_with(sentence: Sentence, first: int, place: int) -> bool:
    """Tell whether the clause opens with the figure and its subject follows: "At 700 watts the H100 needs ..."."""
    return sentence.nodes[first].word in {"at", "with"} and place - first <= 3


def _has_own_noun(sentence: Sentence, clause: Clause) -> bool:
    verb = clause.verb if clause.verb is not None else clause.last
    return any(
        node.kind is NodeKind.WORD and node.word not in PHRASE.function
        for node in sentence.nodes[clause.first + 1 : verb]
    )
