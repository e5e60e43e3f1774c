"""Clauses: stretches of a sentence with a subject of their own, or with the one of the clause that they hang on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from nlp.claims.node import Node, NodeKind
from nlp.claims.telling import ends_told
from nlp.claims.words import PHRASE, REPORTING

_DASHES = frozenset({"–", "—", "―"})
# "SEOUL (Reuters) - Samsung ...": how long a dateline may be, and what ends it.
_DATELINE = 10
_DATELINE_ENDS = _DASHES | {"-", "--"}
_SUBORDINATE = frozenset(
    {"while", "whereas", "although", "though", "because", "if", "unless", "but", "when", "where", "however"}
)
_PERHAPS = frozenset({"as", "since", "after", "before", "until", "once", "so", "yet", "and", "or"})
_NOT_YET = frozenset({"not", "n't", "n’t", "has", "have", "had", "as"})
_MORE = frozenset({"more", "less", "fewer", "better", "greater"})
_RELATIVE = frozenset({"which", "who", "whose", "whom"})
# Nouns that a clause may follow without "that": "on concern its sales will fall".
_THAT_NOUNS = frozenset(
    {
        "concern",
        "concerns",
        "fear",
        "fears",
        "hope",
        "hopes",
        "news",
        "signs",
        "reports",
        "worries",
        "speculation",
        "bets",
        "believing",
        "hoping",
        "betting",
    }
)
_AGAINST = frozenset({"than", "versus", "vs", "compared"})
_STOPS = frozenset({",", ";", ":", "(", ")", "–", "—", "―"})


class ClauseKind(StrEnum):
    """How a clause hangs on the one before."""

    MAIN = "main"
    DEPENDENT = "dependent"
    RELATIVE = "relative"
    COORDINATE = "coordinate"
    PARTICIPLE = "participle"
    ASIDE = "aside"
    COMPARISON = "comparison"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """Nodes [first, last). `parent` is the clause whose subject it takes where it has none, None for the first one.

    `verb` is the first finite verb, None where there is none. `marker` is the word that opened the clause.
    """

    first: int
    last: int
    kind: ClauseKind
    marker: str
    verb: int | None
    parent: int | None


def split_clauses(nodes: Sequence[Node]) -> list[Clause]:
    """Return the clauses of a sentence in order; together they cover all its nodes."""
    verb_after, stop_after = _look_ahead(nodes)
    dashes = list(accumulate(node.word in _DASHES for node in nodes))
    opened: list[tuple[int, ClauseKind, str]] = [(0, ClauseKind.MAIN, "")]
    for i in range(1, len(nodes)):
        found = _open_clause(nodes, i, verb_after=verb_after, stop_after=stop_after, dashes=dashes)
        if found is not None and opened[-1][0] < i:
            opened.append((i, *found))
        elif found is not None and found[0] is not ClauseKind.MAIN:
            opened[-1] = (i, *found)
    clauses: list[Clause] = []
    for number, (first, kind, marker) in enumerate(opened):
        last = opened[number + 1][0] if number + 1 < len(opened) else len(nodes)
        verb = verb_after[first] if first < len(nodes) else len(nodes)
        clauses.append(
            Clause(
                first=first,
                last=last,
                kind=kind,
                marker=marker,
                verb=verb if verb < last else None,
                parent=_find_parent(clauses, kind, marker),
            )
        )
    return clauses


def _look_ahead(nodes: Sequence[Node]) -> tuple[list[int], list[int]]:
    """Return for each node the place of the next verb and of the next stop, itself included."""
    verb_after, stop_after = [len(nodes)] * (len(nodes) + 1), [len(nodes)] * (len(nodes) + 1)
    for i in range(len(nodes) - 1, -1, -1):
        verb_after[i] = i if nodes[i].verb else verb_after[i + 1]
        stop_after[i] = i if nodes[i].word in _STOPS else stop_after[i + 1]
    return verb_after, stop_after


def _open_clause(  # noqa: PLR0911 - one return a rule
    nodes: Sequence[Node], i: int, *, verb_after: Sequence[int], stop_after: Sequence[int], dashes: Sequence[int]
) -> tuple[ClauseKind, str] | None:
    """Return the kind and marker of the clause that opens at node i, None where none does."""
    sign = _open_at_sign(nodes, i, dashes)
    if sign is not None:
        return sign
    before = nodes[i - 1]
    word = nodes[i].word
    following = nodes[i + 1] if i + 1 < len(nodes) else None
    if word in _RELATIVE:
        return ClauseKind.RELATIVE, word
    if (
        word == "that"
        and following is not None
        and following.kind is not NodeKind.PUNCT
        and verb_after[i + 1] < len(nodes)
    ):
        is_relative = following.verb and not before.verb
        return (ClauseKind.RELATIVE if is_relative else ClauseKind.DEPENDENT), word
    if word in _SUBORDINATE:
        return ClauseKind.DEPENDENT, word
    if word in _AGAINST and not _is_hedge(before, following):
        return ClauseKind.COMPARISON, word
    if before.word == ")" and nodes[i].kind is not NodeKind.PUNCT:
        return ClauseKind.COORDINATE, ")"
    takes_clause = (before.word in REPORTING and before.verb) or before.word in _THAT_NOUNS or ends_told(nodes, i)
    if takes_clause and _starts_clause(nodes, i, verb_after, stop_after):
        return ClauseKind.DEPENDENT, "that"
    if before.word == ",":
        return _open_after_comma(nodes, i, verb_after=verb_after, stop_after=stop_after)
    if word in _PERHAPS:
        return _open_with_conjunction(nodes, i, verb_after=verb_after, stop_after=stop_after)
    return None


def _is_hedge(before: Node, following: Node | None) -> bool:
    """Tell whether "than" only bounds a number: "more than $300 billion"."""
    return before.word in _MORE and following is not None and following.kind is NodeKind.NUMBER


def ends_dateline(nodes: Sequence[Node], place: int) -> bool:
    """Tell whether the dash behind a dateline stands at a node: "SEOUL, Oct 14 (Yonhap) - Samsung said"."""
    return 1 <= place < _DATELINE and nodes[place].word in _DATELINE_ENDS and nodes[place - 1].word == ")"


def _open_at_sign(nodes: Sequence[Node], i: int, dashes: Sequence[int]) -> tuple[ClauseKind, str] | None:
    """Return the clause that a semicolon, a dateline's dash, a bracket or a dash opens."""
    node, before = nodes[i], nodes[i - 1]
    if before.word in {";", ":"} and node.kind is not NodeKind.PUNCT:
        return ClauseKind.MAIN, before.word
    if ends_dateline(nodes, i - 1):
        return ClauseKind.MAIN, before.word
    if node.word == "(" or (node.word in _DASHES and dashes[i] % 2 == 1):
        return ClauseKind.ASIDE, node.word
    return (ClauseKind.COORDINATE, ")") if node.word in _DASHES else None


