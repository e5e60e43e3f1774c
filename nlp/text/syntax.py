"""Tags and dependencies, for the sentences that are asked for: a parse of every sentence would take half the time."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import cast

import numpy as np
from spacy.language import Language
from spacy.parts_of_speech import IDS
from spacy.pipeline import Pipe, TrainablePipe
from spacy.tokens import Doc, Span
from thinc.api import NumpyOps
from thinc.types import Ints2d

# What is run, in this order; each is a pipe of the model that spaCy itself leaves out.
PARTS = ("tok2vec", "tagger", "parser")
# A longer sentence is a table or a list, and no tree.
_LONGEST = 150
_BATCH = 64


@Language.factory(
    "chipwire_syntax",
    assigns=["token.tag", "token.pos", "token.dep", "token.head"],
)
def create_syntax(nlp: Language, name: str) -> Syntax:  # noqa: ARG001 - the signature that spaCy calls
    """Give the component."""
    return Syntax(nlp)


class Syntax:
    """Writes tags and dependencies on the sentences that `parse` is given; in the pipeline it leaves a Doc as it is."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._parts: list[Pipe] = []

    def __call__(self, doc: Doc) -> Doc:
        """Give the Doc back: which sentences are worth a parse is known only when names and figures are."""
        return doc

    def parse(self, wanted: Sequence[tuple[Doc, Sequence[Span]]]) -> None:
        """Write heads, dependencies and tags on the tokens of these sentences, each a whole one of its Doc."""
        todo = [
            (doc, span) for doc, spans in wanted for span in spans if len(span) <= _LONGEST and not span[0].dep
        ]  # fmt: skip
        parsed = self._run([_copy(span) for _, span in todo])
        trees: dict[int, tuple[Doc, list[tuple[Span, Doc]]]] = {}
        for (doc, span), tree in zip(todo, parsed, strict=True):
            trees.setdefault(id(doc), (doc, []))[1].append((span, tree))
        for doc, pairs in trees.values():
            _write(doc, pairs)

    def _read_parts(self) -> list[Pipe]:
        """Give the parts of the model, made ready the first time."""
        if not self._parts:
            self._parts = [cast("Pipe", self._nlp.get_pipe(part)) for part in PARTS]
            for part in self._parts:
                _use_numpy(part)
        return self._parts

    def _run(self, docs: list[Doc]) -> list[Doc]:
        """Run the parts on sentences as Docs of their own, those of one length together."""
        order = sorted(range(len(docs)), key=lambda i: len(docs[i]))
        stream: Iterable[Doc] = (docs[i] for i in order)
        for part in self._read_parts():
            stream = part.pipe(stream, batch_size=_BATCH)
        done = dict(zip(order, stream, strict=True))
        return [done[i] for i in range(len(docs))]


def _use_numpy(part: Pipe) -> None:
    ops = _Ops()
    for node in cast("TrainablePipe", part).model.walk():
        node.ops = ops


class _Ops(NumpyOps):  # type: ignore[misc]  # thinc has no types for it
    """thinc's operations with numpy's product of matrices, which is up to three times as fast as blis (1.3.4)."""

    def gemm(  # type: ignore[no-untyped-def]  # as thinc has it
        self, x, y, out=None, trans1=False, trans2=False
    ):
        return np.matmul(x.T if trans1 else x, y.T if trans2 else y, out=out)


def parse_sentences(doc: Doc, which: Callable[[Span], bool], *, nlp: Language) -> Doc:
    """Give the Doc with the sentences parsed for which `which` holds; those parsed before are left as they are.

    Tokens of other sentences have no dep_, no tag_ and themselves as head. Sentence boundaries stay as they were.
    """
    cast("Syntax", nlp.get_pipe("chipwire_syntax")).parse([(doc, [span for span in doc.sents if which(span)])])
    return doc


def _copy(span: Span) -> Doc:
    """Give a sentence as a Doc of its own, which the parser may not break up."""
    words = [token.text for token in span]
    spaces = [bool(token.whitespace_) for token in span]
    doc = Doc(span.doc.vocab, words=words, spaces=spaces)
    starts = np.full((len(words), 1), -1, dtype=np.int64)
    starts[0] = 1
    return doc.from_array(["SENT_START"], cast("Ints2d", starts.view(np.uint64)))


def _write(doc: Doc, pairs: Sequence[tuple[Span, Doc]]) -> None:
    """Copy what was found to the sentences of the Doc, and set the boundaries again that heads have moved."""
    starts = doc.to_array(["SENT_START"])
    values = doc.to_array(["HEAD", "DEP", "TAG", "POS"])
    strings = doc.vocab.strings
    for span, tree in pairs:
        rows = tree.to_array(["HEAD", "DEP", "TAG", "POS"])
        rows[:, 3] = [_read_pos(strings[tag], strings[dep]) for dep, tag in rows[:, 1:3].tolist()]
        values[span.start : span.end] = rows
    doc.from_array(["HEAD", "DEP", "TAG", "POS"], cast("Ints2d", values))
    doc.from_array(["SENT_START"], cast("Ints2d", starts.reshape(-1, 1)))


@lru_cache(maxsize=4096)
def _read_pos(tag: str, dependency: str) -> int:
    """Give the part of speech by tag and dependency, as the treebanks agree on most of it."""
    by_tag, by_dependency = _read_tags()
    pos = by_tag.get(tag, "X")
    return int(IDS[by_dependency.get((dependency, pos), pos)])


@cache
def _read_tags() -> tuple[Mapping[str, str], Mapping[tuple[str, str], str]]:
    tables = tomllib.loads(resources.files("nlp.text").joinpath("tags.toml").read_text(encoding="utf-8"))
    by_dependency = {
        (dependency, before): after
        for dependency, changes in tables["pos_by_dependency"].items()
        for before, after in changes.items()
    }
    return tables["pos"], by_dependency
