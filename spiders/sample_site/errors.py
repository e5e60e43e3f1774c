"""What can be wrong with the sample site."""

from __future__ import annotations

from spiders.errors import SpiderError


class SampleSiteError(SpiderError):
    """Root of this folder's errors; `python -m spiders.sample_site` prints it and exits with 2."""


class SampleDataError(SampleSiteError):
    """A data file of the sample site is wrong: the message names the file and, where known, the line."""


class UnknownOutletError(SampleSiteError):
    """A port was given for an outlet that the sample site does not have."""