def _open_after_comma(
    nodes: Sequence[Node], i: int, *, verb_after: Sequence[int], stop_after: Sequence[int]
) -> tuple[ClauseKind, str] | None:
    word = nodes[i].word
    if word in _PERHAPS:
        return _open_with_conjunction(nodes, i, verb_after=verb_after, stop_after=stop_after)
    if word.endswith("ing") and len(word) > 4 and word not in PHRASE.prepositions and word != "according":
        return ClauseKind.PARTICIPLE, word
    if nodes[i].verb:
        return ClauseKind.COORDINATE, ","
    if nodes[i].entity and i > 1 and nodes[i - 2].entity and i + 1 < len(nodes) and nodes[i + 1].word in {",", "and"}:
        return None
    verb, stop = verb_after[i], stop_after[i]
    if verb < stop and verb - i <= 6 and _has_subject(nodes, i, verb):
        return ClauseKind.MAIN, ","
    return None


def _open_with_conjunction(
    nodes: Sequence[Node], i: int, *, verb_after: Sequence[int], stop_after: Sequence[int]
) -> tuple[ClauseKind, str] | None:
    verb, stop = verb_after[i + 1], stop_after[i + 1]
    word = nodes[i].word
    if verb >= stop or i + 1 >= len(nodes) or _is_listed(nodes, i):
        return None
    if word == "yet" and nodes[i - 1].word in _NOT_YET:
        return None
    if verb == i + 1 or (verb == i + 2 and nodes[i + 1].word in PHRASE.adverbs):
        return (ClauseKind.COORDINATE, word) if word in {"and", "or", "yet"} else None
    if verb - i <= 8 and _has_subject(nodes, i + 1, verb):
        return ClauseKind.DEPENDENT, word
    return None


def _is_listed(nodes: Sequence[Node], i: int) -> bool:
    """Tell whether the conjunction ends a list of names: "in Arizona, Ohio and Oregon"."""
    before = nodes[i - 2] if i >= 2 and nodes[i - 1].word == "," else nodes[i - 1]
    after = nodes[i + 1]
    return before.entity is not None and after.entity is not None and before.entity.label is after.entity.label


def _starts_clause(nodes: Sequence[Node], i: int, verb_after: Sequence[int], stop_after: Sequence[int]) -> bool:
    """Tell whether a subject and its verb follow at once: "analysts estimate | it consumes"."""
    verb = verb_after[i]
    return i < verb < stop_after[i] and verb - i <= 8 and _has_subject(nodes, i, verb)


def _has_subject(nodes: Sequence[Node], first: int, verb: int) -> bool:
    """Tell whether nodes [first, verb) read as a subject: no preposition in front, no number that a noun follows."""
    if nodes[first].word in PHRASE.prepositions or nodes[first].kind in (NodeKind.NUMBER, NodeKind.PUNCT):
        return False
    if nodes[verb - 1].word == "and" or any(node.kind is NodeKind.NUMBER for node in nodes[first:verb]):
        return False
    return all(node.kind is not NodeKind.PUNCT or node.word in "\"“”'‘’" for node in nodes[first:verb])


def _find_parent(clauses: Sequence[Clause], kind: ClauseKind, marker: str) -> int | None:
    """Return the clause to inherit from: after a relative clause or aside, the one that it interrupts."""
    if not clauses:
        return None
    last = len(clauses) - 1
    if kind is ClauseKind.COMPARISON or clauses[last].kind not in (
        ClauseKind.RELATIVE,
        ClauseKind.ASIDE,
        ClauseKind.COMPARISON,
    ):
        return last
    above = clauses[last].parent
    if above is None:
        return last
    if clauses[last].kind is not ClauseKind.RELATIVE:
        return above
    # ", which boasts A and delivers B" goes on with "which"; "X, which is new, has C" goes back to X.
    back = kind is ClauseKind.COORDINATE and (marker == "," or clauses[above].verb is None)
    return above if back else last
