"""The public corpora of names, with their labels turned into what ours may be.

They know people and places as we do. An organisation of theirs is a COMPANY or a GOV of ours or, as a university or
a party, none of the six; where the name itself does not tell which, training leaves it open.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from nlp.records import Label
from nlp.registry import Registry
from nlp.training.errors import TrainingError
from nlp.training.examples import Example, Span, make_example, split_words

NAMES_FOLDER = "ner"
# Files of the folder that hold training sentences; the others measure.
TRAINED = (
    "crossner-ai-train", "crossner-politics-train", "crossner-science-train", "crossner-ai-dev",
    "crossner-politics-dev", "crossner-science-dev", "gum-train", "redocred-train", "sec-fin5", "wikigold",
    "wnut17-train",
)  # fmt: skip
MEASURED = ("redocred-test", "crossner-politics-test")
_BODY = re.compile(
    r"\b(?:Ministry|Department|Government|Parliament|Congress|Senate|Agency|Commission|Bureau|Administration|Cabinet"
    r"|Council|Authority|Assembly|House of|White House|European Union|EU|Treasury|Committee|Legislature)\b"
)
_NEITHER = re.compile(
    r"\b(?:University|College|Institute|School|Association|Party|Club|Church|Court|Army|Navy|Air Force|League|F\.?C\.?"
    r"|United|Union|Foundation|Society|Academy|Museum|Orchestra|Museum|Team|Brigade|Regiment|Division|Corps|Forces"
    r"|Conference|Hospital|Center|Centre|Library|Olympic|Championship|Band|Fleet|Police|Front|Movement|Federation"
    r"|Alliance|NATO|United Nations|UN|Democrats|Republicans|Labour|Squadron|Command|Laborator\w+)\b"
)
_FIRM = re.compile(
    r"\b(?:Inc|Corp|Ltd|LLC|Company|Co|Corporation|Limited|Records|Airlines|Airways|Motors|Bank|Pictures|Studios"
    r"|Entertainment|Media|Technologies|Systems|Software|Electronics|Games|Publishing|Press|Times|Post|News|Television"
    r"|Broadcasting|Group|Holdings|Industries|Productions|Magazine|Capital|Insurance|Energy|Oil|Steel|Networks?|Labs)\b"
)
_LAW = re.compile(
    r"\b(?:Act|Law|Treaty|Bill|Accords?|Agreement|Regulations?|Directive|Amendment|Sanctions|Code|Pact)\b"
)


def read_public(corpora: Path, name: str, registry: Registry) -> Iterator[Example]:
    """Give the sentences of one file of the folder of public corpora."""
    path = corpora / NAMES_FOLDER / f"{name}.jsonl.gz"
    if not path.is_file():
        raise TrainingError(
            f"{path}: is not there; docs/training.md says where the public corpora come from, "
            "and CHIPWIRE_CORPORA or --corpora where they are"
        )
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                row = json.loads(line)
                tokens, spans = row["t"], [(int(first), int(end), str(label)) for first, end, label in row["e"]]
            except (ValueError, KeyError, TypeError) as err:
                raise TrainingError.at(
                    path, number, f'should be {{"t": tokens, "e": [[start, end, label]]}}: {err}'
                ) from err
            yield _read_sentence(tokens, spans, registry, firms=name == "sec-fin5")


def _read_sentence(
    tokens: Sequence[str], spans: Sequence[tuple[int, int, str]], registry: Registry, *, firms: bool
) -> Example:
    """Split their tokens as ours are ("Kai-shek" is three) and turn their labels."""
    words: list[str] = []
    starts = []
    for token in tokens:
        starts.append(len(words))
        words += [word for _, word in split_words(token)]
    starts.append(len(words))
    own = []
    for first, end, label in spans:
        name = " ".join(tokens[first:end])
        labels = (Label.COMPANY,) if firms and label == "ORG" else turn_label(label, name, registry)
        own.append(Span(starts[first], starts[end], labels))
    return make_example(words, own)


def turn_label(label: str, name: str, registry: Registry) -> tuple[Label | None, ...]:
    """Give the labels that a name with this label of theirs may have here."""
    if label in {"PERSON", "PLACE"}:
        return (Label(label),)
    if label == "ORG":
        return _turn_organisation(name, registry)
    return (None, Label.POLICY) if label == "MISC" and _LAW.search(name) else (None,)


def _turn_organisation(name: str, registry: Registry) -> tuple[Label | None, ...]:
    owners = {entry.label for entry, _ in registry.aliases.get(name, ())} & {Label.COMPANY, Label.GOV}
    if len(owners) == 1:
        return tuple(owners)
    if _NEITHER.search(name):
        return (None,)
    if _BODY.search(name):
        return (None, Label.GOV)
    return (Label.COMPANY,) if _FIRM.search(name) else (None, Label.COMPANY, Label.GOV)
