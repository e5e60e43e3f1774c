"""Progress of long work: a bar on a terminal, nothing in a pipe."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn


@dataclass(slots=True)
class Meter:
    """Counts the articles that went through each step; steps appear as they are first named."""

    _bars: Progress
    _steps: dict[str, TaskID]

    def advance(self, step: str, count: int = 1, *, total: int | None = None) -> None:
        """Add `count` to a step; `total` is given once it is known."""
        if step not in self._steps:
            self._steps[step] = self._bars.add_task(step, total=total)
        self._bars.update(self._steps[step], advance=count, total=total)


@contextmanager
def show_progress(console: Console | None = None) -> Iterator[Meter]:
    """Yield a meter that draws on standard error while it is a terminal."""
    console = console or Console(stderr=True)
    columns = (TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bars:
        yield Meter(bars, {})
