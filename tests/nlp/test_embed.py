from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from nlp import embed as embedding
from nlp.embed import Embedder, embed, load_embedder
from nlp.records import EmbeddingModel, StoryItem


class Encoder:
    """Counts what it is given, and gives each text a vector of its own length."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.texts += texts
        return np.array([[len(text), 0.0] for text in texts], dtype=np.float32)


def make_embedder() -> tuple[Embedder, Encoder]:
    encoder = Encoder()
    model = EmbeddingModel(name="hand", revision="1", backend="none", dimension=2)
    return Embedder(model=model, encoder=encoder), encoder


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


TEXTS = [
    "Orchard Silicon raises its wafer price by 12% from January.",
    "Wafer prices at Orchard Silicon go up an eighth in the new year.",
    "The ministry postpones its licence rule for accelerators to March.",
    "A cargo of apples was held at the port over a missing stamp.",
]
# The cosines that sentence-transformers 6.2.0 gives for them in float32: `load_embedder(exact=True)`.
EXACT = [
    [1.0, 0.869, 0.144, 0.100],
    [0.869, 1.0, 0.149, 0.108],
    [0.144, 0.149, 1.0, -0.038],
    [0.100, 0.108, -0.038, 1.0],
]


def test_the_integers_of_the_bundled_model_mean_what_its_floats_do() -> None:
    vectors = load_embedder().encoder.encode(TEXTS)
    assert vectors.shape == (4, load_embedder().model.dimension)
    assert vectors.dtype == np.float32
    assert np.abs(vectors @ vectors.T - EXACT).max() < 0.03


def test_a_vector_does_not_depend_on_what_is_embedded_with_it() -> None:
    encoder = load_embedder().encoder
    together = encoder.encode([*TEXTS, "word " * 3000, ""])
    for text, vector in zip(TEXTS, together, strict=False):
        assert (encoder.encode([text])[0] == vector).all()
    assert np.allclose((together**2).sum(axis=1), 1.0, atol=1e-5)


def test_half_a_surrogate_pair_is_read_over() -> None:
    half, mark = (item(number, f"{sign} pears are early") for number, sign in enumerate(("\ud800", "?")))
    ours, theirs = (one.vector for one in embed([half, mark], embedder=load_embedder()))
    assert (ours == theirs).all()


def test_what_made_a_vector_is_written_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    (made,) = embed([item(0, "text")], embedder=load_embedder())
    assert (made.model.name, made.model.backend, len(made.vector)) == ("all-MiniLM-L6-v2", "onnx-int8", 384)
    monkeypatch.setattr(embedding, "Transformer", FloatModel)
    exact = load_embedder.__wrapped__(None, exact=True)
    assert exact.model.backend == "torch"
    assert exact.model.revision == made.model.revision


def test_a_folder_is_told_from_another_by_its_weights(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(embedding, "Transformer", FloatModel)
    for name in ("one", "two", "same"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "model.safetensors").write_text("other" if name == "two" else "weights")
    one, two, same = (load_embedder.__wrapped__(str(tmp_path / name)).model.revision for name in ("one", "two", "same"))
    assert one == same != two


class FloatModel:
    """In the place of a model that PyTorch would load."""

    dimension = 384

    def __init__(self, name: str, *, local: bool) -> None:
        self.named = (name, local)
        self.tuned = False

    def tune(self) -> None:
        self.tuned = True
