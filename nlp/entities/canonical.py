"""The canonical name of a mention that the registry does not know."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter

from nlp.entities.candidate import Candidate
from nlp.entities.issuer import find_issuer, find_usual_issuer, find_usual_owner
from nlp.entities.known import Known
from nlp.entities.lexicon import Nation, nation_by_word, read_set
from nlp.entities.words import Words
from nlp.records import Entry, Label

_LEGAL = read_set("companies", "legal")
_PLAIN_POLICY = frozenset(word.lower() for word in read_set("policies", "alone", "behind", "modifiers"))
_SPACES = re.compile(r"\s+")
_GOVERNMENT_OF = re.compile(r"[Gg]overnment of (?:the )?(.+)")
# How many words behind a chip its maker is looked for when none stands before it.
_AHEAD = 15
# How rules speak of themselves at each stage.
_STAGE = re.compile(r"(?:Interim Final|Final|Proposed|Draft) Rule")
_NUMBERED_ORDER = re.compile(r"Executive Order \d{4,5}")


class Namer:
    """Names the mentions of one text."""

    def __init__(self, words: Words, known: Known) -> None:
        self._words = words
        self._known = known
        self._owner = find_usual_owner(words)
        self._usual = find_usual_issuer(known, self._owner)
        self._makers = [i for i in sorted(known.by_token) if known.is_maker(i)]
        self._order = _NUMBERED_ORDER.search(words.text)

    def name(self, mention: Candidate) -> str:
        """Give the full name: a chip with its maker, a measure with its country, a firm without its form."""
        text = _SPACES.sub(" ", self._words.quote(mention.first, mention.end)).replace("’", "'")
        match mention.label:
            case Label.CHIP:
                return self._name_chip(mention, text)
            case Label.COMPANY:
                return _name_company(text)
            case Label.POLICY:
                return self._name_policy(mention, text)
            case Label.GOV:
                return self._name_body(mention, text)
            case _:
                return text

    def _name_chip(self, mention: Candidate, text: str) -> str:
        if text.endswith("s") and len(text) > 2 and (text[-2].isdigit() or text[-2].isupper()):
            text = text[:-1]
        if text.startswith(("HBM", "GDDR", "LPDDR")):
            return text.upper()
        maker = self._find_family_maker(mention) or self._find_maker(mention)
        return text if maker is None or text.startswith(maker) else f"{maker} {text}"

    def _find_family_maker(self, mention: Candidate) -> str | None:
        """Give the maker of the family that the chip is of: Huawei for "Ascend 985"."""
        registry = self._known.registry
        for word in self._words.words[mention.first : mention.end]:
            for entry, _ in registry.aliases.get(word, ()):
                vendor = registry.get(entry.details.get("vendor", ""))
                if entry.label is Label.CHIP and vendor is not None:
                    return vendor.name
        return None

    def _find_maker(self, mention: Candidate) -> str | None:
        """Give the company most near before the chip, else the first one behind it."""
        at = bisect_left(self._makers, mention.first)
        if at > 0:
            i = self._makers[at - 1]
        elif at < len(self._makers) and self._makers[at] < mention.end + _AHEAD:
            i = self._makers[at]
        else:
            return None
        mention = self._known.by_token[i]
        maker = self._known.registry.get(mention.entity_id)
        return _name_company(self._words.quote(mention.first, mention.end)) if maker is None else maker.name

    def _name_measure(self, mention: Candidate, text: str) -> str:
        nation = find_issuer(mention, self._words, self._known, self._usual)
        text = _lower(text) + "s" if text.lower().endswith("control") else _lower(text)
        return text if nation is None else f"{_owner(nation)} {text}"

    def _name_policy(self, mention: Candidate, text: str) -> str:
        if text == "Executive Order" and self._order is not None:
            return self._order.group()
        if _STAGE.fullmatch(text) is not None:
            return self._name_stage(text)
        plain = _PLAIN_POLICY.issuperset(text.lower().replace("-", " ").split(" "))
        return self._name_measure(mention, text) if plain else text

    def _name_stage(self, text: str) -> str:
        """Give the rule that "the Final Rule" of a text is: the one that it names most often, the first of several."""
        counts: Counter[str] = Counter()
        for mention in {id(one): one for one in self._known.by_token.values()}.values():
            entry = self._known.registry.get(mention.entity_id)
            if entry is not None and entry.label is Label.POLICY and _is_rule(entry):
                counts[entry.name] += 1
        return counts.most_common(1)[0][0] if counts else text

    def _name_body(self, mention: Candidate, text: str) -> str:
        for spelling in ("U.S. ", "United States ", "American "):
            text = text.replace(spelling, "US ")
        match = _GOVERNMENT_OF.fullmatch(text)
        if match is not None and (nation := nation_by_word().get(match[1])) is not None:
            return nation.government
        if text.endswith("dministration"):
            return text.replace("Administration", "administration")
        if text.split(" ")[0] in nation_by_word():
            return text
        nation = find_issuer(mention, self._words, self._known, self._owner)
        return text if nation is None else f"{_owner(nation)} {text}"


def _is_rule(entry: Entry) -> bool:
    return any(
        name.lower().endswith((" rule", " rules")) for name in (entry.name, *(one.text for one in entry.aliases))
    )


def _name_company(text: str) -> str:
    parts = text.replace(",", "").split(" ")
    while len(parts) > 1 and (parts[-1] in _LEGAL or parts[-1] == "&"):
        parts.pop()
    return " ".join(parts)


def _owner(nation: Nation) -> str:
    return nation.adjectives[0] if nation.adjectives and nation.name not in {"US", "UK", "EU"} else nation.name


def _lower(text: str) -> str:
    return " ".join(word if word.isupper() else word.lower() for word in text.split(" "))
