from __future__ import annotations

import json
from pathlib import Path

import pytest

from nlp.embed import bundled_folder
from nlp.minilm import MiniLM
from nlp.training.errors import TrainingError
from nlp.training.meaning import Lesson, Topic, read_sentences, read_topics, teach
from nlp.tuning import write_tuning

TOPIC = Topic(
    texts=(
        "Harbour town lets Orvelle sell its fast presses abroad. The permit came on Monday.",
        "What the presses of Orvelle tell us about a century of harbour trade, now that they may leave.",
        "Inland towns will buy the presses of Orvelle, their mayors say after a day of talks.",
        "A shopping list for presses: why the mayors inland are in a hurry.",
    ),
    stories=("permit", "permit", "purchase", "purchase"),
)
SENTENCES = ("The press weighs 40 tons.", "Rye was short in Ghent.", "Orvelle sold 12 presses in May.")


def write(folder: Path, name: str, *rows: object) -> None:
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def row(number: int, story: str) -> dict[str, str]:
    return {"id": f"i{number}", "title": "Presses", "text": f"Text {number}.", "story": story}


def test_each_file_is_a_topic_with_what_the_model_reads_of_its_articles(tmp_path: Path) -> None:
    write(tmp_path, "b", row(1, "permit"), row(2, "purchase"))
    write(tmp_path, "a", row(3, "permit"))
    assert read_topics(tmp_path) == [
        Topic(texts=("Presses. Text 3.",), stories=("permit",)),
        Topic(texts=("Presses. Text 1.", "Presses. Text 2."), stories=("permit", "purchase")),
    ]


@pytest.mark.parametrize("broken", ["{", "[]", '"text"', json.dumps({"id": "i", "title": "t", "text": "x"})])
def test_a_line_that_is_no_article_is_named(tmp_path: Path, broken: str) -> None:
    write(tmp_path, "a", row(1, "permit"), broken)
    with pytest.raises(TrainingError, match=r"a\.jsonl:2: needs id"):
        read_topics(tmp_path)


def learn(path: Path, *, hold: float = 2.0) -> MiniLM:
    """Return the model that a short lesson makes."""
    factors = teach([TOPIC], SENTENCES, Lesson(rank=2, rounds=3, rate=5e-3, hold=hold))
    assert len(factors) == 6 * 6
    assert all(tall.shape[1] == len(wide) == 2 for tall, wide in factors.values())
    write_tuning(factors, path)
    return MiniLM(bundled_folder(), tuning=path)


def measure_lead(model: MiniLM) -> float:
    """Return how much nearer the articles of one story are than those of two."""
    vectors = model.encode(TOPIC.texts)
    near = vectors @ vectors.T
    return float(near[0, 1] + near[2, 3] - near[:2, 2:].mean() * 2)


@pytest.fixture(scope="module")
def untaught(tmp_path_factory: pytest.TempPathFactory) -> MiniLM:
    path = tmp_path_factory.mktemp("untaught") / "t.safetensors"
    write_tuning({}, path)
    return MiniLM(bundled_folder(), tuning=path)


def test_a_lesson_brings_the_articles_of_a_story_nearer_and_is_the_same_each_time(
    tmp_path: Path, untaught: MiniLM
) -> None:
    after, again = (measure_lead(learn(tmp_path / name)) for name in ("a", "b"))
    assert after == again > measure_lead(untaught) + 0.2


def test_sentences_stay_where_they_are_the_more_that_counts(tmp_path: Path, untaught: MiniLM) -> None:
    stay = untaught.encode(SENTENCES)
    free, held = (
        1.0 - float((learn(tmp_path / str(hold), hold=hold).encode(SENTENCES) * stay).sum(axis=1).mean())
        for hold in (0.0, 20.0)
    )
    assert 0.0 < held < 0.75 * free


def test_what_is_held_are_the_sentences_of_our_corpus() -> None:
    sentences = read_sentences()
    assert len(sentences) > 3_000
    assert not any("{" in sentence for sentence in sentences)
