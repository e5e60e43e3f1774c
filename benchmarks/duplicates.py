"""How well copies are told from other reports of the same event, on pairs made from our own texts.

python -m benchmarks.duplicates [--pairs 2400] [--seed 6]

Articles are those of the sample site, and ones of 8 to 30 sentences of the training corpus (`nlp/training/corpus`). A
copy is an article edited in one of six ways, or in several of them. What must not be taken for a copy: other reports
of one event, which share its names and figures and quote one or two sentences of one article; and, on the sample site,
the outlets' own articles of one story. As many pairs of the one kind are made as of the other.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from nlp.stories.duplicates import CopyIndex
from nlp.stories.shingles import hash_shingles
from nlp.training.markup import Line, read_folder
from spiders.sample_site import load_articles

CORPUS = Path(__file__).parent.parent / "nlp" / "training" / "corpus"
SHORTEST, LONGEST = 8, 30
# What an editor changes: one word in so many.
EDITED = (0.03, 0.08)
KEPT_WHEN_CUT = (0.4, 0.8)
QUOTED = 2
BOILERPLATE = (
    "Sign up for our newsletter and get the five stories that matter for chip buyers every weekday at seven.",
    "This article was updated with a statement of the company. All prices are delayed by at least fifteen minutes.",
    "Our reporters follow a code of conduct; write to corrections if you have found a mistake in this article.",
    "The views of contributors are their own. Republication in whole or in part needs our written permission.",
    "Read more: what the new rules mean for cloud firms, and who will pay for the next plant in the valley.",
)
FILLERS = ("reportedly", "meanwhile", "about", "again", "some", "further", "late", "recent", "now", "major")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence in words; `names` are the places of words that belong to a name."""

    words: tuple[str, ...]
    names: frozenset[int]

    @property
    def text(self) -> str:
        return " ".join(self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two texts, how the second was made from the first, and whether it is a copy."""

    kind: str
    first: str
    second: str
    copied: bool


Article = Sequence[Sentence]
Edit = Callable[[Article, random.Random, Sequence[Sentence]], list[Sentence]]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=2400, help="pairs to make")
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--errors", action="store_true", help="print the pairs that were judged wrongly")
    options = parser.parse_args(arguments)
    pairs = make_pairs(options.pairs, seed=options.seed)
    judged = [(pair, judge(pair)) for pair in pairs]
    by_kind: dict[str, list[bool]] = defaultdict(list)
    for pair, found in judged:
        by_kind[pair.kind].append(found)
        if options.errors and found != pair.copied:
            print(f"{pair.kind}\n  {pair.first[:300]}\n  {pair.second[:300]}")
    precision, recall = score(judged)
    print(f"{len(pairs)} pairs: precision {precision:.4f}, recall {recall:.4f}\n\n| kind | pairs | taken for copies |")
    print("|---|---|---|")
    for kind, taken in by_kind.items():
        print(f"| {kind} | {len(taken)} | {sum(taken)} |")
    return 0


def judge(pair: Pair) -> bool:
    """Return whether the second text is found to be a copy when the first is known."""
    index = CopyIndex()
    index.add(hash_shingles(pair.first), owner=0)
    return index.find(hash_shingles(pair.second)) is not None


def score(judged: Sequence[tuple[Pair, bool]]) -> tuple[float, float]:
    """Return precision and recall."""
    right = sum(pair.copied for pair, found in judged if found)
    return right / sum(found for _, found in judged), right / sum(pair.copied for pair, _ in judged)


def make_pairs(count: int, *, seed: int) -> list[Pair]:
    """Return so many pairs, half of them copies; the same for the same seed."""
    rng = random.Random(seed)
    sentences = [_read(line) for line in read_folder(CORPUS)]
    sentences = [sentence for sentence in sentences if len(sentence.words) >= 8]
    site = [_split(article.body) for article in load_articles() if article.copy_of is None]
    pairs: list[Pair] = []
    edits = [*EDITS.items(), ("several", None)]
    for number in range(count // 2):
        kind, edit = edits[number % len(edits)]
        fresh = rng.randint(SHORTEST, LONGEST)
        article = rng.choice(site) if rng.random() < 0.2 else rng.sample(sentences, fresh)
        chosen = rng.sample(list(EDITS.values()), 2) if edit is None else [edit]
        copied: Article = article
        for one in chosen:
            copied = one(copied, rng, sentences)
        pairs.append(Pair(kind=kind, first=_join(article), second=_join(copied), copied=True))
    pairs += _list_own_reports()
    for _ in range(count // 10):
        article = rng.sample(sentences, rng.randint(SHORTEST, LONGEST))
        pairs.append(
            Pair(kind="same formula", first=_join(article), second=_join(_fill_in_anew(article, rng)), copied=False)
        )
    while len(pairs) < count:
        article = rng.sample(sentences, rng.randint(SHORTEST, LONGEST))
        other = _report_anew(article, rng, sentences)
        pairs.append(Pair(kind="other words", first=_join(article), second=_join(other), copied=False))
    return pairs


def _list_own_reports() -> list[Pair]:
    """Give the outlets' own articles of one story of the sample site, two by two."""
    stories: dict[str, list[str]] = defaultdict(list)
    for article in load_articles():
        if article.copy_of is None:
            stories[article.story].append(article.body)
    return [
        Pair(kind="sample site, one story", first=first, second=second, copied=False)
        for bodies in stories.values()
        for first, second in combinations(bodies, 2)
    ]


def _report_anew(article: Article, rng: random.Random, sentences: Sequence[Sentence]) -> list[Sentence]:
    """Write of the same names and figures in other words, with a quote or two of the article."""
    names = [
        word
        for sentence in article
        for place, word in enumerate(sentence.words)
        if place in sentence.names or any(map(str.isdigit, word))
    ]
    anew = [
        _rename(sentence, lambda _: rng.choice(names)) if names else sentence for sentence in _others(rng, sentences)
    ]
    for quoted in rng.sample(list(article), rng.randint(1, QUOTED)):
        anew.insert(rng.randrange(len(anew)), quoted)
    return anew


def _fill_in_anew(article: Article, rng: random.Random) -> list[Sentence]:
    """Give the text the names and figures of another occasion, as reports of results and trades are written."""
    return [
        Sentence(
            words=tuple(
                f"Other{rng.randint(1, 99)}"
                if place in sentence.names
                else "".join(str(rng.randint(0, 9)) if letter.isdigit() else letter for letter in word)
                for place, word in enumerate(sentence.words)
            ),
            names=sentence.names,
        )
        for sentence in article
    ]


def _others(rng: random.Random, sentences: Sequence[Sentence]) -> list[Sentence]:
    return rng.sample(list(sentences), rng.randint(SHORTEST, LONGEST))


def _edit_words(article: Article, rng: random.Random, _: Sequence[Sentence]) -> list[Sentence]:
    share, edited = rng.uniform(*EDITED), []
    for sentence in article:
        words = []
        for word in sentence.words:
            draw = rng.random()
            if draw >= share:
                words.append(word)
            elif draw > share / 3:
                words += [rng.choice(FILLERS), word] if draw > 2 * share / 3 else [rng.choice(FILLERS)]
        edited.append(Sentence(words=tuple(words), names=frozenset()))
    return edited


def _cut(article: Article, rng: random.Random, _: Sequence[Sentence]) -> list[Sentence]:
    return list(article[: max(3, round(rng.uniform(*KEPT_WHEN_CUT) * len(article)))])


def _lead_anew(article: Article, rng: random.Random, sentences: Sequence[Sentence]) -> list[Sentence]:
    return [*rng.sample(list(sentences), rng.randint(1, 3)), *article[min(2, len(article) // 4) :]]


def _surround(article: Article, rng: random.Random, _: Sequence[Sentence]) -> list[Sentence]:
    added = [_split(text)[0] for text in rng.sample(BOILERPLATE, rng.randint(2, len(BOILERPLATE)))]
    middle = rng.randrange(len(added))
    return [*added[:middle], *article, *added[middle:]]


def _translate_names(article: Article, _rng: random.Random, _: Sequence[Sentence]) -> list[Sentence]:
    """Spell every name in another way, as translations do: the same one everywhere."""
    return [
        _rename(sentence, lambda word: f"{word[:-1]}{word[-1]}e" if len(word) > 3 else word) for sentence in article
    ]


def _keep_some(article: Article, rng: random.Random, _: Sequence[Sentence]) -> list[Sentence]:
    """Leave out paragraphs here and there, as a desk that is short of room does."""
    kept = [sentence for sentence in article if rng.random() >= 0.2]
    return kept or list(article)


EDITS: dict[str, Edit] = {
    "words edited": _edit_words,
    "truncated": _cut,
    "new lead": _lead_anew,
    "boilerplate added": _surround,
    "names translated": _translate_names,
    "sentences left out": _keep_some,
}


def _rename(sentence: Sentence, change: Callable[[str], str]) -> Sentence:
    words = tuple(change(word) if place in sentence.names else word for place, word in enumerate(sentence.words))
    return Sentence(words=words, names=sentence.names)


def _read(line: Line) -> Sentence:
    words: list[str] = []
    names: set[int] = set()
    for part in line.parts:
        # A name that the inventor would put here: any will do, as long as it is the line's own.
        text = f"Name{line.line}{part.number or 0}" if part.is_slot else part.text
        found = text.split()
        if part.label is not None:
            names.update(range(len(words), len(words) + len(found)))
        words += found
    return Sentence(words=tuple(words), names=frozenset(names))


def _split(text: str) -> list[Sentence]:
    parts = [part for part in text.replace("\n\n", " ").split(". ") if part.strip()]
    return [
        Sentence(
            words=tuple(f"{part}.".split()),
            names=frozenset(place for place, word in enumerate(part.split()) if place and word[:1].isupper()),
        )
        for part in parts
    ]


def _join(article: Article) -> str:
    return "\n\n".join(sentence.text for sentence in article)


if __name__ == "__main__":
    sys.exit(main())
