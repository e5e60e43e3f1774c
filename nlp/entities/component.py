"""The component that finds the six kinds of entity and says which entry of the registry each one is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.entities.blocked import find_blocked
from nlp.entities.bodies import find_acting_capitals, find_bodies
from nlp.entities.candidate import Candidate, Origin, choose
from nlp.entities.canonical import Namer
from nlp.entities.chips import find_chips
from nlp.entities.codenames import find_code_names
from nlp.entities.companies import find_companies
from nlp.entities.errors import EntitiesError
from nlp.entities.evidence import find_by_evidence
from nlp.entities.furniture import find_furniture
from nlp.entities.known import read_known
from nlp.entities.names import Names
from nlp.entities.people import find_people
from nlp.entities.policies import find_policies
from nlp.entities.repeats import find_repeats
from nlp.entities.words import Words, read_words
from nlp.records import Entry, Label
from nlp.registry import Registry, load_registry

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
    """Give the component; unless `shipped` it has no names until `use` is called."""
    entities = Entities()
    if shipped:
        entities.use(nlp, load_registry())
    return entities


class Entities:
    """Sets `doc.ents`: `label_` is one of the six, `kb_id_` the registry's id or "", `id_` the canonical name.

    Entities that an earlier component has set are kept where no rule speaks.
    """

    def __init__(self) -> None:
        self._registry: Registry | None = None
        self._names: Names | None = None

    def use(self, nlp: Language, registry: Registry) -> None:
        """Look for the names of this registry from now on. Not to be called inside a memory zone."""
        self._registry = registry
        self._names = Names(nlp, registry)

    def __call__(self, doc: Doc) -> Doc:
        """Set the entities of a Doc."""
        if self._registry is None or self._names is None:
            raise EntitiesError("chipwire_entities has no registry yet: call its use(nlp, registry) first")
        words = read_words(doc)
        doc.ents = [
            Span(doc, mention.first, mention.end, label=mention.label or "", kb_id=mention.entity_id, span_id=name)
            for mention, name in recognise(doc, words, self._names, self._registry)
        ]
        return doc


def recognise(doc: Doc, words: Words, names: Names, registry: Registry) -> Iterator[tuple[Candidate, str]]:
    """Give the mentions in order, each with its canonical name."""
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
    mentions = choose(chain(named, patterns))
    for find in (find_code_names, find_by_evidence):
        mentions = choose(chain(mentions, find(words, read_known(mentions, registry))))
    governments = dict(find_acting_capitals(words, read_known(mentions, registry)))
    mentions = choose(chain(mentions, governments))
    repeats = dict(find_repeats(words, mentions))
    mentions = choose(chain(mentions, repeats))
    known = read_known(mentions, registry)
    furniture = find_furniture(words)
    namer = Namer(words, known)
    for mention in mentions:
        if mention.label is None or mention.first in furniture:
            continue
        name = governments.get(mention) or namer.name(repeats.get(mention, mention))
        entry = registry.get(mention.entity_id) or find_entry(name, mention.label, registry)
        if entry is not None:
            yield replace(mention, entity_id=entry.entity_id), entry.name
        else:
            yield mention, name


def find_entry(name: str, label: Label, registry: Registry) -> Entry | None:
    """Give the entry that a cleaned name is an alias of without condition, None where there is none."""
    owners = registry.aliases.get(name, ())
    return next((entry for entry, alias in owners if entry.label is label and not alias.near), None)


def _read_foreign(doc: Doc) -> Iterator[Candidate]:
    """Give what another pipeline's ner has found."""
    own = {label.value: label for label in Label}
    for span in doc.ents:
        label = own.get(span.label_) or _FOREIGN_LABELS.get(span.label_)
        if label is not None:
            yield Candidate(first=span.start, end=span.end, label=label, origin=Origin.MODEL)
