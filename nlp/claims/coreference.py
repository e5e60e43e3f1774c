"""What "it", "the chip" or "the former" stands for, where one candidate stands out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from nlp.claims.layout import Layout
from nlp.claims.node import Node, NodeKind
from nlp.claims.observers import find_country, find_home
from nlp.claims.pieces import find_kind, find_maker, is_system
from nlp.claims.words import ANAPHOR_NOUNS, ANAPHOR_PRONOUNS, HARDWARE, NATIONS, PHRASE
from nlp.records import Entity, Label

# How far back a name may lie: in mentions and in sentences.
_MENTIONS = 40
_SENTENCES = 6
_COMPARED = (
    " than ",
    "compared ",
    " versus ",
    " against ",
    " vs ",
    "according to ",
    "such as ",
    " like ",
    " as the ",
    " surpassing ",
)
# "More than 300 of its racks" compares nothing.
_HEDGE = re.compile(r"\b(?:more|less|fewer) than (?=[\d$€£])")
# What it costs a name that is hardly ever meant.
_SPARED = 1.5
# What it counts that the sentence before was about it.
_GOES_ON = 1.5
_OF_NATION = 2.0
_OF_BUILD = 2.0
# How many characters may stand between a maker and its chip: "Intel's latest flagship Xeon".
_MAKER_GAP = 30
_ORDERED = {"former": 0, "latter": 1}
_JOINTS = frozenset({"and", "or", "and the", "or the", "and its", "versus", "nor"})
_PAIRED = frozenset({Label.CHIP, Label.COMPANY, Label.PLACE, Label.GOV, Label.PERSON})
_FIRM = frozenset({Label.COMPANY})
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
    }
)
_OPENERS = frozenset({"the", "this", "that", "these", "those", "its", "their", "his", "her", "our", "new", "both"})
# "Each chip", "a single GPU": one of those named before.
_SINGLING = frozenset({"each", "every", "single"})
_POSSESSIVE = frozenset({"'s", "’s"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Anaphor:
    """A phrase at node `place` that stands for a name of one of `labels`; `vendor` narrows it ("the Nvidia chip").

    `near` says that it points to the sentence before ("this chip"); `order` is 0 for "the former", 1 for "the latter".
    `nation` is the code of the country that an adjective names ("the Dutch firm"). `several` is true for a noun of
    what is built of several chips ("the rack"), false for one of a single chip ("the GPU").
    """

    place: int
    labels: frozenset[Label]
    vendor: str | None = None
    near: bool = False
    order: int | None = None
    nation: str | None = None
    several: bool | None = None


def find_anaphor(nodes: Sequence[Node], place: int) -> Anaphor | None:
    """Return what stands at a node if it stands for something else, None otherwise."""
    node = nodes[place]
    if node.kind is not NodeKind.WORD:
        return None
    if node.word in ANAPHOR_PRONOUNS:
        return Anaphor(place=place, labels=ANAPHOR_PRONOUNS[node.word])
    if node.word in _ORDERED and place and nodes[place - 1].word == "the" and _is_head(nodes, place):
        return Anaphor(place=place, labels=_PAIRED, order=_ORDERED[node.word])
    if node.word == "one" and place and nodes[place - 1].word in {"single", "each"}:
        return Anaphor(place=place, labels=frozenset({Label.CHIP}))
    if node.word == "one" and place > 1 and nodes[place - 2].word == "the":
        maker = nodes[place - 1].entity
        if maker is not None and maker.label is Label.COMPANY:
            return Anaphor(place=place, labels=frozenset({Label.CHIP}), vendor=maker.canonical)
    labels = ANAPHOR_NOUNS.get(node.word)
    return _read_noun(nodes, place, labels) if labels is not None and _is_head(nodes, place) else None


def _read_noun(nodes: Sequence[Node], place: int, labels: frozenset[Label]) -> Anaphor | None:
    """Go back from the noun to its "the" or "this", past adjectives and the maker's name."""
    vendor = nation = None
    for back in range(place - 1, max(-1, place - 9), -1):
        before = nodes[back]
        if before.word in _OPENERS or (before.word in _SINGLING and nodes[place].word in HARDWARE.pieces):
            near = before.word in {"this", "these"}
            several = _is_several(nodes[place].word)
            return Anaphor(place=place, labels=labels, vendor=vendor, near=near, nation=nation, several=several)
        nation = nation or NATIONS.get(before.word)
        if before.kind is NodeKind.NAME and before.entity is not None and vendor is None:
            if before.entity.label is Label.CHIP:
                return None
            vendor = before.entity.canonical if before.entity.label is Label.COMPANY else None
        elif before.capital and before.word not in _GENERIC and before.word not in NATIONS and vendor is None:
            vendor = before.word
        elif before.word == "," and _between_places(nodes, back):
            continue
        elif before.word in _POSSESSIVE and nodes[back - 1].word in ANAPHOR_NOUNS and back >= 2:
            # "The startup's chip": whose it is, the chip itself says.
            continue
        elif before.verb or before.word in PHRASE.prepositions or before.word in {",", "'s", "’s", "and"}:
            return None
    return None


