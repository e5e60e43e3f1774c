"""From a text to its quantities, sentence by sentence."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from nlp.quantities.bounds import bound_around, bound_before, bound_behind
from nlp.quantities.change import find_change
from nlp.quantities.concept import find_concept
from nlp.quantities.conversion import factor, to_base
from nlp.quantities.factors import FACTORS, ORDINALS, read_factor, read_rank
from nlp.quantities.guards import doubt
from nlp.quantities.measures import read_measure
from nlp.quantities.numerals import STARTERS
from nlp.quantities.parsed import Parsed
from nlp.quantities.ranges import join_figures
from nlp.quantities.reading import Doubt, Move, Reading
from nlp.quantities.sharing import share_hedge
from nlp.quantities.tokens import HYPHENS, Shape, Token, has_number, low_at, tokenise
from nlp.quantities.tree import Trees
from nlp.records import Bound, Change, Kind, Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.tokens import Span as SpacySpan

LONGEST = 2000
"""Longer sentences are read in pieces, so that no text costs more than linear time."""
BLANK = re.compile(r"\s")
WORDS = STARTERS | frozenset(FACTORS) | frozenset(ORDINALS) | {"no", "number"}
"""Words that may begin a number."""
SURE = (Doubt.NAME, Doubt.DATE, Doubt.TIME, Doubt.LABEL, Doubt.SCORE, Doubt.NOTE)
OVER = frozenset(
    ("by", "for", "than", "after", "is", "was", "of", "took", "take", "takes", "lasted", "with", "a", "well", "just")
)
Span = tuple[int, int]
_END = attrgetter("end")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of text with its tokens and what was read at its numbers, not yet told what each is of."""

    tokens: list[Token]
    readings: list[Reading]


def find_quantities(doc: Doc) -> list[Quantity]:
    """The quantities of `doc` in order of start; numbers inside its entities are none.

    Where a sentence is parsed, its parse says what its figures are of; elsewhere rules on words do.
    """
    return tell_quantities(doc, find_pieces(doc))


def find_pieces(doc: Doc) -> list[Piece]:
    """The stretches of `doc` that hold a number, for `tell_quantities`; the sentences may be parsed in between."""
    bounded = doc.has_annotation("SENT_START")
    sentences = [(sent.start_char, sent.end_char) for sent in doc.sents] if bounded else [(0, len(doc.text))]
    taken = [(ent.start_char, ent.end_char) for ent in doc.ents]
    return list(_read_pieces(doc.text, sentences=sentences, taken=taken))


def list_sentences(doc: Doc, pieces: Sequence[Piece]) -> list[SpacySpan]:
    """The sentences of `doc` that state a quantity: those that are worth a parse."""
    starts = sorted(
        piece.tokens[reading.numeral.first].start
        for piece in pieces
        for reading in piece.readings
        if reading.doubt is None
    )
    if not starts:
        return []
    return [
        sentence
        for sentence in doc.sents
        if bisect_left(starts, sentence.start_char) < bisect_left(starts, sentence.end_char)
    ]


def tell_quantities(doc: Doc, pieces: Iterable[Piece]) -> list[Quantity]:
    """The quantities of these pieces of `doc`, each with its bound, change and concept."""
    return _tell(doc.text, pieces, trees=Trees(doc))


def scan(text: str, *, taken: Sequence[Span] = ()) -> list[Quantity]:
    """The quantities of `text`, read as one sentence by rules on words alone; numbers in the spans `taken` are none."""
    return _tell(text, _read_pieces(text, sentences=[(0, len(text))], taken=taken), trees=None)


def read(text: str, *, trees: Trees | None = None) -> Iterator[tuple[list[Token], list[Reading]]]:
    """For each piece of a text of one sentence its tokens and its readings, doubtful ones included."""
    for piece in _read_pieces(text, sentences=[(0, len(text))]):
        _complete_all(piece, trees)
        yield piece.tokens, piece.readings


