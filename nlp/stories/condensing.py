"""Very many articles put together with bounded work: part by part first, then by a few that stand for each group."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from nlp.stories.linkage import Scores, agglomerate

Places: TypeAlias = NDArray[np.int64]
Score: TypeAlias = Callable[[Places], Scores]

# Articles that are compared each with each at once: time and memory grow with the square of their number.
MOST_TOGETHER = 300
# A group is stood for by so many of its articles at most: the most central, the least, and some between; by the two
# where there are many groups. So many that stand for groups are compared at once.
_MOST_STANDING = 8
_LEAST_STANDING = 2
_STANDING_TOGETHER = 600
_MOST_ROUNDS = 5
# Above any score: what stands for one group comes together first.
_ONE_GROUP = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """Articles that belong together, in order, and some that stand for them, the most central first."""

    members: tuple[int, ...]
    standing: tuple[int, ...]

    def choose(self, most: int) -> tuple[int, ...]:
        """Return so many of those that stand for it, from the most central to the least."""
        if most == 1 or len(self.standing) <= most:
            return self.standing[:most]
        return tuple(self.standing[place] for place in np.linspace(0, len(self.standing) - 1, most).round().astype(int))


def put_together(vectors: NDArray[np.float32], score: Score, *, threshold: float) -> list[list[int]]:
    """Return the groups that articles with these vectors fall into, each in order of its members, by their first one.

    `score` gives the scores of articles with one another by their places. Up to MOST_TOGETHER articles every pair
    counts (nlp/stories/linkage.py). Of more, those with like vectors are put together first, so many at a time; groups
    count then by the articles that stand for them. Work and memory grow with the number of articles and not with its
    square.
    """
    if len(vectors) <= MOST_TOGETHER:
        return agglomerate(score(np.arange(len(vectors))), threshold=threshold)
    groups = [_Group(members=(place,), standing=(place,)) for place in range(len(vectors))]
    for _ in range(_MOST_ROUNDS):
        before = len(groups)
        if before == len(vectors):
            standing, most = 1, MOST_TOGETHER
        else:
            standing = min(max(_STANDING_TOGETHER // before, _LEAST_STANDING), _MOST_STANDING)
            most = _STANDING_TOGETHER // standing
        parts = list(_part(vectors[[group.standing[0] for group in groups]], most=most))
        groups = [
            joined for part in parts for joined in _join([groups[one] for one in part], standing, score, threshold)
        ]
        groups.sort(key=lambda group: group.members)
        if len(parts) == 1 or len(groups) == before:
            break
    return [list(group.members) for group in groups]


def _part(vectors: NDArray[np.float32], *, most: int) -> Iterator[Places]:
    """Yield the places of these vectors in parts of so many at most; like ones are mostly in one part."""
    waiting = [np.arange(len(vectors))]
    while waiting:
        places = waiting.pop()
        if len(places) <= most:
            yield places
            continue
        here = vectors[places]
        # In half across the line between two that lie far apart.
        one = here[int((here @ here.mean(axis=0)).argmin())]
        other = here[int((here @ one).argmin())]
        order = np.argsort(here @ (one - other), kind="stable")
        waiting += [np.sort(places[order[: len(order) // 2]]), np.sort(places[order[len(order) // 2 :]])]


def _join(groups: Sequence[_Group], most: int, score: Score, threshold: float) -> Iterator[_Group]:
    """Yield the groups that these groups fall into; the articles of one stay together."""
    chosen = [group.choose(most) for group in groups]
    owners = np.repeat(np.arange(len(groups)), [len(standing) for standing in chosen])
    standing = np.array([place for places in chosen for place in places], dtype=np.int64)
    scores = score(standing)
    tied = np.where(owners[:, np.newaxis] == owners, _ONE_GROUP, scores)
    for joined in agglomerate(tied, threshold=threshold):
        central = np.argsort(-scores[np.ix_(joined, joined)].mean(axis=1), kind="stable")
        members = sorted(place for owner in set(owners[joined].tolist()) for place in groups[owner].members)
        yield _Group(members=tuple(members), standing=tuple(standing[joined][central].tolist()))
