"""The type of the fixture `open_copy`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from duckdb import DuckDBPyConnection

OpenCopy = Callable[[], AbstractContextManager[DuckDBPyConnection]]