def _tell(text: str, pieces: Iterable[Piece], *, trees: Trees | None) -> list[Quantity]:
    found: list[Quantity] = []
    yen = _is_chinese(text)
    for piece in pieces:
        _complete_all(piece, trees)
        found.extend(
            _quantity(text, piece.tokens, reading, chinese=yen) for reading in piece.readings if reading.doubt is None
        )
    return found


CHINESE = re.compile(r"\b(?:yuan|renminbi|RMB|CNY)\b")


def _is_chinese(text: str) -> bool:
    """Whether "¥" means yuan in this text."""
    return "¥" in text and CHINESE.search(text) is not None and re.search(r"\byen\b|\bJPY\b", text) is None


def _read_pieces(text: str, *, sentences: Iterable[Span], taken: Sequence[Span] = ()) -> Iterator[Piece]:
    spans = sorted(taken)
    starts = [start for start, _ in spans]
    for begin, stop in sentences:
        for start, end in _pieces(text, begin, stop):
            if has_number(text, start, end):
                tokens = tokenise(text, start, end)
                yield Piece(tokens=tokens, readings=_read_tokens(tokens, _taken(tokens, spans, starts)))


def _pieces(text: str, begin: int, stop: int) -> Iterator[Span]:
    while stop - begin > LONGEST:
        cut = begin + LONGEST
        for blank in BLANK.finditer(text, begin + LONGEST // 2, begin + LONGEST):
            cut = blank.end()
        yield begin, cut
        begin = cut
    yield begin, stop


def _taken(tokens: Sequence[Token], spans: Sequence[Span], starts: Sequence[int]) -> list[bool]:
    """For each token whether it lies in one of the spans."""
    flags = [False] * len(tokens)
    if not spans or not tokens:
        return flags
    at = 0
    for first, last in spans[max(0, bisect_left(starts, tokens[0].start) - 1) : bisect_left(starts, tokens[-1].end)]:
        at = bisect_right(tokens, first, lo=at, key=_END)
        while at < len(tokens) and tokens[at].start < last:
            flags[at] = True
            at += 1
    return flags


def _read_tokens(tokens: list[Token], taken: list[bool]) -> list[Reading]:
    readings: list[Reading] = []
    position = 0
    while position < len(tokens):
        reading = _read_at(tokens, position)
        if reading is None:
            position += 1
            continue
        if readings and reading.first < readings[-1].last:
            reading.first = max(readings[-1].last, reading.numeral.first)
        reading.doubt = doubt(tokens, reading, taken=taken, before=readings[-1] if readings else None)
        if reading.doubt is not None:
            reading.last = reading.numeral.last
        readings.append(reading)
        position = max(reading.last, position + 1)
    return join_figures(tokens, readings)


def _complete_all(piece: Piece, trees: Trees | None) -> None:
    tokens, readings = piece.tokens, piece.readings
    floor = 0
    parsed = Parsed(trees, tokens, readings) if trees is not None else None
    for index, reading in enumerate(readings):
        _complete(tokens, reading, floor=floor, before=readings[index - 1] if index else None, parsed=parsed)
        if index:
            share_hedge(tokens, readings[index - 1], reading)
        floor = reading.last


def _read_at(tokens: Sequence[Token], position: int) -> Reading | None:
    token = tokens[position]
    if token.shape is Shape.NUMBER:
        return read_measure(tokens, position)
    if token.shape is Shape.WORD and token.low in WORDS:
        return read_factor(tokens, position) or read_rank(tokens, position) or read_measure(tokens, position)
    return None


def _complete(
    tokens: Sequence[Token], reading: Reading, *, floor: int, before: Reading | None, parsed: Parsed | None
) -> None:
    """Add bound, change and concept."""
    if reading.doubt in SURE:
        return
    _bind(tokens, reading, floor=floor)
    if reading.kind is Kind.PERCENT and reading.value is not None and reading.value < 0:
        reading.change, reading.move = Change.DECREASE, Move.VERB
    if reading.change is None:
        change = find_change(tokens, reading)
        if change is not None:
            reading.change, reading.move = change
        elif before is not None and _goes_on(tokens, before, reading):
            reading.change, reading.move = before.change, before.move
    if parsed is not None:
        parsed.tell(reading)
    reading.concept = find_concept(tokens, reading, before=before)
    if reading.pair is not None:
        _pair(reading, reading.pair)


def _goes_on(tokens: Sequence[Token], before: Reading, reading: Reading) -> bool:
    """Whether a list of moves goes on: "rose 3%, 5% and 8%"."""
    gap = [token.low for token in tokens[before.last : reading.first]]
    listed = gap in (["and"], [","], [",", "and"]) and reading.kind is Kind.PERCENT
    return listed and before.symbol == reading.symbol and before.move is Move.VERB


def _bind(tokens: Sequence[Token], reading: Reading, *, floor: int) -> None:
    """Set the bound; nothing before token `floor`, where the figure before ends, counts."""
    start = reading.begin
    hedge = bound_before(tokens, start) or (bound_before(tokens, reading.first) if start != reading.first else None)
    if (
        hedge is not None
        and reading.kind is Kind.DURATION
        and hedge[1] == "over"
        and low_at(tokens, hedge[2] - 1) not in OVER
    ):
        hedge = None  # "spent $5 billion over five years"
    if hedge is not None and hedge[2] >= floor - 1:
        reading.bound, reading.cue, reading.outer = hedge
    elif low_at(tokens, reading.numeral.last) == "+" or _plus(tokens, reading.numeral.last):
        reading.bound, reading.cue = Bound.AT_LEAST, "+"
    else:
        further = None if reading.kind is Kind.RANK else bound_around(tokens, start)
        behind = bound_behind(tokens, reading.last) or further
        if behind is not None:
            reading.bound, reading.cue = behind[0], behind[1]
    if reading.value is None and reading.bound is Bound.EXACT:
        reading.bound = Bound.ABOUT


def _plus(tokens: Sequence[Token], index: int) -> bool:
    """Whether "-plus" stands here."""
    return low_at(tokens, index) in HYPHENS and low_at(tokens, index + 1) == "plus"


def _pair(reading: Reading, other: Reading) -> None:
    """Both ends of a move: the later figure carries its direction."""
    if reading.value is None or other.value is None or other.first > reading.first:
        return
    reading.change = Change.INCREASE if reading.value > other.value else Change.DECREASE
    reading.move = Move.LEVEL
    other.change, other.move = None, None


def _quantity(text: str, tokens: Sequence[Token], reading: Reading, *, chinese: bool) -> Quantity:
    start, end = tokens[reading.first].start, tokens[reading.last - 1].end
    unit = reading.unit
    symbol, name = reading.symbol, reading.name
    base_unit = ""
    base_value = base_high = None
    high = reading.high if reading.value is not None else None
    if chinese and symbol == "JPY" and "¥" in text[start:end]:
        symbol, name = "CNY", name.replace("japanese yen", "chinese yuan")
    if unit is not None:
        base_value, base_high, base_unit = to_base(reading.value, unit), to_base(high, unit), factor(unit)[2]
        base_unit = "CNY" if symbol == "CNY" else base_unit
    elif reading.kind in (Kind.COUNT, Kind.RANK, Kind.ABSOLUTE):
        base_value, base_high, base_unit = reading.value, high, name
    if unit is not None and reading.per and unit.kind is Kind.MONEY:
        base_unit = f"{base_unit}/{reading.per}"
    return Quantity(
        start=start, end=end, text=text[start:end], value=reading.value, high=high, unit=symbol, unit_name=name,
        kind=reading.kind,
        bound=reading.bound, change=reading.change, concept=reading.concept, base_value=base_value, base_high=base_high,
        base_unit=base_unit,
    )  # fmt: skip
