"""What can go wrong in this room in a way that a caller can act on."""

from __future__ import annotations


class SpiderError(Exception):
    """Root of this room's errors; the flow catches it to report one source and go on with the next."""


class SourceError(SpiderError):
    """A source is described wrongly; the command line prints it, since only the user can mend it."""


class ArchiveError(SpiderError):
    """A pointer into the archive leads to nothing readable; readers of a spool turn it into a rejected row."""


class SpoolError(SpiderError):
    """A row of a spool cannot be read; `read_spool` turns it into a rejected row."""
