"""From texts to Documents: the spaCy pipeline, loaded once and run in batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import cast

from spacy.language import Language
from spacy.tokens import Doc

from nlp.backends import load_model
from nlp.claims import find_claims
from nlp.entities.component import Entities
from nlp.entities.errors import ModelError
from nlp.quantities import find_quantities
from nlp.records import Document, Entity, Label, Text
from nlp.registry import Registry, load_registry
from nlp.text.syntax import Syntax
from nlp.text.tokenizer import Tokenizer

# The tokenizer and the rules take time in proportion to the length, so that spaCy's limit would only lose texts.
_NO_LIMIT = 2**40


def load_pipeline(*, registry: Registry | None = None, package: str | None = None, parse: bool = False) -> Language:
    """Give the pipeline that `annotate` runs.

    `registry` is the shipped one unless another is given. `package` is what reads names and sentences beside registry
    and rules, the shipped model unless another is given: a spaCy package or folder, whose components run before ours
    and whose names are taken where no rule speaks, or "gliner:NAME" for a GLiNER model. With `parse` the sentences
    that hold a number have tags and dependencies; `nlp.text.syntax.parse_sentences` gives them to any others.
    """
    registry = load_registry() if registry is None else registry
    nlp = load_model(package)
    nlp.tokenizer = Tokenizer(nlp.vocab, names=frozenset(alias.split(" ")[-1] for alias in registry.aliases))
    nlp.max_length = _NO_LIMIT
    cast("Entities", nlp.get_pipe("chipwire_entities")).use(nlp, registry)
    if parse:
        if not nlp.has_pipe("chipwire_syntax"):
            raise ModelError(f"{package!r} has its own parser, if any: parse is for the shipped model")
        cast("Syntax", nlp.get_pipe("chipwire_syntax")).numbers = True
    return nlp


def annotate(texts: Iterable[Text], *, nlp: Language, batch_size: int = 32) -> Iterator[Document]:
    """Give the Document of each text, in order, holding no more than a batch of texts at a time."""
    source = iter(texts)
    while batch := list(islice(source, batch_size)):
        with nlp.memory_zone():
            docs = nlp.pipe((_make_doc(text, nlp) for text in batch), batch_size=batch_size)
            documents = [_read_document(doc, text) for doc, text in zip(docs, batch, strict=True)]
        yield from documents


def _make_doc(text: Text, nlp: Language) -> Doc:
    doc = nlp.make_doc(text.text)
    doc.user_data["title"] = text.title
    return doc


def _read_document(doc: Doc, text: Text) -> Document:
    entities = list(_read_entities(doc, text.text))
    quantities = [replace(one, text=text.text[one.start : one.end]) for one in find_quantities(doc)]
    claims = find_claims(doc, entities=entities, quantities=quantities, title=text.title, published=text.published)
    return Document(
        text_id=text.text_id,
        text=text.text,
        sentences=tuple(_read_sentences(doc)),
        entities=tuple(entities),
        quantities=tuple(quantities),
        claims=tuple(claims),
    )


def _read_sentences(doc: Doc) -> Iterator[tuple[int, int]]:
    """Give the sentences without the white space around them."""
    for sentence in doc.sents:
        tokens = [token for token in sentence if not token.is_space]
        if tokens:
            yield tokens[0].idx, tokens[-1].idx + len(tokens[-1])


def _read_entities(doc: Doc, text: str) -> Iterator[Entity]:
    scores = doc.user_data["scores"]
    for span in doc.ents:
        yield Entity(
            start=span.start_char,
            end=span.end_char,
            text=text[span.start_char : span.end_char],
            label=Label(span.label_),
            entity_id=span.kb_id_ or None,
            canonical=span.id_,
            score=round(scores[span.start], 3),
        )
