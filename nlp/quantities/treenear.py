"""The phrase that a figure qualifies, where its sentence is parsed."""

from __future__ import annotations

from nlp.quantities.nominal import DATES, JOINTS, WEAK, WEEKDAYS, in_run, names_something, read_run
from nlp.quantities.place import NOUNS, Place
from nlp.quantities.predicate import clause_verb, is_verb
from nlp.quantities.reading import Move
from nlp.quantities.tables import words
from nlp.quantities.treephrase import left_edge, phrase_from, phrase_to
from nlp.records import Kind

HEDGES = words("hedges", file="concept.toml")
HEDGES_BEFORE_OF = words("hedges_before_of", file="concept.toml")
ADJUNCTS = words("adjuncts", file="concept.toml")
OBJECT_LINKS = words("object_links", file="concept.toml")
SHARE_LINKS = words("share_links", file="concept.toml")
AFTER_FIGURE = words("after_figure", file="concept.toml")
MOTION = frozenset(("at", "to", "from", "over"))
DEFINITE = frozenset(("the", "its", "their"))
SMALL_ARTICLES = frozenset(("a", "an", "the"))


def find_near(place: Place) -> list[int]:
    """The tokens of the phrase that the figure qualifies: behind it, before it, or the object that it is about."""
    start = _start_behind(place)
    if _counts(place):
        return _modified(place, start) or _led_to(place) or _object(place)
    behind = _of_phrase(place, start) or _qualified(place, start)
    if behind:
        return _part_of(place) + behind if min(behind) > place.first else behind
    return _led_to(place) or _share_of(place, start) or _object(place)


def is_adjunct(place: Place, near: list[int]) -> bool:
    """Whether the phrase stands in an adjunct, of which the subject says nothing: ", on sales of $5 million"."""
    tree = place.tree
    at = min(near[0], place.first) - 1
    while at >= 0 and _is_before_phrase(place, at):
        at -= 1
    if at < 0 or tree.parts[at] not in ("ADP", "SCONJ"):
        return False
    if at > 0 and tree.lows[at] in ("on", "in") and tree.parts[at - 1] != "PUNCT":
        return False
    return tree.lows[at] in ADJUNCTS or (tree.lows[at] == "of" and place.is_word(at - 1, frozenset(("top",))))


def _is_before_phrase(place: Place, at: int) -> bool:
    tree = place.tree
    if tree.parts[at] in ("DET", "ADV") or (tree.parts[at] == "PRON" and tree.deps[at] == "nmod"):
        return True
    return tree.lows[at] in ("more", "than") and place.is_word(at - 1, frozenset(("more",)))


def _counts(place: Place) -> bool:
    return place.reading.kind is Kind.COUNT


def _start_behind(place: Place) -> int:
    """The first token behind the figure, over the same in brackets and over figures that follow at once."""
    tree = place.tree
    end = len(tree.words)
    start = place.after
    if start + 1 < end and tree.words[start] == "(" and start + 1 in place.others:
        start = _over_others(place, start + 1, if_then=")") or start
    beyond = start
    while beyond < end and beyond in place.others:
        beyond += 1
    return beyond if beyond > start and in_run(place, beyond) and tree.parts[beyond - 1] != "PUNCT" else start


def _over_others(place: Place, at: int, *, if_then: str) -> int:
    """The token behind these figures and the sign that must close them; 0 where it does not."""
    while at < len(place.tree.words) and at in place.others:
        at += 1
    return at + 1 if at < len(place.tree.words) and place.tree.words[at] == if_then else 0


def _modified(place: Place, start: int) -> list[int]:
    """What a counted thing in the singular modifies: "a 12 page paper"."""
    noun = place.reading.noun
    head = place.tree.heads[place.top]
    if noun is None or noun.plural or not in_run(place, start) or head <= place.last:
        return []
    return phrase_from(place, start, attached=True) if place.tree.parts[head] in NOUNS else []


def _of_phrase(place: Place, start: int) -> list[int]:
    """The phrase behind "of": "25% of revenue", "$8 billion in loans", "$50 off the price"."""
    tree = place.tree
    start += place.reading.kind is Kind.MONEY and place.is_word(start, frozenset(("each",)))
    if place.reading.kind is Kind.DURATION or not place.is_part(start, "ADP") or tree.lows[start] not in _OF:
        return []
    phrase = phrase_from(place, start + 1, attached=True)
    if tree.lows[start] == "in" and not _is_stuff(place, phrase):
        return []
    return phrase if names_something(place, phrase) else []


_OF = frozenset(("of", "in", "off"))


def _is_stuff(place: Place, phrase: list[int]) -> bool:
    """Whether "in ..." says what money is of, not where or when."""
    tree = place.tree
    if place.reading.kind is not Kind.MONEY or not phrase or tree.parts[phrase[0]] not in ("NOUN", "ADJ"):
        return False
    return tree.words[phrase[0]][0].islower() and DATES.isdisjoint(tree.lows[at] for at in phrase)


