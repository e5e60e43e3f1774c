"""The vectors of the window's articles, one row each, and the nearest of them, found for many at once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnx import TensorProto, helper

from nlp.stories.column import Column, Rows

Vectors = NDArray[np.float32]

# Vectors are compared in blocks, so that memory does not grow with their number. The first blocks are small: what they
# have is the measure for the others.
_LEAST_BLOCK = 256
_MOST_BLOCK = 8192
# A vector of the window has eight bits, one that is looked for seven: on processors without the VNNI instructions sums
# of pairs of products with eight and eight would overflow.
_MIDDLE = 128
_TOP, _TOP_SOUGHT = 127, 63
_OPSET, _IR = 17, 8


class VectorTable:
    """Vectors of one width, a row each: in float16 to say how near two are, in bytes to find the nearest of all.

    What is found is off by a cosine of .001 or so: of two that are as near as that either may be among the nearest.
    Products are sums of integers, the same on every processor.
    """

    def __init__(self, *, width: int) -> None:
        self._vectors: Column[np.float16] = Column(np.float16, width=width)
        self._codes: Column[np.uint8] = Column(np.uint8, width=width)
        self._scales: Column[np.float32] = Column(np.float32)

    def __len__(self) -> int:
        return len(self._vectors)

    def add(self, vector: Vectors) -> None:
        """Put one more at the end."""
        rounded, scales = _round(vector[np.newaxis], top=_TOP)
        self._vectors.append(vector)
        self._codes.append(rounded[0] + _MIDDLE)
        self._scales.append(scales[0])

    def read(self, rows: Rows) -> Vectors:
        """Return the vectors of these rows."""
        return self._vectors.values[rows].astype(np.float32)

    def keep(self, mask: NDArray[np.bool_]) -> None:
        """Drop the vectors that the mask is false for."""
        for column in (self._vectors, self._codes, self._scales):
            column.keep(mask)

    def find(self, vectors: Vectors, *, most: int, allowed: NDArray[np.bool_] | None = None) -> list[Rows]:
        """Return for each vector the rows that have the largest products with it, so many at most, in no order.

        `vectors` has a line for each, of our width.
        `allowed`, where it is given, says which rows may be found at all, or has a row for each vector that says so.
        """
        rounded, _ = _round(vectors, top=_TOP_SOUGHT)
        sought = np.ascontiguousarray(rounded.astype(np.int8).T)
        best = np.full((len(vectors), most), -np.inf, dtype=np.float32)
        rows = np.full((len(vectors), most), -1, dtype=np.int64)
        start, size = 0, _LEAST_BLOCK
        while start < len(self):
            block = slice(start, start + size)
            (products,) = _open_session().run(None, {"codes": self._codes.values[block], "sought": sought})
            near = np.multiply(products, self._scales.values[block, np.newaxis], dtype=np.float32)
            # After the first blocks few are nearer than what is known.
            better = near > best.min(axis=1)
            if allowed is not None:
                better &= allowed[..., block].T if allowed.ndim > 1 else allowed[block, np.newaxis]
            for number, places in _list_places(better):
                values = np.concatenate([best[number], near[places, number]])
                candidates = np.concatenate([rows[number], places + start])
                chosen = np.argpartition(values, -most)[-most:]
                best[number], rows[number] = values[chosen], candidates[chosen]
            start, size = start + size, min(2 * size, _MOST_BLOCK)
        return [one[one >= 0] for one in rows]


def _round(vectors: Vectors, *, top: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return vectors as whole numbers up to `top`, and what each vector's are to be multiplied by."""
    scales = np.maximum(np.abs(vectors).max(axis=1) / top, np.finfo(np.float32).tiny).astype(np.float32)
    return np.rint(vectors / scales[:, np.newaxis]), scales


def _list_places(better: NDArray[np.bool_]) -> Iterator[tuple[int, Rows]]:
    """Yield the number of each column that is true anywhere, and the places where it is."""
    # `flatnonzero` is many times as fast as `nonzero`.
    places, numbers = np.divmod(np.flatnonzero(better), better.shape[1])
    order = np.argsort(numbers, kind="stable")
    places, numbers = places[order], numbers[order]
    starts = np.flatnonzero(np.diff(numbers, prepend=-1))
    for start, end in pairwise([*starts.tolist(), len(numbers)]):
        yield int(numbers[start]), places[start:end]


@cache
def _open_session() -> onnxruntime.InferenceSession:
    """Return what multiplies codes with what is sought: products have a line for each row, a column for each vector."""
    product = helper.make_node("MatMulInteger", ["codes", "sought", "middle"], ["products"])
    graph = helper.make_graph(
        [product],
        "products",
        inputs=[
            helper.make_tensor_value_info("codes", TensorProto.UINT8, ["rows", "width"]),
            helper.make_tensor_value_info("sought", TensorProto.INT8, ["width", "vectors"]),
        ],
        outputs=[helper.make_tensor_value_info("products", TensorProto.INT32, ["rows", "vectors"])],
        initializer=[helper.make_tensor("middle", TensorProto.UINT8, [], [_MIDDLE])],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(
        model.SerializeToString(), sess_options=options, providers=["CPUExecutionProvider"]
    )
