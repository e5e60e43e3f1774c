"""A gate on the benchmark of copies, on fewer pairs than it has."""

from __future__ import annotations

from benchmarks.duplicates import judge, make_pairs, score


def test_copies_are_told_from_other_reports() -> None:
    judged = [(pair, judge(pair)) for pair in make_pairs(400, seed=11)]
    precision, recall = score(judged)
    assert precision >= 0.98
    assert recall >= 0.95
    assert {pair.kind for pair, _ in judged} >= {"truncated", "new lead", "names translated", "other words"}
