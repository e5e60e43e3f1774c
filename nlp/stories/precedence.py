"""Which of two articles with the same text came first."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from nlp.records import StoryItem
from nlp.stories.credits import find_credits, fold_outlet


class Known(Protocol):
    """What is kept of an article that is on the board: its outlet, folded, its date, and whom it credits."""

    outlet: str
    published: datetime | None
    credits: frozenset[str]


def precedes(item: StoryItem, known: Known) -> bool:
    """Whether an article is what another with the same text was copied from: by who credits whom, else by date."""
    outlet, named = fold_outlet(item.outlet), find_credits(item.text)
    if outlet != known.outlet:
        credits_ours, credits_theirs = outlet in known.credits, known.outlet in named
        if credits_ours != credits_theirs:
            return credits_ours
    if item.published is None or known.published is None:
        return item.published is not None and known.published is None
    return item.published < known.published
