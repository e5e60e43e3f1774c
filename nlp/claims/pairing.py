"""Lists that pair names with numbers: "X and Y reached 12 and 15, respectively"."""

from __future__ import annotations

from nlp.claims.candidate import Candidate, How, from_entity, names_maker
from nlp.claims.layout import Sentence
from nlp.claims.node import NodeKind
from nlp.records import Label


def pair_respectively(sentence: Sentence, place: int) -> Candidate | None:
    """Return the name paired with the number at `place`, None where the sentence pairs nothing or the counts differ."""
    if not sentence.pairs:
        return None
    nodes = sentence.nodes
    end = next((i for i in range(place, len(nodes)) if nodes[i].word == "respectively"), None)
    start = max((i for i in range(place) if nodes[i].word == "respectively"), default=-1) + 1
    if end is None:
        return None
    numbers = [i for i in range(start, end) if nodes[i].kind is NodeKind.NUMBER]
    run = _last_run(numbers, lambda a, b: all(_joins(nodes[i].word) for i in range(a + 1, b)))
    if place not in run or len(run) < 2:
        return None
    names = [i for i in range(start, run[0]) if nodes[i].entity is not None and not names_maker(nodes, i)]
    for label in (Label.CHIP, Label.COMPANY, Label.PLACE, Label.GOV, Label.POLICY, Label.PERSON):
        fitting = [i for i in names if (e := nodes[i].entity) is not None and e.label is label]
        if len(fitting) >= len(run):
            entity = nodes[fitting[-len(run) :][run.index(place)]].entity
            if entity is not None:
                return from_entity(entity, How.PAIRED, fitting[-len(run) :][run.index(place)])
    return None


def _joins(word: str) -> bool:
    return word in {
        ",",
        "and",
        "&",
        "or",
        "about",
        "nearly",
        "around",
        "some",
        "roughly",
        "over",
        "to",
        "by",
        "just",
        "more",
        "than",
        "almost",
    }


def _last_run(places: list[int], together: object) -> list[int]:
    """Return the last stretch of places that follow each other with only joining words between."""
    run: list[int] = []
    for place in places:
        if run and not together(run[-1], place):  # type: ignore[operator]
            run = []
        run.append(place)
    return run