def _is_several(noun: str) -> bool | None:
    if noun in HARDWARE.systems:
        return True
    return False if noun in HARDWARE.pieces else None


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
        return _resolve_pair(mentions, anaphor.order, layout.text)
    owners = not any(_can_be(anaphor, entity, number, mentions, layout.text) for number, entity in enumerate(mentions))
    best: dict[str, float] = {}
    last: dict[str, Entity] = {}
    for number, entity in enumerate(mentions):
        distance = here - layout.sentence_at(entity.start)
        if distance > _SENTENCES or not _fits(anaphor, entity):
            continue
        if _is_maker(mentions, number, layout.text) and not (owners and anaphor.labels == _FIRM):
            continue
        score = _rate(entity, distance=distance, layout=layout, near=anaphor.near)
        if anaphor.nation is not None:
            score += _weigh_nation(entity, anaphor.nation)
        if anaphor.several is not None:
            score += _weigh_build(entity, anaphor.several)
        if spare is not None and spare(entity):
            score -= _SPARED
        best[entity.canonical] = max(best.get(entity.canonical, -9.0), score) + 0.05
        last[entity.canonical] = entity
    if not best and anaphor.vendor is not None:
        return resolve(replace(anaphor, vendor=None), layout=layout, offset=offset, spare=spare)
    if not best:
        return None
    topic = _find_topic(anaphor, layout=layout, number=here - 1)
    if topic is not None and topic.canonical in best:
        best[topic.canonical] += _GOES_ON
    chosen = max(best, key=lambda name: (best[name], last[name].start))
    return last[chosen]


def _weigh_nation(entity: Entity, nation: str) -> float:
    """What it counts that a company, or a chip's maker, is of the country that the text names, or of another."""
    country = find_home(find_maker(entity.entity_id)) if entity.label is Label.CHIP else find_country(entity)
    if country is None:
        return 0.0
    return _OF_NATION if country == nation else -_OF_NATION


def _weigh_build(entity: Entity, several: bool) -> float:
    """What it counts that a chip is a system where the text says "the rack", or one piece where it says "the GPU"."""
    if is_system(entity.entity_id):
        return _OF_BUILD if several else -_OF_BUILD
    return -_OF_BUILD if several and find_kind(entity.entity_id) is not None else 0.0


def _find_topic(anaphor: Anaphor, *, layout: Layout, number: int) -> Entity | None:
    """What the sentence before was about where it opens with "the company" or the like, for an "it" after it."""
    if number < 0 or anaphor.vendor is not None or anaphor.near:
        return None
    nodes = layout.sentence(number).nodes
    for place in range(min(3, len(nodes))):
        opening = find_anaphor(nodes, place)
        if opening is not None and opening.labels <= _FIRM and opening.order is None and anaphor.labels & _FIRM:
            return resolve(opening, layout=layout, offset=nodes[place].start)
        if nodes[place].kind is NodeKind.NUMBER or nodes[place].verb:
            return None
    return None


def _can_be(anaphor: Anaphor, entity: Entity, number: int, mentions: Sequence[Entity], text: str) -> bool:
    if not _fits(anaphor, entity) or _is_maker(mentions, number, text):
        return False
    return anaphor.nation is None or find_country(entity) in (None, anaphor.nation)


def _resolve_pair(mentions: Sequence[Entity], order: int, text: str) -> Entity | None:
    """The last two names of one kind that "and" joins, else the last two different ones, in the order of the text."""
    solid = [entity for number, entity in enumerate(mentions) if not _is_maker(mentions, number, text)]
    if not solid:
        return None
    for one, other in zip(solid[-2::-1], solid[:0:-1], strict=True):
        joined = one.label is other.label and one.canonical != other.canonical
        if joined and text[one.end : other.start].strip(" ,") in _JOINTS:
            return (one, other)[order]
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
    lead = _HEDGE.sub("", layout.text[max(start, entity.start - 60) : entity.start].lower())
    rival = lead.rstrip().endswith("rival") and not lead.rstrip().endswith(("'s rival", "’s rival"))
    owns = layout.text.startswith(("'s rival ", "’s rival "), entity.end)
    if any(word in lead for word in _COMPARED) or lead.rstrip().endswith(("(", "by")) or rival or owns:
        return score - 1.5
    before = layout.entities_in(start, entity.start)
    if not before or (len(before) == 1 and _is_maker([before[0], entity], 0, layout.text)):
        score += 0.6
    if entity.canonical in layout.titled:
        score += 0.5
    if entity.canonical.lower().startswith(HARDWARE.memory):
        score -= 1.0
    return score


def _is_maker(mentions: Sequence[Entity], number: int, text: str) -> bool:
    """Tell whether a company is only named as the maker of the chip after it ("Nvidia's H200", "AMD's latest Epyc")."""
    entity = mentions[number]
    if entity.label is not Label.COMPANY or number + 1 >= len(mentions):
        return False
    after = mentions[number + 1]
    if after.label is not Label.CHIP:
        return False
    gap = after.start - entity.end
    if gap <= 3:
        return True
    between = text[entity.end : after.start].lower().split() if gap <= _MAKER_GAP else []
    return between[:1] in (["'s"], ["’s"]) and (PHRASE.prepositions | PHRASE.conjunctions).isdisjoint(between)


def _made_by(entity: Entity, vendor: str) -> bool:
    words = entity.canonical.lower().split()
    return entity.label is not Label.CHIP or any(word in words for word in vendor.lower().split()[:1])
