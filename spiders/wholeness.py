"""Packed bodies that end too early: Scrapy unpacks what there is of them, and half an article would pass for one."""

from __future__ import annotations

import zlib

import brotli  # type: ignore[import-untyped]  # it ships no types; Scrapy brings it
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

_GZIP = 31  # zlib's number for "with a gzip header and trailer"
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
        encoding = (response.headers.get(b"Content-Encoding") or b"").decode("latin-1").strip().lower()
        if response.body and not is_whole(response.body, encoding=encoding, limit=self.limit):
            raise BodyCutOff(f"the {encoding} body is damaged or ends too early")
        return response


def is_whole(body: bytes, *, encoding: str, limit: int) -> bool:
    """Return whether a gzip or brotli body unpacks to its end; True for every other encoding.

    One that unpacks to more than `limit` bytes is called whole without a further look: it is refused as too large.
    """
    if encoding in {"gzip", "x-gzip"}:
        return _is_whole_gzip(body, limit)
    if encoding == "br":
        return _is_whole_brotli(body, limit)
    return True


def _is_whole_gzip(body: bytes, limit: int) -> bool:
    unpacker = zlib.decompressobj(_GZIP)
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
