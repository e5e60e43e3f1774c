"""Who a phrase names as a speaker: a person before a body, "the company" resolved, or a plain group ("analysts")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nlp.claims.coreference import Anaphor, find_anaphor, resolve
from nlp.claims.layout import Layout
from nlp.claims.node import Node, NodeKind
from nlp.claims.words import ANAPHOR_NOUNS, NATIONS, PHRASE, SPEECH
from nlp.records import Entity, Label

_SPEAKERS = frozenset({Label.PERSON, Label.COMPANY, Label.GOV})
_BODIES = frozenset({Label.COMPANY, Label.GOV})
_PEOPLE = "people familiar with the matter"
_JOINING = frozenset({"for", "of", "on", "and", "the", "a"})
_AT = frozenset({"at", "from", "with", "for", "of"})
_ON = frozenset({"on"})
# How long a person's name and the words of a hidden source may be.
_LONGEST_NAME, _LONGEST_SOURCE = 4, 9
_ENDS_SOURCE = frozenset({",", ";", ":", "(", ")", "–", "—", '"', "“", "”", "who", "that", "which"})


def find_any_name(nodes: Sequence[Node], first: int, last: int, *, layout: Layout) -> str | None:
    """Return the speaker that nodes [first, last) name, be it only a capitalised name that is no entity."""
    name = find_name(nodes, first, last, layout=layout)
    return name or find_capitals(nodes, first, last, text=layout.text)


def find_name(nodes: Sequence[Node], first: int, last: int, *, layout: Layout) -> str | None:
    """Return the speaker that nodes [first, last) name, None where they name nobody."""
    names = [(i, e) for i in range(first, last) if (e := nodes[i].entity) is not None and e.label in _SPEAKERS]
    person = next((e for _, e in names if e.label is Label.PERSON), None)
    if person is not None:
        return person.canonical
    person = _find_holder(nodes, first, last, layout=layout)
    if person is not None:
        return person.canonical
    stranger = find_stranger(nodes, first, last, text=layout.text) or _find_hidden(nodes, first, last, layout.text)
    if stranger is not None:
        return stranger
    if not names:
        return _resolve_in(nodes, first, last, layout=layout) or _find_group(nodes, first, last, text=layout.text)
    group = next((i for i in range(first, last) if nodes[i].word in SPEECH.groups and not _is_title(nodes, i)), None)
    led = nodes[names[0][0] - 1].word
    if group is not None and led not in _AT and (group < names[0][0] or led in _ON):
        return nodes[group].word
    return _join(nodes, names)


def find_stranger(nodes: Sequence[Node], first: int, last: int, *, text: str) -> str | None:
    """Return a person that is no entity: a capitalised name behind a role or before a firm ("Li Na of Omdia")."""
    place = first
    while place < last:
        if not _is_name(nodes[place]) or nodes[place].word in SPEECH.roles:
            place += 1
            continue
        end = place + 1
        while end < last and _is_name(nodes[end]) and nodes[end].word not in SPEECH.roles:
            end += 1
        words = {node.word for node in nodes[place:end]}
        if 2 <= end - place <= _LONGEST_NAME and not words & SPEECH.bodies and _is_person(nodes, place, end, first):
            return text[nodes[place].start : nodes[end - 1].end]
        place = end
    return None


def _is_person(nodes: Sequence[Node], start: int, end: int, first: int) -> bool:
    """Tell whether a role stands before the name, or a firm or a role behind it."""
    if start > first and nodes[start - 1].word in SPEECH.roles:
        return True
    if end + 1 >= len(nodes):
        return False
    if nodes[end].word in {"of", "at", "from"}:
        return any(node.entity is not None or _is_name(node) for node in nodes[end + 1 : end + 3])
    return nodes[end].word == "," and any(node.word in SPEECH.roles for node in nodes[end + 1 : end + 7])


def _find_hidden(nodes: Sequence[Node], first: int, last: int, text: str) -> str | None:
    """Return a source without a name in the text's words: "two people", "people briefed on the plan"."""
    place = next((i for i in range(first, last) if nodes[i].word.split(" ")[-1] in SPEECH.hidden), None)
    if place is None:
        return None
    end = place + 1
    while end < last and end - place < _LONGEST_SOURCE and nodes[end].word not in _ENDS_SOURCE:
        end += 1
    bare = end == place + 1
    if bare and place > first and nodes[place - 1].word == "the":
        # "The people said": those of before, whose words the text does not repeat.
        return _PEOPLE
    start = nodes[place].start
    if nodes[place].kind is NodeKind.NUMBER and not bare:
        start = nodes[place].end - len(nodes[place].word.split(" ")[-1])
    shown = " ".join(text[start : nodes[end - 1].end].split())
    return shown[:1].lower() + shown[1:]


def _find_holder(nodes: Sequence[Node], first: int, last: int, *, layout: Layout) -> Entity | None:
    """The person named just before who holds an office: "the Nvidia chief said"."""
    place = last - 1
    if place <= first or nodes[first].word != "the" or nodes[place].word not in SPEECH.roles or nodes[place].capital:
        return None
    number = layout.sentence_at(nodes[place].start)
    start = layout.bounds[max(0, number - 1)][0]
    people = [e for e in layout.entities_in(start, nodes[first].start) if e.label is Label.PERSON]
    return people[0] if people and len({e.canonical for e in people}) == 1 else None


def _is_title(nodes: Sequence[Node], place: int) -> bool:
    """Tell whether a word like "Scientists" is part of a name: "the Federation of American Scientists"."""
    return place > 0 and nodes[place].capital and nodes[place - 1].capital


