from __future__ import annotations

import time

import pytest

from nlp.backends import SHIPPED
from nlp.entities.errors import ModelError
from nlp.entities.pieces import Pieces, Shape, read_shape
from nlp.entities.tagger import VOCABULARY, NameTagger


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    return Pieces(SHIPPED / "chipwire_entities" / VOCABULARY)


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("chips", Shape.LOWER),
        ("Nvidia", Shape.TITLE),
        ("TSMC", Shape.UPPER),
        ("DeepSeek", Shape.MIXED),
        ("A", Shape.LETTER),
        ("a", Shape.LOWER),
        ("2027", Shape.NUMBER),
        ("15,840", Shape.NUMBER),
        ("H200", Shape.DESIGNATION),
        ("3nm", Shape.MEASURE),
        ("—", Shape.SIGN),
        ("U.S.", Shape.OTHER),
        ("台积电", Shape.OTHER),
    ],
)
def test_shapes(word: str, shape: Shape) -> None:
    assert Shape(read_shape(word)) in {shape, Shape.MIXED if not word.isascii() else shape}


def test_each_word_has_a_head_and_every_piece_its_shape(pieces: Pieces) -> None:
    encoded = pieces.encode(["Nvidia", "H200", "\u200b", "x" * 5000])

    assert len(encoded.ids) == len(encoded.shapes)
    assert len(encoded.heads) == 4
    assert encoded.heads[0] == 1
    assert len(encoded.ids) < 30
    assert 0 not in encoded.ids  # no padding


def test_a_word_of_megabytes_takes_no_time(pieces: Pieces) -> None:
    start = time.process_time()
    pieces.encode(["A" * 5_000_000])
    assert time.process_time() - start < 1


def test_a_missing_model_is_named(tmp_path) -> None:
    with pytest.raises(ModelError, match=r"lacks names\.onnx, vocabulary\.json, names\.json .*make train"):
        NameTagger(tmp_path)
