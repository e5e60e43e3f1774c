"""The subject of the clause of a figure, where its sentence is parsed."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from nlp.quantities.nominal import in_run, names_something, read_run
from nlp.quantities.place import NOUNS, Place
from nlp.quantities.predicate import group_start, is_finite, is_verb
from nlp.quantities.tables import words
from nlp.quantities.treephrase import left_edge, phrase_from, phrase_to

RELATIVES = words("relatives", file="concept.toml")
RESUMED = words("resumed", file="concept.toml")
CLAUSE_STARTS = words("clause_starts", file="concept.toml")
DASHES = frozenset("—–-")
OPENERS = frozenset(("(", ":"))
FARTHEST = 6
"""How many verbs before the figure its subject is looked for."""
APPOSITION = 14
"""How many tokens an apposition before the verb may have."""


class Standing(StrEnum):
    """What is known of the subject."""

    NAMED = "named"
    LOOSE = "loose"
    """What a participle hangs on: "makers offering 5% rebates"."""
    FIGURE = "figure"
    """The subject is the figure, or another one."""
    PRONOUN = "pronoun"
    NONE = "none"


class Subject(NamedTuple):
    """The tokens of a subject, none but where it is named or loose."""

    standing: Standing
    phrase: list[int]


NONE = Subject(Standing.NONE, [])
PRONOUN = Subject(Standing.PRONOUN, [])
FIGURE = Subject(Standing.FIGURE, [])


def find_subject(place: Place) -> Subject:
    """The subject of the verb that the figure depends on, with the name and dash at the head of the line before it."""
    subject = _beside(place) or _by_verbs(place)
    return subject._replace(phrase=_label(place, subject.phrase) + subject.phrase) if subject.phrase else subject


def _beside(place: Place) -> Subject | None:
    """What needs no verb: the figure is the subject itself, stands in brackets behind a name, or behind "up"."""
    tree = place.tree
    before = place.first - 1
    if not is_verb(place, before) and tree.deps[place.top] == "nsubj" and tree.heads[place.top] > place.top:
        return FIGURE
    behind = place.last + 1
    phrase = phrase_from(place, behind + place.is_word(behind, frozenset(("of", "in"))))
    verb = phrase[-1] + 1 if phrase else behind
    told = is_verb(place, verb) and is_finite(place, verb, verb) and tree.deps[verb] == "ccomp"
    if told and tree.heads[verb] < place.first:
        return FIGURE
    if before > 0 and tree.words[before] in OPENERS:
        named = phrase_to(place, before)
        if named and names_something(place, named):
            return Subject(Standing.NAMED, named)
    if before > 0 and tree.lows[before] in ("up", "down") and place.is_part(before - 1, "PROPN"):
        named = phrase_to(place, before)
        return Subject(Standing.NAMED, named) if named else None
    return None


def _by_verbs(place: Place) -> Subject:
    """The phrase before the nearest verb to the left that has one of its own."""
    tree = place.tree
    at, steps, infinitive = place.first - 1, 0, False
    while at >= 0 and steps < FARTHEST and tree.words[at] != ";":
        if not is_verb(place, at):
            at -= 1
            continue
        first = group_start(place, at)
        steps += 1
        if is_finite(place, first, at):
            found = _of_finite(place, first, at)
        else:
            found = _of_participle(place, first, at, infinitive=infinitive)
            infinitive = tree.lows[first] == "to"
        if found is not None:
            return found
        at = first - 1
    return NONE


def _of_participle(place: Place, first: int, verb: int, *, infinitive: bool) -> Subject | None:
    """What a participle with the figure hangs on: "an engine tuned to reach 296 hp"."""
    tree = place.tree
    joined = tree.deps[verb] == "acl" and tree.tags[verb] in ("VBN", "VBG") and in_run(place, first - 1)
    if not joined or not (infinitive or _is_under(place, verb)):
        return None
    standing = Standing.LOOSE if tree.tags[verb] == "VBG" else Standing.NAMED
    return Subject(standing, phrase_to(place, first))


def _is_under(place: Place, verb: int) -> bool:
    tree = place.tree
    node = place.top
    for _ in range(len(tree.words)):
        if node == verb or tree.heads[node] == node:
            break
        node = tree.heads[node]
    return node == verb


def _of_finite(place: Place, first: int, verb: int) -> Subject | None:
    """The subject of the verb group; None where it shares that of an earlier one."""
    tree = place.tree
    before = _over_brackets(place, first - 1)
    if before < 0:
        return NONE
    if tree.words[before] == ",":
        return _before_comma(place, before, first, verb)
    if tree.lows[before] in RELATIVES and tree.parts[before] in ("PRON", "SCONJ", "DET"):
        return _antecedent(place, before)
    if place.is_figure(before):
        return FIGURE
    if tree.parts[before] == "PRON":
        resumed = _matrix(place, verb, before) if tree.lows[before] in RESUMED else []
        return Subject(Standing.NAMED, resumed) if resumed else PRONOUN
    phrase = phrase_to(place, first)
    return Subject(Standing.NAMED, phrase) if phrase else None


def _over_brackets(place: Place, at: int) -> int:
    if at < 0 or place.tree.words[at] != ")":
        return at
    while at > 0 and place.tree.words[at] != "(":
        at -= 1
    return at - 1


def _antecedent(place: Place, relative: int) -> Subject | None:
    """What a relative pronoun stands for."""
    before = relative - 1
    before -= before >= 0 and place.tree.words[before] == ","
    if before >= 0 and place.is_figure(before):
        return FIGURE
    return Subject(Standing.NAMED, phrase_to(place, before + 1)) if in_run(place, before) else None


def _before_comma(place: Place, comma: int, first: int, verb: int) -> Subject | None:
    """The subject before an apposition or another inset, by its commas or else by the parse."""
    named = _before_apposition(place, comma)
    if named:
        return Subject(Standing.NAMED, named)
    tree = place.tree
    heads = set(range(first, verb + 1))
    if tree.deps[verb] in ("aux", "cop"):
        heads.add(tree.heads[verb])
    for head in sorted(heads, reverse=True):
        for child in tree.children[head]:
            if tree.deps[child] != "nsubj" or child >= first:
                continue
            if tree.parts[child] == "PRON":
                return PRONOUN
            if tree.parts[child] in NOUNS and not place.is_figure(child):
                return Subject(Standing.NAMED, phrase_from(place, left_edge(place, child), stop=comma))
    return None


def _before_apposition(place: Place, comma: int) -> list[int]:
    """The phrase before "X, the largest maker of it," that ends with this comma; none where it is no such thing."""
    tree = place.tree
    at = comma - 1
    while at > 0 and tree.words[at] != "," and comma - at < APPOSITION:
        if is_verb(place, at) and is_finite(place, group_start(place, at), at):
            return []
        at -= 1
    opens = place.is_part(at + 1, "DET", "NUM", "ADJ", "NOUN", "PROPN")
    if at <= 0 or tree.words[at] != "," or at == comma - 1 or not opens or not in_run(place, at - 1):
        return []
    phrase = phrase_to(place, at)
    if not phrase:
        return []
    before = place.skip_left(phrase[0] - 1, "DET")
    return phrase if before < 0 or tree.words[before] in ',"“' or place.is_word(before, CLAUSE_STARTS) else []


def _matrix(place: Place, verb: int, pronoun: int) -> list[int]:
    """The subject of a clause that holds this one, for "Acme said it has 5 plants"; none where there is none."""
    tree = place.tree
    for _ in range(FARTHEST):
        dependency, head = tree.deps[verb], tree.heads[verb]
        if head == verb:
            break
        verb = head
        if dependency not in ("ccomp", "advcl", "xcomp", "conj", "aux", "cop", "parataxis"):
            continue
        for child in tree.children[verb]:
            plain = tree.deps[child] == "nsubj" and tree.parts[child] in NOUNS and child not in place.others
            if plain and child < pronoun:
                return phrase_from(place, left_edge(place, child), stop=verb if verb > child else None)
    return []


def _label(place: Place, phrase: list[int]) -> list[int]:
    """The name that a dash sets before the subject at the head of the sentence: "Acme — Shares of the maker fell"."""
    tree = place.tree
    dash = place.skip_left(phrase[0] - 1, "DET")
    if dash <= 0 or tree.words[dash] not in DASHES or tree.glued[dash + 1]:
        return []
    run = read_run(place, 0, dash)
    return run if len(run) == dash else []
