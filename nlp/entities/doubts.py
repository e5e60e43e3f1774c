"""What the trained tagger takes for a name too readily: numbered things, titles, chips out of place."""

from __future__ import annotations

import re

from nlp.entities.candidate import Candidate
from nlp.entities.gate import is_ordinary
from nlp.entities.known import Known
from nlp.entities.lexicon import read_set
from nlp.entities.words import Words
from nlp.records import Label

_OPENING, _CLOSING = frozenset({'"', "“", "‘", "'"}), frozenset({'"', "”", "’", "'"})
_INTRODUCERS = read_set("chips", "introducers") | read_set("companies", "nouns")
_OFFICES = read_set("people", "offices")
_NUMBERED = read_set("policies", "numbered")
_TOPICS = read_set("chips", "nouns", "topics")
_MAKERS = frozenset({"fabless", "idm", "memory", "foundry", "ip"})
# So sure the tagger has to be of a chip in a text that is about something else: of a single word ("A38"), and
# of letters and digits with a hyphen between, as aircraft have it ("B-52").
_SURE_OF_WORD, _SURE_OF_HYPHENED = 0.95, 0.99
_HYPHENED = re.compile(r"[A-Z]{1,3}-\d{1,3}[A-Z]?s?")


def is_doubtful(one: Candidate, words: Words, known: Known) -> bool:
    """Tell whether what the text is about, or what stands beside the tagger's find, speaks against it."""
    match one.label:
        case Label.CHIP:
            return one.score < _sure_out_of_place(one, words) and not _is_on_chips(words, known)
        case Label.POLICY:
            return _is_numbered(one, words)
        case Label.COMPANY:
            return _is_title(one, words)
        case Label.GOV:
            return words.word(one.end) in _OFFICES
        case _:
            return False


def _sure_out_of_place(one: Candidate, words: Words) -> float:
    if len(one.tokens) == 1:
        return _SURE_OF_WORD
    return _SURE_OF_HYPHENED if _HYPHENED.fullmatch(words.quote(one.first, one.end)) is not None else 0


def _is_on_chips(words: Words, known: Known) -> bool:
    """Tell whether a text speaks of chips at all: it names one, or a maker of them, or a thing of that field."""
    if any(word in _TOPICS or word.lower() in _TOPICS for word in (*words.counts, *words.title.split())):
        return True
    return any(_is_of_field(mention, known) for mention in known.by_token.values())


def _is_of_field(mention: Candidate, known: Known) -> bool:
    entry = known.registry.get(mention.entity_id)
    if entry is None:
        return False
    return entry.label is Label.CHIP or (entry.label is Label.COMPANY and entry.details.get("kind") in _MAKERS)


def _is_numbered(one: Candidate, words: Words) -> bool:
    """Tell "Category 2" and "Chapter 11" from "Section 232"."""
    run = words.words[one.first : one.end]
    return len(run) == 2 and run[1].isdigit() and is_ordinary(run[0]) and run[0] not in _NUMBERED


def _is_title(one: Candidate, words: Words) -> bool:
    """Tell whether it stands in quotation marks of its own as films and songs do, and nothing calls it a firm."""
    quoted = words.word(one.first - 1) in _OPENING and words.word(one.end) in _CLOSING
    return quoted and words.word(one.first - 2) not in _INTRODUCERS
