"""Rows of different lengths that lie one after the other in flat arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nlp.stories.column import Rows


def list_positions(starts: Rows, sizes: Rows) -> Rows:
    """Return the positions of rows that begin at `starts` and are `sizes` long, row after row."""
    shifts = starts - (np.cumsum(sizes) - sizes)
    positions: Rows = np.repeat(shifts, sizes) + np.arange(int(sizes.sum()), dtype=np.int64)
    return positions


def sum_rows(sizes: Rows, values: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the sum of each row; of an empty one 0."""
    filled = np.flatnonzero(sizes)
    sums = np.zeros(len(sizes))
    if len(filled):
        sums[filled] = np.add.reduceat(values, (np.cumsum(sizes) - sizes)[filled])
    return sums
