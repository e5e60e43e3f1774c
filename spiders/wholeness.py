"""Packed bodies that end too early: Scrapy unpacks what there is of them, and half an article would pass for one."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable

import brotli  # type: ignore[import-untyped]  # it ships no types; Scrapy brings it
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd  # Scrapy brings it

_GZIP = 31  # zlib's number for "with a gzip header and trailer"
_RAW = -15  # and this for "without a header"
_STEP = 64 * 1024


class BodyCutOff(IgnoreRequest):
    """The packed body of a response is not whole."""


class WholeBodyMiddleware:
    """Refuses them; sits below the cache, which would keep half a page for as long as the outlet confirms it."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> WholeBodyMiddleware:
        """Return the middleware with the limit on the size of a page."""
        return cls(crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    def process_response(self, request: Request, response: Response) -> Response:  # noqa: ARG002 - Scrapy's signature
        """Return the response, or raise BodyCutOff."""
        # Packed more than once, the last packing is the one to be undone first.
        said = response.headers.getlist(b"Content-Encoding")
        encoding = (said[-1] if said else b"").decode("latin-1").rpartition(",")[2].strip().lower()
        if response.body and not is_whole(response.body, encoding=encoding, limit=self.limit):
            raise BodyCutOff(f"the {encoding} body is damaged or ends too early")
        return response


def is_whole(body: bytes, *, encoding: str, limit: int) -> bool:
    """Return whether a packed body unpacks to its end; True for an encoding that is not known.

    One that unpacks to more than `limit` bytes is called whole without a further look: it is refused as too large.
    """
    reader = _READERS.get(encoding)
    return reader is None or reader(body, limit)


def _is_whole_gzip(body: bytes, limit: int) -> bool:
    return _inflates(body, zlib.decompressobj(_GZIP), limit)


def _is_whole_deflate(body: bytes, limit: int) -> bool:
    # Some servers leave the header out, and are understood by all.
    return _inflates(body, zlib.decompressobj(), limit) or _inflates(body, zlib.decompressobj(_RAW), limit)


def _inflates(body: bytes, unpacker: zlib._Decompress, limit: int) -> bool:
    size, rest = 0, body
    try:
        while rest and not unpacker.eof and size <= limit:
            size += len(unpacker.decompress(rest, _STEP))
            rest = unpacker.unconsumed_tail
    except zlib.error:
        return False
    return unpacker.eof or size > limit


def _is_whole_brotli(body: bytes, limit: int) -> bool:
    unpacker = brotli.Decompressor()
    size, rest = 0, body
    try:
        while size <= limit:
            piece = unpacker.process(rest, output_buffer_limit=_STEP)
            size, rest = size + len(piece), b""
            if unpacker.is_finished() or not piece:
                break
    except brotli.error:
        return False
    return bool(unpacker.is_finished()) or size > limit


def _is_whole_zstd(body: bytes, limit: int) -> bool:
    unpacker = zstd.ZstdDecompressor()
    size, rest = 0, body
    try:
        while size <= limit and not unpacker.eof:
            piece = unpacker.decompress(rest, max_length=_STEP)
            size, rest = size + len(piece), b""
            if not piece and unpacker.needs_input:
                break
    except zstd.ZstdError:
        return False
    return unpacker.eof or size > limit


_READERS: dict[str, Callable[[bytes, int], bool]] = {
    "gzip": _is_whole_gzip,
    "x-gzip": _is_whole_gzip,
    "deflate": _is_whole_deflate,
    "br": _is_whole_brotli,
    "zstd": _is_whole_zstd,
}
