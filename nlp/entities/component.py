"""The component that finds the six kinds of entity and says which entry of the registry each one is."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import Protocol

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.entities.blocked import find_blocked
from nlp.entities.bodies import find_acting_capitals, find_bodies
from nlp.entities.candidate import Candidate, Origin, choose
from nlp.entities.canonical import Namer
from nlp.entities.chips import find_chips
from nlp.entities.codenames import find_code_names
from nlp.entities.companies import find_companies
from nlp.entities.decoding import Found
from nlp.entities.entries import Entries
from nlp.entities.errors import EntitiesError
from nlp.entities.evidence import find_by_evidence
from nlp.entities.furniture import find_furniture
from nlp.entities.gate import find_unsettled, read_sentence
from nlp.entities.known import read_known
from nlp.entities.merging import drop_overlong, merge_found
from nlp.entities.names import Names
from nlp.entities.people import find_people
from nlp.entities.policies import find_policies
from nlp.entities.repeats import find_repeats
from nlp.entities.tagger import NameTagger
from nlp.entities.words import Words, read_words
from nlp.records import Label
from nlp.registry import Registry, load_registry

# How sure a pattern is of what it finds; the registry is sure, the tagger says it itself.
_PATTERN_SCORE = 0.8
# What the labels of other pipelines are here; those that are missing are of no use.
_FOREIGN_LABELS = {
    "PERSON": Label.PERSON,
    "GPE": Label.PLACE,
    "LOC": Label.PLACE,
    "ORG": Label.COMPANY,
    "LAW": Label.POLICY,
}


@Language.factory(
    "chipwire_entities",
    default_config={"shipped": True},
    assigns=["doc.ents", "token.ent_iob", "token.ent_type", "token.ent_kb_id"],
)
def create_entities(nlp: Language, name: str, shipped: bool) -> Entities:  # noqa: ARG001 - spaCy's signature
    """Give the component; with `shipped` it takes the shipped registry unless it is told to `use` another."""
    return Entities(nlp, shipped=shipped)


class Tagger(Protocol):
    """Something trained that finds names in sentences."""

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[Found]]:
        """Give the names in each sentence, in order."""


class Entities:
    """Sets `doc.ents`: `label_` is one of the six, `kb_id_` the registry's id or "", `id_` the canonical name.

    Entities that an earlier component has set are kept where no rule speaks. `doc.user_data["scores"]` has how
    sure each mention is, by its first token.
    """

    def __init__(self, nlp: Language, *, shipped: bool) -> None:
        self._nlp = nlp
        self._shipped = shipped
        self._registry: Registry | None = None
        self._names: Names | None = None
        self._entries: Entries | None = None
        self._tagger: Tagger | None = None
        self._folder: Path | None = None

    def use(self, nlp: Language, registry: Registry) -> None:
        """Look for the names of this registry from now on. Not to be called inside a memory zone."""
        self._registry = registry
        self._names = Names(nlp, registry)
        self._entries = Entries(registry)

    def use_tagger(self, tagger: Tagger) -> None:
        """Ask this tagger from now on about the sentences that registry and rules leave open."""
        self._tagger = tagger

    def forget(self) -> None:
        """Drop what the tagger keeps of the sentences that it has seen; results stay the same, the time does not."""
        if isinstance(self._tagger, NameTagger):
            self._tagger.forget()

    def __call__(self, doc: Doc) -> Doc:
        """Set the entities of a Doc."""
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 32) -> Iterator[Doc]:
        """Give each Doc with its entities set; the open sentences of a batch of Docs are tagged together."""
        names, entries, registry = self._read_registry()
        source = iter(docs)
        while batch := list(islice(source, batch_size)):
            drafts = [draft(doc, names, registry) for doc in batch]
            for doc, one, found in zip(batch, drafts, self._tag(drafts), strict=True):
                mentions = list(finish(one, found, registry, entries))
                doc.ents = [
                    Span(doc, mention.first, mention.end, mention.label or "", kb_id=mention.entity_id, span_id=name)
                    for mention, name in mentions
                ]
                doc.user_data["scores"] = {mention.first: mention.score for mention, _ in mentions}
            yield from batch

    def _read_registry(self) -> tuple[Names, Entries, Registry]:
        if self._registry is None and self._shipped:
            self.use(self._nlp, load_registry())
        if self._registry is None or self._names is None or self._entries is None:
            raise EntitiesError("chipwire_entities has no registry yet: call its use(nlp, registry) first")
        return self._names, self._entries, self._registry

    def _tag(self, drafts: Sequence[Draft]) -> Iterator[list[Candidate]]:
        """Give what the tagger finds in the open sentences of each text."""
        if self._tagger is None:
            yield from ([] for _ in drafts)
            return
        places = [(one, first, end) for one in drafts for first, end in one.unsettled]
        sentences = [read_sentence(one.words, first, end) for one, first, end in places]
        found: dict[int, list[Candidate]] = defaultdict(list)
        tagged = self._tagger.tag([[word for _, word in sentence] for sentence in sentences])
        for (one, _, _), sentence, names in zip(places, sentences, tagged, strict=True):
            for name in names:
                first, end = sentence[name.first][0], sentence[name.end - 1][0] + 1
                found[id(one)].append(
                    Candidate(first=first, end=end, label=name.label, origin=Origin.MODEL, score=name.score)
                )
        yield from (found[id(one)] for one in drafts)

    def to_disk(self, path: Path, **_: object) -> None:
        """Save the tagger, if it came from a folder; names come from the registry again."""
        if self._folder is not None:
            shutil.copytree(self._folder, path)

    def from_disk(self, path: Path, **_: object) -> Entities:
        """Take the tagger of a saved pipeline; ModelError says what the folder lacks."""
        self._folder = Path(path)
        self.use_tagger(NameTagger(self._folder))
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What registry and rules say of a text, and the sentences (first token, end) that they leave open."""

    words: Words
    mentions: list[Candidate]
    furniture: set[int]
    unsettled: list[tuple[int, int]]


