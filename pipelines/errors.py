"""What can go wrong in a stage."""

from __future__ import annotations


class PipelineError(Exception):
    """Root of this room's errors; the command line prints it as one line and exits with 2."""


class SettingsError(PipelineError):
    """A setting that cannot be used: which, where it was given, and what would be right."""


class InputError(PipelineError):
    """What the user named cannot be read at all, for example a path that does not exist."""


class RunFailedError(PipelineError):
    """Not one source of a run could be read; the message is the run report."""


class BadCondition(PipelineError):  # noqa: N818 - named for what is wrong
    """A figure that was asked for and cannot be read; the message says how to write it."""
