"""What a figure is compared with: "than X", "versus X", "times the Y of X", "while X reaches ..."."""

from __future__ import annotations

from dataclasses import dataclass

from nlp.claims.candidate import Candidate, How, from_entity, names_maker, read_candidates
from nlp.claims.clauses import ClauseKind
from nlp.claims.layout import Layout, Sentence
from nlp.claims.node import NodeKind
from nlp.claims.words import PHRASE
from nlp.records import Kind, Label, Quantity

_MARKERS = frozenset(
    {
        "than",
        "versus",
        "vs",
        "compared",
        "above",
        "below",
        "surpassing",
        "exceeding",
        "against",
        "beating",
        "outpacing",
        "over",
        "relative",
    }
)
_UP_DOWN = frozenset(
    {
        "up",
        "down",
        "upgrade",
        "increase",
        "rise",
        "gain",
        "jump",
        "drop",
        "decline",
        "fall",
        "improvement",
        "rose",
        "fell",
        "grew",
        "growth",
        "lower",
        "higher",
    }
)
_TIMES = {
    "year ago": "year ago",
    "year earlier": "year earlier",
    "previous quarter": "previous quarter",
    "prior quarter": "prior quarter",
    "previous year": "previous year",
    "last year": "last year",
    "quarter earlier": "quarter earlier",
    "previous month": "previous month",
    "month earlier": "month earlier",
    "last quarter": "last quarter",
    "prior year": "prior year",
    "same period": "same period",
}
_YEARLY = frozenset({"year-on-year", "year-over-year", "yoy", "y/y"})
_AHEAD = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What a figure is compared with, and its id where it is an entity."""

    name: str
    entity_id: str | None


def find_reference(
    quantity: Quantity, sentence: Sentence, place: int | None, *, subject: Candidate | None, layout: Layout
) -> Reference | None:
    """Return what the figure is compared with, None where it is a figure of its own or itself the baseline."""
    if place is None or is_baseline(sentence, place):
        return None
    return (
        _after_marker(quantity, sentence, place, subject=subject, layout=layout)
        or _of_whom(quantity, sentence, place, subject=subject)
        or _contrast(quantity, sentence, place, subject=subject, layout=layout)
        or _elsewhere(quantity, sentence, place, subject=subject, layout=layout)
    )


def is_baseline(sentence: Sentence, place: int) -> bool:
    """Tell whether the number is itself what another is compared with: "versus 32 GB", "than the 2,368 TPP"."""
    nodes = sentence.nodes
    earlier = False
    for back in range(place - 1, max(-1, place - 12), -1):
        node = nodes[back]
        if node.kind is NodeKind.NUMBER:
            return False
        if node.word in {"more", "less", "higher", "lower"} or node.word in {";", "while", "but"}:
            return False
        if node.word == "than" and back and nodes[back - 1].word in {"more", "less", "fewer", "better"}:
            if place - back <= 2:
                return False
        if node.word in {
            "than",
            "versus",
            "vs",
            "compared",
            "surpassing",
            "exceeding",
            "above",
            "below",
            "against",
            "from",
        }:
            earlier = any(n.kind is NodeKind.NUMBER for n in nodes[max(0, back - 20) : back])
            return earlier
        if node.verb and node.word not in {"applied", "claimed", "based", "offered"}:
            return False
    return False


def _pick(sentence: Sentence, first: int, last: int, *, subject: Candidate | None, layout: Layout) -> Reference | None:
    """The name within nodes [first, last), a chip before all others, that is not the subject itself."""
    found = [
        c
        for c in read_candidates(sentence, first, last, layout=layout)
        if (subject is None or c.name != subject.name) and c.label is not Label.PERSON
    ]
    if not found:
        return None
    chosen = next((c for c in found if c.label is Label.CHIP), found[0])
    return Reference(name=chosen.name, entity_id=chosen.entity_id)


def _after_marker(
    quantity: Quantity, sentence: Sentence, place: int, *, subject: Candidate | None, layout: Layout
) -> Reference | None:
    nodes = sentence.nodes
    last = min(len(nodes), place + _AHEAD)
    for ahead in range(place + 1, last):
        node = nodes[ahead]
        if node.kind is NodeKind.NUMBER and quantity.kind is not Kind.ABSOLUTE and quantity.kind is not Kind.COUNT:
            break
        moved = node.word == "from" and any(n.word in _UP_DOWN for n in nodes[max(place - 2, ahead - 5) : ahead])
        if node.word in _MARKERS and (node.word != "over" or quantity.kind is Kind.RATIO) or moved:
            stop = next(
                (
                    i
                    for i in range(ahead + 1, len(nodes))
                    if nodes[i].word in {",", ";", "while", "(", "–", "—"} or nodes[i].word in {"which"}
                ),
                len(nodes),
            )
            stop = min(stop, ahead + 16)
            found = _pick(sentence, ahead + 1, stop, subject=subject, layout=layout)
            if found is not None:
                return found
            return _time_or_words(sentence, ahead + 1, stop)
        if node.word in _YEARLY:
            return Reference(name="previous year", entity_id=None)
        if (
            node.word == "year"
            and ahead + 2 < len(nodes)
            and nodes[ahead + 1].word in {"on", "over"}
            and nodes[ahead + 2].word == "year"
        ):
            return Reference(name="previous year", entity_id=None)
        if node.word in {";", ".", "while", "whereas", "but"}:
            break
    if place and quantity.change is not None and nodes[place - 1].word in {"up", "down"}:
        return None
    return None


def _time_or_words(sentence: Sentence, first: int, stop: int) -> Reference | None:
    words = [node.word for node in sentence.nodes[first:stop]]
    shown = " ".join(words)
    for cue, name in _TIMES.items():
        if cue in shown:
            return Reference(name=name, entity_id=None)
    kept: list[str] = []
    for node in sentence.nodes[first:stop]:
        if node.kind is NodeKind.NUMBER:
            if kept:
                break
            continue
        if node.verb and kept:
            break
        if (
            node.kind is NodeKind.WORD
            and node.word not in PHRASE.determiners
            and node.word not in {"to", "with", "in", "the", "of"}
        ):
            kept.append(node.word if not node.capital else node.word.capitalize())
        elif kept and node.kind is NodeKind.WORD and node.word == "in":
            kept.append("in")
        if len(kept) == 4:
            break
    return Reference(name=" ".join(kept), entity_id=None) if kept else None


def _of_whom(quantity: Quantity, sentence: Sentence, place: int, *, subject: Candidate | None) -> Reference | None:
    """ "six times the performance of X", "75 percent of the bandwidth of X", "twice the A's B", "half the size of X"."""
    fraction = quantity.kind is Kind.RATIO or (
        quantity.kind is Kind.PERCENT and place + 1 < len(sentence.nodes) and sentence.nodes[place + 1].word == "of"
    )
    if not fraction:
        return None
    nodes = sentence.nodes
    for ahead in range(place + 1, min(len(nodes), place + 14)):
        node = nodes[ahead]
        if node.entity is not None and not names_maker(nodes, ahead):
            governed = any(n.word in {"of", "as", "that"} for n in nodes[place + 1 : ahead]) or (
                ahead + 1 < len(nodes) and nodes[ahead + 1].word in {"'s", "’s"}
            )
            comparable = node.entity.label in (Label.CHIP, Label.COMPANY)
            if quantity.kind is Kind.PERCENT and node.entity.label is not Label.CHIP:
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
    if quantity.kind not in (Kind.ABSOLUTE, Kind.COUNT) or subject is None or subject.label is not Label.CHIP:
        return None
    marks = [i for i, node in enumerate(sentence.nodes) if node.word in {"while", "whereas"}]
    if not marks:
        return None
    mark = marks[0]
    first, last = (mark + 1, len(sentence.nodes)) if place < mark else (0, mark)
    if not any(
        n.kind is NodeKind.NUMBER and _same_unit(layout, n.quantity, quantity) for n in sentence.nodes[first:last]
    ):
        if place > mark:
            return None
        return None
    chips = [
        c
        for c in read_candidates(sentence, first, last, layout=layout)
        if c.label is Label.CHIP and c.name != subject.name
    ]
    return Reference(name=chips[0].name, entity_id=chips[0].entity_id) if chips else None


def _same_unit(layout: Layout, index: int | None, quantity: Quantity) -> bool:
    return index is not None and layout.quantities[index].unit == quantity.unit


def _elsewhere(
    quantity: Quantity, sentence: Sentence, place: int, *, subject: Candidate | None, layout: Layout
) -> Reference | None:
    """A comparison that leaves its other side unsaid takes the other chip of this sentence or of the ones before."""
    if quantity.kind is not Kind.RATIO or subject is None or subject.label is not Label.CHIP:
        return None
    words = [node.word for node in sentence.nodes[place : place + 6]]
    joined = any(node.word in {"and", "while", "although", "but", "also"} for node in sentence.nodes[:place])
    comparative = any(
        word in {"as", "more", "less", "fewer"} or (word.endswith("er") and len(word) > 4) for word in words
    )
    if not (comparative or quantity.change is not None or joined):
        return None
    chips = [
        e
        for e in layout.entities_before(sentence.nodes[place].start, limit=8)
        if e.label is Label.CHIP and e.canonical != subject.name
    ]
    before = [e for e in chips if layout.sentence_at(e.start) >= sentence.number - 1]
    if not before:
        return None
    chosen = before[-1]
    found = from_entity(chosen, How.FOCUS)
    return Reference(name=found.name, entity_id=found.entity_id)
