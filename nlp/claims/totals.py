"""Figures of several pieces of hardware at once: "400,000 H200s would add up to 6.3 billion TPP"."""

from __future__ import annotations

from itertools import pairwise

from nlp.claims.candidate import ELSEWHERE, Candidate, How
from nlp.claims.clausesubject import chain_start
from nlp.claims.counted import Counted, find_counted_before, find_pieces_before
from nlp.claims.layout import Layout, Sentence
from nlp.claims.metric import is_of_piece
from nlp.claims.node import NodeKind
from nlp.claims.pieces import can_be_share, exceeds_piece, exceeds_usual
from nlp.claims.words import HARDWARE, VERBS
from nlp.records import Kind, Label, Quantity

# How far behind a figure words may say whose it is.
_BEHIND = 5
# "Eight H200s with 141 GB", "that have 141 GB": of each.
_DESCRIBING = frozenset({"with", "at", "of", "having", "featuring", "offering", "carrying", "packing", "which", "that"})
_JOINING = frozenset({"and", "or", ",", "for"})
# Before "the server": what is in it or goes there, not the server itself, has the figure.
_PLACING = frozenset({"in", "inside", "for", "to", "into", "on", "from", "by", "per", "within", "at"})
_MADE_OF = frozenset({"of", "with", "using", "containing", "from", "holding"})
_WHOLES = HARDWARE.collectives | HARDWARE.systems


def is_total(
    quantity: Quantity, metric: str, sentence: Sentence, place: int | None, *, subject: Candidate, layout: Layout
) -> bool:
    """Tell whether a figure of a chip is that of several pieces of it: by the words, or as none alone can have it."""
    if subject.label is not Label.CHIP or not _adds_up(quantity, metric):
        return False
    if exceeds_piece(quantity, subject.entity_id):
        return True
    if place is None or subject.how is How.PAIRED or _is_behind(subject, place) or _is_each_behind(sentence, place):
        return False
    first = chain_start(sentence, sentence.clause_at(place))
    return (
        _is_of_counted(quantity, sentence, first, place, subject=subject, layout=layout)
        or (exceeds_usual(quantity, subject.entity_id) and _is_of_collective(sentence, first, place, subject=subject))
        or (_is_put_together(sentence, first, place) and _is_plural(sentence, subject))
    )


def _adds_up(quantity: Quantity, metric: str) -> bool:
    """Tell whether a figure is a level of what each piece has for itself; "$7,500 per chip" is of each by its unit."""
    if quantity.kind is Kind.MONEY:
        return is_of_piece(metric) and "/" not in quantity.base_unit
    return is_of_piece(metric) and quantity.kind is Kind.ABSOLUTE


def _is_behind(subject: Candidate, place: int) -> bool:
    """Tell whether the name stands behind the figure: "the 700 W of one H200"."""
    return subject.how not in ELSEWHERE and subject.place > place


def _is_each_behind(sentence: Sentence, place: int) -> bool:
    """Tell whether the words behind a figure say that it is of each piece: "141 GB each", "$7,500 a chip"."""
    words: list[str] = []
    for node in sentence.nodes[place + 1 : place + 1 + _BEHIND]:
        if node.kind is NodeKind.NUMBER or node.verb or node.word in {",", ";", "and"}:
            break
        words.append(node.word)
    apiece = any(one in {"a", "an"} and other in HARDWARE.pieces for one, other in pairwise(words))
    return apiece or not HARDWARE.each.isdisjoint(words)


def _is_of_counted(
    quantity: Quantity, sentence: Sentence, first: int, place: int, *, subject: Candidate, layout: Layout
) -> bool:
    """Tell whether pieces of the subject are counted before the figure, and it is of all of them."""
    counted = find_counted_before(sentence, first, place, layout=layout)
    if counted is None and exceeds_usual(quantity, subject.entity_id):
        # "An H20 server with 16 chips": which they are need not be said twice.
        counted = find_pieces_before(sentence, first, place, layout=layout)
    if counted is None or counted.pieces <= 1 or (counted.chip is not None and counted.chip.name != subject.name):
        return False
    if subject.how not in ELSEWHERE and counted.last < subject.place < place:
        # "Bought eight H200s and says the chip has 141 GB".
        return False
    if not can_be_share(quantity, counted.pieces, subject.entity_id) or _says_each(sentence, counted, place):
        return False
    return _is_put_together(sentence, first, place) or _governs(sentence, counted, place)


