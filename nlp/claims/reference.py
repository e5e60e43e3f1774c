"""What a figure is compared with: "than X", "versus X", "times the Y of X", "while X reaches ..."."""

from __future__ import annotations

from nlp.claims.candidate import Candidate, is_memory, names_maker, read_candidates
from nlp.claims.followup import opens_contrast, read_following
from nlp.claims.layout import Layout, Sentence
from nlp.claims.node import NodeKind
from nlp.claims.otherside import Reference, is_baseline, pick_name, read_after_marker, read_other_side
from nlp.claims.pieces import is_system
from nlp.claims.setagainst import read_outdone, read_set_against
from nlp.claims.topic import find_kin
from nlp.claims.words import COMPARE
from nlp.records import Entity, Kind, Label, Quantity

# How many words may hedge a ratio: "or almost exactly six times".
_HEDGED = 4
# How many words a phrase behind "what" may have before its verb.
_PHRASE = 7
_OWN = frozenset({"its", "their", "our", "his", "her"})
_TURNS = frozenset({"while", "whereas", "where"})
_CONTRASTED = (Label.CHIP, Label.COMPANY)
# What opens a sentence with the other side: "Unlike X, Y has ...", "Beating X, Y reached ...".
_OPENINGS = frozenset(
    {"compared", "unlike", "versus", "against", "beating", "outpacing", "outselling", "surpassing", "overtaking"}
)
_OPENING = 14


def find_reference(
    quantity: Quantity, sentence: Sentence, place: int | None, *, subject: Candidate | None, layout: Layout
) -> Reference | None:
    """Return what the figure is compared with, None where it is a figure of its own or itself the baseline."""
    if place is None or is_baseline(sentence, place):
        return None
    return (
        read_after_marker(quantity, sentence, place, subject=subject, layout=layout)
        or _of_ratio(quantity, sentence, place, subject=subject, layout=layout)
        or _of_kin(quantity, sentence, place)
        or _of_whom(quantity, sentence, place, subject=subject)
        or _contrast(quantity, sentence, place, subject=subject, layout=layout)
        or read_set_against(sentence, place, subject=subject, layout=layout)
        or read_outdone(sentence, place, subject=subject, layout=layout)
        or _of_that(quantity, sentence, place, subject=subject, layout=layout)
        or _fronted(sentence, place, subject=subject, layout=layout)
        or read_following(quantity, sentence, place, subject=subject, layout=layout)
        or _elsewhere(quantity, sentence, place, subject=subject, layout=layout)
    )


def _of_ratio(
    quantity: Quantity, sentence: Sentence, place: int, *, subject: Candidate | None, layout: Layout
) -> Reference | None:
    """ "15,840 TPP, almost six times the 2,368 TPP of X": the ratio behind a figure says what it is compared with."""
    nodes = sentence.nodes
    if quantity.kind not in (Kind.ABSOLUTE, Kind.COUNT) or place + 2 >= len(nodes) or nodes[place + 1].word != ",":
        return None
    for ahead in range(place + 2, min(len(nodes) - 1, place + 2 + _HEDGED)):
        index = nodes[ahead].quantity
        if index is None and (nodes[ahead].verb or nodes[ahead].kind is not NodeKind.WORD):
            return None
        if index is not None:
            ratio = layout.quantities[index]
            if nodes[ahead + 1].word in COMPARE.comparatives | {"more", "less"}:
                return read_after_marker(ratio, sentence, ahead, subject=subject, layout=layout)
            compares = ratio.kind is Kind.RATIO and nodes[ahead + 1].word in {"the", "as", "that"}
            if ratio.kind is Kind.RATIO and nodes[ahead + 1].word == "what":
                return _of_that(ratio, sentence, ahead, subject=subject, layout=layout)
            return _of_whom(ratio, sentence, ahead, subject=subject) if compares else None
    return None


