"""Who a phrase names as a speaker: a person before a body, "the company" resolved, or a plain group ("analysts")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nlp.claims.coreference import Anaphor, find_anaphor, resolve
from nlp.claims.layout import Layout
from nlp.claims.node import Node, NodeKind
from nlp.claims.words import ANAPHOR_NOUNS, PHRASE, load_table, read_words
from nlp.records import Entity, Label

_TABLE = load_table("attribution.toml")
_GROUPS = frozenset(read_words(_TABLE, "groups", name="attribution.toml"))
_MEDIA = frozenset(read_words(_TABLE, "media", name="attribution.toml"))
_DATA = frozenset(read_words(_TABLE, "documents", name="attribution.toml"))
_LETTERS = frozenset(read_words(_TABLE, "letters", name="attribution.toml"))
_PEOPLE = "people familiar with the matter"
_SPEAKERS = frozenset({Label.PERSON, Label.COMPANY, Label.GOV})
_JOINING = frozenset({"for", "of", "on", "and", "the"})
_NO_NAME = frozenset(read_words(_TABLE, "no_names", name="attribution.toml"))


def find_name(nodes: Sequence[Node], first: int, last: int, *, layout: Layout) -> str | None:
    """Return the speaker that nodes [first, last) name, None where they name nobody."""
    names = [(i, e) for i in range(first, last) if (e := nodes[i].entity) is not None and e.label in _SPEAKERS]
    person = next((e for _, e in names if e.label is Label.PERSON), None)
    if person is not None:
        return person.canonical
    words = {word for node in nodes[first:last] for word in node.word.split()}
    if "people" in words or {"sources", "familiar"} <= words:
        return _PEOPLE
    if not names:
        return _resolve_in(nodes, first, last, layout=layout) or _find_group(nodes, first, last)
    group = next((i for i in range(first, last) if nodes[i].word in _GROUPS), None)
    if group is not None and (group < names[0][0] or nodes[names[0][0] - 1].word in {"on", "of", "at"}):
        return nodes[group].word
    return _join(nodes, names)


def _join(nodes: Sequence[Node], names: Sequence[tuple[int, Entity]]) -> str:
    """The first name, with the second where only "and" parts the two."""
    first, *rest = names
    if rest and rest[0][0] == first[0] + 2 and nodes[first[0] + 1].word == "and":
        return f"{first[1].canonical} and {rest[0][1].canonical}"
    return first[1].canonical


def _find_group(nodes: Sequence[Node], first: int, last: int) -> str | None:
    return next((node.word for node in nodes[first:last] if node.word in _GROUPS), None)


def find_person(nodes: Sequence[Node], first: int, last: int) -> str | None:
    """Return the first person named in nodes [first, last)."""
    for node in nodes[first:last]:
        if node.entity is not None and node.entity.label is Label.PERSON:
            return node.entity.canonical
    return None


def find_writer(nodes: Sequence[Node], first: int, last: int, *, layout: Layout) -> str | None:
    """Return who wrote "the email" or "the memo": the last person named before it."""
    if first >= last or not any(node.word in _LETTERS for node in nodes[first:last]):
        return None
    anaphor = Anaphor(place=first, labels=frozenset({Label.PERSON}))
    entity = resolve(anaphor, layout=layout, offset=nodes[first].start)
    return entity.canonical if entity is not None else None


def _resolve_in(nodes: Sequence[Node], first: int, last: int, *, layout: Layout) -> str | None:
    for place in range(last - 1, first - 1, -1):
        anaphor = find_anaphor(nodes, place) or _data_of(nodes, place)
        if anaphor is None or not anaphor.labels & _SPEAKERS:
            continue
        labels = frozenset({Label.COMPANY}) if nodes[place].word in _MEDIA else anaphor.labels & _SPEAKERS
        entity = resolve(replace(anaphor, labels=labels), layout=layout, offset=nodes[place].start)
        if entity is not None:
            return entity.canonical
    return None


def _data_of(nodes: Sequence[Node], place: int) -> Anaphor | None:
    """ "company data", "ministry figures": the body stands without an article."""
    labels = ANAPHOR_NOUNS.get(nodes[place].word, frozenset()) & {Label.COMPANY, Label.GOV}
    if labels and place + 1 < len(nodes) and nodes[place + 1].word in _DATA:
        return Anaphor(place=place, labels=labels)
    return None


def find_capitals(nodes: Sequence[Node], first: int, last: int, *, text: str) -> str | None:
    """Return a capitalised name that is no entity ("the Institute for Progress"), as the text writes it."""
    start = next((i for i in range(first, last) if _is_name(nodes[i])), None)
    if start is None or start - first > 8 or (start == 0 and nodes[0].word in PHRASE.function):
        return None
    end = start + 1
    while end < last and (
        _is_name(nodes[end]) or (nodes[end].word in _JOINING and end + 1 < last and _is_name(nodes[end + 1]))
    ):
        end += 1
    if start == 0 and end == 1:
        return None
    shown = text[nodes[start].start : nodes[end - 1].end]
    # Mirrored texts glue words together: "the Institute for Progressthe H200".
    glued = end < len(nodes) and nodes[end].entity is not None and shown.endswith("the")
    return shown.removesuffix("the") if glued and len(nodes[end - 1].word) > 6 else shown


def _is_name(node: Node) -> bool:
    return (
        node.capital and node.kind is NodeKind.WORD and node.word not in PHRASE.function and node.word not in _NO_NAME
    )