def _says_each(sentence: Sentence, counted: Counted, place: int) -> bool:
    """Tell whether a word says so before the figure: "each of the 72 GPUs has", "eight H200s, each with"."""
    words = sentence.words
    before = words[max(0, counted.first - 3) : counted.first]
    return not HARDWARE.each.isdisjoint([*before, *words[counted.last : place]])


def _governs(sentence: Sentence, counted: Counted, place: int) -> bool:
    """Tell whether the counted pieces have the figure: they do something, or it is set beside the count."""
    nodes = sentence.nodes
    joined = False
    for back in range(place - 1, counted.last - 1, -1):
        node = nodes[back]
        if node.word in _DESCRIBING and nodes[back - 1].word not in HARDWARE.collectives:
            return False
        # "Eight H200s offer": behind a number, a word that may be a noun is not marked as a verb.
        if node.verb or node.word in VERBS.finite:
            return True
        joined = joined or node.word in _JOINING
    return joined


def _is_of_collective(sentence: Sentence, first: int, place: int, *, subject: Candidate) -> bool:
    """Tell whether the clause is about a cluster, a batch or the like of the subject, or of what was talked about."""
    own = sentence.clause_at(place)
    if own.verb is not None and first < own.first < own.verb < place:
        # "The H20 sells for $12,000, and an eight-card server costs $130,000": the clause has a subject of its own.
        first = own.first
    nodes = sentence.nodes
    verb = next((i for i in range(first, place) if nodes[i].verb), place)
    head = next((i for i in range(first, verb) if _is_collective(sentence, i)), None)
    if head is None or not _PLACING.isdisjoint(sentence.words[max(first, head - 3) : head]):
        return False
    if sentence.words[head + 1] in {"'s", "’s"}:
        return False
    if subject.how in ELSEWHERE or subject.place == head or subject.place < first:
        return True
    if subject.place > head:
        return subject.place < verb and not _MADE_OF.isdisjoint(sentence.words[head + 1 : subject.place])
    return all(node.kind is NodeKind.WORD for node in nodes[subject.place + 1 : head])


def _is_collective(sentence: Sentence, place: int) -> bool:
    words = sentence.words
    return words[place] in _WHOLES or " ".join(words[place : place + 2]) in _WHOLES


def _is_put_together(sentence: Sentence, first: int, place: int) -> bool:
    words = sentence.words
    shown = f" {' '.join([*words[first:place], *words[place + 1 : place + 1 + _BEHIND]])} "
    return any(f" {phrase} " in shown for phrase in HARDWARE.together)


def _is_plural(sentence: Sentence, subject: Candidate) -> bool:
    """Tell whether several pieces are named: "the H200s", "H200 chips", "they", "the H100 and the H200"."""
    if subject.how in ELSEWHERE or not 0 <= subject.place < len(sentence.nodes):
        return False
    nodes, place = sentence.nodes, subject.place
    node = nodes[place]
    if node.entity is None:
        return node.word in {"they", "their", "them"} or _is_of_several(node.word)
    if node.word.endswith("s") and not subject.name.lower().endswith("s"):
        return True
    behind = sentence.words[place + 1 : place + 2]
    return any(_is_of_several(word) for word in behind) or _is_joined(sentence, place)


def _is_of_several(word: str) -> bool:
    return word in HARDWARE.pieces and word.endswith("s")


def _is_joined(sentence: Sentence, place: int) -> bool:
    """Tell whether "and" joins the name to another chip's."""
    around = range(max(0, place - 3), min(len(sentence.nodes), place + 4))
    others = [i for i in around if i != place and sentence.nodes[i].entity is not None]
    return any("and" in sentence.words[min(i, place) : max(i, place)] for i in others)
