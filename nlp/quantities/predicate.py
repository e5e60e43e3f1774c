"""The verbs of a parsed sentence."""

from __future__ import annotations

from nlp.quantities.change import VERBS as MOVES
from nlp.quantities.nominal import in_run, is_capitalised
from nlp.quantities.place import Place
from nlp.quantities.tables import words

COMMON = words("verbs", "common")

CLAUSES = frozenset(("ROOT", "ccomp", "advcl", "parataxis", "relcl", "acl", "xcomp", "csubj"))
NO_VERB = frozenset(("amod", "compound", "nmod", "flat", "case", "fixed", "mark"))
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
NEGATIONS = frozenset(("not", "n't", "never"))


def is_verb(place: Place, at: int) -> bool:
    """Whether the token is a verb, also where the tagger took one before a figure for a noun ("it trades on")."""
    tree = place.tree
    if not 0 <= at < len(tree.words) or at in place.own:
        return False
    if tree.parts[at] == "AUX":
        return True
    if at in place.others:
        return False
    if tree.parts[at] == "VERB":
        return tree.deps[at] not in NO_VERB and not is_capitalised(place, at) and tree.words[at][0].isalpha()
    return at > 0 and in_run(place, at - 1) and (_is_hidden(place, at) or _is_move(place, at))


def _is_hidden(place: Place, at: int) -> bool:
    tree = place.tree
    leads = place.is_word(at + 1, frozenset(("to", "that", "on")))
    return leads and tree.tags[at] == "NNS" and tree.lows[at] in COMMON and tree.parts[at - 1] != "ADJ"


def _is_move(place: Place, at: int) -> bool:
    """Whether a form of "rise" and the like leads to a figure."""
    tree = place.tree
    if tree.lows[at] not in MOVES or tree.tags[at] not in ("NNS", "VBZ", "VBD", "JJ"):
        return False
    return place.is_figure(at + 1) or place.is_part(at + 1, "ADV", "NUM", "SYM", "ADP")


def group_start(place: Place, verb: int) -> int:
    """Where the verb group that ends with `verb` begins ("is expected to rise")."""
    tree = place.tree
    first = verb
    while first > 0:
        before = first - 1
        low = tree.lows[before]
        plain = tree.parts[before] == "AUX" or (tree.parts[before] == "ADV" and tree.deps[before] != "mark")
        infinitive = low == "to" and tree.parts[before] == "PART"
        if not (plain or infinitive or low in NEGATIONS or _leads_on(place, first)):
            break
        first = before
    return first


def _leads_on(place: Place, first: int) -> bool:
    """Whether the verb or adjective before a "to" belongs to its group ("likely to")."""
    if place.tree.lows[first] != "to":
        return False
    return is_verb(place, first - 1) or (place.is_part(first - 1, "ADJ") and place.is_part(first - 2, "AUX", "ADV"))


def is_finite(place: Place, first: int, verb: int) -> bool:
    """Whether the verb group from `first` to `verb` has a subject of its own."""
    tree = place.tree
    if tree.lows[first] == "to":
        return False
    if any(tree.tags[at] in FINITE for at in range(first, verb + 1)) or tree.tags[verb] in ("NNS", "NN", "JJ"):
        return True
    return tree.tags[verb] == "VB" and first > 0


def clause_verb(place: Place, node: int) -> int:
    """The head of the clause that the token hangs in."""
    tree = place.tree
    for _ in range(len(tree.words)):
        subject = any(tree.deps[child] in ("nsubj", "csubj") for child in tree.children[node])
        copula = any(tree.deps[child] == "cop" for child in tree.children[node])
        heads_clause = subject and (copula or tree.parts[node] in ("VERB", "AUX", "ADJ"))
        verb = tree.parts[node] == "VERB" and tree.deps[node] not in ("amod", "compound", "nmod", "case")
        if tree.heads[node] == node or heads_clause or verb or tree.deps[node] in CLAUSES:
            return node
        node = tree.heads[node]
    return node
