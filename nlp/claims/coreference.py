"""What "it", "the chip" or "the former" stands for, where one candidate stands out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nlp.claims.layout import Layout
from nlp.claims.node import Node, NodeKind
from nlp.claims.words import ANAPHOR_NOUNS, ANAPHOR_PRONOUNS, PHRASE
from nlp.records import Entity, Label

# How far back a name may lie: in mentions and in sentences.
_MENTIONS = 40
_SENTENCES = 6
_OPENERS = frozenset({"the", "this", "that", "these", "those", "its", "their", "new", "both"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Anaphor:
    """A phrase at node `place` that stands for a name of one of `labels`; `vendor` narrows it ("the Nvidia chip")."""

    place: int
    labels: frozenset[Label]
    plural: bool
    vendor: str | None = None


def find_anaphor(nodes: Sequence[Node], place: int) -> Anaphor | None:
    """Return what stands at a node if it stands for something else, None otherwise."""
    node = nodes[place]
    if node.kind is not NodeKind.WORD:
        return None
    if node.word in ANAPHOR_PRONOUNS:
        return Anaphor(place=place, labels=ANAPHOR_PRONOUNS[node.word], plural=node.word in {"they", "their"})
    labels = ANAPHOR_NOUNS.get(node.word)
    if labels is None or not _is_head(nodes, place):
        return None
    vendor: str | None = None
    for back in range(place - 1, max(-1, place - 6), -1):
        before = nodes[back]
        if before.word in _OPENERS:
            return Anaphor(place=place, labels=labels, plural=node.word.endswith("s"), vendor=vendor)
        if before.kind is NodeKind.NAME and before.entity is not None and vendor is None:
            if before.entity.label is Label.CHIP:
                return None
            vendor = before.entity.canonical if before.entity.label is Label.COMPANY else None
        elif before.verb or before.word in PHRASE.prepositions or before.word in {",", "'s", "’s", "and"}:
            return None
    return None


def _is_head(nodes: Sequence[Node], place: int) -> bool:
    """Tell whether the noun ends its phrase: "the chip", not "the chip industry"."""
    if place + 1 >= len(nodes):
        return True
    after = nodes[place + 1]
    if after.kind is not NodeKind.WORD or after.verb or after.word in PHRASE.function:
        return True
    return after.word.startswith(("'", "’")) or after.word.endswith(("ly", "ed", "ing"))


def resolve(anaphor: Anaphor, *, layout: Layout, offset: int, avoid: frozenset[str] = frozenset()) -> Entity | None:
    """Return the name that an anaphor at `offset` stands for, None where none fits."""
    here = layout.sentence_at(offset)
    mentions = layout.entities_before(offset, limit=_MENTIONS)
    scores: dict[str, float] = {}
    last: dict[str, Entity] = {}
    for number, entity in enumerate(mentions):
        distance = here - layout.sentence_at(entity.start)
        if distance > _SENTENCES or entity.label not in anaphor.labels or entity.canonical in avoid:
            continue
        if anaphor.vendor is not None and not _made_by(entity, anaphor.vendor):
            continue
        if is_maker(mentions, number) and entity.label not in (Label.PERSON,):
            continue
        score = 2.0 / (1 + distance)
        if layout.entities_in(layout.bounds[layout.sentence_at(entity.start)][0], entity.start) == []:
            score += 0.6
        if entity.canonical in scores:
            scores[entity.canonical] += score * 0.5
        else:
            scores[entity.canonical] = score + (0.8 if entity.canonical in layout.titled else 0.0)
            scores[entity.canonical] += min(layout.mentions[entity.canonical], 6) * 0.05
        last[entity.canonical] = entity
    if not scores:
        return None
    best = max(scores, key=lambda name: (scores[name], last[name].start))
    return last[best]


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
