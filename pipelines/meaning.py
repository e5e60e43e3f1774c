"""The words of a question as a vector, made by the model that made those of the articles."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from threading import Lock

from nlp.embed import embed, load_embedder
from nlp.records import Embedding, StoryItem
from pipelines.settings import Settings
from warehouse.asking import Meaning

# Questions may come from several threads, and the vectors that a model remembers are shared by them.
_ONE_AT_A_TIME = Lock()


def read_meaning(words: str, *, settings: Settings) -> Meaning:
    """Return what the words mean to the configured model; loading it takes seconds the first time in a process.

    The same model reads the claim sentences that a search compares with the question; it remembers the last ones.
    """
    read = partial(read_sentences, settings=settings)
    (made,) = read([words])
    return Meaning(vector=made.vector, model=made.model, embed=read)


def read_sentences(sentences: Sequence[str], *, settings: Settings) -> list[Embedding]:
    """Return a vector of each sentence, in order, by the configured model."""
    items = [StoryItem(item_id="", title=sentence, text="", published=None) for sentence in sentences]
    with _ONE_AT_A_TIME:
        return list(embed(items, embedder=load_embedder(settings.embedding_model)))
