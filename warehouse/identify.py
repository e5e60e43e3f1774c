"""Identifiers that are derived from content, so that a re-run writes the same keys."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from nlp.records import Kind, Label
from spiders.items import Rejected

_LONGEST_SLUG = 80
# Signs that tell names apart; the others only join or quote words, or are left out as often as not.
_TELLING = re.compile(r"[^\w\s\-‐-―.,:;'’‘\"“”/&()\[\]·]")


def identify_claim(article_id: str, version: str, *, start: int, end: int, kind: Kind) -> str:
    """Return the 16-digit id of the claim that a quantity makes."""
    return _digest(article_id, version, str(start), str(end), kind.value)


def identify_rejected(rejected: Rejected) -> str:
    """Return the 16-digit id of a fault; the same fault met again has the same."""
    return _digest(rejected.stage, rejected.subject, rejected.source, rejected.reason, rejected.sample)


def identify_stranger(label: Label, canonical: str) -> str:
    """Return the provisional id of a name that the registry does not know, as in `new:chip:mi500x`.

    Case, spaces and the usual punctuation make no difference. A name with other signs ("AI+") and a very long one
    end in a digest of their own, so that no two such names share an id.
    """
    name = unicodedata.normalize("NFKC", canonical).casefold()
    slug = re.sub(r"\W+", "-", name).strip("-_")
    if slug and len(slug) <= _LONGEST_SLUG and _TELLING.search(name) is None:
        return f"new:{label.value.lower()}:{slug}"
    told = re.sub(r"\s+", " ", name).strip()
    return f"new:{label.value.lower()}:" + "-".join(filter(None, (slug[:_LONGEST_SLUG].rstrip("-"), _digest(told))))


def number_of(words: str) -> int:
    """Return the number that stands for some words, as the macros entity_key and search_key do: half of their MD5."""
    return int.from_bytes(hashlib.md5(words.encode(), usedforsecurity=False).digest()[8:], "little")


def _digest(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
