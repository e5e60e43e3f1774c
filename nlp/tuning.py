"""The bundled model as it was taught to tell events of one topic apart: changes to its weights, by factors."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from nlp.errors import DataFileError

TUNING = Path(__file__).with_name("minilm_tuning.safetensors")
"""What was learned, by `python -m nlp.training.meaning`."""

Weights = Mapping[str, NDArray[np.float32]]
"""A model's weights, or factors of changes to them, by name."""

# A matrix's change is the product of a tall and a wide one of few columns and rows (LoRA, arXiv 2106.09685).
_TALL, _WIDE = ".tall", ".wide"


def tune(weights: Weights, path: Path = TUNING) -> dict[str, NDArray[np.float32]]:
    """Return a model's weights with what was learned added; DataFileError where it is for another model."""
    tuned = dict(weights)
    factors = load_file(path)
    for name, tall in factors.items():
        if not name.endswith(_TALL):
            continue
        of = name.removesuffix(_TALL)
        wide = factors.get(f"{of}{_WIDE}")
        if wide is None or of not in weights or (len(wide.T), len(tall)) != weights[of].shape:
            raise DataFileError(f"{path}: {of} is no matrix of this model, or its change lacks a factor")
        # As PyTorch keeps a layer's matrix: a row for each value that comes out.
        change = tall.astype(np.float32) @ wide.astype(np.float32)
        tuned[of] = weights[of] + change.T
    return tuned


def write_tuning(factors: Mapping[str, tuple[NDArray[np.float32], NDArray[np.float32]]], path: Path = TUNING) -> None:
    """Write what was learned: for each matrix by name the tall factor and the wide one."""
    kept: dict[str, NDArray[np.float16]] = {}
    for name, (tall, wide) in factors.items():
        kept[f"{name}{_TALL}"] = np.ascontiguousarray(tall, dtype=np.float16)
        kept[f"{name}{_WIDE}"] = np.ascontiguousarray(wide, dtype=np.float16)
    save_file(kept, path)