def _join(nodes: Sequence[Node], names: Sequence[tuple[int, Entity]]) -> str:
    """The first name, with the second where only "and" parts the two."""
    first, *rest = names
    if rest and rest[0][0] == first[0] + 2 and nodes[first[0] + 1].word == "and":
        return f"{first[1].canonical} and {rest[0][1].canonical}"
    return first[1].canonical


def _find_group(nodes: Sequence[Node], first: int, last: int, *, text: str) -> str | None:
    """A group of speakers, or the firm that they work for where one is named: "strategists at Macquarie"."""
    place = next((i for i in range(first, last) if nodes[i].word in SPEECH.groups and not _is_title(nodes, i)), None)
    if place is None:
        return _find_role(nodes, first, last) or _find_body(nodes, first, last)
    if place + 2 < last and nodes[place + 1].word in {"at", "from", "with"}:
        firm = find_capitals(nodes, place + 2, last, text=text)
        if firm is not None:
            return firm
    return nodes[place].word


def _find_role(nodes: Sequence[Node], first: int, last: int) -> str | None:
    """Somebody named by a role alone: "finance chief", "spokesman"."""
    end = next((i for i in range(last - 1, first - 1, -1) if _is_role(nodes[i])), None)
    if end is None:
        return None
    start = end
    while start > first and nodes[start - 1].kind is NodeKind.WORD and nodes[start - 1].word not in PHRASE.function:
        start -= 1
    return " ".join(node.word for node in nodes[max(start, end - 2) : end + 1])


def _find_body(nodes: Sequence[Node], first: int, last: int) -> str | None:
    """A body or a record that no name stands for: "the trade ministry", "customs data"."""
    for end in range(last - 1, first - 1, -1):
        body = bool(ANAPHOR_NOUNS.get(nodes[end].word, frozenset()) & _BODIES)
        if not body and nodes[end].word not in SPEECH.records:
            continue
        start = end
        while start > first and nodes[start - 1].kind is NodeKind.WORD and nodes[start - 1].word not in PHRASE.function:
            start -= 1
        if body and nodes[start - 1].word != "the":
            return None
        return " ".join(node.word for node in nodes[max(start, end - 2) : end + 1])
    return None


def _is_role(node: Node) -> bool:
    return node.word in SPEECH.roles and not node.capital


def find_person(nodes: Sequence[Node], first: int, last: int) -> str | None:
    """Return the first person named in nodes [first, last)."""
    for node in nodes[first:last]:
        if node.entity is not None and node.entity.label is Label.PERSON:
            return node.entity.canonical
    return None


def find_writer(nodes: Sequence[Node], first: int, last: int, *, layout: Layout) -> str | None:
    """Return who wrote "the email" or "the memo": the last person named before it."""
    if first >= last or not any(node.word in SPEECH.letters for node in nodes[first:last]):
        return None
    anaphor = Anaphor(place=first, labels=frozenset({Label.PERSON}))
    entity = resolve(anaphor, layout=layout, offset=nodes[first].start)
    return entity.canonical if entity is not None else None


def _resolve_in(nodes: Sequence[Node], first: int, last: int, *, layout: Layout) -> str | None:
    for place in range(last - 1, first - 1, -1):
        anaphor = find_anaphor(nodes, place) or _data_of(nodes, place)
        if anaphor is None or not anaphor.labels & _SPEAKERS:
            continue
        labels = frozenset({Label.COMPANY}) if nodes[place].word in SPEECH.media else anaphor.labels & _SPEAKERS
        entity = resolve(replace(anaphor, labels=labels), layout=layout, offset=nodes[place].start)
        if entity is not None:
            return entity.canonical
    return None


def _data_of(nodes: Sequence[Node], place: int) -> Anaphor | None:
    """ "company data", "ministry figures": the body stands without an article."""
    labels = ANAPHOR_NOUNS.get(nodes[place].word, frozenset()) & {Label.COMPANY, Label.GOV}
    if labels and place + 1 < len(nodes) and nodes[place + 1].word in SPEECH.documents:
        return Anaphor(place=place, labels=labels)
    return None


def find_capitals(nodes: Sequence[Node], first: int, last: int, *, text: str) -> str | None:
    """Return a capitalised name that is no entity ("the Institute for Progress"), as the text writes it."""
    start = next((i for i in range(first, last) if _is_name(nodes[i])), None)
    if start is None or start - first > 8 or (start == 0 and nodes[0].word in PHRASE.function):
        return None
    end = start + 1
    while end < last and (_is_name(nodes[end]) or _joins(nodes, end, last)):
        end += 1
    described = end + 1 < last and nodes[end].word == "," and nodes[end + 1].word in {"which", "who", "a", "an", "the"}
    if start == 0 and end == 1 and not described:
        return None
    if end == start + 1 and nodes[start].word in NATIONS:
        return None
    shown = text[nodes[start].start : nodes[end - 1].end]
    # Mirrored texts glue words together: "the Institute for Progressthe H200".
    glued = end < len(nodes) and nodes[end].entity is not None and shown.endswith("the")
    return shown.removesuffix("the") if glued and len(nodes[end - 1].word) > 6 else shown


def _joins(nodes: Sequence[Node], place: int, last: int) -> bool:
    """Tell whether a small word stands inside a name: "for a" in "Center for a New American Security"."""
    rest = nodes[place : min(place + 3, last)]
    name = next((k for k, node in enumerate(rest) if node.word not in _JOINING or node.capital), 0)
    return name > 0 and _is_name(rest[name])


def _is_name(node: Node) -> bool:
    return (
        node.capital
        and node.kind is NodeKind.WORD
        and node.word not in PHRASE.function
        and node.word not in SPEECH.no_names
    )
