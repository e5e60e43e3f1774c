"""Runs the quantity extractor over NewsQuant-style inputs and writes predictions for its scorer.

    python score_newsquant.py --newsquant FILE --emit-inputs | python benchmarks/newsquant.py > pred.jsonl

NewsQuant counts things that Chipwire leaves out on purpose ("one of the best cars", "the two sides", 16-bit, 5G) and
names a few units in its own way; these conventions live here, not in the extractor.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from nlp.pipeline import load_pipeline
from nlp.quantities.nouns import find_noun, phrase
from nlp.quantities.numeral import Style
from nlp.quantities.reading import Doubt, Move, Reading
from nlp.quantities.scan import find_pieces, list_sentences, read
from nlp.quantities.tokens import Token, low_at
from nlp.quantities.tree import Trees
from nlp.quantities.wordnear import near_concept
from nlp.quantities.wordsubject import subject_of
from nlp.records import Bound, Change, Kind
from nlp.text.syntax import parse_sentences

KEPT = {None, Doubt.DETERMINER, Doubt.ANAPHOR, Doubt.PARTITIVE, Doubt.FORMAT, Doubt.GENERATION}
BOUNDS = {
    Bound.EXACT: "=", Bound.ABOUT: "~", Bound.LESS: "<", Bound.AT_MOST: "<", Bound.MORE: ">", Bound.AT_LEAST: ">",
}  # fmt: skip
MOVES = {Change.INCREASE: "up", Change.DECREASE: "down"}
STOP = frozenset(
    re.findall(
        r"\w+",
        "a an the of in on at to for from by with and or as than that this these those its it his her their our your "
        "my is are was were be been being total he she they we i you him them who which what there per into over under "
        "about around up down had has have",
    )
)
MANGLED = {"PS": "£", "Y=": "¥"}
"""NewsQuant's spellings of the signs before a number that its sources lost."""


def _left_out(tokens: Sequence[Token], reading: Reading) -> bool:
    """Ranks, "doubling", and "one" that stands for a noun or for one of several."""
    if reading.kind is Kind.RANK or (
        reading.move is Move.VERB and reading.symbol == "x" and "fold" not in tokens[reading.first].low
    ):
        return True
    after = low_at(tokens, reading.numeral.last)
    if reading.doubt is Doubt.DETERMINER and reading.noun is None:
        return after != "of" or low_at(tokens, reading.numeral.last + 1) not in (
            "the",
            "his",
            "her",
            "its",
            "their",
            "our",
            "my",
        )
    return False


def unit_of(tokens: Sequence[Token], reading: Reading) -> str:
    """The unit as NewsQuant writes it."""
    if reading.doubt is Doubt.GENERATION:
        return "generation wireless"
    if reading.symbol == "times" or reading.symbol == "x":
        if reading.numeral.style is Style.FRACTION:
            return "% -"
        return reading.name.replace("multiple", "count").replace("time", "count")
    if reading.doubt is Doubt.PARTITIVE and reading.noun is None:
        at = reading.numeral.last + 1
        while low_at(tokens, at) in STOP | {"most"}:
            at += 1
        noun = find_noun(tokens, at, amount=2.0)
        return phrase(tokens, noun) if noun is not None else "-"
    return reading.name or "-"


def value_of(reading: Reading) -> float | list[float]:
    """The value, a pair for a range or a vague magnitude."""
    if reading.value is None:
        return [reading.low or 0.0, reading.high or 0.0]
    return reading.value if reading.high is None else [reading.value, reading.high]


def bound_of(tokens: Sequence[Token], reading: Reading) -> str:
    """One sign for bound and change; an average counts as approximate, a generation is exact."""
    if low_at(tokens, reading.first - 1) in ("averaged", "averages", "averaging"):
        return "~"
    if reading.doubt is Doubt.GENERATION:
        return "="
    bound = BOUNDS[reading.bound]
    if reading.value is None:
        return "="
    if bound == "=" and reading.move is Move.VERB and reading.kind is not Kind.RATIO and reading.change is not None:
        return MOVES[reading.change]
    return bound


def concept_of(tokens: Sequence[Token], reading: Reading) -> list[str]:
    """The content words of what the figure qualifies and of the subject; for a count the counted noun is its unit."""
    if reading.doubt in (Doubt.DETERMINER, Doubt.PARTITIVE):
        return ["-"]
    if reading.parsed:
        text = f"{reading.near} {reading.subject}"
    else:
        near, subject = near_concept(tokens, reading), subject_of(tokens, reading)
        text = f"{near} {subject}" if near or reading.kind is Kind.COUNT else subject or reading.concept
    words = [word for word in text.replace(",", " ").split() if word.lower() not in STOP]
    return list(dict.fromkeys(words)) or ["-"]


@cache
def _pipeline() -> Language:
    return load_pipeline()


def parse(text: str) -> Doc:
    """The text with its sentences, parsed as `annotate` has them parsed; names are not looked for."""
    nlp = _pipeline()
    doc = nlp.get_pipe("chipwire_sentences")(nlp.make_doc(text))
    stated = {sentence.start for sentence in list_sentences(doc, find_pieces(doc))}
    return parse_sentences(doc, lambda sentence: sentence.start in stated, nlp=nlp)


def predict(text: str) -> Iterator[dict[str, object]]:
    """The predictions for one sentence."""
    for mangled, sign in MANGLED.items():
        text = re.sub(rf"\b{mangled}(?=[0-9])", sign, text)
    for tokens, readings in read(text, trees=Trees(parse(text))):
        skipped: set[int] = set()
        for reading in readings:
            if reading.doubt not in KEPT or _left_out(tokens, reading) or id(reading) in skipped:
                continue
            value, bound = value_of(reading), bound_of(tokens, reading)
            other = reading.pair
            if other is not None and other.first > reading.first and other.doubt is None:
                skipped.add(id(other))
                value = [reading.value or 0.0, other.value or 0.0]
                bound = "up" if value[1] > value[0] else "down"
            named = other if other is not None and other.per else reading
            yield {
                "value": value,
                "unit": unit_of(tokens, named),
                "bound": bound,
                "concept": concept_of(tokens, reading),
                "surface": text[tokens[reading.first].start : tokens[reading.last - 1].end],
            }


def main() -> None:
    for line in sys.stdin:
        item = json.loads(line)
        sys.stdout.write(json.dumps({"id": item["id"], "quantities": list(predict(item["text"]))}) + "\n")


if __name__ == "__main__":
    main()
