"""What a number measures: a canonical name from metrics.toml, or the text's own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nlp.claims.clauses import Clause, ClauseKind
from nlp.claims.layout import Sentence
from nlp.claims.node import NodeKind
from nlp.claims.words import COMPARE, HARDWARE, PHRASE, load_table, read_words
from nlp.errors import DataFileError
from nlp.records import Kind, Label, Quantity

# How many nodes before and after a number a cue may lie, and what crossing a clause's edge costs.
_BEFORE, _AFTER, _EDGE = 14, 9, 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A metric's name and whether a cue word or only the unit or kind told it."""

    name: str
    cued: bool
    known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    name: str
    cues: tuple[tuple[str, ...], ...]
    units: frozenset[str]
    kinds: frozenset[Kind]
    measures: frozenset[str]
    weak: bool
    piece: bool

    def takes(self, quantity: Quantity) -> bool:
        """Tell whether the number can be this metric's: a rate in bytes per second is no capacity."""
        if quantity.kind not in self.kinds:
            return False
        free = not self.measures or quantity.kind is not Kind.ABSOLUTE or not quantity.base_unit
        return free or quantity.base_unit in self.measures


def _load_rows() -> tuple[_Row, ...]:
    table = load_table("metrics.toml")
    entries = table.get("metric")
    if not isinstance(entries, list) or not entries:
        raise DataFileError("nlp/claims/metrics.toml: no [[metric]]")
    rows = []
    for entry in entries:
        name = entry.get("name")
        if not isinstance(name, str) or not name:
            raise DataFileError(f"nlp/claims/metrics.toml: a [[metric]] without a name: {entry}")
        cues = read_words(entry, "cues", name=f"metrics.toml, {name}") if "cues" in entry else ()
        try:
            kinds = frozenset(Kind(kind) for kind in entry.get("kinds", list(Kind)))
        except ValueError as err:
            raise DataFileError(f"nlp/claims/metrics.toml, {name}: {err}") from err
        rows.append(
            _Row(
                name=name,
                cues=tuple(tuple(cue.split()) for cue in cues),
                units=frozenset(unit.lower() for unit in entry.get("units", ())),
                kinds=kinds,
                measures=frozenset(entry.get("measures", ())),
                weak=entry.get("weak") is True,
                piece=entry.get("piece") is True,
            )
        )
    return tuple(rows)


def _load_shares() -> dict[str, str]:
    shares = load_table("metrics.toml").get("share_of")
    if not isinstance(shares, dict) or not all(isinstance(name, str) for name in shares.values()):
        raise DataFileError("nlp/claims/metrics.toml: [share_of] must give each noun a metric")
    return dict(shares)


_ROWS = _load_rows()
_OF_PIECE = frozenset(row.name for row in _ROWS if row.piece)
_SHARES = _load_shares()
_BY_FIRST: dict[str, list[tuple[tuple[str, ...], int]]] = {}
for _number, _row in enumerate(_ROWS):
    for _cue in _row.cues:
        _BY_FIRST.setdefault(_cue[0], []).append((_cue, _number))
for _cues in _BY_FIRST.values():
    _cues.sort(key=lambda pair: (-len(pair[0]), pair[1]))
_CUE_WORDS = frozenset(word for row in _ROWS for cue in row.cues for word in cue)
_BY_UNIT = {unit: number for number, row in reversed(tuple(enumerate(_ROWS))) for unit in row.units}
_SURE_UNITS = frozenset(
    {"tpp", "nm", "gb", "tb", "tops", "mhz", "ghz", "gt/s", "transistors", "tflops", "pflops", "eflops"}
)
_BY_KIND = {Kind.RANK: "rank", Kind.DURATION: "length of time", Kind.MONEY: "amount", Kind.RATIO: "ratio"}
# What a figure measures that no word of the text names.
_UNNAMED = "number"
_PRICE, _SHARE_PRICE = "price", "share price"
# What an amount is taken for by a word that may belong to another one.
_LOOSE = frozenset({None, "order value"})
_MOVE_ONLY = frozenset({None, "growth"})
_PIECES = HARDWARE.pieces | HARDWARE.systems | {"server", "wafer", "stack", "module", "board", "kit", "node", "tray"}
# What a company's name does when its shares are meant, and how many words may stand before the figure.
_MOVING = frozenset(
    {"added", "advanced", "climbed", "closed", "declined", "dipped", "dropped", "eased", "ended", "fell", "gained",
     "jumped", "lost", "plunged", "rallied", "rose", "sank", "shed", "slid", "slipped", "slumped", "soared", "surged",
     "tumbled"}
)  # fmt: skip
_HEDGED = 5
_ARTICLES = frozenset({"a", "an", "the", "one", "each", "every", "per"})
_ASKING = frozenset(
    {"ask", "asked", "asking", "asks", "charge", "charged", "charges", "charging", "quote", "quoted", "quotes",
     "quoting"}
)  # fmt: skip


