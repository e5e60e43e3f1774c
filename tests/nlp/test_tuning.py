from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from nlp.embed import bundled_folder
from nlp.errors import DataFileError
from nlp.tuning import TUNING, tune, write_tuning

# As PyTorch keeps a layer of three values in and two out.
MATRIX = np.arange(6, dtype=np.float32).reshape(2, 3)


def write(path: Path, name: str = "layer.weight", *, values: int = 3) -> Path:
    tall, wide = np.ones((values, 1), np.float32), np.array([[0.5, -2.0]], np.float32)
    write_tuning({name: (tall, wide)}, path)
    return path


def test_what_was_learned_is_added_and_all_else_stays(tmp_path: Path) -> None:
    other = np.ones(4, np.float32)
    tuned = tune({"layer.weight": MATRIX, "other": other}, write(tmp_path / "t.safetensors"))
    assert tuned["layer.weight"].tolist() == [[0.5, 1.5, 2.5], [1.0, 2.0, 3.0]]
    assert tuned["layer.weight"].dtype == np.float32
    assert tuned["other"] is other
    assert MATRIX[0, 0] == 0.0


@pytest.mark.parametrize(("name", "values"), [("layer.weight", 4), ("another.weight", 3)])
def test_what_was_learned_for_another_model_is_named_and_not_added(tmp_path: Path, name: str, values: int) -> None:
    path = write(tmp_path / "t.safetensors", name, values=values)
    with pytest.raises(DataFileError, match=rf"t\.safetensors: {name}"):
        tune({"layer.weight": MATRIX}, path)


def test_what_ships_changes_every_layer_of_the_bundled_model_a_little() -> None:
    weights = load_file(bundled_folder() / "model.safetensors")
    tuned = tune(weights)
    changed = {name for name, value in tuned.items() if value is not weights[name]}
    assert len(changed) == 6 * 6
    for name in changed:
        change = np.linalg.norm(tuned[name] - weights[name]) / np.linalg.norm(weights[name])
        assert 0.001 < change < 0.2, name
    assert TUNING.stat().st_size < 5_000_000