def _of_kin(quantity: Quantity, sentence: Sentence, place: int) -> Reference | None:
    """ "Twice the speed of its predecessor", "ten times its predecessor's figure"."""
    nodes = sentence.nodes
    if quantity.kind is not Kind.RATIO:
        return None
    last = place + 1
    while last < min(len(nodes), place + 10) and nodes[last].kind is not NodeKind.PUNCT and not nodes[last].verb:
        last += 1
    kin = find_kin(nodes, place, last)
    return Reference(name=kin, entity_id=None) if kin is not None else None


def _of_whom(quantity: Quantity, sentence: Sentence, place: int, *, subject: Candidate | None) -> Reference | None:
    """ "six times the performance of X", "75 percent of the bandwidth of X", "half the size of X"."""
    fraction = quantity.kind is Kind.RATIO or (
        quantity.kind is Kind.PERCENT and place + 1 < len(sentence.nodes) and sentence.nodes[place + 1].word == "of"
    )
    if not fraction:
        return None
    nodes = sentence.nodes
    # "15% of their sales of the X": a share of what one has oneself.
    owned = any(node.word in _OWN for node in nodes[place + 1 : place + 4])
    for ahead in range(place + 1, min(len(nodes), place + 14)):
        node = nodes[ahead]
        if node.entity is not None and not names_maker(nodes, ahead):
            governed = any(n.word in {"of", "as", "that"} for n in nodes[place + 1 : ahead]) or (
                ahead + 1 < len(nodes) and nodes[ahead + 1].word in {"'s", "’s"}
            )
            comparable = node.entity.label in (Label.CHIP, Label.COMPANY)
            if quantity.kind is Kind.PERCENT and (node.entity.label is not Label.CHIP or owned):
                return None
            if governed and comparable and (subject is None or subject.name != node.entity.canonical):
                return Reference(name=node.entity.canonical, entity_id=node.entity.entity_id)
            if node.entity.label is not Label.CHIP or not governed:
                return None
        if node.verb or node.word in {",", ";", "for", "while"}:
            return None
    return None


def _contrast(
    quantity: Quantity, sentence: Sentence, place: int, *, subject: Candidate | None, layout: Layout
) -> Reference | None:
    """Mutual contrast of levels: "A reaches 12,032 TPP, while B reaches 15,840"."""
    if quantity.kind not in (Kind.ABSOLUTE, Kind.COUNT) or subject is None or subject.label not in _CONTRASTED:
        return None
    nodes = sentence.nodes
    mark = _find_turn(sentence)
    if mark is None or (subject.label is Label.COMPANY and nodes[mark].word != ";"):
        return None
    first, last = (mark + 1, len(nodes)) if place < mark else (0, mark)
    if mark == 0 and "," in sentence.words:
        # "Where X offered 40 GB, Y comes with 80".
        comma = sentence.words.index(",")
        first, last = (comma + 1, len(nodes)) if place < comma else (1, comma)
    figures = [layout.quantities[node.quantity] for node in nodes[first:last] if node.quantity is not None]
    if nodes[mark].word == "where":
        # "Sold in China, where Y costs $8,000" says where something is: only figures alike contrast.
        figures = [figure for figure in figures if figure.unit in (quantity.unit, "") or not quantity.unit]
    if not figures:
        return None
    others = [
        c
        for c in read_candidates(sentence, first, last, layout=layout)
        if c.label is subject.label and c.name != subject.name and not is_memory(c.name)
    ]
    return Reference(name=others[0].name, entity_id=others[0].entity_id) if others else None


def _find_turn(sentence: Sentence) -> int | None:
    """Return the word that sets the rest of the sentence against what stands before it."""
    for place, word in enumerate(sentence.words):
        if word in _TURNS or (word == ";" and opens_contrast(sentence, place + 1)):
            return place
    return None


