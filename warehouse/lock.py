"""One writer at a time: a lock file beside the warehouse."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.errors import WarehouseBusy


@contextmanager
def hold_lock(path: Path, *, wait: float) -> Iterator[None]:
    """Hold the writer's lock of the warehouse at `path`; WarehouseBusy if another still has it after `wait` seconds.

    The system gives the lock back when its holder dies, so there is never one to clear away by hand; the file
    itself stays, because removing it would let two writers hold two locks.
    """
    place = path.with_name(path.name + ".lock")
    descriptor = os.open(place, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        _acquire(descriptor, path, wait=wait)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, path: Path, *, wait: float) -> None:
    deadline = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() >= deadline:
                holder = os.pread(descriptor, 32, 0).decode("ascii", "replace") or "unknown"
                raise WarehouseBusy(
                    f"{path} is being written by another chipwire (process {holder}): try again when it has finished"
                ) from error
            time.sleep(0.05)
        else:
            return
