"""What is known of one story while its articles come and go: enough to tell it at any time."""

from __future__ import annotations

from bisect import insort
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from nlp.records import Story

UNDATED = datetime.min.replace(tzinfo=UTC)
# Nothing tells that an article without a date was there before another.
_LAST = datetime.max.replace(tzinfo=UTC)
Dated = tuple[datetime, str]


@dataclass(slots=True)
class Chronicle:
    """One story. `members` are its articles in the window, (date, id) in order, undated ones at the end.

    `gone` is how many have left it.
    """

    story_id: str
    members: list[Dated] = field(default_factory=list)
    outlets: dict[str, datetime] = field(default_factory=dict)
    originals: int = 0
    gone: int = 0
    first: Dated | None = None
    started: datetime | None = None
    updated: datetime | None = None

    def add(self, item_id: str, published: datetime | None, outlet: str | None) -> None:
        """Count one more article."""
        moment = published or _LAST
        insort(self.members, (moment, item_id))
        if self.first is None or (moment, item_id) < self.first:
            self.first = (moment, item_id)
        if outlet:
            self.outlets[outlet] = min(moment, self.outlets.get(outlet, moment))
        if published is not None:
            self.started = published if self.started is None else min(self.started, published)
            self.updated = published if self.updated is None else max(self.updated, published)

    def leave(self, remaining: Collection[str]) -> None:
        """Let the articles go that are not among those that remain; they still count."""
        before = len(self.members)
        self.members = [member for member in self.members if member[1] in remaining]
        self.gone += before - len(self.members)

    def tell(self, title: str) -> Story:
        """Return the story as it stands. There is one as soon as an article has been added."""
        item_ids = tuple(item_id for _, item_id in self.members)
        return Story(
            story_id=self.story_id,
            title=title,
            item_ids=item_ids,
            first_item_id=self.first[1] if self.first else "",
            outlets=_order(self.outlets),
            independent=self.originals,
            started=self.started,
            updated=self.updated,
            earlier=self.gone,
        )


def _order(outlets: dict[str, datetime]) -> tuple[str, ...]:
    ordered: Sequence[str] = sorted(outlets, key=lambda outlet: outlets[outlet])
    return tuple(ordered)