def _of_that(
    quantity: Quantity, sentence: Sentence, place: int, *, subject: Candidate | None, layout: Layout
) -> Reference | None:
    """ "Triple what it promised in 2023"; "AMD's chip doubles that": the figure of the sentence before."""
    nodes = sentence.nodes
    if quantity.kind is not Kind.RATIO or place + 1 >= len(nodes):
        return None
    if nodes[place + 1].word == "what":
        last = next((i for i in range(place + 2, len(nodes)) if nodes[i].kind is NodeKind.PUNCT), len(nodes))
        named = _who_did(sentence, place + 2, last, subject=subject, layout=layout)
        if named is not None:
            return named
        return Reference(name=layout.text[nodes[place + 1].start : nodes[min(last, place + 9) - 1].end], entity_id=None)
    ends = place + 2 >= len(nodes) or nodes[place + 2].kind is NodeKind.PUNCT
    if nodes[place + 1].word != "that" or not ends or not sentence.number or subject is None:
        return None
    start, end = layout.bounds[sentence.number - 1]
    for label in (Label.CHIP, Label.COMPANY):
        other = next((e for e in layout.entities_in(start, end) if e.label is label), None)
        if other is not None and other.canonical != subject.name and subject.label is label:
            return Reference(name=other.canonical, entity_id=other.entity_id)
    return None


def _who_did(
    sentence: Sentence, first: int, last: int, *, subject: Candidate | None, layout: Layout
) -> Reference | None:
    """ "Half what its predecessor drew", "triple what AMD did", "twice what AMD claims for the MI300X"."""
    nodes = sentence.nodes
    chips = [c for c in read_candidates(sentence, first, last, layout=layout) if c.label is Label.CHIP]
    if chips and (subject is None or subject.name != chips[0].name):
        return pick_name(sentence, first, last, subject=subject, layout=layout)
    verb = next((i for i in range(first, min(last, first + _PHRASE)) if nodes[i].verb), min(last, first + _PHRASE))
    kin = find_kin(nodes, first - 1, verb)
    if kin is not None:
        return Reference(name=kin, entity_id=None)
    return pick_name(sentence, first, verb, subject=subject, layout=layout)


def _fronted(sentence: Sentence, place: int, *, subject: Candidate | None, layout: Layout) -> Reference | None:
    """ "Compared with X, Y offers ...": the other side stands first."""
    opening = sentence.nodes[0].word
    if place <= 3 or opening not in _OPENINGS:
        return None
    if opening == "compared":
        return read_other_side(sentence, 2, subject=subject, layout=layout)
    comma = sentence.words.index(",") if "," in sentence.words else 0
    return pick_name(sentence, 1, comma, subject=subject, layout=layout) if 1 < comma < min(place, _OPENING) else None


def _elsewhere(
    quantity: Quantity, sentence: Sentence, place: int, *, subject: Candidate | None, layout: Layout
) -> Reference | None:
    """A comparison that leaves its other side unsaid takes it from the sentence's other one, or from the one before."""
    if subject is None or subject.label is not Label.CHIP or not _compares(quantity, sentence, place):
        return None
    here = sentence.nodes[place]
    for chips in (
        _other_chips(layout, sentence.start, here.start, subject),
        _other_chips(layout, here.end, sentence.end, subject),
        _other_chips(layout, layout.bounds[max(0, sentence.number - 1)][0], sentence.start, subject),
    ):
        if chips:
            return Reference(name=chips[0].canonical, entity_id=chips[0].entity_id)
    return None


def _compares(quantity: Quantity, sentence: Sentence, place: int) -> bool:
    words = [node.word for node in sentence.nodes[place + 1 : place + 5]]
    comparative = any(word in COMPARE.comparatives or word in {"as", "more", "less"} for word in words)
    lead = [node.word for node in sentence.nodes[max(0, place - 4) : place]]
    if lead and (lead[-1] == "from" or (lead[-1] == "to" and "from" in lead)):
        # "Shrink the lead from 10x to 2x": a move of its own.
        return False
    if quantity.kind is Kind.RATIO:
        return comparative or quantity.change is not None or words[:1] in (["the"], ["that"])
    return quantity.kind is Kind.PERCENT and comparative


def _other_chips(layout: Layout, start: int, end: int, subject: Candidate) -> list[Entity]:
    """The other chips of a stretch of text that are built as the subject is: a rack is not compared with a GPU."""
    built = is_system(subject.entity_id)
    return [
        e
        for e in layout.entities_in(start, end)
        if e.label is Label.CHIP
        and is_system(e.entity_id) == built
        and not subject.name.startswith(e.canonical)
        and not is_memory(e.canonical)
    ]
