"""Groups of articles, put together from the nearest pair on for as long as two groups are near enough."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]

# Two groups are as near as their articles on average, and as the two that are least alike: on average alone two events
# of one topic run into each other, and by the least alike alone a large story never comes together.
LEAST_SHARE = 0.65
_NEVER = -1.0


def agglomerate(scores: Scores, *, threshold: float) -> list[list[int]]:
    """Return the groups that articles with these scores fall into, each in order of its members.

    `scores` is symmetric. The two nearest groups become one until none are as near as `threshold`; of equals those that
    begin earlier.
    """
    count = len(scores)
    groups = [[place] for place in range(count)]
    mean, least, near = scores.copy(), scores.copy(), scores.copy()
    np.fill_diagonal(near, _NEVER)
    sizes = np.ones(count)
    best = near.argmax(axis=1) if count else np.empty(0, np.int64)
    value = near[np.arange(count), best]
    while count and (one := int(value.argmax())) >= 0 and value[one] >= threshold:
        other = int(best[one])
        one, other = min(one, other), max(one, other)
        groups[one] += groups[other]
        groups[other] = []
        mean[one] = (sizes[one] * mean[one] + sizes[other] * mean[other]) / (sizes[one] + sizes[other])
        least[one] = np.minimum(least[one], least[other])
        sizes[one] += sizes[other]
        joined = (1.0 - LEAST_SHARE) * mean[one] + LEAST_SHARE * least[one]
        joined[near[one] == _NEVER] = _NEVER
        joined[other] = _NEVER
        mean[:, one], least[:, one] = mean[one], least[one]
        near[one], near[:, one] = joined, joined
        near[other], near[:, other] = _NEVER, _NEVER
        # Only where the nearest was one of the two may another be nearest now.
        stale = np.flatnonzero((best == one) | (best == other))
        stale = np.union1d(stale, [one, other])
        best[stale] = near[stale].argmax(axis=1)
        closer = joined > value
        best[closer] = one
        value = near[np.arange(count), best]
    return [sorted(group) for group in groups if group]


def link(scores: Scores, ours: list[int], theirs: list[int]) -> float:
    """Return how near two groups are."""
    between = scores[np.ix_(ours, theirs)]
    return float((1.0 - LEAST_SHARE) * between.mean() + LEAST_SHARE * between.min())
