"""The other side of a comparison: what stands behind "than", "versus", "compared with" or "up from"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nlp.claims.beside import find_named_after, find_owner
from nlp.claims.candidate import Candidate, is_memory, read_candidates
from nlp.claims.clauses import ClauseKind
from nlp.claims.layout import Layout, Sentence
from nlp.claims.node import Node, NodeKind
from nlp.claims.topic import find_kin
from nlp.claims.words import COMPARE, PHRASE
from nlp.records import Kind, Label, Quantity

_BREAKS = frozenset({",", ";", "and", "while", "whereas", "but", "(", ")", "–", "—", "up", "down"})
_YEARLY = frozenset({"year-on-year", "year-over-year", "yoy", "y/y"})
_SKIPPED = frozenset({"to", "with", "the", "of", "those", "same", "in", "on", "for"})
_NO_OPENING = frozenset(
    {
        "what",
        "or",
        "so",
        "when",
        "where",
        "it",
        "he",
        "she",
        "they",
        "we",
        "less",
        "more",
        "about",
        "nearly",
        "just",
        "around",
        "almost",
        "over",
        "under",
        "zero",
        "near",
        "close",
    }
)
_LIMITS = frozenset({"above", "below"})
_NO_COMPARISON = frozenset({"rather", "other", "sooner"})
# "Up from 0.9 trillion in the second quarter".
_ORDINALS = frozenset({"first", "second", "third", "fourth"})
_PARTS = frozenset({"quarter", "half"})
_AGO = frozenset({"ago", "earlier", "before"})
_AHEAD = 20
_LONGEST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What a figure is compared with, and its id where it is an entity."""

    name: str
    entity_id: str | None


def is_baseline(sentence: Sentence, place: int) -> bool:
    """Tell whether the number is itself what another is compared with: "versus 32 GB", "than the 2,368 TPP"."""
    nodes = sentence.nodes
    for back in range(place - 1, max(-1, place - 12), -1):
        node = nodes[back]
        if node.kind is NodeKind.NUMBER or node.word in _BREAKS:
            return False
        if node.word in COMPARE.baseline and not (node.word == "than" and place - back <= 2 and _is_hedge(nodes, back)):
            return any(n.kind is NodeKind.NUMBER for n in nodes[max(0, back - 20) : back])
        if node.verb and node.word not in {"applied", "claimed", "based", "offered"}:
            return False
    return False


def _is_hedge(nodes: Sequence[Node], than: int) -> bool:
    """Tell whether "than" only belongs to "more than" before a number."""
    return than > 0 and nodes[than - 1].word in {"more", "less", "fewer", "better", "higher", "lower"}


def _is_hedge_of_number(nodes: Sequence[Node], than: int) -> bool:
    """ "More than 20"; but "400 more than twelve months before" compares."""
    compares = than > 1 and nodes[than - 2].kind is NodeKind.NUMBER
    if than + 1 >= len(nodes) or compares or not _is_hedge(nodes, than):
        return False
    # "Less than an hour from the airport".
    return _is_number(nodes[than + 1]) or nodes[than + 1].word in {"a", "an", "half"}


def _is_number(node: Node) -> bool:
    return node.kind is NodeKind.NUMBER


def read_after_marker(
    quantity: Quantity, sentence: Sentence, place: int, *, subject: Candidate | None, layout: Layout
) -> Reference | None:
    """What follows "than", "compared with", "versus" or, after a move, "from"."""
    nodes = sentence.nodes
    clause = sentence.clause_at(place)
    crossed = False
    ahead = place
    while ahead + 1 < min(len(nodes), place + _AHEAD):
        ahead += 1
        node = nodes[ahead]
        if node.word == "(":
            ahead = _closing(nodes, ahead)
            continue
        if node.kind is NodeKind.NUMBER:
            crossed = True
            if quantity.kind not in (Kind.ABSOLUTE, Kind.COUNT):
                break
        if not crossed and _is_yearly(nodes, ahead):
            return Reference(name="previous year", entity_id=None)
        here = sentence.clause_at(ahead)
        if here is not clause and here.kind in (ClauseKind.MAIN, ClauseKind.DEPENDENT, ClauseKind.RELATIVE):
            break
        moved = node.word == "from" and (
            any(n.word in COMPARE.moves for n in nodes[max(place - 2, ahead - 5) : ahead])
            or (quantity.change is not None and any(n.word in _AGO for n in nodes[ahead + 1 : ahead + 4]))
        )
        if node.word == "from" and not moved and _moved_on(quantity, nodes, place, ahead):
            # "Up to 5.3 TB/s in the X from 3.2 in the Y": a figure of another thing, not an earlier one.
            return owner_of_like(quantity, sentence, ahead + 1, subject=subject, layout=layout)
        if node.word == "against" and not any(n.kind is NodeKind.NUMBER for n in nodes[ahead + 1 : ahead + 6]):
            continue
        if _compares_nothing(node.word, nodes[ahead - 1].word):
            continue
        if moved or (node.word in COMPARE.markers and not (node.word == "than" and _is_hedge_of_number(nodes, ahead))):
            owner = owner_of_like(quantity, sentence, ahead + 1, subject=subject, layout=layout)
            if owner is not None or crossed:
                return owner
            return read_other_side(sentence, ahead + 1, subject=subject, layout=layout)
    return None


