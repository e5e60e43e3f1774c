"""The claim sentences that a hit shows, and in which order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest
from duckdb import DuckDBPyConnection
from warehouse_copies import OpenCopy
from warehouse_records import (
    DAY,
    ENTRIES,
    MODEL,
    make_article,
    make_claim,
    make_document,
    make_entity,
    make_quantity,
    make_run,
)

from nlp.records import Claim, Embedding, EmbeddingModel
from warehouse.asking import Meaning, search_texts
from warehouse.batch import Batch
from warehouse.errors import MeaningMixed
from warehouse.load import load
from warehouse.sentences import READ, SHOWN, find_shared, rank_sentences

PLAIN = "The H200 moves 4.8 TB/s."
WORDY = "How quick is the memory of the H200 was asked 30 times."
OTHERS = tuple(f"Some {number} buyers wrote a note." for number in range(41, 49))
FAST = np.array([1.0, 0.0, 0.0], dtype=np.float32)
SLOW = np.array([0.0, 1.0, 0.0], dtype=np.float32)
QUESTION = "how quick is the memory of the H200"


def _claim(text: str, sentence: str, words: str) -> Claim:
    quantity = make_quantity(text, words, 1.0, "")
    return replace(make_claim(text, quantity), sentence=sentence, sentence_start=text.index(sentence))


@pytest.fixture(scope="module")
def told(open_copy: OpenCopy) -> Iterator[DuckDBPyConnection]:
    text = " ".join((WORDY, PLAIN, *OTHERS))
    article = make_article("mirror", text)
    figures = [(WORDY, "30"), (PLAIN, "4.8"), *((other, other.split()[1]) for other in OTHERS)]
    claims = tuple(_claim(text, sentence, words) for sentence, words in figures)
    document = make_document(text, entities=(make_entity(text, "H200", "chip:h200"),), claims=claims)
    second = make_article("second", "The memory of the H200 is quick.", day=1)
    with open_copy() as con:
        batch = Batch(
            run=make_run(),
            articles=(article, second),
            documents={
                (article.article_id, article.version): document,
                (second.article_id, second.version): make_document(second.text),
            },
            entries=ENTRIES,
            embeddings=(Embedding(item_id=article.article_id, model=MODEL, vector=FAST),),
        )
        load(con, batch)
        yield con


class Reader:
    """A model that knows one sentence that means what was asked; it keeps what it was asked to read."""

    def __init__(self, *, model: EmbeddingModel = MODEL) -> None:
        self.model = model
        self.read: list[str] = []

    def __call__(self, sentences: Sequence[str]) -> list[Embedding]:
        self.read += sentences
        return [Embedding(item_id="", model=self.model, vector=FAST if one == PLAIN else SLOW) for one in sentences]


def ask(con: DuckDBPyConnection, reader: Reader | None, *, words: str = QUESTION, limit: int = 20, cursor=None):
    return search_texts(con, words, meaning=Meaning(vector=FAST, model=MODEL, embed=reader), limit=limit, cursor=cursor)


def sentences(page) -> list[str]:
    return [one.text for hit in page.hits for one in hit.sentences]


def test_the_sentence_that_means_the_question_leads_though_another_shares_more_words(told):
    by_words = search_texts(told, QUESTION)
    assert sentences(by_words)[0] == WORDY
    (first, second, *_) = next(hit.sentences for hit in ask(told, Reader()).hits if hit.sentences)
    assert (first.text, second.text) == (PLAIN, WORDY)
    assert (first.meaning_score, second.meaning_score) == (1.0, 0.0)
    assert "h200" in first.words
    assert set(first.words) < set(second.words)
    # The most telling word comes first, and those that all articles have last.
    assert second.words[0] == "how"


def test_a_sentence_says_which_claim_it_is_of(told):
    shown = [one.claim_id for hit in ask(told, Reader()).hits for one in hit.sentences]
    found = told.execute("select claim_id, sentence from claims").fetchall()
    assert [dict(found)[claim_id] for claim_id in shown] == sentences(ask(told, Reader()))


def test_by_words_alone_a_sentence_without_any_is_not_shown(told):
    shown = [one for hit in search_texts(told, QUESTION).hits for one in hit.sentences]
    assert {one.text for one in shown} == {WORDY, PLAIN}
    assert {one.meaning_score for one in shown} == {None}
    assert sentences(search_texts(told, "moves")) == [PLAIN]


def test_a_word_that_nearly_all_articles_have_is_no_reason_to_show_a_sentence(told):
    ids = [article_id for (article_id,) in told.execute("select article_id from articles").fetchall()]

    def show(**telling: float) -> dict[str, tuple[str, ...]]:
        found = rank_sentences(told, ids, telling=telling, meaning=None)
        return {one.text: one.words for shown in found.values() for one in shown}

    assert show(memori=1.2, the=0.03) == {WORDY: ("memori",)}
    assert show(the=0.03) == {WORDY: ("the",), PLAIN: ("the",)}


def test_few_sentences_are_read_those_first_that_share_words(told):
    reader = Reader()
    page = ask(told, reader)
    assert len(reader.read) == READ
    assert {WORDY, PLAIN} < set(reader.read)
    assert [len(hit.sentences) for hit in page.hits if hit.sentences] == [SHOWN]


def test_a_question_of_unknown_words_still_has_sentences_by_meaning(told):
    page = ask(told, Reader(), words="zzz")
    assert len(page.hits) == 1
    assert len(page.hits[0].sentences) == SHOWN


def test_the_order_is_the_same_each_time_and_on_each_page(told):
    whole = ask(told, Reader())
    assert whole == ask(told, Reader())
    assert len(whole.hits) == 2
    first = ask(told, Reader(), limit=1)
    assert (*first.hits, *ask(told, Reader(), limit=1, cursor=first.cursor).hits) == whole.hits
    # The rank of the articles is not touched by what their sentences say.
    without = ask(told, None).hits
    assert [(hit.article_id, hit.score) for hit in without] == [(hit.article_id, hit.score) for hit in whole.hits]
    assert {one.meaning_score for hit in without for one in hit.sentences} == {None}


def test_vectors_of_another_model_never_meet(told):
    other = Reader(model=replace(MODEL, revision="2"))
    with pytest.raises(MeaningMixed, match="A question by tiny met a sentence by tiny"):
        ask(told, other)


def test_nothing_is_read_where_nothing_is_found(told):
    reader = Reader()
    meaning = Meaning(vector=FAST, model=replace(MODEL, revision="3"), embed=reader)
    assert search_texts(told, "zzz", meaning=meaning).hits == ()
    assert reader.read == []


@pytest.mark.parametrize(
    ("sentence", "stems", "shared"),
    [
        ("Memories of 1,234,567 and 4.8", ("memori", "1234567", "4p8"), ("memori", "1234567", "4p8")),
        ("The memory is here", ("memori",), ("memori",)),
        ("Chips moved, moving chips", ("move", "chip", "h20"), ("move", "chip")),
        ("H2000 and H20", ("h200",), ()),
        ("Der Größte, café_bar", ("cafe", "bar"), ("cafe", "bar")),
        ("", ("a",), ()),
        ("'; --", ("a",), ()),
        ("word " * 10_000, ("word", "other"), ("word",)),
    ],
)
def test_stems_in_a_sentence(told, sentence, stems, shared):
    assert find_shared(told, [sentence], stems=stems) == {sentence: shared}


def test_the_day_of_a_hit_is_that_of_its_article(told):
    assert {hit.published_at for hit in search_texts(told, "moves").hits} == {DAY}
