"""What "it", "the chip" or "the former" stands for, where one candidate stands out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from nlp.claims.layout import Layout
from nlp.claims.node import Node, NodeKind
from nlp.claims.words import ANAPHOR_NOUNS, ANAPHOR_PRONOUNS, MEMORY, PHRASE
from nlp.records import Entity, Label

# How far back a name may lie: in mentions and in sentences.
_MENTIONS = 40
_SENTENCES = 6
_COMPARED = (
    " than ",
    "compared ",
    " versus ",
    " vs ",
    "according to ",
    "such as ",
    " like ",
    " as the ",
    " surpassing ",
)
# What it costs a name that is hardly ever meant.
_SPARED = 1.5
_ORDERED = {"former": 0, "latter": 1}
_PAIRED = frozenset({Label.CHIP, Label.COMPANY, Label.PLACE, Label.GOV, Label.PERSON})
_HANDICAP = {Label.PLACE: 1.2, Label.GOV: 0.3, Label.POLICY: 0.2}
# Capitalised words in front of "chip" that are no maker.
_GENERIC = frozenset(
    {
        "ai",
        "gpu",
        "cpu",
        "npu",
        "hpc",
        "ml",
        "llm",
        "us",
        "u.s",
        "pc",
        "dram",
        "nand",
        "hbm",
        "soc",
        "asic",
        "chinese",
        "american",
        "dutch",
        "korean",
        "japanese",
        "taiwanese",
    }
)
_OPENERS = frozenset({"the", "this", "that", "these", "those", "its", "their", "new", "both"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Anaphor:
    """A phrase at node `place` that stands for a name of one of `labels`; `vendor` narrows it ("the Nvidia chip").

    `near` says that it points to the sentence before ("this chip"); `order` is 0 for "the former", 1 for "the latter".
    """

    place: int
    labels: frozenset[Label]
    vendor: str | None = None
    near: bool = False
    order: int | None = None


def find_anaphor(nodes: Sequence[Node], place: int) -> Anaphor | None:
    """Return what stands at a node if it stands for something else, None otherwise."""
    node = nodes[place]
    if node.kind is not NodeKind.WORD:
        return None
    if node.word in ANAPHOR_PRONOUNS:
        return Anaphor(place=place, labels=ANAPHOR_PRONOUNS[node.word])
    if node.word in _ORDERED and place and nodes[place - 1].word == "the" and _is_head(nodes, place):
        return Anaphor(place=place, labels=_PAIRED, order=_ORDERED[node.word])
    labels = ANAPHOR_NOUNS.get(node.word)
    return _read_noun(nodes, place, labels) if labels is not None and _is_head(nodes, place) else None


def _read_noun(nodes: Sequence[Node], place: int, labels: frozenset[Label]) -> Anaphor | None:
    """Go back from the noun to its "the" or "this", past adjectives and the maker's name."""
    vendor: str | None = None
    for back in range(place - 1, max(-1, place - 9), -1):
        before = nodes[back]
        if before.word in _OPENERS:
            near = before.word in {"this", "these"}
            return Anaphor(place=place, labels=labels, vendor=vendor, near=near)
        if before.kind is NodeKind.NAME and before.entity is not None and vendor is None:
            if before.entity.label is Label.CHIP:
                return None
            vendor = before.entity.canonical if before.entity.label is Label.COMPANY else None
        elif before.capital and before.word not in _GENERIC and vendor is None:
            vendor = before.word
        elif before.word == "," and _between_places(nodes, back):
            continue
        elif before.verb or before.word in PHRASE.prepositions or before.word in {",", "'s", "’s", "and"}:
            return None
    return None


def _between_places(nodes: Sequence[Node], comma: int) -> bool:
    """Tell whether a comma stands within a place's name: "the Suwon, Gyeonggi-based company"."""
    sides = (nodes[comma - 1].entity, nodes[comma + 1].entity)
    return all(entity is not None and entity.label is Label.PLACE for entity in sides)