def _qualified(place: Place, start: int) -> list[int]:
    """The noun phrase right behind the figure: "a turbocharged 1.6 litre engine", "twice the power"."""
    tree = place.tree
    if not 0 <= start < len(tree.words):
        return []
    if tree.parts[start] == "VERB" and place.is_word(place.first - 1, SMALL_ARTICLES) and tree.tags[start] != "VBG":
        return [start]  # "a 4.2 percent drop"
    if place.reading.kind is Kind.RATIO and place.is_word(start, DEFINITE):
        start += 1  # "twice the power"
    run = read_run(place, start, len(tree.words))
    if not run or not names_something(place, run) or not any(tree.parts[at] in NOUNS | {"NUM"} for at in run):
        return []
    low = tree.lows[start]
    if low in DATES or low in AFTER_FIGURE or tree.words[start] in JOINTS or _is_other_subject(place, run):
        return []
    left: list[int] = []
    at = place.first - 1
    while in_run(place, at) and tree.parts[at] != "NUM" and tree.heads[at] in (*run, *place.own):
        left.insert(0, at)
        at -= 1
    return left + phrase_from(place, start, attached=True)


def _is_other_subject(place: Place, run: list[int]) -> bool:
    """Whether these words are the subject of a further clause."""
    tree = place.tree
    subject = any(tree.deps[at] == "nsubj" and tree.heads[at] > run[-1] for at in run)
    return subject and not any(tree.heads[at] in run for at in place.own)


def _part_of(place: Place) -> list[int]:
    """What the figure is a part of in turn: "the purchase of a 51% stake"."""
    tree = place.tree
    at = place.first - 1
    while at > 0 and (tree.parts[at] in ("ADV", "DET") or tree.lows[at] in HEDGES_BEFORE_OF):
        at -= 1
    if at < 2 or tree.lows[at] != "of" or tree.lows[at - 1] in ("equivalent", "top"):
        return []
    phrase = phrase_to(place, at)
    return phrase if names_something(place, phrase) else []


def _led_to(place: Place) -> list[int]:
    """The phrase that leads to the figure: "a price of $5", "fines from $5 to $9", "orders over $5"."""
    tree = place.tree
    own_from = tree.lows[place.first] == "from"
    if place.reading.high is not None and (own_from or place.is_word(place.first - 1, frozenset(("from", "between")))):
        phrase = phrase_to(place, place.first if own_from else place.first - 1)
        if names_something(place, phrase):
            return phrase
    at = place.first - 1
    while at >= 0 and _is_hedge(place, at):
        at -= 1
    if at >= 1 and tree.lows[at] in ("of", "worth", "with") and in_run(place, at - 1):
        return _before_of(place, at)
    if 0 < at < place.first - 1 and in_run(place, at) and tree.parts[at] in NOUNS and not is_verb(place, at):
        phrase = phrase_to(place, at + 1)
        return phrase if any(tree.deps[inner] == "obj" for inner in phrase) else []
    return []


def _is_hedge(place: Place, at: int) -> bool:
    tree = place.tree
    if tree.parts[at] not in ("ADV", "DET") and tree.lows[at] not in HEDGES:
        return False
    return not (tree.lows[at] in MOTION and in_run(place, at - 1))


def _before_of(place: Place, link: int) -> list[int]:
    tree = place.tree
    first = left_edge(place, link - 1)
    while first > 1 and tree.lows[first - 1] == "of" and in_run(place, first - 2):
        first = left_edge(place, first - 2)
    phrase = phrase_from(place, first, stop=link, attached=True)
    while phrase and tree.parts[phrase[0]] == "NUM" and len(tree.words[phrase[0]]) == 4:
        phrase = phrase[1:]
    return phrase if any(tree.lows[at] not in WEAK for at in phrase) else []


def _share_of(place: Place, start: int) -> list[int]:
    """What money or a share is for: "$5 for a roof", "48% from the field"; a move is of its subject."""
    tree = place.tree
    if place.reading.kind not in (Kind.MONEY, Kind.PERCENT) or place.reading.move is Move.VERB:
        return []
    if not place.is_part(start, "ADP", "SCONJ") or tree.lows[start] not in SHARE_LINKS:
        return []
    phrase = phrase_from(place, start + 1, attached=True)
    if not names_something(place, phrase) or tree.lows[phrase[-1]] in WEEKDAYS:
        return []
    noun = start + 1
    while place.is_part(noun, "DET"):
        noun += 1
    return [] if place.is_word(noun, DATES) else phrase


def _object(place: Place) -> list[int]:
    """The object of the verb that the figure tells about: "raised the price to $5"."""
    tree = place.tree
    case = tree.case(place.top)
    if _counts(place) and case not in ("to", "by", "from"):
        return []
    if case not in OBJECT_LINKS and not place.is_word(place.first - 1, OBJECT_LINKS):
        return []
    for child in tree.children[clause_verb(place, place.top)]:
        plain = tree.deps[child] == "obj" and child < place.first and not place.is_figure(child)
        if plain and tree.parts[child] in NOUNS:
            phrase = phrase_from(place, left_edge(place, child), stop=place.first, attached=True)
            return phrase if names_something(place, phrase) else []
    return []
