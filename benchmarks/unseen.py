"""How many names that nothing in the repository knows are found: tests/data/entities/unseen.jsonl.

python -m benchmarks.unseen [--errors]

Each sentence is read by itself. Recall counts the names never seen, by exact span and label; precision counts every
mention of the label that was found, known ones included.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language

from nlp.pipeline import annotate, load_pipeline
from nlp.records import Label, Text

UNSEEN = Path(__file__).parents[1] / "tests/data/entities/unseen.jsonl"
# What issue 4 asks for.
BARS = {Label.CHIP: 0.85, Label.COMPANY: 0.80, Label.POLICY: 0.75}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence with its names: (start, end, label), and whether nothing in the repository knows it."""

    text: str
    names: dict[tuple[int, int, str], bool]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="also print each sentence with what was missed or wrong")
    parser.add_argument("--package", help="what reads names in place of the shipped model, as spacy_package says it")
    chosen = parser.parse_args(arguments)
    sentences = list(read_sentences(UNSEEN))
    counts = count_names(sentences, nlp=load_pipeline(package=chosen.package), say=print if chosen.errors else None)
    print(
        f"{len(sentences)} sentences\n\n| label | names never seen | recall | bar | precision |\n|---|---|---|---|---|"
    )
    for label in Label:
        if wanted := counts.wanted[label]:
            bar = f"{BARS[label]:.2f}" if label in BARS else ""
            recall, precision = counts.hits[label] / wanted, counts.right[label] / max(counts.found[label], 1)
            print(f"| {label} | {wanted} | {recall:.3f} | {bar} | {precision:.3f} |")
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """By label: unseen names that were found and that there are, mentions that were found and that were right."""

    hits: Counter[str]
    wanted: Counter[str]
    found: Counter[str]
    right: Counter[str]


def count_names(sentences: list[Sentence], *, nlp: Language, say: Callable[[str], None] | None = None) -> Counts:
    """Read each sentence by itself and count; `say` gets the sentences with what was missed (-) or wrong (+)."""
    counts = Counts(hits=Counter(), wanted=Counter(), found=Counter(), right=Counter())
    texts = [Text(text_id=str(i), text=sentence.text) for i, sentence in enumerate(sentences)]
    for sentence, document in zip(sentences, annotate(texts, nlp=nlp), strict=True):
        mentions = {(one.start, one.end, str(one.label)) for one in document.entities}
        for name, unseen in sentence.names.items():
            counts.wanted[name[2]] += unseen
            counts.hits[name[2]] += unseen and name in mentions
        for mention in mentions:
            counts.found[mention[2]] += 1
            counts.right[mention[2]] += mention in sentence.names
        if say is not None and mentions != set(sentence.names):
            say("\n".join(_describe_errors(sentence, mentions)))
    return counts


def read_sentences(path: Path) -> Iterator[Sentence]:
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Sentence(
            text=row["text"],
            names={(start, end, label): unseen for start, end, label, unseen in row["entities"]},
        )


def _describe_errors(sentence: Sentence, mentions: set[tuple[int, int, str]]) -> Iterator[str]:
    yield sentence.text
    for sign, names in (("-", set(sentence.names) - mentions), ("+", mentions - set(sentence.names))):
        for start, end, label in sorted(names):
            yield f"  {sign} {label} {sentence.text[start:end]!r}"


if __name__ == "__main__":
    sys.exit(main())
