"""Products that a sentence works out: "$27,000 times 400,000 is $10.8 billion", "500 racks at $3 million each"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nlp.claims.layout import Sentence
from nlp.claims.metric import is_of_piece
from nlp.claims.node import Node, NodeKind
from nlp.claims.said import Told
from nlp.claims.words import HARDWARE
from nlp.records import Kind, Quantity

_TIMES = frozenset({"times", "x", "×", "*"})
_GIVES = frozenset(
    {"=", "≈", "is", "are", "was", "equals", "equal", "gives", "give", "makes", "make", "making", "comes", "come",
     "yields", "yield", "means", "totals", "total", "totaling", "totalling", "or", "brings", "bring", "works"}
)  # fmt: skip
# How many words may stand between the factors and what they come to, and between a count and its "at $30 each".
_FARTHEST, _NEAR = 8, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """Two factors and what they come to, None where that is not told; indexes of the text's quantities.

    `priced` says that pieces are counted and priced ("500 racks at $3 million each"): its factors are facts by
    themselves, which those of a bare "384 times 780" are not.
    """

    factors: tuple[int, int]
    result: int | None
    priced: bool

    def repeats(self, quantity: Quantity, index: int) -> bool:
        """Tell whether a figure is a bare number that is only worked with: "times 400,000"."""
        return index in self.factors and not self.priced and not quantity.unit


def find_products(sentence: Sentence, quantities: Sequence[Quantity]) -> dict[int, Product]:
    """Return the products of a sentence by each of their figures."""
    found: dict[int, Product] = {}
    nodes = sentence.nodes
    for index, place in sentence.places.items():
        priced = False
        at = _read_factor(nodes, place)
        if at is None:
            at, priced = _read_priced(nodes, place, quantities), True
        second = nodes[at].quantity if at is not None else None
        if at is None or second is None:
            continue
        product = Product(factors=(index, second), result=_find_result(nodes, at), priced=priced)
        if priced and product.result is None:
            continue
        for figure in (*product.factors, product.result):
            if figure is not None:
                found.setdefault(figure, product)
    return found


def name_product(product: Product, index: int, metric: str, *, told: Told | None) -> str:
    """Return what a figure of a product measures: a factor what it did before, the result that of all pieces."""
    if index in product.factors:
        return told.metric if told is not None else metric
    if index != product.result:
        return metric
    before = told.metric if told is not None else metric
    return f"combined {before}" if is_of_piece(before) else metric


def _read_factor(nodes: Sequence[Node], place: int) -> int | None:
    """The node of the second factor: "384 times 780", "8 multiplied by 700 watts"."""
    words = [node.word for node in nodes[place + 1 : place + 3]]
    at = place + 2 if words[:1] and words[0] in _TIMES else place + 3 if words == ["multiplied", "by"] else len(nodes)
    return at if at < len(nodes) and nodes[at].kind is NodeKind.NUMBER else None


def _read_priced(nodes: Sequence[Node], place: int, quantities: Sequence[Quantity]) -> int | None:
    """The node of the price where pieces are counted and priced: "12,000 B200s at $35,000 apiece"."""
    index = nodes[place].quantity
    if index is None or quantities[index].kind is not Kind.COUNT:
        return None
    for at in range(place + 1, min(len(nodes) - 2, place + 1 + _NEAR)):
        if nodes[at].word == "at":
            price = nodes[at + 1].quantity
            apiece = nodes[at + 2].word in HARDWARE.each | {"a", "an"}
            money = price is not None and quantities[price].kind is Kind.MONEY
            return at + 1 if money and apiece else None
        if nodes[at].kind not in (NodeKind.NAME, NodeKind.WORD) or nodes[at].verb:
            return None
    return None


def _find_result(nodes: Sequence[Node], place: int) -> int | None:
    """What the factors come to: the next figure, behind a word that says so."""
    told = False
    for node in nodes[place + 1 : place + 2 + _FARTHEST]:
        if node.kind is NodeKind.NUMBER:
            return node.quantity if told else None
        if node.word in {";", "while", "but", "which"}:
            return None
        told = told or node.word in _GIVES
    return None
