"""What can go wrong in this room, for callers that quarantine a text or stop the run."""

from __future__ import annotations


class NlpError(Exception):
    """Anything that this room raises on purpose; a run catches it and puts the text in quarantine."""


class DataFileError(NlpError):
    """A data file that ships with the package does not hold what it must; nobody catches it, the file is mended."""