def _is_head(nodes: Sequence[Node], place: int) -> bool:
    """Tell whether the noun ends its phrase: "the chip", not "the chip industry"."""
    if place + 1 >= len(nodes):
        return True
    after = nodes[place + 1]
    if after.kind is not NodeKind.WORD or after.verb or after.word in PHRASE.function:
        return True
    return after.word.startswith(("'", "’")) or after.word.endswith(("ly", "ed", "ing"))


def resolve(
    anaphor: Anaphor, *, layout: Layout, offset: int, spare: Callable[[Entity], bool] | None = None
) -> Entity | None:
    """Return the name that an anaphor at `offset` stands for, None where none fits. A `spare` name comes last."""
    here = layout.sentence_at(offset)
    mentions = layout.entities_before(offset, limit=_MENTIONS)
    if anaphor.order is not None:
        return _resolve_pair(mentions, anaphor.order)
    best: dict[str, float] = {}
    last: dict[str, Entity] = {}
    for number, entity in enumerate(mentions):
        distance = here - layout.sentence_at(entity.start)
        if distance > _SENTENCES or not _fits(anaphor, entity):
            continue
        if is_maker(mentions, number):
            continue
        score = _rate(entity, distance=distance, layout=layout, near=anaphor.near)
        if spare is not None and spare(entity):
            score -= _SPARED
        best[entity.canonical] = max(best.get(entity.canonical, -9.0), score) + 0.05
        last[entity.canonical] = entity
    if not best and anaphor.vendor is not None:
        return resolve(replace(anaphor, vendor=None), layout=layout, offset=offset, spare=spare)
    if not best:
        return None
    chosen = max(best, key=lambda name: (best[name], last[name].start))
    return last[chosen]


def _resolve_pair(mentions: Sequence[Entity], order: int) -> Entity | None:
    """The last two different names of one kind, in the order in which they were first said."""
    solid = [entity for number, entity in enumerate(mentions) if not is_maker(mentions, number)]
    if not solid:
        return None
    second = solid[-1]
    first = next((e for e in reversed(solid) if e.label is second.label and e.canonical != second.canonical), None)
    return None if first is None else (first, second)[order]


def _fits(anaphor: Anaphor, entity: Entity) -> bool:
    if entity.label not in anaphor.labels:
        return False
    return anaphor.vendor is None or _made_by(entity, anaphor.vendor)


def _rate(entity: Entity, *, distance: int, layout: Layout, near: bool) -> float:
    """How well a mention stands out: near, first of its sentence, in the title, not a mere object of comparison."""
    score = (3.0 if near else 2.0) / (1 + distance) - _HANDICAP.get(entity.label, 0.0)
    start = layout.bounds[layout.sentence_at(entity.start)][0]
    lead = layout.text[max(start, entity.start - 60) : entity.start].lower()
    if any(word in lead for word in _COMPARED) or lead.rstrip().endswith(("(", "by", "rival")):
        return score - 1.5
    before = layout.entities_in(start, entity.start)
    if not before or (len(before) == 1 and is_maker([before[0], entity], 0)):
        score += 0.6
    if entity.canonical in layout.titled:
        score += 0.5
    if entity.canonical.lower().startswith(MEMORY):
        score -= 1.0
    return score


def is_maker(mentions: Sequence[Entity], number: int) -> bool:
    """Tell whether a company is only named as the maker of the chip right after it ("Nvidia's H200")."""
    entity = mentions[number]
    if entity.label is not Label.COMPANY or number + 1 >= len(mentions):
        return False
    after = mentions[number + 1]
    return after.label is Label.CHIP and after.start - entity.end <= 3


def _made_by(entity: Entity, vendor: str) -> bool:
    words = entity.canonical.lower().split()
    return entity.label is not Label.CHIP or any(word in words for word in vendor.lower().split()[:1])
