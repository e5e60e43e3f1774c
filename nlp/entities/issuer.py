"""Whose measure or ministry a mention is."""

from __future__ import annotations

from collections import Counter

from nlp.entities.candidate import Candidate
from nlp.entities.known import Known
from nlp.entities.lexicon import Nation, nation_by_capital, nation_by_code, nation_by_word, read_set
from nlp.entities.words import Words
from nlp.records import Label

# "US export controls", "China's sweeping new export controls": how many words may stand between.
_BESIDE = 3
_SENTENCE = 40
_VERBS = read_set("nations", "verbs")


def find_issuer(mention: Candidate, words: Words, known: Known, usual: Nation | None) -> Nation | None:
    """Give the country whose measure it is.

    That is the one named right before, else the one that acts or whose government is named before it in the
    sentence, else the one named behind "by", else the `usual` one of the text.
    """
    nations = nation_by_word()
    for i in range(mention.first - 1, max(-1, mention.first - 1 - _BESIDE), -1):
        if (nation := _nation_at(i, words, known)) is not None:
            return nation
    for i in range(mention.first - 1, max(-1, mention.first - _SENTENCE), -1):
        if i in words.sentence_starts and i != mention.first:
            break
        if (nation := _acting_at(i, words, known)) is not None:
            return nation
    for i in range(mention.end, mention.end + _BESIDE):
        if words.word(i) in {"by", "from"} and (
            nation := _nation_at(i + 1, words, known) or nations.get(words.word(i + 2))
        ):
            return nation
    return usual


def find_usual_issuer(words: Words) -> Nation | None:
    """Give the United States if the text names them, as most measures are theirs, else the country it names most."""
    nations = nation_by_word()
    counts: Counter[str] = Counter()
    for word, count in words.counts.items():
        if word in nations:
            counts[nations[word].name] += count
    if not counts:
        return None
    return nations["US" if counts["US"] else counts.most_common(1)[0][0]]


def _nation_at(i: int, words: Words, known: Known) -> Nation | None:
    nation = nation_by_word().get(words.word(i))
    return nation or _government_at(i, words, known)


def _acting_at(i: int, words: Words, known: Known) -> Nation | None:
    nation = nation_by_word().get(words.word(i))
    follower = words.word(i + 1)
    if nation is not None and (follower in {"'s", "’s"} or follower in _VERBS or follower.endswith("ed")):
        return nation
    return _government_at(i, words, known)


def _government_at(i: int, words: Words, known: Known) -> Nation | None:
    mention = known.by_token.get(i)
    if mention is None or mention.label is not Label.GOV:
        return None
    entry = known.registry.get(mention.entity_id)
    if entry is not None:
        return nation_by_code().get(entry.details.get("country", ""))
    return nation_by_capital().get(words.quote(mention.first, mention.end))