def find_metric(quantity: Quantity, sentence: Sentence, place: int | None) -> Metric:
    """Return what a quantity measures. `place` is its node, None where it lies outside the sentence's nodes."""
    unit = quantity.unit.lower()
    by_unit = _BY_UNIT.get(unit)
    if by_unit is not None and unit in _SURE_UNITS:
        return Metric(name=_ROWS[by_unit].name, cued=True, known=True)
    cued = None
    if place is not None:
        cued = _read_share(quantity, sentence, place) or _read_cue(quantity, sentence, place)
        if cued in _LOOSE and (_is_of_one(quantity) or _is_tag(quantity, sentence, place)):
            cued = _PRICE
        if cued in _MOVE_ONLY and _is_share_move(quantity, sentence, place):
            cued = _SHARE_PRICE
    if cued is not None:
        return Metric(name=cued, cued=True, known=True)
    if by_unit is not None:
        return Metric(name=_ROWS[by_unit].name, cued=False, known=True)
    own_words = (
        _read_own_words(quantity, sentence) or _BY_KIND.get(quantity.kind) or quantity.unit_name or quantity.unit
    )
    return Metric(name=own_words or _UNNAMED, cued=False, known=False)


def _is_of_one(quantity: Quantity) -> bool:
    """Tell whether an amount of money is for one piece of something: "$560 a stack", "2 million yuan per server"."""
    per = quantity.unit_name.rpartition(" per ")[2]
    return quantity.kind is Kind.MONEY and per in _PIECES


def _is_tag(quantity: Quantity, sentence: Sentence, place: int) -> bool:
    """Tell whether an amount of money is hung on a chip as its price: "a 5090 at $2,000", "a $10k RTX 6000"."""
    nodes = sentence.nodes
    if quantity.kind is not Kind.MONEY:
        return False
    if _is_asked_for(sentence, place):
        return True
    before = nodes[place - 2].entity if place >= 2 and nodes[place - 1].word in {"at", "for"} else None
    if before is not None and before.label is Label.CHIP:
        return True
    if not place or place + 2 >= len(nodes) or nodes[place - 1].word not in _ARTICLES:
        return False
    behind, after = nodes[place + 1].entity, nodes[place + 2]
    ends = after.kind is NodeKind.PUNCT or after.verb or after.word in PHRASE.function
    return behind is not None and behind.label is Label.CHIP and ends


def _is_asked_for(sentence: Sentence, place: int) -> bool:
    """Tell whether an amount is asked for one piece of something: "charges $27,000 for the H200"."""
    nodes = sentence.nodes
    asking = next((i for i in range(place - 1, max(-1, place - _HEDGED), -1) if nodes[i].word in _ASKING), None)
    if asking is None or any(not _is_hedge(node.word) for node in nodes[asking + 1 : place]):
        return False
    if place + 2 >= len(nodes) or nodes[place + 1].word != "for":
        return False
    for node in nodes[place + 2 : place + 2 + _HEDGED]:
        # Of several, it is what all of them bring.
        if node.kind is NodeKind.NUMBER or node.kind is NodeKind.PUNCT or node.verb:
            return False
        if node.word in _PIECES or (node.entity is not None and node.entity.label is Label.CHIP):
            return True
    return False


def _is_share_move(quantity: Quantity, sentence: Sentence, place: int) -> bool:
    """Tell whether a company itself moves by a percentage, as its shares do: "Nvidia lost 2.6 percent on Tuesday"."""
    nodes = sentence.nodes
    if quantity.kind is not Kind.PERCENT or quantity.change is None:
        return False
    verb = next((i for i in range(place - 1, max(-1, place - _HEDGED), -1) if nodes[i].word in _MOVING), None)
    if verb is None or verb < 1 or any(not _is_hedge(node.word) for node in nodes[verb + 1 : place]):
        return False
    entity = nodes[verb - 1].entity
    behind = nodes[place + 1].word if place + 1 < len(nodes) else ""
    return entity is not None and entity.label is Label.COMPANY and behind not in {"of", "to", "share", "more"}


