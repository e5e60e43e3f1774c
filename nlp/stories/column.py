"""A numpy array that grows at its end, for what a window keeps of each of its rows."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

Rows = NDArray[np.int64]
"""Numbers of rows, in whatever order."""

Number = TypeVar("Number", bound=np.generic)

_LEAST = 256
# Growing copies: a quarter at a time keeps the copy small beside what is there.
_GROWTH = 1.25


class Column(Generic[Number]):
    """Values of one type in order of adding; with `width` each of them is a row of that many."""

    def __init__(self, kind: DTypeLike, *, width: int | None = None) -> None:
        self._shape = () if width is None else (width,)
        self._array: NDArray[Number] = np.empty((0, *self._shape), dtype=kind)
        self._length = 0

    def __len__(self) -> int:
        return self._length

    @property
    def values(self) -> NDArray[Number]:
        """What was added, as a view that holds until more is."""
        return self._array[: self._length]

    def append(self, value: Any) -> None:
        """Put one value at the end, whatever numpy takes for one."""
        self._reserve(self._length + 1)
        self._array[self._length] = value
        self._length += 1

    def extend(self, values: NDArray[Number]) -> None:
        """Put these values at the end."""
        end = self._length + len(values)
        self._reserve(end)
        self._array[self._length : end] = values
        self._length = end

    def keep(self, mask: NDArray[np.bool_]) -> None:
        """Drop the values that the mask is false for, and the room that they took."""
        self._array = self.values[mask]
        self._length = len(self._array)

    def _reserve(self, length: int) -> None:
        if length <= len(self._array):
            return
        array = np.empty((max(_LEAST, int(length * _GROWTH)), *self._shape), dtype=self._array.dtype)
        array[: self._length] = self.values
        self._array = array
