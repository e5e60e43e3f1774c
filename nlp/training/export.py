"""The trained tagger as an int8 graph for onnxruntime, built node by node from the operators that it has fused."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from nlp.entities.decoding import TAGS
from nlp.training.encoder import EPSILON, HEADS, Encoder

_FUSED = "com.microsoft"
_Weights = Mapping[str, NDArray[np.float32]]


class _Graph:
    """The nodes and constants of a graph as it grows."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: NDArray[np.float32] | NDArray[np.int64]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> str:
        domain = _FUSED if kind in {"Attention", "BiasGelu"} else ""
        outputs = [output]
        self.nodes.append(helper.make_node(kind, inputs, outputs, name=output, domain=domain, **attributes))
        return output


def export_encoder(encoder: Encoder, path: Path) -> None:
    """Write the encoder as an int8 graph: ids, shapes, lengths in, log-probabilities of the tags out."""
    weights = {name: tensor.detach().float().numpy() for name, tensor in encoder.state_dict().items()}
    model = _build(weights, layers=len(encoder.layers))
    with TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        onnx.save(model, full)
        # The fused operators are unknown to the inference of types, which the quantiser would ask.
        types = {"DefaultTensorType": TensorProto.FLOAT}
        quantize_dynamic(full, path, weight_type=QuantType.QInt8, per_channel=True, extra_options=types)


def _build(weights: _Weights, *, layers: int) -> onnx.ModelProto:
    graph = _Graph()
    hidden = _add_embeddings(graph, weights)
    for i in range(layers):
        hidden = _add_layer(graph, weights, i, hidden)
    scores = _add_linear(graph, weights, "head", hidden)
    graph.add("LogSoftmax", [scores], "scores", axis=-1)
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT32, ["size", "width"]) for name in ("ids", "shapes")]
    inputs.append(helper.make_tensor_value_info("lengths", TensorProto.INT32, ["size"]))
    output = helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["size", "width", len(TAGS)])
    model = helper.make_model(
        helper.make_graph(graph.nodes, "names", inputs, [output], graph.constants),
        opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(_FUSED, 1)],
    )
    model.ir_version = 8
    return model


def _add_embeddings(graph: _Graph, weights: _Weights) -> str:
    words = graph.add("Gather", [graph.constant("words", weights["words.weight"]), "ids"], "word_vectors")
    shapes = graph.add("Gather", [graph.constant("shape_table", weights["shapes.weight"]), "shapes"], "shape_vectors")
    graph.add("Shape", ["ids"], "extent")
    graph.constant("first", np.array([1], dtype=np.int64))
    graph.constant("second", np.array([2], dtype=np.int64))
    graph.constant("zero", np.array([0], dtype=np.int64))
    graph.add("Slice", ["extent", "first", "second"], "row_width")
    table = graph.constant("positions", weights["positions.weight"])
    places = graph.add("Slice", [table, "zero", "row_width", "zero"], "place_vectors")
    both = graph.add("Add", [words, shapes], "word_shape_vectors")
    return _add_norm(graph, weights, "norm", graph.add("Add", [both, places], "input_vectors"))


def _add_layer(graph: _Graph, weights: _Weights, i: int, hidden: str) -> str:
    at = f"layers.{i}"
    context = graph.add(
        "Attention",
        [
            hidden,
            graph.constant(f"{at}.mixed.weight", weights[f"{at}.mixed.weight"].T),
            graph.constant(f"{at}.mixed.bias", weights[f"{at}.mixed.bias"]),
            "lengths",
        ],
        f"{at}.context",
        num_heads=HEADS,
    )
    joined = _add_product(graph, weights, f"{at}.joined", context)
    hidden = _add_skip(graph, weights, at, "joined", joined, hidden)
    wide = _add_product(graph, weights, f"{at}.wide", hidden)
    bias = graph.constant(f"{at}.wide.bias", weights[f"{at}.wide.bias"])
    active = graph.add("BiasGelu", [wide, bias], f"{at}.active")
    return _add_skip(graph, weights, at, "narrow", _add_product(graph, weights, f"{at}.narrow", active), hidden)


def _add_skip(graph: _Graph, weights: _Weights, at: str, part: str, new: str, old: str) -> str:
    """Add the bias and the vectors from before, and norm: apart, as the fused operator takes three times as long."""
    bias = graph.constant(f"{at}.{part}.bias", weights[f"{at}.{part}.bias"])
    both = graph.add("Add", [graph.add("Add", [new, bias], f"{at}.{part}.biased"), old], f"{at}.{part}.both")
    return _add_norm(graph, weights, f"{at}.{part}_norm", both)


def _add_norm(graph: _Graph, weights: _Weights, name: str, hidden: str) -> str:
    scale = graph.constant(f"{name}.weight", weights[f"{name}.weight"])
    shift = graph.constant(f"{name}.bias", weights[f"{name}.bias"])
    return graph.add("LayerNormalization", [hidden, scale, shift], name, epsilon=EPSILON, axis=-1)


def _add_product(graph: _Graph, weights: _Weights, name: str, hidden: str) -> str:
    matrix = graph.constant(f"{name}.weight", weights[f"{name}.weight"].T)
    return graph.add("MatMul", [hidden, matrix], f"{name}.product")


def _add_linear(graph: _Graph, weights: _Weights, name: str, hidden: str) -> str:
    product = _add_product(graph, weights, name, hidden)
    return graph.add("Add", [product, graph.constant(f"{name}.bias", weights[f"{name}.bias"])], f"{name}.sum")
