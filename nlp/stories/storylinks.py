"""The follow-ups that stand between the stories of a board, and which of them have come and gone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TypeAlias

from nlp.records import StoryLink

# The earlier story and the later one.
Pair: TypeAlias = tuple[str, str]

# Stories that one is linked back to, at most.
MOST_LINKS = 3


class StoryLinks:
    """Which earlier stories each later one takes further, and how near they are; of each pair one direction at most.

    What was found and what has ended since it was last taken is kept too.
    """

    def __init__(self) -> None:
        self._scores: dict[str, dict[str, float]] = {}
        self._followers: dict[str, set[str]] = {}
        self._found: dict[Pair, StoryLink] = {}
        self._ended: dict[Pair, None] = {}

    def restore(self, links: Iterable[StoryLink]) -> None:
        """Let links stand that were found before; one that stands already stays as it is."""
        for link in links:
            if _pair(link) not in self:
                self._put(link)

    def __contains__(self, pair: Pair) -> bool:
        return pair[0] in self._scores.get(pair[1], ())

    def list_touching(self, story_id: str) -> list[Pair]:
        """Return the pairs of the links that lead from or to a story, the weakest first."""
        scores = {(earlier, story_id): score for earlier, score in self._scores.get(story_id, {}).items()}
        for later in self._followers.get(story_id, ()):
            scores[story_id, later] = self._scores[later][story_id]
        return sorted(scores, key=lambda pair: (scores[pair], pair))

    def settle(self, judged: Collection[Pair], found: Collection[StoryLink]) -> list[str]:
        """Let the links that were found stand in place of those of the judged pairs; of a later story the nearest.

        Returns the later stories that had as many as there may be, and have room again: another was cut off perhaps.
        """
        touched = {story_id for pair in (*judged, *(_pair(link) for link in found)) for story_id in pair}
        full = sorted(story_id for story_id in touched if self._count_back(story_id) >= MOST_LINKS)
        before = {pair for pair in judged if self._drop(pair)}
        fresh: dict[Pair, StoryLink] = {}
        for link in found:
            pair = _pair(link)
            before.update(one for one in (pair, pair[::-1]) if self._drop(one))
            self._put(link)
            fresh[pair] = link
        for later in {later for _, later in fresh}:
            scores = self._scores[later]
            for earlier in sorted(scores, key=lambda one: (-scores[one], one))[MOST_LINKS:]:
                self._drop((earlier, later))
                if fresh.pop((earlier, later), None) is None:
                    before.add((earlier, later))
        self._found |= fresh
        for pair in fresh:
            self._ended.pop(pair, None)
        for pair in sorted(before - fresh.keys()):
            self._found.pop(pair, None)
            self._ended[pair] = None
        return [story_id for story_id in full if self._count_back(story_id) < MOST_LINKS]

    def forget(self, story_ids: Collection[str]) -> None:
        """Let the links of stories that have left the window be; they have not ended."""
        for story_id in story_ids:
            for pair in self.list_touching(story_id):
                self._drop(pair)

    def take_found(self) -> list[StoryLink]:
        """Return, once, the links that have been found, those that were known and still hold among them."""
        found, self._found = self._found, {}
        return list(found.values())

    def take_ended(self) -> list[Pair]:
        """Return, once, the pairs whose links stood and no longer do."""
        ended, self._ended = self._ended, {}
        return list(ended)

    def _count_back(self, story_id: str) -> int:
        return len(self._scores.get(story_id, ()))

    def _put(self, link: StoryLink) -> None:
        self._scores.setdefault(link.next_story_id, {})[link.story_id] = link.score
        self._followers.setdefault(link.story_id, set()).add(link.next_story_id)

    def _drop(self, pair: Pair) -> bool:
        earlier, later = pair
        if self._scores.get(later, {}).pop(earlier, None) is None:
            return False
        if not self._scores[later]:
            del self._scores[later]
        followers = self._followers[earlier]
        followers.remove(later)
        if not followers:
            del self._followers[earlier]
        return True


def _pair(link: StoryLink) -> Pair:
    return link.story_id, link.next_story_id
