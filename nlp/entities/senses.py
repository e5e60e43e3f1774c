"""Which entry of the registry a name means where several have it, and how sure that is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from nlp.entities.lexicon import read_set
from nlp.entities.words import Words
from nlp.records import Entry, Label

# Below this a mention has no id: its name may mean several entries, and nothing near it tells which.
SURE = 0.75
# The maker of a chip stands near before it, or the name means this entry wherever it stands.
_BY_MAKER = 1.0
_BY_SPELLING = 0.95
# A word in the sentence, the one before it, or elsewhere in the text where no other entry is possible.
_BY_CONTEXT = 0.85
# Another mention of the text that its own sentence decided; the usual meaning where no word speaks for another.
_BY_TEXT = 0.8
_UNDECIDED = 0.6
# How many words before a chip its maker is looked for: "Huawei's latest AI accelerator, the 910C".
_REACH = 8
_BESIDE = 3
# How far a sentence reaches to either side, so that a text without full stops takes linear time.
_SENTENCE = 40
_PLACE_BEFORE = read_set("nations", "place_before")


@dataclass(frozen=True, slots=True)
class Owner:
    """An entry that a spelling may stand for; `makers` are the first words of its vendor's names."""

    entry: Entry
    near: tuple[str, ...]
    makers: frozenset[str]
    skip: int
    is_alias: bool


@dataclass(frozen=True, slots=True)
class Sense:
    """What a name means in one place. `settled` is false where nothing near it told, `score` is below SURE then."""

    owner: Owner
    score: float
    settled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A name of the registry in a text: its tokens, and the entries that are possible there."""

    first: int
    end: int
    owners: tuple[Owner, ...]
    fitting: tuple[Owner, ...]


def choose_senses(places: Sequence[Place], words: Words) -> Iterator[tuple[Place, Sense]]:
    """Give what each name means: by what stands near it, else as the text uses the name elsewhere."""
    named = frozenset(
        place.owners[0].entry.entity_id for place in places if len(place.owners) == 1 and not place.owners[0].near
    )
    first = [read_sense(place, words, named=named) for place in places]
    uses: dict[frozenset[str], Counter[str]] = {}
    for place, sense in zip(places, first, strict=True):
        if len(place.fitting) > 1 and sense.settled:
            uses.setdefault(_rivals(place), Counter())[sense.owner.entry.entity_id] += 1
    for place, sense in zip(places, first, strict=True):
        yield place, sense if sense.settled else _follow_text(place, sense, uses.get(_rivals(place)))


def read_sense(place: Place, words: Words, *, named: frozenset[str] = frozenset()) -> Sense:
    """Give what a name means by what stands near it, and by the entries that the text names otherwise as well."""
    fitting = place.fitting
    alone = len({owner.entry.entity_id for owner in fitting}) == 1
    begin = 0 if alone else _sentence_begin(words, place.first)
    in_full = [owner for owner in fitting if owner.entry.entity_id in named]
    if not in_full and (owner := _find_location(place, words)) is not None:
        return Sense(owner, _BY_CONTEXT, settled=True)
    makers = words.words[max(begin, place.first - _REACH) : place.first]
    if (owner := _nearest_maker(fitting, makers)) is not None:
        return Sense(owner, _BY_MAKER, settled=True)
    if alone:
        return Sense(fitting[0], _rate_only(place, fitting[0]), settled=True)
    windows = [_speaking(fitting, window) for window in _read_windows(place, words)]
    for speaking in (*windows[:2], in_full, *windows[2:]):
        if len({one.entry.entity_id for one in speaking}) == 1:
            return Sense(speaking[0], _BY_CONTEXT, settled=True)
        if speaking:
            break
    # Nothing near it: the usual meaning says at least what kind of name it is.
    usual = next((one for one in fitting if not one.near), fitting[0])
    return Sense(usual, _UNDECIDED, settled=False)


def _find_location(place: Place, words: Words) -> Owner | None:
    """Give the place, where "an office in Milan" names one that is a chip as well."""
    places = [owner for owner in place.fitting if owner.entry.label is Label.PLACE]
    others = [owner for owner in place.fitting if owner.entry.label is not Label.PLACE]
    if len(places) != 1 or not others or words.word(place.first - 1) not in _PLACE_BEFORE:
        return None
    sentence = list(_read_windows(place, words))[2]
    family = [replace(owner, near=tuple(set(owner.near) - owner.makers), makers=frozenset()) for owner in others]
    return None if _speaking(family, sentence) else places[0]


def _rate_only(place: Place, owner: Owner) -> float:
    if owner.near:
        return _BY_CONTEXT
    if any(one.entry is not owner.entry for one in place.owners):
        return _BY_TEXT
    return _BY_MAKER if owner.is_alias else _BY_SPELLING


def _nearest_maker(owners: Iterable[Owner], before: Sequence[str]) -> Owner | None:
    """Give the owner whose maker stands nearest before the name, None where none does."""
    for word in reversed(before):
        for owner in owners:
            if word in owner.makers:
                return owner
    return None


def _read_windows(place: Place, words: Words) -> Iterator[str]:
    """Give the words right before the name, those beside it, its sentence, and the sentence before that."""
    begin = _sentence_begin(words, place.first)
    end = place.end
    while end < len(words.words) and end not in words.sentence_starts and end < place.end + _SENTENCE:
        end += 1
    yield _quote(words, max(begin, place.first - _BESIDE), place.first)
    yield _around(words, place, max(begin, place.first - _BESIDE), min(end, place.end + _BESIDE))
    yield _around(words, place, begin, end)
    if begin > 0:
        yield _quote(words, _sentence_begin(words, begin - 1), begin)


def _sentence_begin(words: Words, i: int) -> int:
    begin = i
    while begin > 0 and begin not in words.sentence_starts and begin > i - _SENTENCE:
        begin -= 1
    return begin


def _around(words: Words, place: Place, first: int, end: int) -> str:
    return f"{_quote(words, first, place.first)} {_quote(words, place.end, end)}"


def _quote(words: Words, first: int, end: int) -> str:
    return " ".join(words.words[first:end])


def _speaking(owners: Iterable[Owner], window: str) -> list[Owner]:
    padded = f" {window} "
    return [owner for owner in owners if any(f" {word} " in padded for word in (*owner.near, *owner.makers))]


def _follow_text(place: Place, sense: Sense, uses: Counter[str] | None) -> Sense:
    if uses is None:
        return sense
    ranked = uses.most_common(2)
    if len(ranked) > 1 and ranked[0][1] == ranked[1][1]:
        return sense
    owner = next((one for one in place.fitting if one.entry.entity_id == ranked[0][0]), None)
    return sense if owner is None else Sense(owner, _BY_TEXT, settled=True)


def _rivals(place: Place) -> frozenset[str]:
    return frozenset(owner.entry.entity_id for owner in place.owners)