def _is_hedge(word: str) -> bool:
    return word in PHRASE.adverbs or word in PHRASE.prepositions or word in {"a", "as", "much", "least", "some", "most"}


def name_apart(metric: Metric, quantity: Quantity, *, subject: str) -> Metric:
    """Return the metric, or one without a name where it only repeats the subject's."""
    repeats = set(metric.name.lower().split()) <= set(subject.lower().split())
    return replace(metric, name=_BY_KIND.get(quantity.kind, _UNNAMED)) if repeats and not metric.known else metric


def is_of_piece(name: str) -> bool:
    """Tell whether a metric is one that each piece of hardware has for itself, and that several add up to."""
    return name in _OF_PIECE


def is_measure(word: str) -> bool:
    """Tell whether a word only says what is measured ("revenue", "shares"), not of what."""
    return word in _CUE_WORDS


def _is_empty(concept: str) -> bool:
    """Tell whether a concept has no noun: "lower", "as many"."""
    return (COMPARE.comparatives | COMPARE.periods | PHRASE.function).issuperset(concept.lower().split())


def _read_own_words(quantity: Quantity, sentence: Sentence) -> str:
    """What a concept says besides names: what is measured, not whose it is ("power H100"); "" where it is no more."""
    names = {word for node in sentence.nodes if node.entity is not None for word in node.word.split()}
    words = " ".join(word for word in quantity.concept.split() if word.lower() not in names)
    return "" if _is_empty(words) else words


def _read_share(quantity: Quantity, sentence: Sentence, place: int) -> str | None:
    """What a percentage is a share of, past whose it is: "13% of Nvidia's revenue"."""
    nodes = sentence.nodes
    if quantity.kind is not Kind.PERCENT or quantity.change is not None or place + 2 >= len(nodes):
        return None
    if nodes[place + 1].word != "of":
        return None
    for node in nodes[place + 2 : place + 9]:
        if node.kind is NodeKind.NUMBER or node.verb or node.word in {",", "for", "in", "and"}:
            return None
        if node.word in _SHARES:
            return _SHARES[node.word]
    return None


def _read_cue(quantity: Quantity, sentence: Sentence, place: int) -> str | None:
    """The metric whose cue lies nearest; cues inside the quantity's own span ("50 million shipments") come first."""
    inner = quantity.text.lower().replace("-", " ").split()
    for i in range(len(inner) - 1, 0, -1):
        row = _match(inner, i, quantity)
        if row is not None and not _ROWS[row[0]].weak:
            return _ROWS[row[0]].name
    nodes = sentence.nodes
    words = sentence.words
    clause = sentence.clause_at(place)
    best: tuple[float, int] | None = None
    for i in range(max(0, place - _BEFORE), min(len(nodes), place + _AFTER + 1)):
        if nodes[i].kind is NodeKind.NUMBER:
            continue
        found = _match(words, i, quantity)
        if found is None:
            continue
        row_number, length = found
        distance = _distance(clause, i, length, place)
        distance += _EDGE * (not clause.first <= i < clause.last and clause.kind is not ClauseKind.COMPARISON)
        lo, hi = sorted((i, place))
        distance += 3.0 * sum(node.kind is NodeKind.NUMBER for node in nodes[lo + 1 : hi])
        distance += 1.5 * any(node.word in {",", ";"} for node in nodes[lo + 1 : hi])
        distance -= 1.5 * (length - 1)
        # "Twice the bandwidth and 3.5x the memory": what a ratio measures follows it.
        distance -= 1.5 * (i > place and quantity.kind is Kind.RATIO)
        distance += 20.0 * _ROWS[row_number].weak
        if i > place and nodes[place + 1].word in {"of", "in"} and i - place <= 6:
            distance -= 1.0
        if best is None or distance < best[0]:
            best = (distance, row_number)
    return _ROWS[best[1]].name if best is not None else None


def _distance(clause: Clause, i: int, length: int, place: int) -> float:
    """How far a cue lies: in a subject phrase the first noun counts as next to the verb ("its share of X fell to")."""
    if i > place:
        return float(i - place)
    verb = clause.verb
    if verb is not None and clause.first <= i < verb < place:
        return place - verb + 1 + 0.2 * (i - clause.first)
    return float(place - (i + length - 1))


def _match(words: Sequence[str], i: int, quantity: Quantity) -> tuple[int, int] | None:
    for cue, number in _BY_FIRST.get(words[i], ()):
        if _ROWS[number].takes(quantity) and tuple(words[i : i + len(cue)]) == cue:
            return number, len(cue)
    return None
