"""What the trained tagger found, made fit to stand beside what the registry and the rules know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from nlp.entities.bodies import is_private
from nlp.entities.candidate import Candidate, Origin
from nlp.entities.chips import is_other_designation
from nlp.entities.doubts import is_doubtful
from nlp.entities.gate import is_ordinary
from nlp.entities.known import Known
from nlp.entities.lexicon import nation_by_word, read_set, read_text_set
from nlp.entities.words import Words
from nlp.records import Label

# Below this the tagger guesses; to swallow a known name it has to be surer.
_SURE, _SURE_OF_MORE = 0.6, 0.9
# Measures and bodies have countries in their names ("Made in China 2025").
_SURE_WITH_PLACE = 0.75
_OF_PLACES = frozenset({Label.POLICY, Label.GOV})
# So sure it has to be of an ordinary word with a capital ("Vista").
_SURE_OF_WORD = 0.8
_NOT_FIRST = read_set("companies", "not_first")
_OUTSIDE = frozenset({"'s", "’s", "'", "’", ",", ".", ";", ":", '"', "“", "”", "(", ")", "-", "–", "—", "/"})
_TITLES = read_set("people", "titles")
_SETTLED = read_text_set("settled", "words") | read_text_set("settled", "never")
# "The" is a part of outlets' names, and "He" a family name.
_WITHOUT_ARTICLE = frozenset({Label.CHIP, Label.POLICY, Label.PLACE})


def merge_found(found: Iterable[Candidate], words: Words, known: Known) -> Iterator[Candidate]:
    """Give the tagger's names that may stand: trimmed, sure enough, and of one kind throughout the text."""
    names: dict[str, list[Candidate]] = defaultdict(list)
    for one in found:
        trimmed = _trim(one, words, known)
        if trimmed is None or is_doubtful(trimmed, words, known):
            continue
        if _may_stand(trimmed, words, known):
            names[words.quote(trimmed.first, trimmed.end)].append(trimmed)
    for mentions in names.values():
        weights: dict[Label | None, float] = defaultdict(float)
        for mention in mentions:
            weights[mention.label] += mention.score
        label = max(weights, key=lambda one: (weights[one], str(one)))
        best = max(mention.score for mention in mentions if mention.label is label)
        if best >= _SURE:
            for mention in mentions:
                yield replace(mention, label=label, score=mention.score if mention.label is label else best / 2)


def drop_overlong(mentions: Iterable[Candidate], found: Iterable[Candidate], words: Words) -> Iterator[Candidate]:
    """Give the mentions without the patterns of headlines that run on over a name that the tagger is sure of.

    Where every word has a capital a pattern cannot tell where a name begins.
    """
    sure = [one for one in found if one.score >= _SURE_OF_MORE and one.first in words.headlines]
    for mention in mentions:
        longer = any(
            mention.first <= one.first and one.end <= mention.end and len(one.tokens) < len(mention.tokens)
            for one in sure
        )
        if not longer or mention.origin is not Origin.PATTERN:
            yield mention


def _trim(one: Candidate, words: Words, known: Known) -> Candidate | None:
    """Cut what is no part of a name: marks at its ends, titles, the maker before a chip."""
    first, end = one.first, one.end
    while first < end and (
        words.words[first] in _OUTSIDE
        or (one.label is Label.PERSON and words.words[first] in _TITLES)
        or (one.label is Label.CHIP and known.label_at(first) in {Label.COMPANY, Label.PLACE})
        or (one.label in _WITHOUT_ARTICLE and first + 1 < end and words.words[first] in _NOT_FIRST)
    ):
        first += 1
    if one.label is Label.POLICY and end - first > 2 and words.word(end - 2) == "of" and words.word(end - 1).isdigit():
        end -= 2  # the year of an act stays outside
    while first < end and words.words[end - 1] in _OUTSIDE:
        end -= 1
    return None if first == end else replace(one, first=first, end=end)


def _may_stand(one: Candidate, words: Words, known: Known) -> bool:
    inside = {known.by_token[i] for i in one.tokens if i in known.by_token}
    if any(mention.label is None or mention.origin > Origin.REGISTRY for mention in inside):
        return False
    text = words.quote(one.first, one.end)
    if not _looks_like_name(one, words, text):
        return False
    certain = [mention for mention in inside if mention.origin is Origin.REGISTRY]
    if not certain:
        return True
    if any(mention.first < one.first or mention.end > one.end for mention in certain):
        return False
    # A name of two known ones is no name of its own ("Nvidia H200").
    free = [i for i in one.tokens if i not in known.by_token and words.words[i][0].isalnum()]
    places = all(mention.label is Label.PLACE for mention in certain)
    enough = _SURE_WITH_PLACE if places and one.label in _OF_PLACES else _SURE_OF_MORE
    return one.score >= enough and any(words.words[i][0].isupper() or words.words[i][0].isdigit() for i in free)


def _looks_like_name(one: Candidate, words: Words, text: str) -> bool:
    run = words.words[one.first : one.end]
    if text in nation_by_word() or text in _SETTLED or all(word in _SETTLED or word in _NOT_FIRST for word in run):
        return False
    if not any(char.isupper() or char.isdigit() for char in text):
        return one.label is Label.POLICY and len(run) > 1
    if (one.label is Label.CHIP and is_other_designation(text)) or (one.label is Label.GOV and is_private(text)):
        return False
    return len(run) > 1 or one.score >= _SURE_OF_WORD or not (is_ordinary(text) or one.first in words.headlines)
