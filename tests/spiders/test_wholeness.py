from __future__ import annotations

import gzip
import os
import sys
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.http import Response

from spiders.wholeness import BodyCutOff, WholeBodyMiddleware, is_whole

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LIMIT = 1_000_000
PACKERS = {"gzip": gzip.compress, "br": brotli.compress, "deflate": zlib.compress, "zstd": zstd.compress}
TEXT = os.urandom(3000) + b"words " * 5000


@pytest.mark.parametrize("encoding", PACKERS)
def test_whole_body_is_whole_and_every_shorter_one_is_not(encoding):
    packed = PACKERS[encoding](TEXT)
    assert is_whole(packed, encoding=encoding, limit=LIMIT)
    for length in (1, 2, 10, len(packed) // 2, len(packed) - 1):
        assert not is_whole(packed[:length], encoding=encoding, limit=LIMIT)


@pytest.mark.parametrize("encoding", PACKERS)
def test_damaged_body_is_not_whole(encoding):
    assert not is_whole(b"not packed at all", encoding=encoding, limit=LIMIT)


def test_body_in_several_gzip_members_is_whole():
    assert is_whole(gzip.compress(b"one") + gzip.compress(b"two"), encoding="x-gzip", limit=LIMIT)


@pytest.mark.parametrize("encoding", PACKERS)
def test_bomb_is_not_unpacked_to_its_end(encoding):
    # More than brotli packs in one piece, of which nothing can be unpacked where its end is missing.
    bomb = PACKERS[encoding](bytes(20_000_000))
    assert is_whole(bomb[:-1], encoding=encoding, limit=1000), "too large is said elsewhere"


def test_other_encodings_are_not_judged():
    assert is_whole(b"x", encoding="", limit=LIMIT)
    assert is_whole(b"x", encoding="klingon", limit=LIMIT)


def test_deflate_without_a_header_is_judged_too():
    bare = zlib.compress(TEXT)[2:-4]
    assert is_whole(bare, encoding="deflate", limit=LIMIT)
    assert not is_whole(bare[:-3], encoding="deflate", limit=LIMIT)


@given(st.binary(max_size=500), st.sampled_from(sorted(PACKERS)))
def test_no_bytes_break_it(body, encoding):
    assert is_whole(PACKERS[encoding](body), encoding=encoding, limit=LIMIT)
    is_whole(body, encoding=encoding, limit=LIMIT)


def test_middleware_passes_whole_and_empty_bodies_on():
    middleware = WholeBodyMiddleware(LIMIT)
    request = Request("https://a.example/")
    packed = gzip.compress(TEXT)
    for body in (packed, b""):
        response = Response(request.url, body=body, headers={"Content-Encoding": " GZIP "})
        assert middleware.process_response(request, response) is response
    with pytest.raises(BodyCutOff, match="gzip body is damaged or ends too early"):
        middleware.process_response(request, response.replace(body=packed[:-4]))
