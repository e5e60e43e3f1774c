"""How common a word is before any article is read: in its text's language, and in the news of the trade."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS
from wordfreq import get_frequency_dict, zipf_frequency

from nlp.errors import DataFileError
from nlp.quantities.units import unit_tables
from nlp.records import Kind

ENGLISH = "en"
# Languages that an article may be in: English, and those of Latin letters that sources write most.
_LANGUAGES = (ENGLISH, "de", "es", "fr", "it", "nl", "pt")
_SMALL = "small"
# An article has so many words. On wordfreq's Zipf scale 9 is every word; below 3 (once per million words) its lists are
# thin, and its small ones end.
_ARTICLE_WORDS = 300
_RAREST = 3.0
# The trade's own words are common before the board says so: in so many of a hundred articles as our own corpus of its
# news has them, less what chance may have brought.
_TRADE_SHARE = 0.7
TRADE_WORDS_SEEN = 5
# Money tells countries apart, and how long something took belongs to what happened.
_TOLD = frozenset({Kind.MONEY, Kind.DURATION})
# Spelled as units are, but names of the trade: a company, a kind of memory.
_NAMES = frozenset({"micron", "microns", "dram", "drams"})


def tell_language(words: Iterable[str]) -> str:
    """Return the code of the language that has most of these different words, English of equals."""
    found = Counter(map(_list_languages, words))
    counts = [
        sum(count for languages, count in found.items() if languages >> place & 1) for place in range(len(_LANGUAGES))
    ]
    return _LANGUAGES[counts.index(max(counts))]


def expect(word: str, *, language: str) -> float:
    """Return the part of articles that have this word: by English, by this language or by the trade, the most of them.

    An article in another language has English names, and a text in another is not rare for being in it.
    """
    common = _expect_english(word)
    return common if language == ENGLISH else max(common, _share(_load_frequencies(language).get(word, 0.0)))


def is_empty(word: str) -> bool:
    """Tell whether a word says nothing of what happened: those that join others, and units of measure.

    Two texts on power plants have gigawatts in common and kilowatts, whatever each of them reports.
    """
    return word in ENGLISH_STOP_WORDS or word in _list_units()


def read_trade_words(path: Traversable) -> dict[str, float]:
    """Return the part of the trade's words that each of its own is; DataFileError says what a file needs."""
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    total, counts = found.get("words"), found.get("counts")
    if (
        not (isinstance(total, int) and total > 0)
        or not isinstance(counts, dict)
        or not all(isinstance(count, int) for count in counts.values())
    ):
        raise DataFileError(f"{path}: needs `words`, a number, and `counts`, a table; see nlp/training/tradewords.py")
    return {word: (count - TRADE_WORDS_SEEN) / total for word, count in counts.items()}


@lru_cache(maxsize=200_000)
def _list_languages(word: str) -> int:
    """Return which of the languages have a word, a bit for each; a figure is of none."""
    if any(char.isdigit() for char in word):
        return 0
    return sum((word in _load_frequencies(language)) << place for place, language in enumerate(_LANGUAGES))


@cache
def _load_frequencies(language: str) -> dict[str, float]:
    return get_frequency_dict(language, _SMALL)


@cache
def _list_units() -> frozenset[str]:
    """Return the words that units of measure are written as."""
    behind, _ = unit_tables()
    spellings = (spelling for found in behind.values() for spelling in found if spelling.unit.kind not in _TOLD)
    return frozenset("".join(spelling.texts).lower() for spelling in spellings) - _NAMES


@lru_cache(maxsize=200_000)
def _expect_english(word: str) -> float:
    # wordfreq takes a figure for one of many of its kind, so that every model number would look common.
    zipf = 0.0 if any(char.isdigit() for char in word) else zipf_frequency(word, ENGLISH, _SMALL)
    return max(_share(10.0 ** (max(zipf, _RAREST) - 9.0)), _TRADE_SHARE * _share(_load_trade_words().get(word, 0.0)))


def _share(frequency: float) -> float:
    """Return the part of articles that have a word which is this part of all words."""
    return float(1.0 - (1.0 - frequency) ** _ARTICLE_WORDS)


@cache
def _load_trade_words() -> dict[str, float]:
    return read_trade_words(files("nlp.stories").joinpath("tradewords.toml"))
