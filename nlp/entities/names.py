"""Finding the names of the registry in a Doc."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from nlp.entities.candidate import Candidate, Origin
from nlp.entities.lexicon import nation_by_word, read_set, read_text_set
from nlp.entities.senses import SURE, Owner, Place, choose_senses
from nlp.entities.spellings import spell
from nlp.entities.words import Words
from nlp.records import Entry, Label
from nlp.registry import Registry

_GIVEN_NAMES = read_text_set("people", "given_names")
_SPEAKS = read_set("people", "speaks")
_ALSO_SURNAMES = read_text_set("people", "also_firms")
# Given names that are ordinary words, with a capital at the beginning of a sentence.
_ORDINARY = frozenset({"Will", "Mark", "Grant", "May", "Bill", "Drew", "Art", "Sue"})
_OFFICES = read_set("people", "offices")
_AMONG = frozenset({"between", "among", "with", "of"})
# "Chinese authorities" is no name, though it says who is meant; "of 2022" and "agenda" stay outside a name.
_BEYOND_NAME = re.compile(
    r" (?:authorities|officials|regulators?|watchdog|lawmakers|cabinet|agenda|plan|program|programme|campaign|strategy"
    r"|of \d{4})$"
)


class Names:
    """The registry's names, ready to be looked for.

    A name is matched in the spelling of its alias and in those that `spell` derives from it; the alias itself
    goes first. What stands near decides a spelling of several entries.
    """

    def __init__(self, nlp: Language, registry: Registry) -> None:
        self._owners = _read_owners(nlp, registry)
        self._matcher = PhraseMatcher(nlp.vocab, attr="ORTH")
        self._matcher.add("NAME", [Doc(nlp.vocab, words=list(words)) for words in self._owners])

    def find(self, doc: Doc, words: Words) -> Iterator[Candidate]:
        """Give every mention of a registered name, those that overlap included; without an id where it is unsure."""
        known = frozenset(words.words)
        places = []
        for _, first, end in self._matcher(doc):
            owners = self._owners[tuple(words.words[first:end])]
            fitting = _read_fitting(owners, known, words, first)
            if fitting:
                places.append(Place(first=first, end=end, owners=owners, fitting=tuple(fitting)))
        for place, sense in choose_senses(places, words):
            owner = sense.owner
            yield Candidate(
                first=place.first + owner.skip,
                end=place.end,
                label=owner.entry.label,
                origin=Origin.REGISTRY,
                entity_id=owner.entry.entity_id if sense.score >= SURE else "",
                score=sense.score,
                unsure=sense.score < SURE,
            )


def _read_fitting(owners: tuple[Owner, ...], known: frozenset[str], words: Words, first: int) -> list[Owner]:
    """Give the entries that a name may mean in this text."""
    fitting = [owner for owner in owners if not owner.near or _is_near(owner.near, known, words)]
    if words.word(first + 1) in _SPEAKS:  # chips do not
        fitting = [owner for owner in fitting if owner.entry.label is not Label.CHIP]
    if fitting and (
        _is_surname(fitting[0].entry.label, words, first) or _is_verb(fitting[0].entry.label, words, first)
    ):
        return []
    if fitting and fitting[0].entry.label is Label.GOV:
        after = words.word(first + 1)
        if after in _OFFICES:  # the Commerce Secretary is no ministry
            return []
        if first in words.sentence_starts and after in _AMONG:  # "Commerce between the two"
            return []
        if (
            words.word(first - 1) in {"'s", "’s"}
            and (nation := nation_by_word().get(words.word(first - 2))) is not None
        ):
            fitting = [owner for owner in fitting if owner.entry.details.get("country") == nation.code]
    return fitting


def _is_surname(label: Label, words: Words, first: int) -> bool:
    """Tell whether a chip's, firm's or place's name is a family name here: James Blackwell is no chip."""
    before = words.word(first - 1)
    if before not in _GIVEN_NAMES:
        return False
    if label is Label.CHIP:
        return True
    is_name = before not in _ORDINARY and label in {Label.COMPANY, Label.PLACE}
    return is_name and words.word(first) in _ALSO_SURNAMES


def _is_verb(label: Label, words: Words, first: int) -> bool:
    """Tell whether a chip's name is an imperative: "Ascend to the roof"."""
    return (
        label is Label.CHIP
        and first in words.sentence_starts
        and words.word(first + 1) in {"to", "into", "through"}
        and words.word(first + 2) in {"the", "a", "an", "your", "this"}
    )


def _is_near(near: tuple[str, ...], known: frozenset[str], words: Words) -> bool:
    return any(word in known or (not word.isalnum() and word in words.text) or (word in words.title) for word in near)


def _read_owners(nlp: Language, registry: Registry) -> Mapping[tuple[str, ...], tuple[Owner, ...]]:
    found: dict[tuple[str, ...], list[Owner]] = defaultdict(list)
    with nlp.memory_zone():
        for alias_text, pairs in registry.aliases.items():
            if _BEYOND_NAME.search(alias_text) is not None:
                continue
            for entry, alias in pairs:
                for spelling in dict.fromkeys(spell(alias_text, entry.label)):
                    words = tuple(token.text for token in nlp.tokenizer(spelling))
                    found[words].append(
                        Owner(
                            entry=entry,
                            near=alias.near,
                            makers=_read_makers(entry, registry),
                            skip=_count_owner_words(words),
                            is_alias=spelling == alias_text,
                        )
                    )
    return {words: _order(owners) for words, owners in found.items()}


def _order(owners: list[Owner]) -> tuple[Owner, ...]:
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
