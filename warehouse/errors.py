"""What can go wrong here, by what the caller can do about it. New errors are leaves of WarehouseError."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class WarehouseError(Exception):
    """The root: the command line prints its message and exits with 2."""


class WarehouseMissing(WarehouseError):  # noqa: N818 - named for what is wrong, as are all leaves
    """There is no file at that path; raised to whoever wants to read it."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"No warehouse at {path}: `chipwire demo` or `chipwire import PATH` makes one")


class WarehouseBusy(WarehouseError):  # noqa: N818
    """Another process is writing; the caller may wait and try again."""


class WarehouseDamaged(WarehouseError):  # noqa: N818
    """The file is there but is no warehouse that can be opened."""


class WarehouseTooNew(WarehouseError):  # noqa: N818
    """A newer chipwire wrote this file; only a newer chipwire may open it."""


class MigrationChanged(WarehouseError):  # noqa: N818
    """A migration that has been applied no longer has the text that was applied."""


class UnknownEntity(WarehouseError):  # noqa: N818
    """No entity has that name; `suggestions` are the nearest that exist."""

    def __init__(self, name: str, suggestions: Sequence[str]) -> None:
        hint = f"; did you mean {', '.join(suggestions)}?" if suggestions else ""
        super().__init__(f"No entity is called {name!r}{hint}")
        self.name = name
        self.suggestions = tuple(suggestions)


class UnknownStory(WarehouseError):  # noqa: N818
    """No story, or more than one, has an id that starts like that."""


class BadQuery(WarehouseError):  # noqa: N818
    """The analyst's SQL cannot be run; the message is DuckDB's own."""


class BadQuestion(WarehouseError):  # noqa: N818
    """A question that nothing could ever fit, such as a status that there is not; the message says what there is."""


class ExportInTheWay(WarehouseError):  # noqa: N818
    """Something stands where an export is to be written; nothing was changed."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder} is there and not empty: name another folder, or remove it first")


class BadCursor(WarehouseError):  # noqa: N818
    """A cursor that no page of this question ended with; the caller asks without one."""


class BadMerge(WarehouseError):  # noqa: N818
    """A name that cannot be merged, or a merge that cannot be taken back; nothing was changed."""


class BadBatch(WarehouseError):  # noqa: N818
    """The parts of a batch do not belong together: a fault of the stage that made it."""


class MeaningMixed(WarehouseError):  # noqa: N818
    """Vectors of two models were to be compared: a fault of whoever put the question's meaning together."""
