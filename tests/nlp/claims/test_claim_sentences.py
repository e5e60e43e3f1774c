"""Sentences of our own, one phenomenon a file, run through the whole pipeline; a failure shows both sides."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from nlp.pipeline import annotate, load_pipeline
from nlp.records import Claim, Document, Text

SENTENCES = Path(__file__).parents[2] / "data" / "claims"
QUANTITY_FIELDS = ("value", "high", "unit", "kind", "bound", "change")


def read_rows() -> Iterator[Any]:
    for path in sorted(SENTENCES.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            yield pytest.param(json.loads(line), id=f"{path.stem}-{number}")


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline()


def read_document(row: dict[str, Any], nlp: Language) -> Document:
    published = datetime.fromisoformat(row["published"]).replace(tzinfo=UTC) if "published" in row else None
    text = Text(text_id="row", text=row["text"], title=row.get("title", ""), published=published)
    return next(iter(annotate([text], nlp=nlp)))


def show_field(claim: Claim | None, name: str) -> Any:
    if claim is None:
        return "no claim"
    value = getattr(claim.quantity if name in QUANTITY_FIELDS else claim, name)
    if name == "value" and value is not None:
        # A fraction is written with three figures.
        return round(value, 3)
    return str(value) if name in ("period_start", "period_end") and value is not None else value


@pytest.mark.parametrize("row", list(read_rows()))
def test_a_sentence_gives_the_claims_written_beside_it(row: dict[str, Any], nlp: Language) -> None:
    claims = {claim.quantity.text: claim for claim in read_document(row, nlp).claims}
    expected = {(text, name): value for text, fields in row["claims"].items() for name, value in fields.items()}
    got = {key: show_field(claims.get(key[0]), key[1]) for key in expected}
    wrong = [
        f"{key[0]!r} {key[1]}: expected {expected[key]!r}, got {got[key]!r}"
        for key in expected
        if got[key] != expected[key]
    ]
    wrong += [f"{text!r} is no claim, got one" for text in row.get("not_claims", ()) if text in claims]
    assert not wrong, "\n".join([row["text"], *wrong])


def test_there_are_enough_sentences() -> None:
    texts = [row.values[0]["text"] for row in read_rows()]
    assert len(texts) >= 750
