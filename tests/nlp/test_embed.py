from __future__ import annotations

import numpy as np

from nlp.embed import Embedder, embed
from nlp.records import EmbeddingModel, StoryItem


class Encoder:
    """Counts what it is given, and gives each text a vector of its own length."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def encode(self, texts: list[str], **_: object) -> np.ndarray:
        self.texts += texts
        return np.array([[len(text), 0.0] for text in texts], dtype=np.float32)


def make_embedder() -> tuple[Embedder, Encoder]:
    encoder = Encoder()
    model = EmbeddingModel(name="hand", revision="1", backend="none", dimension=2)
    return Embedder(model=model, encoder=encoder), encoder  # type: ignore[arg-type]  # what embed uses of it


def item(number: int, text: str) -> StoryItem:
    return StoryItem(item_id=f"i{number}", title="Crates", text=text, published=None)


def test_reprints_are_embedded_once_within_a_batch_and_between_batches() -> None:
    embedder, encoder = make_embedder()
    items = [item(number, "aaa" if number % 2 else "bbbb") for number in range(10_000)]
    vectors = {one.item_id: one.vector.tolist() for one in embed(items, embedder=embedder)}
    assert len(encoder.texts) == 2
    assert vectors["i0"] == [len("Crates. bbbb"), 0.0]
    assert vectors["i9999"] == [len("Crates. aaa"), 0.0]


def test_what_is_remembered_does_not_grow_without_end() -> None:
    embedder, encoder = make_embedder()
    list(embed([item(number, f"text {number}") for number in range(5000)], embedder=embedder))
    assert len(encoder.texts) == 5000
    assert 0 < len(embedder.recent) < 5000
    list(embed([item(0, "text 4999"), item(1, "text 0")], embedder=embedder))
    assert encoder.texts[5000:] == ["Crates. text 0"]
