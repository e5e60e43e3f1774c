"""How firmly something is said, by the cue words of the number's clause."""

from __future__ import annotations

from nlp.claims.clauses import ClauseKind
from nlp.claims.layout import Sentence
from nlp.claims.words import load_table, read_words
from nlp.records import Modality

_TABLE = load_table("modality.toml")
_CUES: dict[str, list[tuple[tuple[str, ...], Modality]]] = {}
_ORDER = (Modality.DENIED, Modality.HYPOTHETICAL, Modality.PLANNED, Modality.EXPECTED)
for _modality in _ORDER:
    for _cue in read_words(_TABLE, _modality.value, name="modality.toml"):
        _words = tuple(_cue.split())
        _CUES.setdefault(_words[0], []).append((_words, _modality))


def find_modality(sentence: Sentence, place: int | None) -> Modality:
    """Return the modality of the number at a node: its clause's cue, or that of the clause that it hangs on."""
    if place is None:
        return Modality.ASSERTED
    clause = sentence.clause_at(place)
    seen: set[int] = set()
    first, last = clause.first, clause.last
    while True:
        found = _read(sentence, first, last)
        if found is not None:
            return found
        hangs = clause.kind in (ClauseKind.COORDINATE, ClauseKind.PARTICIPLE, ClauseKind.ASIDE) or (
            clause.kind is ClauseKind.DEPENDENT and clause.marker == "that"
        )
        if (
            not hangs
            or clause.parent is None
            or clause.parent in seen
            or _has_past(sentence, clause.first, clause.last)
        ):
            return Modality.ASSERTED
        seen.add(clause.parent)
        clause = sentence.clauses[clause.parent]
        first, last = clause.first, clause.last


def _has_past(sentence: Sentence, first: int, last: int) -> bool:
    return any(node.word in {"was", "were", "had", "generated"} for node in sentence.nodes[first:last])


def _read(sentence: Sentence, first: int, last: int) -> Modality | None:
    words = [node.word for node in sentence.nodes[first:last]]
    found: set[Modality] = set()
    for i, word in enumerate(words):
        for cue, modality in _CUES.get(word, ()):
            if tuple(words[i : i + len(cue)]) == cue:
                found.add(modality)
    return next((modality for modality in _ORDER if modality in found), None)