def _compares_nothing(marker: str, before: str) -> bool:
    """Tell whether a word of comparison is none: "16 nm or below is controlled", "rather than"."""
    return before in {"or", "and"} if marker in _LIMITS else marker == "than" and before in _NO_COMPARISON


def _moved_on(quantity: Quantity, nodes: Sequence[Node], place: int, marker: int) -> bool:
    """Tell whether a level is what something moved to, and "from" opens the figure that it had before."""
    if quantity.kind not in (Kind.ABSOLUTE, Kind.COUNT):
        return False
    moves = any(node.word in COMPARE.moves for node in nodes[max(0, place - 5) : place])
    return moves and any(node.kind is NodeKind.NUMBER for node in nodes[marker + 1 : marker + 3])


def _closing(nodes: Sequence[Node], place: int) -> int:
    return next((i for i in range(place, min(len(nodes), place + 20)) if nodes[i].word == ")"), place)


def _is_yearly(nodes: Sequence[Node], place: int) -> bool:
    words = [node.word for node in nodes[place : place + 3]]
    return words[0] in _YEARLY or words in (["year", "on", "year"], ["year", "over", "year"], ["on", "the", "year"])


def owner_of_like(
    quantity: Quantity, sentence: Sentence, first: int, *, subject: Candidate | None, layout: Layout
) -> Reference | None:
    """Whose the like figure behind a marker is: "141 GB, up from 80 GB of HBM3 in the case of the H100"."""
    nodes = sentence.nodes
    for place in range(first, min(len(nodes), first + 16)):
        index = nodes[place].quantity
        if index is None:
            continue
        # "From 3.2 in the X": the unit is said once.
        if layout.quantities[index].unit not in (quantity.unit, "") and quantity.kind is not Kind.RATIO:
            continue
        owner = find_owner(sentence, place) or find_named_after(sentence, place, baseline=True)
        if owner is not None and (subject is None or owner.name != subject.name):
            return Reference(name=owner.name, entity_id=owner.entity_id)
        return None
    return None


def read_other_side(sentence: Sentence, first: int, *, subject: Candidate | None, layout: Layout) -> Reference | None:
    """The other side of a comparison: whose the baseline figure is, a name, a time, or the text's words."""
    nodes = sentence.nodes
    stop = first
    while stop < min(len(nodes), first + 16) and nodes[stop].word not in _BREAKS and nodes[stop].word != "which":
        stop += 1
    kin = find_kin(nodes, max(0, first - 1), stop)
    if kin is not None:
        return Reference(name=kin, entity_id=None)
    named = pick_name(sentence, first, stop, subject=subject, layout=layout)
    return named or read_words_of(sentence, first, stop, layout=layout)


def pick_name(
    sentence: Sentence, first: int, last: int, *, subject: Candidate | None, layout: Layout
) -> Reference | None:
    """Return the name within nodes [first, last), a chip before all others, that is not the subject itself."""
    found = [
        c
        for c in read_candidates(sentence, first, last, layout=layout)
        if (subject is None or c.name != subject.name) and c.label is not Label.PERSON
    ]
    chips = [c for c in found if c.label is Label.CHIP]
    solid = [c for c in chips if not is_memory(c.name)]
    chosen = next(iter(solid or chips or found), None)
    if chosen is None or (chosen.label is Label.PLACE and sentence.nodes[chosen.place - 1].word == "in"):
        return None
    return Reference(name=chosen.name, entity_id=chosen.entity_id)


def read_words_of(sentence: Sentence, first: int, stop: int, *, layout: Layout) -> Reference | None:
    """Return the time or the thing that nodes [first, stop) name in the text's words, None where they name nothing."""
    for place in range(first + 1, stop):
        if sentence.nodes[place].word in _AGO and sentence.nodes[place - 1].kind is NodeKind.NUMBER:
            start, end = sentence.nodes[place - 1].start, sentence.nodes[place].end
            return Reference(name=layout.text[start:end], entity_id=None)
    words = [node.word for node in sentence.nodes[first:stop]]
    shown = " ".join(words)
    times = [(shown.find(cue), cue) for cue in COMPARE.times if cue in shown]
    if times:
        return Reference(name=min(times)[1], entity_id=None)
    spent = next(
        (i for i in range(first + 1, stop) if words[i - first] in _PARTS and words[i - first - 1] in _ORDINALS), None
    )
    if spent is not None:
        return Reference(name=f"{words[spent - first - 1]} {words[spent - first]}", entity_id=None)
    kept: list[Node] = []
    for node in sentence.nodes[first:stop]:
        if node.kind is NodeKind.NUMBER or node.kind is NodeKind.PUNCT:
            if kept:
                break
            continue
        if not kept and node.word in _NO_OPENING:
            return None
        if node.word in _SKIPPED or node.word in PHRASE.determiners:
            continue
        kept.append(node)
        if len(kept) == _LONGEST:
            break
    if not kept or COMPARE.periods.issuperset(node.word for node in kept):
        return None
    shown = layout.text[kept[0].start : kept[-1].end]
    return Reference(name=shown.removesuffix("'s").removesuffix("’s"), entity_id=None)
