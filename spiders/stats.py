"""The counts that a crawl reports, by the keys they have among Scrapy's stats."""

from __future__ import annotations

from enum import StrEnum


class Stat(StrEnum):
    """Keys of our own counts; ERRORS is followed by the kind of the failure."""

    BYTES = "chipwire/bytes"
    REQUESTS = "chipwire/requests"
    LISTINGS = "chipwire/listings"
    ITEMS = "chipwire/items"
    KNOWN = "chipwire/known"
    PAGES = "chipwire/pages"
    FRESH = "chipwire/fresh"
    REVISITED = "chipwire/revisited"
    UNCHANGED = "chipwire/unchanged"
    OVER_BUDGET = "chipwire/over_budget"
    MISSED = "chipwire/missed"
    OTHER_SECTION = "chipwire/other_section"
    ADVISED_MINUTES = "chipwire/advised/minutes"
    QUIET_HOURS = "chipwire/advised/quiet_hours"
    ERRORS = "chipwire/errors/"
