"""The sentences of a story's own articles that say most of what they have in common."""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from nlp.text.lexicon import read_words

# A name weighs more than a word, and a figure more than a name.
_NAME_WEIGHT, _FIGURE_WEIGHT = 1.5, 2.0
_FIGURE = "figure "
# The first sentences of a report say what it is about.
_PLACES = (1.3, 1.15)
# Sentences between these lengths in words can be read alone.
_SHORTEST, _LONGEST = 8, 40
_LEANING = 0.7
# Two sentences that have more than this in common say the same.
_MOST_ALIKE = 0.5
# Of each report so many sentences are looked at.
_MOST_SENTENCES = 30
_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_END = re.compile(r"[.!?…][\"'”’)\]]*(?=\s+[\"'“‘(\[]*[^\W_])|\n")
# "Price: $27,000": a line of a list, not a sentence.
_LABEL = re.compile(r"\W*[^\W_]+:\s")
_ENDS = tuple(".!?…\"'”’)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An article: its words and where names and figures stand in them, as (start, end, what it is).

    What a figure is begins with "figure ".
    """

    item_id: str
    text: str
    marks: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A sentence as it stands in an article, from `start`."""

    item_id: str
    start: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    excerpt: Excerpt
    features: Mapping[str, float]
    factor: float


def summarize(reports: Sequence[Report], *, sentences: int = 2) -> tuple[Excerpt, ...]:
    """Return the most central sentences, the best first; fewer where the others would repeat them.

    Central is what has the words, names and figures that most of the reports share. The same reports in the same order
    give the same sentences; `reports` are to be in order of publication, as the earlier of equals is taken.
    """
    every = [sentence for report in reports for sentence in _read(report)]
    shares = _weigh(every)
    left = [(_score(sentence, shares), -place, sentence) for place, sentence in enumerate(every)]
    chosen: list[_Sentence] = []
    while left and len(chosen) < sentences:
        best = max(left, key=lambda one: one[:2])[2]
        chosen.append(best)
        left = [
            (score * (1.0 - alike), place, one)
            for score, place, one in left
            if (alike := _compare(one, best)) <= _MOST_ALIKE
        ]
    return tuple(sentence.excerpt for sentence in chosen)


def _read(report: Report) -> Iterator[_Sentence]:
    for place, (start, end) in enumerate(_split(report.text)[:_MOST_SENTENCES]):
        text = report.text[start:end]
        words = [word.lower() for word in _WORD.findall(text)]
        # What ends like no sentence is a heading, a caption or a line of a table.
        if not words or not text.endswith(_ENDS):
            continue
        names = {key for first, last, key in report.marks if start <= first and last <= end}
        features = {word: 1.0 for word in words if word not in _words("common")}
        features |= {key: _FIGURE_WEIGHT if key.startswith(_FIGURE) else _NAME_WEIGHT for key in names}
        factor = _PLACES[place] if place < len(_PLACES) else 1.0
        factor *= min(1.0, len(words) / _SHORTEST, _LONGEST / len(words))
        if (
            words[0] in _words("leaning")
            or _LABEL.match(text)
            or text.count('"') % 2
            or text.count("“") != text.count("”")
        ):
            factor *= _LEANING
        if features:
            yield _Sentence(
                excerpt=Excerpt(item_id=report.item_id, start=start, text=text), features=features, factor=factor
            )


def _weigh(sentences: Sequence[_Sentence]) -> dict[str, float]:
    """Return what each word, name and figure counts: by how many reports and how many sentences have it."""
    spread = Counter(feature for sentence in sentences for feature in sentence.features)
    pairs = {(sentence.excerpt.item_id, feature) for sentence in sentences for feature in sentence.features}
    reports = Counter(feature for _, feature in pairs)
    total = len({sentence.excerpt.item_id for sentence in sentences})
    return {feature: reports[feature] / total * math.log1p(spread[feature]) for feature in spread}


def _score(sentence: _Sentence, shares: Mapping[str, float]) -> float:
    told = sum(weight * weight * shares[feature] for feature, weight in sorted(sentence.features.items()))
    # Rounded, so that sums of floats in another order cannot decide between equals.
    return round(sentence.factor * told / _norm(sentence), 9)


def _compare(one: _Sentence, other: _Sentence) -> float:
    """Return how much two sentences have in common, 0 to 1."""
    shared = sum(weight * weight for feature, weight in one.features.items() if feature in other.features)
    return shared / min(_norm(one), _norm(other)) ** 2


def _norm(sentence: _Sentence) -> float:
    return math.sqrt(sum(weight * weight for weight in sentence.features.values()))


def _split(text: str) -> list[tuple[int, int]]:
    """Return where sentences start and end. Meant for reading aloud: where in doubt, two stay one."""
    found: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if match[0] == "\n" or not _goes_on(
            text[max(start, match.start() - 12) : match.end()], text[match.end() : match.end() + 3]
        ):
            found.append((start, match.end()))
            start = match.end()
    found.append((start, len(text)))
    trimmed = ((last - len(text[first:last].lstrip()), first + len(text[first:last].rstrip())) for first, last in found)
    return [(first, last) for first, last in trimmed if first < last]


def _goes_on(before: str, after: str) -> bool:
    """Whether a full stop belongs to an abbreviation or an initial, or the next word is no beginning."""
    last = before.rstrip("\"'”’)]").split()[-1]
    if after.lstrip(" \"'“‘([")[:1].islower():
        return True
    bare = last.lstrip("(\"'“‘[").removesuffix(".")
    # Initials: "J.", "U.S."; of a number a full stop is the end.
    initials = len(bare) == 1 or "." in bare
    return last.endswith(".") and ((initials and bare.replace(".", "").isalpha()) or bare in _abbreviations())


@cache
def _abbreviations() -> frozenset[str]:
    return read_words("abbreviations", "closing") | read_words("abbreviations", "open")


@cache
def _words(key: str) -> frozenset[str]:
    content = files("nlp.stories").joinpath("summary.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(content)[key])