def draft(doc: Doc, names: Names, registry: Registry) -> Draft:
    """Give what registry and rules find."""
    words = read_words(doc)
    named = [*names.find(doc, words), *find_blocked(words)]
    known = read_known(choose(named), registry)
    patterns = chain(
        find_chips(words, known),
        find_companies(words, known),
        find_policies(words),
        find_bodies(words),
        find_people(words, known),
        _read_foreign(doc),
    )
    mentions = choose(chain(named, (replace(one, score=_PATTERN_SCORE) for one in patterns)))
    for find in (find_code_names, find_by_evidence):
        found = find(words, read_known(mentions, registry))
        mentions = choose(chain(mentions, (replace(one, score=_PATTERN_SCORE) for one in found)))
    furniture = find_furniture(words)
    known = read_known(mentions, registry)
    unsettled = [span for span in find_unsettled(words, known) if span[0] not in furniture]
    return Draft(words=words, mentions=mentions, furniture=furniture, unsettled=unsettled)


def finish(
    one: Draft, found: Iterable[Candidate], registry: Registry, entries: Entries
) -> Iterator[tuple[Candidate, str]]:
    """Give the mentions in order, those that the tagger found among them, each with its canonical name."""
    words = one.words
    merged = list(merge_found(found, words, read_known(one.mentions, registry)))
    mentions = choose(chain(drop_overlong(one.mentions, merged, words), merged))
    governments = dict(find_acting_capitals(words, read_known(mentions, registry)))
    mentions = choose(chain(mentions, governments))
    repeats = dict(find_repeats(words, mentions))
    mentions = choose(chain(mentions, repeats))
    namer = Namer(words, read_known(mentions, registry))
    for mention in mentions:
        if mention.label is None or mention.first in one.furniture:
            continue
        if mention.unsure:
            yield mention, words.quote(mention.first, mention.end)
            continue
        name = governments.get(mention) or namer.name(repeats.get(mention, mention))
        entry = registry.get(mention.entity_id) or entries.find(name, mention.label)
        if entry is not None:
            yield replace(mention, entity_id=entry.entity_id), entry.name
        else:
            yield mention, name


def _read_foreign(doc: Doc) -> Iterator[Candidate]:
    """Give what another pipeline's ner has found."""
    own = {label.value: label for label in Label}
    for span in doc.ents:
        label = own.get(span.label_) or _FOREIGN_LABELS.get(span.label_)
        if label is not None:
            yield Candidate(first=span.start, end=span.end, label=label, origin=Origin.MODEL)
