"""What can be wrong with a registry."""

from __future__ import annotations

from pathlib import Path


class RegistryError(ValueError):
    """A registry file is missing or wrong. The message begins with file and line; the command line prints it."""

    @classmethod
    def at(cls, path: Path, line: int, message: str) -> RegistryError:
        """Give the error for one line of one file."""
        return cls(f"{path}:{line}: {message}")
