from __future__ import annotations

from collections import deque

import pytest

from benchmarks.soak import read_memory, write_articles
from nlp.pipeline import annotate, load_pipeline


def test_memory_stays_flat_over_generated_articles() -> None:
    """The short form of `make soak`."""
    nlp = load_pipeline()
    articles = write_articles(300)
    strings = []
    measured = []
    for _ in range(3):
        batch = [next(articles) for _ in range(100)]
        deque(annotate(batch, nlp=nlp), maxlen=0)
        strings.append(len(nlp.vocab.strings))
        measured.append(read_memory())

    assert strings[1] == strings[2]  # nothing of a text stays in the vocabulary
    assert measured[2] - measured[1] < 40


def test_the_same_seed_writes_the_same_articles() -> None:
    assert [text.text for text in write_articles(3)] == [text.text for text in write_articles(3)]
    with pytest.raises(StopIteration):
        next(write_articles(0))
