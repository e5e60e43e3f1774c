"""What holds for any text: it never raises, offsets are exact, and the time is linear."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from functools import cache

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from nlp.claims import find_claims
from nlp.pipeline import annotate, load_pipeline
from nlp.records import Bound, Claim, Entity, Kind, Label, Quantity, Text

PIECES = """
Nvidia|the H200|the H20|AMD's|it|the company|which|while|and|,|;|.|(|)|–|“|”|"|said|according to|Reuters|than|versus
from|to|of|respectively|25%|$5 billion|141 GB|six times|4.8 TB/s|2,368 TPP|two years|zero|100,000 H20 chips|7nm|rose
fell|will|could|denied|last year|in the third quarter|by 2027|since 2014|May|Compared with|the former|the latter|é|中国
"""
TEXTS = st.lists(st.sampled_from(["\n\n", *PIECES.strip().replace("\n", "|").split("|")]), max_size=40).map(" ".join)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline()


def read_claims(text: str, nlp: Language) -> tuple[Claim, ...]:
    published = datetime(2026, 1, 30, tzinfo=UTC)
    return next(
        iter(annotate([Text(text_id="t", text=text, title="Nvidia H200", published=published)], nlp=nlp))
    ).claims


def check(text: str, nlp: Language) -> None:
    for claim in read_claims(text, nlp):
        quantity = claim.quantity
        assert text[quantity.start : quantity.end] == quantity.text
        assert text[claim.sentence_start : claim.sentence_start + len(claim.sentence)] == claim.sentence
        assert claim.sentence_start <= quantity.start < claim.sentence_start + len(claim.sentence)
        assert 0 <= claim.confidence <= 1
        assert claim.subject
        assert claim.metric
        assert claim.period is not None or (claim.period_start, claim.period_end) == (None, None)


@settings(max_examples=150, deadline=None)
@given(text=TEXTS)
def test_offsets_are_exact_in_news_like_text(nlp: Language, text: str) -> None:
    check(text, nlp)


@settings(max_examples=80, deadline=None)
@given(text=st.text(max_size=200))
def test_offsets_are_exact_in_any_text(nlp: Language, text: str) -> None:
    check(text, nlp)


@given(spans=st.lists(st.tuples(st.integers(0, 60), st.integers(1, 12)), max_size=6), year=st.integers(1, 9999))
@settings(max_examples=80, deadline=None)
def test_any_spans_are_taken_and_only_the_given_quantities_come_back(spans: list[tuple[int, int]], year: int) -> None:
    text = "Nvidia said last year that it sold 5 of the H20, up from 4 in May,\n\nand by 2027 it will."
    entities = [make_entity(text, start, start + length) for start, length in spans[::2]]
    quantities = [make_quantity(text, start, start + length) for start, length in spans[1::2]]
    published = datetime(year, 1, 1, tzinfo=UTC)
    claims = find_claims(
        split_sentences(text), entities=entities, quantities=quantities, title=text, published=published
    )
    assert all(claim.quantity in quantities for claim in claims)
    assert [c.quantity.start for c in claims] == sorted(c.quantity.start for c in claims)


@pytest.mark.parametrize(
    "unit", ["9 ", "$5 ", "Nvidia 5% ", "(5 ", "“5% ", "which 5 GB ", "it said 5% ", "than 5 and "]
)
def test_the_time_is_linear(unit: str) -> None:
    """Four times the text takes about four times as long; a quadratic rule would take sixteen."""
    short, long = (min(time_claims(unit, repeats) for _ in range(2)) for repeats in (400, 1600))
    assert long < 9 * short + 0.1


def time_claims(unit: str, repeats: int) -> float:
    text = unit * repeats
    doc = split_sentences(text)
    digit = next(i for i, sign in enumerate(unit) if sign.isdigit())
    quantities = [make_quantity(text, i * len(unit) + digit, i * len(unit) + digit + 1) for i in range(repeats)]
    names = range(0, len(text), len(unit)) if unit.startswith("Nvidia") else ()
    entities = [make_entity(text, start, start + 6) for start in names]
    start = time.process_time()
    find_claims(doc, entities=entities, quantities=quantities, title="", published=None)
    return time.process_time() - start


@cache
def load_splitter() -> Language:
    blank = spacy.blank("en")
    blank.add_pipe("sentencizer")
    return blank


def split_sentences(text: str) -> Doc:
    return load_splitter()(text)


def make_entity(text: str, start: int, end: int) -> Entity:
    shown = text[start:end]
    return Entity(start=start, end=end, text=shown, label=Label.COMPANY, entity_id=None, canonical=shown or "x")


def make_quantity(text: str, start: int, end: int) -> Quantity:
    return Quantity(
        start=start,
        end=end,
        text=text[start:end],
        value=5.0,
        high=None,
        unit="%",
        unit_name="percentage",
        kind=Kind.PERCENT,
        bound=Bound.EXACT,
        change=None,
        concept="share",
        base_value=5.0,
        base_high=None,
        base_unit="%",
    )


@pytest.mark.parametrize("sign", ["\n", " ", "(", "“", "1"])
def test_a_long_run_of_one_sign_is_taken(sign: str) -> None:
    text = sign * 20_000
    doc = Doc(load_splitter().vocab, words=[text], spaces=[False])
    doc[0].is_sent_start = True
    quantities = [make_quantity(text, 0, 1), make_quantity(text, 19_998, 19_999)]
    claims = find_claims(doc, entities=[], quantities=quantities, title=text, published=None)
    assert all(claim.quantity in quantities for claim in claims)
