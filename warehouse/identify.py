"""Identifiers that are derived from content, so that a re-run writes the same keys."""

from __future__ import annotations

import hashlib
import re

from nlp.records import Kind, Label
from spiders.items import Rejected


def identify_claim(article_id: str, version: str, *, start: int, end: int, kind: Kind) -> str:
    """Return the 16-digit id of the claim that a quantity makes."""
    return _digest(article_id, version, str(start), str(end), kind.value)


def identify_rejected(rejected: Rejected) -> str:
    """Return the 16-digit id of a fault; the same fault met again has the same."""
    return _digest(rejected.stage, rejected.subject, rejected.source, rejected.reason, rejected.sample)


def identify_stranger(label: Label, canonical: str) -> str:
    """Return the provisional id of a name that the registry does not know, as in `new:chip:mi500x`."""
    slug = re.sub(r"\W+", "-", canonical.casefold()).strip("-_")
    # A name of nothing but signs still needs an id of its own.
    return f"new:{label.value.lower()}:{slug or _digest(canonical)}"


def _digest(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
