"""Rows of different lengths that lie one after the other in flat arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]


def list_positions(starts: Integers, sizes: Integers) -> Integers:
    """Return the positions of rows that begin at `starts` and are `sizes` long, row after row."""
    shifts = starts - (np.cumsum(sizes) - sizes)
    positions: Integers = np.repeat(shifts, sizes) + np.arange(int(sizes.sum()), dtype=np.int64)
    return positions


def sum_rows(sizes: Integers, *arrays: NDArray[np.float32]) -> list[NDArray[np.float64]]:
    """Return for each array the sum of each row; of an empty one 0."""
    filled = np.flatnonzero(sizes)
    starts = (np.cumsum(sizes) - sizes)[filled]
    found = []
    for values in arrays:
        sums = np.zeros(len(sizes))
        sums[filled] = np.add.reduceat(values, starts) if len(filled) else 0.0
        found.append(sums)
    return found
