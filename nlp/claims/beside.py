"""Names that touch a number: "A's 80 GB", "Microsoft ($3 trillion)", "100,000 H200 chips", "80 GB of the H20"."""

from __future__ import annotations

from dataclasses import replace

from nlp.claims.candidate import Candidate, How, from_entity, is_memory, is_possessor, names_maker
from nlp.claims.clauses import ClauseKind
from nlp.claims.coreference import find_anaphor, resolve
from nlp.claims.layout import Layout, Sentence
from nlp.claims.node import Node, NodeKind
from nlp.claims.words import ANAPHOR_NOUNS, PHRASE
from nlp.records import Kind, Label, Quantity

_FARTHEST = 40
_BASELINE = frozenset({"from", "above", "below", "surpassing", "against"})
_HEDGES = frozenset({"over", "under", "above", "below", "about", "around", "nearly", "up", "to"})
_HIS = frozenset({"its", "their", "his", "her", "our"})
_LINKS = frozenset({"at", "with", "to", "by", "about", "nearly", "around", "just", "over", "a", "some", ":"})
_BEFORE_NAME = frozenset({"the", "'s", "’s", "a", "an", "for"})
_TAGGED = frozenset({"a", "an", "the", "one", "each", "every", "per"})
_PARTICIPLES = frozenset({"based", "applied", "used", "made", "called", "named", "running", "using", "powered"})
_NOT_OF = frozenset({"by", "with", "than", "against", "from", "since", "after", "to", "as"})
_SAID_OF = frozenset(
    {
        "market",
        "share",
        "shares",
        "stock",
        "exports",
        "imports",
        "production",
        "output",
        "revenue",
        "sales",
        "shipments",
        "tariff",
        "tariffs",
    }
)


def find_owner(sentence: Sentence, place: int) -> Candidate | None:
    """Return the possessor right before the number, with at most a few plain words between."""
    nodes = sentence.nodes
    for back in range(place - 1, max(-1, place - 7), -1):
        node = nodes[back]
        if node.entity is not None:
            touching = back == place - 1 and node.entity.label is Label.CHIP
            return from_entity(node.entity, How.POSSESSIVE, back) if touching or is_possessor(nodes, back) else None
        if _ends_owner(node):
            return None
    return None


def _ends_owner(node: Node) -> bool:
    if node.verb or node.word in _HIS:
        return True
    if node.kind is not NodeKind.WORD:
        return node.word not in {"'", "’", "~"}
    return node.word in PHRASE.prepositions and node.word not in _HEDGES


def find_tagged(quantity: Quantity, sentence: Sentence, place: int) -> Candidate | None:
    """Return the chip that a figure right before its name describes: "next to a $10k RTX 6000", "the 80 GB A100"."""
    nodes = sentence.nodes
    if quantity.kind not in (Kind.MONEY, Kind.ABSOLUTE) or not place or nodes[place - 1].word not in _TAGGED:
        return None
    at = place + 1
    if at < len(nodes) and names_maker(nodes, at):
        at += 1
    entity = nodes[at].entity if at < len(nodes) else None
    if entity is None or entity.label is not Label.CHIP or is_memory(entity.canonical):
        return None
    return from_entity(entity, How.BESIDE, at)


def find_bracketed(sentence: Sentence, place: int) -> Candidate | None:
    """Return the name right before the bracket that the number opens: "Microsoft ($3 trillion)"."""
    nodes = sentence.nodes
    if place < 2 or nodes[place - 1].word not in {"(", ":"}:
        return None
    entity = nodes[place - 2].entity
    return from_entity(entity, How.BESIDE, place - 2) if entity is not None else None


def find_gapped(quantity: Quantity, sentence: Sentence, place: int, *, layout: Layout) -> Candidate | None:
    """Return the name of a list's later member, whose verb is left out: "A fell 3%, B 2%", "A at 12 and B at 15"."""
    nodes = sentence.nodes
    at = place - 1
    while at > 0 and place - at <= 3 and nodes[at].word in _LINKS:
        at -= 1
    anaphor = find_anaphor(nodes, at) if at > 0 else None
    if anaphor is not None and (anaphor.order is not None or nodes[at].word == "one"):
        if nodes[at - 2].verb:
            # "The former beats the latter by 60%": an object.
            return None
        paired = resolve(anaphor, layout=layout, offset=nodes[at].start)
        return from_entity(paired, How.BESIDE, at) if paired is not None else None
    entity = nodes[at].entity if at > 0 else None
    if anaphor is not None and anaphor.several is not None:
        # "The GPU has 432 GB, the rack 31 TB".
        chips = replace(anaphor, labels=frozenset({Label.CHIP}))
        entity = resolve(chips, layout=layout, offset=nodes[at].start)
    if entity is None or entity.label not in (Label.CHIP, Label.COMPANY, Label.PLACE):
        return None
    back = at - 1
    while back > 0 and at - back <= 4 and (nodes[back].word in _BEFORE_NAME or names_maker(nodes, back)):
        back -= 1
    aside = back and nodes[back].word == "with" and nodes[back - 1].word == ","
    if nodes[back].word not in {"and", ",", ";", "while"} and not aside:
        return None
    earlier = (node.quantity for node in nodes[max(0, back - 12) : back] if node.quantity is not None)
    kinds = {layout.quantities[index].kind for index in earlier}
    # "Cut 15,000 jobs and Samsung 3,000": what is counted is said once.
    listed = quantity.kind in kinds or (not quantity.unit and Kind.COUNT in kinds)
    return from_entity(entity, How.BESIDE, at) if listed else None


