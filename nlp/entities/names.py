"""Finding the names of the registry in a Doc."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from nlp.entities.candidate import Candidate, Origin
from nlp.entities.lexicon import nation_by_word, read_text_set
from nlp.entities.spellings import spell
from nlp.entities.words import Words
from nlp.records import Entry, Label
from nlp.registry import Registry

# How many words before a chip its maker is looked for: "Huawei's latest AI accelerator, the 910C".
_REACH = 8
_GIVEN_NAMES = read_text_set("people", "given_names")
# How sure a link is without its maker named just before: a spelling derived from an alias, one that holds because of a
# word elsewhere in the text, and the usual meaning of a name that others have too.
_BY_SPELLING = 0.95
_BY_CONTEXT = 0.85
_AMONG_SEVERAL = 0.7
_OFFICES = frozenset({"Secretary", "secretary", "Minister", "minister", "Undersecretary", "Commissioner"})
# "Chinese authorities" is no name, though it says who is meant; "of 2022" and "agenda" stay outside a name.
_BEYOND_NAME = re.compile(
    r" (?:authorities|officials|regulators?|watchdog|lawmakers|cabinet|agenda|plan|program|programme|campaign|strategy"
    r"|of \d{4})$"
)


@dataclass(frozen=True, slots=True)
class _Owner:
    """An entry that a spelling may stand for; `makers` are the first words of its vendor's names."""

    entry: Entry
    near: tuple[str, ...]
    makers: frozenset[str]
    skip: int
    is_alias: bool


class Names:
    """The registry's names, ready to be looked for.

    A name is matched in the spelling of its alias and in those that `spell` derives from it; the alias itself
    goes first. A spelling of several entries is decided by the maker named just before, then by `near`.
    """

    def __init__(self, nlp: Language, registry: Registry) -> None:
        self._owners = _read_owners(nlp, registry)
        self._matcher = PhraseMatcher(nlp.vocab, attr="ORTH")
        self._matcher.add("NAME", [Doc(nlp.vocab, words=list(words)) for words in self._owners])

    def find(self, doc: Doc, words: Words) -> Iterator[Candidate]:
        """Give every mention of a registered name, those that overlap included."""
        known = frozenset(words.words)
        for _, first, end in self._matcher(doc):
            owners = self._owners[tuple(words.words[first:end])]
            owner = _decide(owners, known, words, first)
            if owner is not None:
                rivals = [other for other in owners if other.entry is not owner.entry]
                yield Candidate(
                    first=first + owner.skip,
                    end=end,
                    label=owner.entry.label,
                    origin=Origin.REGISTRY,
                    entity_id=owner.entry.entity_id,
                    score=_rate(owner, rivals, words, first),
                )


def _decide(owners: tuple[_Owner, ...], known: frozenset[str], words: Words, first: int) -> _Owner | None:
    fitting = [owner for owner in owners if not owner.near or _is_near(owner.near, known, words)]
    if fitting and fitting[0].entry.label is Label.CHIP and words.word(first - 1) in _GIVEN_NAMES:
        return None  # James Blackwell is no chip
    if fitting and fitting[0].entry.label is Label.GOV:
        if words.word(first + 1) in _OFFICES:  # the Commerce Secretary is no ministry
            return None
        if (
            words.word(first - 1) in {"'s", "’s"}
            and (nation := nation_by_word().get(words.word(first - 2))) is not None
        ):
            fitting = [owner for owner in fitting if owner.entry.details.get("country") == nation.code]
    if len(fitting) > 1:
        before = frozenset(words.words[max(0, first - _REACH) : first])
        fitting.sort(key=lambda owner: owner.makers.isdisjoint(before))
    return fitting[0] if fitting else None


def _rate(owner: _Owner, rivals: list[_Owner], words: Words, first: int) -> float:
    """Give how sure the choice is: least where others have the name and nothing near speaks for this one."""
    if not owner.makers.isdisjoint(words.words[max(0, first - _REACH) : first]):
        return 1.0
    if rivals:
        return _BY_CONTEXT if owner.near else _AMONG_SEVERAL
    if owner.near:
        return _BY_CONTEXT
    return 1.0 if owner.is_alias else _BY_SPELLING


def _is_near(near: tuple[str, ...], known: frozenset[str], words: Words) -> bool:
    return any(word in known or (not word.isalnum() and word in words.text) or (word in words.title) for word in near)


def _read_owners(nlp: Language, registry: Registry) -> Mapping[tuple[str, ...], tuple[_Owner, ...]]:
    found: dict[tuple[str, ...], list[_Owner]] = defaultdict(list)
    with nlp.memory_zone():
        for alias_text, pairs in registry.aliases.items():
            if _BEYOND_NAME.search(alias_text) is not None:
                continue
            for entry, alias in pairs:
                for spelling in dict.fromkeys(spell(alias_text, entry.label)):
                    words = tuple(token.text for token in nlp.tokenizer(spelling))
                    found[words].append(
                        _Owner(
                            entry=entry,
                            near=alias.near,
                            makers=_read_makers(entry, registry),
                            skip=_count_owner_words(words),
                            is_alias=spelling == alias_text,
                        )
                    )
    return {words: _order(owners) for words, owners in found.items()}


def _order(owners: list[_Owner]) -> tuple[_Owner, ...]:
    """Give the aliases before what was derived from others, those that need a word nearby first."""
    if any(owner.is_alias for owner in owners):
        owners = [owner for owner in owners if owner.is_alias]
    return tuple(sorted(owners, key=lambda owner: not owner.near))


def _read_makers(entry: Entry, registry: Registry) -> frozenset[str]:
    maker = registry.get(entry.details.get("vendor", ""))
    if maker is None:
        return frozenset()
    return frozenset(name.split()[0] for name in (maker.name, *(alias.text for alias in maker.aliases)))


def _count_owner_words(words: tuple[str, ...]) -> int:
    """Give 2 for "China 's commerce ministry": whose body it is stays outside the mention."""
    return 2 if len(words) > 3 and words[1] in {"'s", "’s"} and words[2].islower() else 0
