"""The nearest of very many vectors, found for many at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]

# Vectors are multiplied in blocks, so that memory does not grow with their number.
_STRIDE = 16_384


def find_nearest(
    vectors: NDArray[np.float32], among: NDArray[np.float16], *, most: int, allowed: NDArray[np.bool_] | None = None
) -> list[Rows]:
    """Return for each vector the rows of those `among` that have the largest cosines with it, in no order.

    `allowed`, where it is given, says which rows may be found at all, or has a row for each vector that says so.
    """
    best = np.full((len(vectors), most), -np.inf, dtype=np.float32)
    rows = np.full((len(vectors), most), -1, dtype=np.int64)
    for start in range(0, len(among), _STRIDE):
        cosines = vectors @ among[start : start + _STRIDE].astype(np.float32).T
        if allowed is not None:
            np.copyto(cosines, -np.inf, where=~allowed[..., start : start + _STRIDE])
        # After the first block few are better than what is known.
        better = cosines > best.min(axis=1, keepdims=True)
        for one in np.flatnonzero(better.any(axis=1)):
            found = np.flatnonzero(better[one])
            values = np.concatenate([best[one], cosines[one, found]])
            numbers = np.concatenate([rows[one], found + start])
            chosen = np.argpartition(values, -most)[-most:]
            best[one], rows[one] = values[chosen], numbers[chosen]
    return [found[found >= 0] for found in rows]