def find_held(sentence: Sentence, place: int) -> Candidate | None:
    """Return the company at which a figure moves: "revenue from China fell 24% at Qualcomm"."""
    nodes = sentence.nodes
    if place + 2 >= len(nodes) or nodes[place + 1].word != "at":
        return None
    entity = nodes[place + 2].entity
    return from_entity(entity, How.BESIDE, place + 2) if entity is not None and entity.label is Label.COMPANY else None


def find_counted(quantity: Quantity, sentence: Sentence, place: int, *, layout: Layout) -> Candidate | None:
    """Return the chip that the quantity itself counts ("100,000 H200 chips"), inside its span or right behind it."""
    inside = [e for e in layout.entities_in(quantity.start, quantity.end) if e.label is Label.CHIP]
    if inside:
        return from_entity(inside[-1], How.BESIDE, place)
    nodes = sentence.nodes
    for ahead in range(place + 1, min(len(nodes), place + 4)):
        node = nodes[ahead]
        if node.entity is not None and not names_maker(nodes, ahead):
            return from_entity(node.entity, How.BESIDE, ahead) if node.entity.label is Label.CHIP else None
        if node.kind is NodeKind.PUNCT or node.verb or node.word in PHRASE.function:
            return None
    return None


def find_named_after(sentence: Sentence, place: int, *, baseline: bool) -> Candidate | None:
    """Return the chip of the phrase after the number: "of the H20", "in v4", "based on X", "applied to X".

    Behind a baseline figure ("versus 206 million at AMD") a company will do, and other figures may stand between.
    """
    nodes = sentence.nodes
    governed = False
    for ahead in range(place + 1, min(len(nodes), place + (14 if baseline else 9))):
        node = nodes[ahead]
        if node.entity is not None and not names_maker(nodes, ahead):
            if baseline and is_memory(node.entity.canonical):
                continue
            fitting = node.entity.label is Label.CHIP or (baseline and node.entity.label is Label.COMPANY)
            return from_entity(node.entity, How.BESIDE, ahead) if governed and fitting else None
        if _ends_phrase(node, baseline=baseline) and not (governed and node.word == "from"):
            return None
        governed = governed or node.word in PHRASE.prepositions
    return None


def _ends_phrase(node: Node, *, baseline: bool) -> bool:
    if node.verb:
        return node.word not in _PARTICIPLES
    if node.kind is NodeKind.NUMBER:
        return not baseline
    if node.kind is NodeKind.PUNCT:
        return node.word not in {"“", '"', "-", "/"}
    if node.kind is NodeKind.NAME:
        return False
    if node.word in _NOT_OF and node.word != "to":
        return True
    return node.word in PHRASE.conjunctions and not baseline


def find_kind_after(quantity: Quantity, sentence: Sentence, place: int) -> Candidate | None:
    """Return the unnamed chips that the figure is for, in the text's words: "400 GB/s for China-bound chips"."""
    nodes = sentence.nodes
    if (
        place + 2 >= len(nodes)
        or nodes[place + 1].word not in {"for", "in", "on"}
        or quantity.kind is not Kind.ABSOLUTE
    ):
        return None
    for ahead in range(place + 2, min(len(nodes), place + 7)):
        node = nodes[ahead]
        if node.verb or (node.kind is NodeKind.WORD and node.word in PHRASE.function) or node.word in {",", ".", ";"}:
            return None
        if Label.CHIP in ANAPHOR_NOUNS.get(node.word, frozenset()) and node.word.endswith("s"):
            if ahead == place + 2:
                return None
            words = [n.word for n in nodes[place + 2 : ahead + 1] if n.kind is not NodeKind.PUNCT]
            return Candidate(name=" ".join(words), entity_id=None, label=None, how=How.PHRASE, place=ahead)
    return None


def find_modifier(sentence: Sentence, first: int, place: int) -> Candidate | None:
    """Return the name that modifies what is measured: "bring the US market share from 2% to 10%"."""
    nodes = sentence.nodes
    for back in range(place - 1, max(first, place - _FARTHEST), -1):
        if nodes[back].word in _SAID_OF:
            entity = nodes[back - 1].entity
            if entity is None and nodes[back - 1].word in _SAID_OF and back >= 2:
                entity = nodes[back - 2].entity
            if entity is not None:
                return from_entity(entity, How.NEAR, back - 1)
    return None


def is_baseline_place(sentence: Sentence, place: int) -> bool:
    """Tell whether the number stands in a comparison's second half or behind "from", "above" or a ratio."""
    if sentence.clause_at(place).kind is ClauseKind.COMPARISON:
        return True
    nodes = sentence.nodes
    ratio = place - 3 if place >= 3 and nodes[place - 2].word == "of" else place - 2
    if ratio >= 0 and nodes[place - 1].word == "the" and nodes[ratio].kind is NodeKind.NUMBER:
        # "Six times the 2,368 TPP of the H20", "half of the 700 W of the H100": a ratio stands before the article.
        return True
    while True:
        before = [node.word for node in nodes[max(0, place - 3) : place]]
        if not _BASELINE.isdisjoint(before):
            return True
        # "up from 40 GB and nearly 2 TB/s": the second figure is a baseline as the first is.
        earlier = next((i for i in range(place - 1, max(-1, place - 8), -1) if nodes[i].kind is NodeKind.NUMBER), None)
        if earlier is None or "and" not in before or any(n.verb or n.word == "," for n in nodes[earlier:place]):
            return False
        place = earlier
