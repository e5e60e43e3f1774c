"""Whose measure or ministry a mention is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from nlp.entities.candidate import Candidate
from nlp.entities.known import Known
from nlp.entities.lexicon import Nation, nation_by_capital, nation_by_code, nation_by_word, read_set
from nlp.entities.words import Words
from nlp.records import Label

# "US export controls", "China's sweeping new export controls": how many words may stand between.
_BESIDE = 3
# "curbs on the sale of chips to China": how far behind a measure its target stands.
_TARGET = 10
_SENTENCE = 40
_POSSESSIVE = frozenset({"'s", "’s"})
_AUXILIARIES = frozenset({"has", "have", "had", "also", "strongly", "again", "then", "later", "recently"})
_LEGISLATES = read_set("nations", "legislates")
_AGAINST = read_set("nations", "against")
_VERBS = read_set("nations", "verbs") | _AGAINST
_RETALIATIONS = read_set("nations", "retaliations")
_RETALIATIONS_BEFORE = read_set("nations", "retaliations_before")
_MOSTLY_TARGETS = read_set("nations", "mostly_targets")
_MAKERS = frozenset({"fabless", "idm", "memory", "equipment", "eda", "foundry"})
_PARTINGS = read_set("nations", "partings")
_TARGETS_AFTER = read_set("nations", "targets_after")
_TARGETS_BEHIND = read_set("nations", "targets_behind")


def find_issuer(mention: Candidate, words: Words, known: Known, usual: Nation | None) -> Nation | None:
    """Give the country whose measure it is.

    That is the one named right before, else the one behind "by" or "of", else the one that acts or whose government is
    named in the sentence, before the measure or behind it, else in the sentence before, else the `usual` one of the
    text. The country that the measure is against, or that speaks against it, is never the one.
    """
    if (nation := _find_beside(mention, words, known) or _find_behind(mention, words, known)) is not None:
        return nation
    excluded = set(_find_targets(mention, words))
    begin, end = _read_sentence(words, mention.first)
    previous = _read_sentence(words, begin - 1)[0] if begin > 0 else 0
    for i in (*range(mention.first - 1, begin - 1, -1), *range(mention.end, end), *range(begin - 1, previous - 1, -1)):
        if (nation := _acting_at(i, words, known, owning=begin <= i < mention.first)) is None:
            continue
        if i < begin and _verb_behind(words, i, known)[0] not in _LEGISLATES:
            continue
        if _is_against(words, i, known):
            excluded.add(nation.name)
        elif nation.name not in excluded:
            return nation
    return None if usual is None or usual.name in excluded else usual


def _find_beside(mention: Candidate, words: Words, known: Known) -> Nation | None:
    for i in range(mention.first - 1, max(-1, mention.first - 1 - _BESIDE), -1):
        if (nation := _nation_at(i, words, known)) is not None:
            return None if _is_target(words, i) else nation
        if words.word(i) in _PARTINGS:
            return None
    return None


def _is_target(words: Words, i: int) -> bool:
    """Tell whether "anti-China" or "China-focused" names the country at i."""
    behind = words.word(i + 1) == "-" and words.word(i + 2) in _TARGETS_AFTER
    return behind or (words.word(i - 1) == "-" and words.word(i - 2).lower() == "anti")


def _find_behind(mention: Candidate, words: Words, known: Known) -> Nation | None:
    """Give the country of "imposed last month by the Dutch government", or of "export controls of Japan"."""
    _, end = _read_sentence(words, mention.first)
    for i in range(mention.end, end):
        near = i < mention.end + _BESIDE
        if (
            (near and words.word(i) in {"by", "from"})
            or (i == mention.end and words.word(i) == "of")
            or words.word(i) == "by"
        ):
            for j in (i + 1, i + 2):
                if (nation := _nation_at(j, words, known)) is not None:
                    return nation
    return None


def _find_targets(mention: Candidate, words: Words) -> Iterator[str]:
    nations = nation_by_word()
    for i in range(mention.end, min(mention.end + _TARGET, len(words.words) - 1)):
        if i in words.sentence_starts:
            return
        if words.word(i) in _TARGETS_BEHIND and words.word(i + 1) in nations:
            yield nations[words.word(i + 1)].name


def _read_sentence(words: Words, i: int) -> tuple[int, int]:
    """Give the sentence of a token, cut off so far from it that long texts take linear time."""
    begin, end = i, i + 1
    while begin > 0 and begin not in words.sentence_starts and begin > i - _SENTENCE:
        begin -= 1
    while end < len(words.words) and end not in words.sentence_starts and end < i + _SENTENCE:
        end += 1
    return begin, end


def _is_against(words: Words, i: int, known: Known) -> bool:
    """Tell whether what acts at i acts against somebody else's measure."""
    verb, end = _verb_behind(words, i, known)
    return verb in _AGAINST or (verb in _RETALIATIONS and words.word(end + 1) in _RETALIATIONS_BEFORE)


def _verb_behind(words: Words, i: int, known: Known) -> tuple[str, int]:
    """Give the word behind the name at i, with its place; auxiliaries and adverbs between are passed over."""
    end = i + 1
    while end in known.by_token and known.by_token[end] is known.by_token.get(i):
        end += 1
    while words.word(end) in _AUXILIARIES:
        end += 1
    return words.word(end), end


def find_usual_owner(words: Words) -> Nation | None:
    """Give the United States if the text names them, as most measures are theirs, else the country it names most."""
    nations = nation_by_word()
    counts: Counter[str] = Counter()
    for word, count in words.counts.items():
        if word in nations:
            counts[nations[word].name] += count
    if counts["US"]:
        return nations["US"]
    return nations[counts.most_common(1)[0][0]] if counts else None


def find_usual_issuer(known: Known, owner: Nation | None) -> Nation | None:
    """Give the usual `owner`, but the United States for one that most measures are against, and for none.

    That is where an American maker or chip is in the text: "China sales fall as export curbs bite, Nvidia says".
    """
    if owner is not None and owner.name not in _MOSTLY_TARGETS:
        return owner
    american = any(_is_american(mention, known) for mention in known.by_token.values())
    return nation_by_word()["US"] if american else owner


def _is_american(mention: Candidate, known: Known) -> bool:
    """Tell whether it is an American firm that may make chips, or a chip of one."""
    entry = known.registry.get(mention.entity_id)
    if entry is not None and entry.label is Label.CHIP:
        entry = known.registry.get(entry.details.get("vendor", ""))
    return entry is not None and entry.details.get("country") == "US" and entry.details.get("kind") in _MAKERS


def _nation_at(i: int, words: Words, known: Known) -> Nation | None:
    nation = nation_by_word().get(words.word(i))
    return nation or _government_at(i, words, known)


def _acting_at(i: int, words: Words, known: Known, *, owning: bool) -> Nation | None:
    """Give the country that acts at i, with `owning` also one that has something ("China's")."""
    nation = nation_by_word().get(words.word(i)) or nation_by_capital().get(words.word(i))
    follower = words.word(i + 1)
    acts = (owning and follower in _POSSESSIVE) or follower in _VERBS or follower.endswith("ed")
    if nation is not None and acts:
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
