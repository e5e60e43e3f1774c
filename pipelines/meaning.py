"""The words of a question as a vector, made by the model that made those of the articles."""

from __future__ import annotations

from nlp.embed import embed, load_embedder
from nlp.records import StoryItem
from pipelines.settings import Settings
from warehouse.asking import Meaning


def read_meaning(words: str, *, settings: Settings) -> Meaning:
    """Return what the words mean to the configured model; loading it takes seconds the first time in a process."""
    item = StoryItem(item_id="", title=words, text="", published=None)
    (made,) = embed([item], embedder=load_embedder(settings.embedding_model))
    return Meaning(vector=made.vector, model=made.model)
