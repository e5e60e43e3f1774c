"""What can be wrong when the model is trained."""

from __future__ import annotations

from pathlib import Path


class TrainingError(ValueError):
    """A corpus, a list of parts or a folder is not as training needs it; whoever called it corrects that."""

    @classmethod
    def at(cls, path: Path, line: int, message: str) -> TrainingError:
        """Give the error that says in which line of which file."""
        return cls(f"{path}:{line}: {message}")
