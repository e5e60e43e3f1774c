"""How firmly something is said, by the cue words of the number's clause."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.claims.clauses import Clause, ClauseKind
from nlp.claims.layout import Sentence
from nlp.claims.node import Node
from nlp.claims.words import PHRASE, REPORTING, SPEECH, load_table, read_words
from nlp.records import Modality

_TABLE = load_table("modality.toml")
_CUES: dict[str, list[tuple[tuple[str, ...], Modality]]] = {}
_ORDER = (Modality.DENIED, Modality.HYPOTHETICAL, Modality.PLANNED, Modality.EXPECTED)
_HANGING = (ClauseKind.COORDINATE, ClauseKind.PARTICIPLE, ClauseKind.ASIDE)
# Behind a figure these open what it is set against, which may be a forecast where the figure is none.
_SET_AGAINST = frozenset(
    {"above", "below", "ahead of", "against", "beating", "beat", "compared", "exceeding", "missing", "short of",
     "surpassing", "topping", "twice what", "what analysts", "what investors", "versus", "vs", "past", "than"}
)  # fmt: skip
_PAST = frozenset({"was", "were", "had", "generated"})
_DEEPEST = 8
# Behind one of these a clause with a word of saying, which stands so close, says something of its own.
_OPENING = frozenset({",", ";", "and", "but"})
_CLOSE = 3
for _modality in _ORDER:
    for _cue in read_words(_TABLE, _modality.value, name="modality.toml"):
        _words = tuple(_cue.split())
        _CUES.setdefault(_words[0], []).append((_words, _modality))


_REPORTED = frozenset(read_words(_TABLE, "reported", name="modality.toml"))


_DECIDED = frozenset(read_words(_TABLE, "decided", name="modality.toml"))
_WILL = frozenset({"will", "'ll", "’ll", "shall", "wo"})


def find_modality(sentence: Sentence, place: int | None) -> Modality:
    """Return the modality of the number at a node: its clause's cue, or that of the clause that it hangs on."""
    if place is None:
        return Modality.ASSERTED
    clause = sentence.clause_at(place)
    past = told = False
    found: Modality | None = None
    for _ in range(_DEEPEST):
        here = _read(sentence, clause)
        if here is Modality.EXPECTED and clause.first <= place < clause.last:
            here = _read_before_comparison(sentence, clause, place)
        if here is Modality.DENIED:
            return here if not told else found or Modality.ASSERTED
        if found is Modality.PLANNED and here is Modality.EXPECTED and _foretells(sentence, clause):
            return here
        # "It will ask for more, having sold 50,000": what is past is not planned.
        found = found or (here if not past else None)
        hangs = clause.kind in _HANGING or (clause.kind is ClauseKind.DEPENDENT and clause.marker == "that")
        if not hangs or clause.parent is None:
            break
        told = told or _tells_anew(sentence, clause)
        past = past or not _PAST.isdisjoint(sentence.words[clause.first : clause.last])
        clause = sentence.clauses[clause.parent]
    return found or Modality.ASSERTED


def _tells_anew(sentence: Sentence, clause: Clause) -> bool:
    """Tell whether a clause has a word of saying of its own: "denied that it fell to 8%, saying it was nearer 13%"."""
    words, first = sentence.words, clause.first
    opens = bool(first) and (words[first - 1] in _OPENING or words[first] in _OPENING)
    return opens and not REPORTING.isdisjoint(words[first : first + _CLOSE])


def _foretells(sentence: Sentence, clause: Clause) -> bool:
    """Tell whether the clause only forecasts what others do: "analysts expect that TSMC will spend ..."."""
    return not SPEECH.appraising.isdisjoint(sentence.words[clause.first : clause.last])


def _read(sentence: Sentence, clause: Clause) -> Modality | None:
    """What the clause's own words say, read once."""
    if clause.first not in sentence.modalities:
        # "May" with a capital is a month.
        words = ["" if node.capital and node.word == "may" else node.word for node in _nodes_of(sentence, clause)]
        found = _match(words)
        reported = not REPORTING.isdisjoint(sentence.words)
        if found in (None, Modality.EXPECTED) and _decides(words, reported=reported):
            found = Modality.PLANNED
        if found is None and not SPEECH.watching.isdisjoint(words) and not SPEECH.groups.isdisjoint(words):
            # What a group that watches others sees is a forecast: "analysts see sales rising 20%".
            found = Modality.EXPECTED
        if found is None and not _REPORTED.isdisjoint(words):
            found = Modality.EXPECTED if reported else Modality.HYPOTHETICAL
        sentence.modalities[clause.first] = found
    return sentence.modalities[clause.first]


def _read_before_comparison(sentence: Sentence, clause: Clause, place: int) -> Modality | None:
    """What a clause says where only the other side of a comparison is expected: "ahead of the $9 billion forecast"."""
    words = sentence.words
    for at in range(place + 1, clause.last):
        here = " ".join(words[at : at + 2])
        if words[at] in _SET_AGAINST or here in _SET_AGAINST:
            return _match(words[clause.first : at])
    return Modality.EXPECTED


def _nodes_of(sentence: Sentence, clause: Clause) -> Sequence[Node]:
    return sentence.nodes[clause.first : clause.last]


def _decides(words: Sequence[str], *, reported: bool) -> bool:
    """Tell whether "will" or reported "would" announces a deed: "will impose", "said it would invest"."""
    if not SPEECH.appraising.isdisjoint(words):
        return False
    for i, word in enumerate(words):
        if word in _WILL or (word in _REPORTED and reported):
            after = [other for other in words[i + 1 : i + 4] if other not in PHRASE.adverbs]
            if after and after[0] in _DECIDED:
                return True
    return False


def _match(words: Sequence[str]) -> Modality | None:
    found = {
        modality
        for i, word in enumerate(words)
        if word in _CUES
        for cue, modality in _CUES[word]
        if tuple(words[i : i + len(cue)]) == cue
    }
    return next((modality for modality in _ORDER if modality in found), None)
