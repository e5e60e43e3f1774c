"""Bytes to text: byte order mark, header, meta, and a guess, in the order that browsers trust them."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes
from w3lib.encoding import http_content_type_encoding, resolve_encoding

from spiders.extraction.errors import ExtractError, Reason

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(
    rb"""<(?:meta[^>]{0,300}?charset|\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)
_HEAD = 4096
_SAMPLE = 32_768


def decode_body(body: bytes, *, content_type: str = "") -> str:
    """Return the text of a response; raises ExtractError for bytes that are text in no charset."""
    for mark, marked in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(marked, "replace")
    unicode = _try_decode(body, "utf-8")
    if unicode is not None and not unicode.isascii():
        # Letters of another charset do not fall into its pattern by chance, whatever is declared.
        return unicode
    declared = [http_content_type_encoding(content_type), *_declared_in(body)]
    for name in declared:
        charset = resolve_encoding(name) if name else None
        # Declarations lie: one that does not fit the bytes is passed over. A meta tag that could be
        # read as ASCII cannot be UTF-16, whatever it says.
        text = _try_decode(body, charset) if charset and not charset.startswith(("utf-16", "utf-32")) else None
        if text is not None:
            return text
    for likely in _wide(body), "utf-8":
        text = _try_decode(body, likely) if likely else None
        if text is not None:
            return text
    return _guess(body, declared=[name for name in declared if name])


def _declared_in(body: bytes) -> list[str]:
    match = _META.search(body, 0, _HEAD)
    return [match[1].decode("ascii")] if match else []


def _try_decode(body: bytes, charset: str) -> str | None:
    try:
        return body.decode(charset)
    except (UnicodeDecodeError, LookupError):
        return None


def _wide(body: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of Western text is zero."""
    head = body[:_SAMPLE]
    if len(head) < 4 or 0 not in head:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) * 0.3 and odd > even * 4:
        return "utf-16-le"
    if even > len(head) * 0.3 and even > odd * 4:
        return "utf-16-be"
    return None


def _guess(body: bytes, *, declared: list[str]) -> str:
    # A page that is UTF-8 but for a few broken bytes keeps all its other letters.
    text = body.decode("utf-8", "replace")
    if text.count("\ufffd") <= max(3, len(text) // 500):
        # Where not one letter is right, it never was UTF-8.
        western = _try_decode(body, "cp1252") if text.replace("\ufffd", "").isascii() else None
        return text if western is None else western
    best = from_bytes(body[:_SAMPLE]).best()
    if best is None or body[:_SAMPLE].count(0) > 8:
        said = f", declared as {', '.join(declared)}" if declared else ""
        raise ExtractError(Reason.UNDECODABLE, f"{len(body)} bytes are text in no charset that could be told{said}")
    return body.decode(best.encoding, "replace")
