"""all-MiniLM-L6-v2 as an int8 graph for onnxruntime: the fast way to its vectors, without torch.

The graph is built in memory from the weights of the model's own folder each time it is loaded, in a fifth of a second:
there is no exported file that could be missing, stale or another machine's.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from nlp.tuning import TUNING, tune

WIDTH = 384
BACKEND = "onnx-int8"
_LAYERS, _HEADS, _EPSILON = 6, 12, 1e-12
# As the model's own configuration has it: what comes later is not read.
_LONGEST = 256
# Weights get seven bits, not eight: on processors without the VNNI instructions sums of pairs of products with eight
# would overflow, and the same text would get other vectors there.
_TOP = 63
# Texts that are in the model at once; on larger machines other work runs beside this.
_MOST_WORKERS = 8
_FUSED = "com.microsoft"
_FUSED_KINDS = frozenset({"BiasGelu", "DynamicQuantizeMatMul", "MultiHeadAttention"})
# The fused operator takes longer than its parts.
_SLOW = ["SkipLayerNormFusion"]

_Weights = Mapping[str, NDArray[np.float32]]
_Array = NDArray[np.float32] | NDArray[np.int8] | NDArray[np.int64]


class MiniLM:
    """The loaded model with what it was taught (`tuning`). The same text has the same vector whatever it comes with."""

    def __init__(self, folder: Path, *, tuning: Path = TUNING) -> None:
        weights = tune(load_file(folder / "model.safetensors"), tuning)
        self._words = weights["embeddings.word_embeddings.weight"]
        # Every piece is of the first of BERT's two types.
        types = weights["embeddings.token_type_embeddings.weight"]
        self._places = weights["embeddings.position_embeddings.weight"] + types[0]
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_LONGEST)
        self._session = _open_session(_build(weights))
        self._workers = min(os.cpu_count() or 1, _MOST_WORKERS)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit-length vector per text, in order."""
        # Each text by itself: the scale that a layer's values are rounded to is that of all that goes in together, and
        # neighbours in a batch must not change a vector. Nor is there padding, so that this is no slower.
        if self._workers == 1 or len(texts) == 1:
            return np.stack([self._encode_one(text) for text in texts])
        with ThreadPoolExecutor(self._workers) as pool:
            return np.stack(list(pool.map(self._encode_one, texts)))

    def _encode_one(self, text: str) -> NDArray[np.float32]:
        pieces = self._tokenizer.encode(text).ids
        vectors = self._words[pieces] + self._places[: len(pieces)]
        (found,) = self._session.run(["vector"], {"vectors": vectors[np.newaxis]})
        vector: NDArray[np.float32] = found[0]
        return vector


def _open_session(model: onnx.ModelProto) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    # Texts side by side use two cores better than two threads in one text.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # The arena keeps the memory of the longest text that it has seen, for ever.
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(
        model.SerializeToString(),
        sess_options=options,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=_SLOW,
    )


class _Graph:
    """The nodes and constants of the graph as it grows."""

    def __init__(self, weights: _Weights) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: _Array) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, kind: str, inputs: Sequence[str], output: str, **attributes: Any) -> str:
        self.add_many(kind, inputs, [output], **attributes)
        return output

    def add_many(self, kind: str, inputs: Sequence[str], outputs: Sequence[str], **attributes: Any) -> None:
        domain = _FUSED if kind in _FUSED_KINDS else ""
        self.nodes.append(helper.make_node(kind, inputs, outputs, name=outputs[0], domain=domain, **attributes))

    def add_product(self, name: str, matrix: NDArray[np.float32], given: str) -> str:
        """Multiply with a matrix, rounded to integers with a scale for each column; what is given is rounded too."""
        scale = np.maximum(np.abs(matrix).max(axis=0) / _TOP, np.finfo(np.float32).tiny).astype(np.float32)
        rounded = np.rint(matrix / scale).astype(np.int8)
        zero = self.constant(f"{name}.zero", np.zeros(len(scale), np.int8))
        parts = [given, self.constant(f"{name}.matrix", rounded), self.constant(f"{name}.scale", scale), zero]
        return self.add("DynamicQuantizeMatMul", parts, f"{name}.product")

    def add_bias(self, kind: str, theirs: str, given: str) -> str:
        bias = self.constant(f"{theirs}.bias", self.weights[f"{theirs}.bias"])
        return self.add(kind, [given, bias], f"{theirs}.biased")

    def add_norm(self, theirs: str, given: str) -> str:
        scale = self.constant(f"{theirs}.weight", self.weights[f"{theirs}.weight"])
        shift = self.constant(f"{theirs}.bias", self.weights[f"{theirs}.bias"])
        return self.add("LayerNormalization", [given, scale, shift], f"{theirs}.normed", epsilon=_EPSILON, axis=-1)


def _build(weights: _Weights) -> onnx.ModelProto:
    """Return the graph: the summed vectors of a text's pieces in, the vector of the text out."""
    graph = _Graph(weights)
    hidden = graph.add_norm("embeddings.LayerNorm", "vectors")
    for number in range(_LAYERS):
        hidden = _add_layer(graph, f"encoder.layer.{number}", hidden)
    mean = graph.add("ReduceMean", [hidden, graph.constant("axis", np.array([1], np.int64))], "mean", keepdims=0)
    graph.add("LpNormalization", [mean], "vector", axis=-1, p=2)
    given = helper.make_tensor_value_info("vectors", TensorProto.FLOAT, [1, "pieces", WIDTH])
    made = helper.make_tensor_value_info("vector", TensorProto.FLOAT, [1, WIDTH])
    model = helper.make_model(
        helper.make_graph(graph.nodes, "minilm", [given], [made], graph.constants),
        opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid(_FUSED, 1)],
    )
    model.ir_version = 10
    return model


def _add_layer(graph: _Graph, at: str, hidden: str) -> str:
    weights = graph.weights
    names = [f"{at}.attention.self.{part}" for part in ("query", "key", "value")]
    mixed = graph.add_product(f"{at}.mixed", np.concatenate([weights[f"{name}.weight"] for name in names]).T, hidden)
    bias = graph.constant(f"{at}.mixed.bias", np.concatenate([weights[f"{name}.bias"] for name in names]))
    graph.add_many("Split", [graph.add("Add", [mixed, bias], f"{at}.mixed.biased")], names, axis=-1, num_outputs=3)
    context = graph.add("MultiHeadAttention", names, f"{at}.context", num_heads=_HEADS)
    hidden = _add_dense(graph, f"{at}.attention.output", context, hidden)
    inner = f"{at}.intermediate.dense"
    wide = graph.add_bias("BiasGelu", inner, graph.add_product(inner, weights[f"{inner}.weight"].T, hidden))
    return _add_dense(graph, f"{at}.output", wide, hidden)


def _add_dense(graph: _Graph, at: str, given: str, before: str) -> str:
    """Multiply, add the vectors from before, and norm."""
    dense = f"{at}.dense"
    product = graph.add_product(dense, graph.weights[f"{dense}.weight"].T, given)
    both = graph.add("Add", [graph.add_bias("Add", dense, product), before], f"{at}.both")
    return graph.add_norm(f"{at}.LayerNorm", both)
