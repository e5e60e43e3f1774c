"""What a crawl knows of the pages that its source has listed before, and what it notes of those that it asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from spiders.extraction.addresses import clean_url

PAGE = "page"
"""The outcome of a visit that brought a page; every other outcome is the kind of a failure."""
_LASTING = frozenset({"not text", "empty", "too large", "redirects", "listing"})
_FORBIDDEN = frozenset({"robots", "refused address"})
_PASSING_ANSWERS = frozenset({"http 408", "http 425", "http 429"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One page that was asked for.

    `address` is what the source lists it as, in the one spelling that all its listings share; `request` is what to ask
    for to get it again, "" where there is no such address. `hints` is what the listing says of it, which a later
    visit needs as well. `again` is False for the first visit.
    """

    address: str
    request: str
    hints: Mapping[str, str] = field(default_factory=dict)
    outcome: str = PAGE
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What earlier runs leave to a crawl.

    Pages at `known` addresses are not asked for, but for those of `again`, each once, after the new ones. `newest` is
    the date (ISO 8601) of the newest known page, None where none has one. `whole` is False where an earlier crawl was
    interrupted, so that below what is known there may be pages that are not.
    """

    known: frozenset[str] = frozenset()
    again: tuple[Visit, ...] = ()
    newest: str | None = None
    whole: bool = True


def identify_page(url: str) -> str:
    """Return the address of a page in one spelling: without tracking parameters, fragment and closing slash."""
    return clean_url(url) or url


def is_lasting(kind: str) -> bool:
    """Return whether a page that failed like this is not worth another request in the next run."""
    return kind in _LASTING or (kind.startswith("http 4") and kind not in _PASSING_ANSWERS)


def is_passing(kind: str) -> bool:
    """Return whether a page that failed like this may come the next time: the failure neither lasts nor is a ban."""
    return not is_lasting(kind) and kind not in _FORBIDDEN
