"""The canonical name of a mention that the registry does not know."""

from __future__ import annotations

import re

from nlp.entities.candidate import Candidate
from nlp.entities.issuer import find_issuer
from nlp.entities.known import Known
from nlp.entities.lexicon import Nation, nation_by_word, read_set
from nlp.entities.words import Words
from nlp.records import Label

_LEGAL = read_set("companies", "legal")
_BARE_POLICY = read_set("policies", "alone", "behind")
_SPACES = re.compile(r"\s+")
_NUMBERED_ORDER = re.compile(r"Executive Order \d{4,5}")


def name_mention(mention: Candidate, words: Words, known: Known) -> str:
    """Give the full name: a chip with its maker, a measure with its country, a firm without its form."""
    text = _SPACES.sub(" ", words.quote(mention.first, mention.end)).replace("’", "'")
    match mention.label:
        case Label.CHIP:
            return _name_chip(mention, text, words, known)
        case Label.COMPANY:
            return _name_company(text)
        case Label.POLICY if text == "Executive Order":
            numbered = _NUMBERED_ORDER.search(words.text)
            return text if numbered is None else numbered.group()
        case Label.POLICY if text.split()[-1].lower() in _BARE_POLICY:
            nation = find_issuer(mention, words, known)
            text = _lower(text) + "s" if text.lower().endswith("control") else _lower(text)
            return text if nation is None else f"{_owner(nation)} {text}"
        case Label.GOV:
            return _name_body(mention, text, words, known)
        case _:
            return text


def _name_chip(mention: Candidate, text: str, words: Words, known: Known) -> str:
    if text.endswith("s") and len(text) > 2 and (text[-2].isdigit() or text[-2].isupper()):
        text = text[:-1]
    if text.startswith(("HBM", "GDDR", "LPDDR")):
        return text.upper()
    maker = _find_maker(mention, words, known)
    return text if maker is None or text.startswith(maker) else f"{maker} {text}"


def _find_maker(mention: Candidate, words: Words, known: Known) -> str | None:
    """Give the company right before the chip, else the one most near before it in the text."""
    for i in range(mention.first - 1, -1, -1):
        if known.is_maker(i):
            entry = known.registry.get(known.by_token[i].entity_id)
            return words.words[i] if entry is None else entry.name
    return None


def _name_company(text: str) -> str:
    parts = text.replace(",", "").split(" ")
    while len(parts) > 1 and parts[-1] in _LEGAL:
        parts.pop()
    return " ".join(parts)


def _name_body(mention: Candidate, text: str, words: Words, known: Known) -> str:
    for spelling in ("U.S. ", "United States ", "American "):
        text = text.replace(spelling, "US ")
    if text.endswith("dministration"):
        return text.replace("Administration", "administration")
    if text.split(" ")[0] in nation_by_word():
        return text
    nation = find_issuer(mention, words, known)
    return text if nation is None else f"{_owner(nation)} {text}"


def _owner(nation: Nation) -> str:
    return nation.adjectives[0] if nation.adjectives and nation.name not in {"US", "UK", "EU"} else nation.name


def _lower(text: str) -> str:
    return text if any(part.isupper() for part in text.split()) else text[0].lower() + text[1:]
