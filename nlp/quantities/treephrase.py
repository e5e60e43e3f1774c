"""Noun phrases of a parsed sentence, read by part of speech from one end, so that one wrong arc does not tear them."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.quantities.nominal import DATES, INSIDE, JOINTS, TIMES, WEAK, WEEKDAYS, in_run, is_content, read_run
from nlp.quantities.place import Place
from nlp.quantities.tables import words

LINKS = words("links", file="concept.toml")
POSSESSIVES = frozenset(("'s", "’s", "'", "’"))
OWN_LINKS = frozenset(("of", "in"))
APART = frozenset(("with", "to", "from", "at"))
ADPOSITIONS = ("ADP", "PART", "SCONJ")
LONGEST = 16


def phrase_from(place: Place, first: int, *, stop: int | None = None, attached: bool = False) -> list[int]:
    """The noun phrase from `first` on with the "of ..." and the like behind it.

    With `attached`, prepositions but for "of" and "in" carry on only where the parse hangs their noun on the phrase.
    """
    end = len(place.tree.words) if stop is None else stop
    kept: list[int] = []
    at = first
    while at < end and len(kept) < LONGEST:
        run = _read_one(place, at, end, kept)
        if not run or (kept and _is_time(place, run)):
            break
        kept += run
        following = _carry_on(place, run[-1] + 1, end, kept, attached=attached)
        if following is None:
            break
        at = following
    return kept


def _read_one(place: Place, at: int, end: int, kept: Sequence[int]) -> list[int]:
    """The run at `at`, over determiners and over figures that modify it ("an 8 kW system")."""
    tree = place.tree
    while at < end and (tree.parts[at] == "DET" or (tree.parts[at] == "PRON" and tree.deps[at] in ("nmod", "det"))):
        at += 1
    begin = at
    while at < end and place.is_figure(at):
        at += 1
    if at > begin:
        apart = kept and (place.is_word(begin - 1, APART) or tree.lows[begin - 2] == "with")
        modifies = any(tree.heads[inner] >= at or tree.deps[inner] == "nummod" for inner in range(begin, at))
        if apart or not modifies:
            return []
    return read_run(place, at, end)


def _is_time(place: Place, run: Sequence[int]) -> bool:
    tree = place.tree
    last = tree.lows[run[-1]]
    return (
        last in TIMES
        or last in WEEKDAYS
        or all(tree.lows[at] in WEAK or tree.lows[at] in DATES or tree.parts[at] == "NUM" for at in run)
    )


def _carry_on(place: Place, at: int, end: int, kept: list[int], *, attached: bool) -> int | None:
    """Where the phrase goes on behind its run that ends before `at`; None where it does not."""
    tree = place.tree
    while at < end and tree.lows[at] in POSSESSIVES:
        at += 1
    if at >= end:
        return None
    if in_run(place, at):
        return at
    if tree.lows[at] in LINKS and tree.parts[at] in ADPOSITIONS:
        noun = tree.heads[at]
        hangs = noun > at and tree.heads[noun] in kept
        return at + 1 if hangs or not attached or tree.lows[at] in OWN_LINKS else None
    if tree.lows[at] in ("and", "or"):
        return at + 1 if _is_list(place, at + 1, end, kept) else None
    return _over_participle(place, at, end, kept)


def _is_list(place: Place, at: int, end: int, kept: Sequence[int]) -> bool:
    """Whether what follows "and" is joined to the phrase, and is no clause of its own."""
    tree = place.tree
    while at < end and tree.parts[at] == "DET":
        at += 1
    run = read_run(place, at, end)
    if not any(tree.deps[inner] == "conj" and tree.heads[inner] in kept for inner in run):
        return False
    behind = run[-1] + 1
    return not (behind < end and place.is_part(behind, "AUX", "VERB") and tree.deps[behind] not in INSIDE)


def _over_participle(place: Place, at: int, end: int, kept: list[int]) -> int | None:
    """Keep a participle that continues the phrase ("fuel used yearly in ..."), and tell where it goes on."""
    tree = place.tree
    joined = tree.deps[at] == "acl" and tree.tags[at] == "VBN" and tree.heads[at] in kept and at + 1 < end
    if not joined or not (tree.lows[at + 1] in LINKS or tree.parts[at + 1] == "ADV"):
        return None
    kept.append(at)
    at += 1
    while at < end and tree.parts[at] == "ADV":
        kept.append(at)
        at += 1
    return at + 1 if at < end and tree.lows[at] in LINKS else at


def phrase_to(place: Place, end: int) -> list[int]:
    """The noun phrase that ends before `end`, with the phrases that its own "of ..." hangs on."""
    last = _last_word(place, end)
    if not in_run(place, last) or place.tree.parts[last] == "PUNCT":
        return []
    first = left_edge(place, last)
    while (further := _further_left(place, first, end)) is not None:
        first = left_edge(place, further)
    kept = [at for at in range(first, end) if in_run(place, at) or _is_participle(place, at)]
    return _without_numbers(place, _without_time(place, kept, first))


def left_edge(place: Place, at: int) -> int:
    """Where the run with the token `at` begins, over possessives and over a figure within ("a plain 5-litre tank")."""
    tree = place.tree
    first = at
    while first > 0 and (in_run(place, first - 1) or tree.lows[first - 1] in POSSESSIVES):
        first -= 1
    before = first - 1
    while before >= 0 and place.is_figure(before):
        before -= 1
    over = 0 <= before < first - 1 and tree.parts[before] in ("ADJ", "VERB", "NOUN") and is_content(place, before)
    if over and tree.heads[before] >= first:
        first = before
        while first > 0 and in_run(place, first - 1):
            first -= 1
    while first < at and (tree.parts[first] == "PART" or tree.words[first] in JOINTS):
        first += 1
    return first


def _last_word(place: Place, end: int) -> int:
    """The last word of the phrase before `end`, over brackets, a participle and a possessive."""
    tree = place.tree
    last = end - 1
    if last >= 0 and tree.words[last] == ")":
        opening = last
        while opening > 0 and tree.words[opening] != "(" and last - opening < 8:
            opening -= 1
        last = opening - 1 if tree.words[opening] == "(" else last
    while last > 0 and _is_participle(place, last) and in_run(place, last - 1):
        last -= 1
    while last >= 0 and tree.lows[last] in POSSESSIVES:
        last -= 1
    return last


def _is_participle(place: Place, at: int) -> bool:
    return place.tree.deps[at] == "acl" and place.tree.tags[at] == "VBN" and not place.is_figure(at)


def _further_left(place: Place, first: int, end: int) -> int | None:
    """The last word of the phrase that the one from `first` on continues; None where it begins there."""
    tree = place.tree
    at = _over_determiners(place, first - 1)
    if at <= 0:
        return None
    low = tree.lows[at]
    if low in LINKS and tree.parts[at] in ADPOSITIONS and in_run(place, at - 1) and tree.parts[at - 1] != "PUNCT":
        return at - 1
    if low in LINKS and _is_participle(place, at - 1) and at > 1 and in_run(place, at - 2):
        return at - 2
    if low in ("and", "or", "&") and in_run(place, at - 1):
        return _listed(place, at, end)
    return None


def _listed(place: Place, conjunction: int, end: int) -> int | None:
    """The last word of what "and" joins the phrase to; None where it joins clauses."""
    tree = place.tree
    begin = left_edge(place, conjunction - 1)
    before = place.skip_left(begin - 1, "DET")
    if before >= 0 and tree.lows[before] == "between":
        return before - 1 if in_run(place, before - 1) else conjunction - 1
    if not any(tree.deps[at] == "conj" and tree.heads[at] < conjunction for at in range(conjunction + 1, end)):
        return None
    subject = any(tree.deps[at] == "nsubj" and tree.heads[at] >= end for at in range(begin, conjunction))
    alike = tree.parts[conjunction - 1] == tree.parts[conjunction + 1]
    carried = alike and place.is_part(before, "ADP") and place.is_word(before, LINKS)
    return conjunction - 1 if subject or carried else None


def _over_determiners(place: Place, at: int) -> int:
    tree = place.tree
    while at >= 0 and (tree.parts[at] == "DET" or (tree.parts[at] == "PRON" and tree.deps[at] == "nmod")):
        at -= 1
    return at


def _without_time(place: Place, phrase: list[int], first: int) -> list[int]:
    """Without "in the quarter" at the end."""
    tree = place.tree
    if not phrase or tree.lows[phrase[-1]] not in TIMES:
        return phrase
    at = phrase[-1]
    while at > first and tree.parts[at - 1] in ("ADJ", "DET", "NUM"):
        at -= 1
    timed = at - 1 > first and tree.lows[at - 1] in ("in", "during")
    return [inner for inner in phrase if inner < at] if timed else phrase


def _without_numbers(place: Place, phrase: list[int]) -> list[int]:
    """Without a year or a stray number at the head."""
    tree = place.tree
    while phrase and tree.parts[phrase[0]] == "NUM":
        if tree.heads[phrase[0]] in phrase and len(tree.words[phrase[0]]) != 4:
            break
        phrase = phrase[1:]
    return phrase
