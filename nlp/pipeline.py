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
from nlp.quantities.scan import Piece, find_pieces, list_sentences, tell_quantities
from nlp.records import Document, Entity, Label, Text
from nlp.registry import Registry, load_registry
from nlp.text.syntax import Syntax
from nlp.text.tokenizer import Tokenizer

# The tokenizer and the rules take time in proportion to the length, so that spaCy's limit would only lose texts.
_NO_LIMIT = 2**40


def load_pipeline(
    *, registry: Registry | None = None, package: str | None = None, parse: bool | None = None
) -> Language:
    """Give the pipeline that `annotate` runs.

    `registry` is the shipped one unless another is given. `package` is what reads names and sentences beside registry
    and rules, the shipped model unless another is given: a spaCy package or folder, whose components run before ours
    and whose names are taken where no rule speaks, or "gliner:NAME" for a GLiNER model. Sentences that state a quantity
    get tags and dependencies of the shipped model, unless `parse` is False or another package is given; a ModelError
    where `parse` is True and it cannot give them.
    """
    registry = load_registry() if registry is None else registry
    nlp = load_model(package)
    nlp.tokenizer = Tokenizer(nlp.vocab, names=frozenset(alias.split(" ")[-1] for alias in registry.aliases))
    nlp.max_length = _NO_LIMIT
    cast("Entities", nlp.get_pipe("chipwire_entities")).use(nlp, registry)
    parses = nlp.has_pipe("chipwire_syntax")
    if parse and not parses:
        raise ModelError(f"{package!r} has its own parser, if any: parse is for the shipped model")
    if parse is False and parses:
        nlp.disable_pipe("chipwire_syntax")
    return nlp


def annotate(texts: Iterable[Text], *, nlp: Language, batch_size: int = 32) -> Iterator[Document]:
    """Give the Document of each text, in order, holding no more than a batch of texts at a time."""
    source = iter(texts)
    while batch := list(islice(source, batch_size)):
        with nlp.memory_zone():
            docs = nlp.pipe((_make_doc(text, nlp) for text in batch), batch_size=batch_size)
            documents = [_read_document(*one) for one in zip(*_find_figures(docs, nlp), batch, strict=True)]
        yield from documents


def _make_doc(text: Text, nlp: Language) -> Doc:
    doc = nlp.make_doc(text.text)
    doc.user_data["title"] = text.title
    return doc


def _find_figures(docs: Iterable[Doc], nlp: Language) -> tuple[list[Doc], list[list[Piece]]]:
    """Give the Docs, sentences that state a quantity parsed if that is wanted, and what was read at their numbers."""
    read = list(docs)
    figures = [find_pieces(doc) for doc in read]
    if nlp.has_pipe("chipwire_syntax"):
        wanted = [(doc, list_sentences(doc, pieces)) for doc, pieces in zip(read, figures, strict=True)]
        cast("Syntax", nlp.get_pipe("chipwire_syntax")).parse(wanted)
    return read, figures


def _read_document(doc: Doc, figures: list[Piece], text: Text) -> Document:
    entities = list(_read_entities(doc, text.text))
    quantities = [replace(one, text=text.text[one.start : one.end]) for one in tell_quantities(doc, figures)]
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
