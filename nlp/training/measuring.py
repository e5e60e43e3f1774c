"""How well a tagger finds the spans of examples, label by label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from nlp.entities.decoding import Found
from nlp.records import Label
from nlp.training.examples import Example, read_certain


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Precision, recall and F1 of exact spans with their label; `gold` is how many there are."""

    precision: float
    recall: float
    f1: float
    gold: int


def measure(
    tag: Callable[[Sequence[Sequence[str]]], Iterable[Sequence[Found]]], examples: Sequence[Example]
) -> dict[Label, Figures]:
    """Give the figures of each label; where an example leaves a word's label open nothing is counted."""
    right: Counter[Label] = Counter()
    found: Counter[Label] = Counter()
    gold: Counter[Label] = Counter()
    for example, spans in zip(examples, tag([example.words for example in examples]), strict=True):
        wanted = {(span.first, span.end, span.labels[0]) for span in read_certain(example)}
        open_words = {i for i, bits in enumerate(example.allowed) if bits.bit_count() > 1}
        for one in spans:
            if open_words.isdisjoint(range(one.first, one.end)):
                found[one.label] += 1
                right[one.label] += (one.first, one.end, one.label) in wanted
        gold.update(label for _, _, label in wanted if label is not None)
    return {label: _figure(right[label], found[label], gold[label]) for label in Label}


def _figure(right: int, found: int, gold: int) -> Figures:
    precision = right / found if found else 0.0
    recall = right / gold if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return Figures(precision=precision, recall=recall, f1=f1, gold=gold)


def write_table(figures: dict[Label, Figures]) -> str:
    """Give the figures as a table in Markdown."""
    rows = [
        f"| {label} | {one.precision:.3f} | {one.recall:.3f} | {one.f1:.3f} | {one.gold} |"
        for label, one in figures.items()
        if one.gold
    ]
    return "\n".join(["| label | precision | recall | F1 | spans |", "|---|---|---|---|---|", *rows])
